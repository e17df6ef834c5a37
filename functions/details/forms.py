"""What a client sends about their own details, and what they are answered."""

import msgspec

from cms_common.edge.pages import Link


class TextMessagesForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """NOT-01: true opts in, false opts out."""

    opted_in: bool


class OptChoice(msgspec.Struct, frozen=True):
    """One of the two choices: what is sent as `opted_in`, what is shown, and whether it is the one that holds."""

    value: bool
    text: str
    chosen: bool


class TextMessagesPage(msgspec.Struct, frozen=True):
    """Text messages: the choice as it is now.

    `mobile_ending` is the last three digits of the number that they go to; empty where none is held (NOT-02).
    """

    title: str
    service_name: str
    opted_in: bool
    mobile_ending: str
    paragraphs: tuple[str, ...]
    choices: tuple[OptChoice, OptChoice]
    buttons: tuple[str, ...]
    links: tuple[Link, ...]
