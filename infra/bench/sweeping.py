"""The sweep of the clock with the same fifty due, as the open work beside them grows (SLA-01, SLA-04)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cms_common.adapters.work import raise_work
from cms_common.domain.work import RESPONSE_TIME, WorkItem, WorkKind
from infra.bench.metering import Meter, metered
from infra.demo import bulk
from infra.demo.aws import Cloud
from tests.support import answering
from tests.support.clock import TestClock

DUE = 50
# Far from any day of the copy's own clock, whose own sweeps must find none of this.
NOON, LATER = datetime(2098, 3, 12, 12, tzinfo=UTC), datetime(2099, 3, 12, 12, tzinfo=UTC)
_TEAM = "Segment 4"


class NothingSwept(Exception):
    """The sweep that was measured did not tell of all that is due: its figures would say nothing."""


def costs(meter: Meter) -> dict[str, float]:
    """Return what the sweep of fifty cost. Raises NothingSwept where it did not read and tell of each once."""
    if (meter.made["GetItem"], meter.made["TransactWriteItems"]) != (DUE, DUE):
        raise NothingSwept(str(dict(meter.made)))
    each = {"queries": meter.made["Query"], "reads": meter.made["GetItem"], "acts": meter.made["TransactWriteItems"]}
    return {"calls": meter.calls, **each, "units": meter.units, "read units": meter.read_units}


class _Kept:
    """Takes what a transaction would write."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    def put(self, _: str, item: Any, *__: object) -> None:  # noqa: ANN401 - any table's item
        self.items.append(item.serialize())


class OpenWork:
    """Work items of a copy of the local cloud: those that are not due, and fifty that are, at a new hour each time."""

    def __init__(self, cloud: Cloud) -> None:
        """Take the cloud; nothing is there yet."""
        self._cloud, self._made, self._rounds = cloud, 0, 0

    def measured(self, open_items: int) -> dict[str, float]:
        """Let so many be open and fifty be a second late: return the calls and units of the sweep that finds these."""
        self._write(self._items(open_items - self._made, LATER))
        self._rounds += 1
        due = NOON + timedelta(days=self._rounds)
        self._write(self._items(DUE, due))
        # What comes due soon is told of first: the sweep that is measured finds what is late, and nothing else.
        try:
            answering.sweep(due - timedelta(hours=1))
            with metered() as meter:
                answering.sweep(due + timedelta(seconds=1))
        finally:
            TestClock().reset()
        return costs(meter)

    def _items(self, number: int, due: datetime) -> Iterator[dict[str, Any]]:
        for _ in range(number):
            self._made += 1
            kept: Any = _Kept()
            raise_work(kept, _work_item(self._made, due))
            yield from kept.items

    def _write(self, items: Iterator[dict[str, Any]]) -> None:
        bulk.write_all(self._cloud, "work", items)


def _work_item(number: int, due: datetime) -> WorkItem:
    return WorkItem(
        work_item_id=f"{number:020x}",
        team=_TEAM,
        kind=WorkKind.ANSWER_MESSAGE,
        scin=f"{130_000_000_000 + number}",
        contact_id=f"{number:020x}",
        activity_id=f"{number:020x}-1",
        subject="General query",
        advice="",
        raised_at=due - RESPONSE_TIME,
        due_at=due,
    )
