"""The screens of whoever answers, as data."""

import msgspec

from cms_common.edge.pages import Field, Link


class MessageLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A work item in the queue: nothing of the sender. `due` is UTC; `due_shown` is UK time."""

    kind: str
    subject: str
    due: str
    due_shown: str
    overdue: bool
    open: Link
    taken_by: str = ""


class QueueScreen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the own team has to answer, by due time (SLA-04); `more` leads to the next part."""

    title: str
    team: str
    work: tuple[MessageLine, ...]
    more: Link | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A channel that may not be used: why, and the requirement that says so (CWK-17)."""

    channel: str
    reason: str
    rule: str


class LineToTake(msgspec.Struct, frozen=True):
    """An approved line with its identifier; `approved` is False while a translator has not approved it."""

    identifier: str
    text: str
    approved: bool


class Email(msgspec.Struct, frozen=True):
    """The email that may be sent: its fixed subject, the lines to choose from, the optional paragraphs."""

    subject: str
    lines: tuple[LineToTake, ...]
    optional: tuple[str, ...]


class MessageScreen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message to answer (MSG-07, CWK-16): its header, the document, and the channels allowed, the normal one first.

    Whom to call is there for whoever has taken it, where telephone is allowed: of an employer the name alone is held,
    and its ERN is asked for (SUP-15). `lines` and `prompts` are CWK-27 and CWK-20. `check` says how the person is
    checked, and `check_fields` are what the form of an answered call, or of an answer by the means that a requirement
    names, carries for that (SEC-09): a contact, or the known facts given.
    """

    title: str
    activity: str
    message_type: str
    subject: str
    status: str
    received: str
    due: str
    due_shown: str
    overdue: bool
    allowed: tuple[str, ...]
    refused: tuple[Refusal, ...]
    unsuccessful_calls: int
    lines: tuple[str, ...]
    prompts: tuple[str, ...]
    actions: tuple[Link, ...]
    taken_by: str = ""
    call_name: str = ""
    call_telephone: str = ""
    check: str = ""
    check_fields: tuple[Field, ...] = ()
    email: Email | None = None
    answered: str = ""
    answered_by_channel: str = ""
    update_letter: str = ""


class DocumentOpened(msgspec.Struct, frozen=True):
    """Where the document opens, until when (UTC)."""

    url: str
    until: str


class CallBackLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call-back: `due` is UTC; `agreed` tells whether that time was agreed; `missed` ones come first (SLA-09)."""

    call_back: str
    details: str
    due: str
    due_shown: str
    agreed: bool
    missed: bool
    promised: str
    promised_by: str
    kept: Link | None = None
    kept_at: str = ""
    about: Link | None = None


class CallBackList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A team's call-backs that are not kept."""

    title: str
    team: str
    call_backs: tuple[CallBackLine, ...]
    more: Link | None = None


class ActDone(msgspec.Struct, frozen=True):
    """What was done, and where to go on."""

    title: str
    paragraphs: tuple[str, ...]
    next: Link
