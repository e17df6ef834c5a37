"""The credential lock: three failed log-ins within one hour lock for two hours (LOG-04 to LOG-07, CON-08).

Attempts are slots: an attempt takes a slot before it is checked, and a right password gives all slots back.
So parallel guesses cannot slip past the count. An attempt that a fault ends before it is known to be wrong gives its
slot back; one that ends without a word (its process died) counts as a failure until its hour is over. Times are whole
seconds since 1970 (UTC), so that one second before and after can be told apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

HOUR = 3600


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """How many attempts, within how many seconds, lock for how many seconds after the last of them."""

    attempts: int = 3
    within: int = HOUR
    locked_for: int = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Slots:
    """The times of the latest attempts not given back, newest first; 0 where there is none."""

    newest: int = 0
    second: int = 0
    third: int = 0

    def taking(self, now: int) -> "Slots":
        """Return the slots with one more attempt in them; only the newest three matter."""
        return Slots(now, self.newest, self.second)

    def locked_until(self, limit: AttemptLimit) -> int:
        """Return when the lock ends, two hours after the last failure (LOG-05); 0 where they do not lock."""
        full = self.third > 0 and self.newest - self.third < limit.within
        return self.newest + limit.locked_for if full else 0

    def locked(self, now: int, limit: AttemptLimit) -> bool:
        """Tell whether an attempt made now is refused unchecked."""
        return now < self.locked_until(limit)


@dataclass(frozen=True, slots=True)
class Taken:
    """A slot taken for an attempt on what was typed: `place` names it without telling what; `number` counts them."""

    place: str
    at: int
    number: int


class GivesBack(Protocol):
    """Keeps slots, and takes one back."""

    def untake(self, taken: Taken) -> None:
        """Give one slot back as if it had never been taken."""
        ...


@contextmanager
def given_back_on_failure(slots: GivesBack, *taken: Taken) -> Iterator[None]:
    """Give slots back where the block raises: what could not be checked was not wrong (CON-08).

    So an outage locks nobody. The block ends before a wrong answer is recorded: that one stays counted.
    """
    try:
        yield
    except Exception:
        for one in taken:
            slots.untake(one)
        raise


@dataclass(frozen=True, slots=True)
class LockedUntil:
    """Three failed attempts within one hour; open again at `until`."""

    until: datetime
