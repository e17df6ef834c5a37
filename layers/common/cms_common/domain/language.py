"""The languages that clients are written to in."""

from enum import StrEnum


class Language(StrEnum):
    """A language by its ISO 639-1 code."""

    ENGLISH = "en"
    WELSH = "cy"


def preferred(held: str) -> Language:
    """Read the preferred language as a client's record has it: "English" or "Welsh" (GAP-37)."""
    return Language.WELSH if held == "Welsh" else Language.ENGLISH
