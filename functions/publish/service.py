"""Moves entries of the outbox to the bus: each is deleted only when the bus has confirmed it, and sent until then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Protocol

from cms_common.domain.chance import Clock

AT_ONCE = 10
"""Entries that the bus takes in one call."""
LEFT_ALONE_FOR = timedelta(minutes=1)
"""The table's stream sends an entry within seconds; the sweep takes up what is older."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event not yet confirmed by the bus: its key in the outbox, its name, and its detail as JSON text."""

    shard: str
    entry: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class Published:
    """How many entries the bus took, and those it did not."""

    sent: int
    refused: tuple[Entry, ...]


class Outbox(Protocol):
    """The entries that the bus has not confirmed."""

    def older_than(self, moment: datetime) -> Iterable[Entry]:
        """Return entries written before a moment, oldest first; bounded, so that a run ends."""
        ...

    def delete(self, entry: Entry) -> None:
        """Forget an entry; nothing happens where it is gone already."""
        ...


class Bus(Protocol):
    """Where the events go."""

    def send(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Send at most ten entries and return the `entry` of each that was not taken."""
        ...


class Publisher:
    """Sends entries, oldest first. What was sent may be sent again after a crash: its event_id stays the same."""

    def __init__(self, outbox: Outbox, bus: Bus, clock: Clock) -> None:
        """Take where entries come from, where they go, and the clock that tells old from new."""
        self._outbox = outbox
        self._bus = bus
        self._clock = clock

    def publish(self, entries: Iterable[Entry]) -> Published:
        """Send entries and delete those that the bus confirmed; one it refuses does not hold up the others."""
        sent, refused = 0, []
        for batch in batched(sorted(entries, key=lambda entry: entry.entry), AT_ONCE, strict=False):
            left = self._bus.send(batch)
            for entry in batch:
                if entry.entry in left:
                    refused.append(entry)
                    continue
                self._outbox.delete(entry)
                sent += 1
        return Published(sent, tuple(refused))

    def sweep(self) -> Published:
        """Send again what stayed: written more than a minute ago and not yet confirmed."""
        return self.publish(self._outbox.older_than(self._clock() - LEFT_ALONE_FOR))
