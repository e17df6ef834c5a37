"""The sweep: what has come due since the last one, each looked at in its turn.

It reads what is due and nothing else, so that it costs no more the more work there is. It is bounded in number and in
time, and fair: a share of a clock that is full has its turn as every other, oldest first, and what one run leaves the
next one finds. What cannot be looked at stays where it is, and is passed over to what comes after it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from cms_common.domain.work import Clock
from sla.looking import Found, Looking, Run
from sla.ports import Clocks, Place, Share

_TURN = 25
"""The most that is looked at of one share before the next has its turn."""
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How long before its due time work is told of, how long things may take, and how much one run looks at."""

    approaching: timedelta
    document: timedelta
    notification: timedelta
    letter: timedelta
    at_once: int


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Something, or a whole share (`of` is empty), could not be looked at: it stays, and the next run tries again."""

    clock: Clock
    of: str
    error: Exception


class Stopped(Enum):
    """Why a run ended before everything was looked at; the next one goes on."""

    BY_TIME = "time"
    BY_NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Sweeping:
    """The use case."""

    clocks: Clocks
    looking: Looking
    limits: Limits

    def sweep(self, run: Run) -> Iterator[Found | NotLooked | Stopped]:
        """Look at what is over, and yield what was told of each as soon as it is: a run may end at any moment."""
        turns = self._turns(run.now)
        size = max(1, min(_TURN, self.limits.at_once // len(turns)))
        left = self.limits.at_once
        while turns:
            share, after = turns.popleft()
            if not run.has_time():
                yield Stopped.BY_TIME
                return
            try:
                due = self.clocks.over(share, self._by(share.clock, run.now), after, size)
            except Exception as error:  # noqa: BLE001 - one share must not hold up the others
                yield NotLooked(share.clock, "", error)
                continue
            for place in due:
                if not left or not run.has_time():
                    yield Stopped.BY_TIME if left else Stopped.BY_NUMBER
                    return
                left -= 1
                yield from self._look(place, run)
            if len(due) == size:
                turns.append((share, due[-1]))

    def _turns(self, now: datetime) -> deque[tuple[Share, Place | None]]:
        turns: deque[tuple[Share, Place | None]] = deque((share, None) for share in self.clocks.shares())
        # Each minute another share comes first: runs that are too slow for one turn of each still reach every share.
        turns.rotate(-(int(now.timestamp()) // _MINUTE))
        return turns

    def _by(self, clock: Clock, now: datetime) -> datetime:
        match clock:
            case Clock.APPROACHING:
                return now + self.limits.approaching
            case Clock.DUE | Clock.CALL_BACK:
                return now
            case Clock.DOCUMENT:
                return now - self.limits.document
            case Clock.NOTIFICATION:
                return now - self.limits.notification
            case Clock.LETTER:
                return now - self.limits.letter
            case other:
                assert_never(other)

    def _look(self, place: Place, run: Run) -> Iterator[Found | NotLooked]:
        try:
            told = self.looking.look(place, run)
        except Exception as error:  # noqa: BLE001 - one must not hold up the others
            yield NotLooked(place.clock, place.of, error)
        else:
            if told:
                yield told
