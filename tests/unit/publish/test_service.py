"""The use case of `publish`, against an outbox and a bus in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from publish.service import Entry, Publisher

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def an_entry(number: int) -> Entry:
    return Entry(shard=str(number % 8), entry=f"{number:015d}#{number:020x}", event="LoggedIn", detail="{}")


class Crash(Exception):
    """The process stops here."""


@dataclass
class OutboxInMemory:
    kept: list[Entry]
    crashes_at: Entry | None = None
    asked: list[datetime] = field(default_factory=list)

    def older_than(self, moment: datetime) -> Iterable[Entry]:
        self.asked.append(moment)
        return list(self.kept)

    def delete(self, entry: Entry) -> None:
        if entry == self.crashes_at:
            raise Crash
        self.kept = [other for other in self.kept if other != entry]


@dataclass
class BusInMemory:
    refuses: frozenset[str] = frozenset()
    got: list[list[Entry]] = field(default_factory=list)

    def send(self, entries: Sequence[Entry]) -> frozenset[str]:
        self.got.append([entry for entry in entries if entry.entry not in self.refuses])
        return frozenset(entry.entry for entry in entries if entry.entry in self.refuses)

    @property
    def order(self) -> list[Entry]:
        return [entry for batch in self.got for entry in batch]


def test_publish__bus_refuses_one_of_ten__nine_are_deleted_and_that_one_stays() -> None:
    # Given ten entries, and a bus that does not take the fourth
    entries = [an_entry(number) for number in range(10)]
    outbox, bus = OutboxInMemory(entries), BusInMemory(refuses=frozenset({entries[3].entry}))
    # When they are published
    done = Publisher(outbox, bus, lambda: NOON).publish(entries)
    # Then nine went and are forgotten, and the fourth stays
    assert (done.sent, done.refused) == (9, (entries[3],))
    assert outbox.kept == [entries[3]]


def test_publish__crash_between_sending_and_deleting__sends_the_same_entry_again() -> None:
    # Given an entry that the bus took before the process stopped
    entry = an_entry(1)
    outbox, bus = OutboxInMemory([entry], crashes_at=entry), BusInMemory()
    with pytest.raises(Crash):
        Publisher(outbox, bus, lambda: NOON).publish([entry])
    # When the next run sweeps
    outbox.crashes_at = None
    Publisher(outbox, bus, lambda: NOON).sweep()
    # Then the very same event went twice, by which a consumer knows it, and the outbox is empty
    assert bus.order == [entry, entry]
    assert outbox.kept == []


def test_publish__entries_of_several_shards__go_oldest_first_and_ten_at_once() -> None:
    # Given 25 entries in no order
    entries = [an_entry(number) for number in range(25)]
    outbox, bus = OutboxInMemory(entries), BusInMemory()
    # When they are published
    Publisher(outbox, bus, lambda: NOON).publish(reversed(entries))
    # Then they went by age, in calls of at most ten
    assert bus.order == entries
    assert [len(batch) for batch in bus.got] == [10, 10, 5]


def test_publish__nothing_to_send__does_not_call_the_bus() -> None:
    # Given an empty outbox
    outbox, bus = OutboxInMemory([]), BusInMemory()
    # When it is swept
    done = Publisher(outbox, bus, lambda: NOON).sweep()
    # Then nothing was sent
    assert (done.sent, bus.got) == (0, [])


def test_sweep__at_noon__asks_for_what_is_older_than_a_minute() -> None:
    # Given a clock at noon
    outbox = OutboxInMemory([])
    # When the sweep runs
    Publisher(outbox, BusInMemory(), lambda: NOON).sweep()
    # Then entries of the last minute are left to the stream
    assert outbox.asked == [datetime(2026, 3, 12, 11, 59, tzinfo=UTC)]
