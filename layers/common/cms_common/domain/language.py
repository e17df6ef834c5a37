"""The languages that clients are written to in, and the one rule of what a text not yet approved means.

Whoever's record says Welsh is written to in Welsh, in letters, mails and text messages alike: no English stands in for
a Welsh text. One that awaits a translator's approval is marked so in its catalogue, for people: the mark is no switch,
and a service goes live when no mark is left.
"""

from enum import StrEnum


class Language(StrEnum):
    """A language by its ISO 639-1 code."""

    ENGLISH = "en"
    WELSH = "cy"


def preferred(held: str) -> Language:
    """Read the preferred language as a client's record has it: "English" or "Welsh" (GAP-37)."""
    return Language.WELSH if held == "Welsh" else Language.ENGLISH
