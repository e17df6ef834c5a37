"""What the check of a file's content comes to."""

from dataclasses import dataclass

from cms_common.domain.uploads import Cause

MOST_PAGES = 50
"""Pages that one file, as a whole upload, may have (UPL-07)."""
MOST_PIXELS = 100_000_000
"""Of one picture: an A4 page at 1,000 dots an inch. What is larger could not be shown either."""


@dataclass(frozen=True, slots=True)
class Good:
    """Whole, of the format that was named, harmless in itself, of so many pages."""

    pages: int


@dataclass(frozen=True, slots=True)
class Bad:
    """Not to be taken, and why."""

    cause: Cause


type Examined = Good | Bad


class Unfit(Exception):
    """Ends the check of a content at the first thing that makes it unfit. Never leaves this package's `content`."""

    def __init__(self, cause: Cause) -> None:
        """Keep why."""
        super().__init__(cause)
        self.cause = cause
