"""The sweep: what has come due since the last one, told of once each (SLA-01 to SLA-04, SLA-09).

It reads what is due and nothing else, so that it costs no more the more work there is. Whatever was done in time it
finds done, and says nothing of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, assert_never

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.callbacks import CallBack
from cms_common.domain.chance import Randomness
from cms_common.domain.work import Clock, WorkItem, WorkStatus

_ACTOR = "system#sla"


class Found(StrEnum):
    """What a sweep tells of."""

    APPROACHING = "approaching"
    BREACHED = "breached"
    MISSED = "missed"
    STUCK = "stuck"

    @property
    def metric(self) -> str:
        """The name that it is counted under."""
        return _METRICS[self]


_METRICS = {
    Found.APPROACHING: "SlaApproaching",
    Found.BREACHED: "SlaBreached",
    Found.MISSED: "CallBacksMissed",
    Found.STUCK: "WorkStuck",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One sweep: its moment (UTC), and what its log line and audit records share."""

    now: datetime
    transaction_id: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long before its due time work is told of, and how long a document or an email may take."""

    approaching: timedelta
    document: timedelta
    notification: timedelta


@dataclass(frozen=True, slots=True)
class Place:
    """Something on a clock: what it is (an identifier), and the moment it stands there by."""

    clock: Clock
    place: str
    of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were found, and what could not be looked at."""

    found: Counter[Found]
    failed: tuple[Exception, ...]


class Clocks(Protocol):
    """Keeps what waits for a moment. What tells returns False where the state is another by now."""

    def over(self, clock: Clock, by: datetime) -> Iterator[Place]:
        """Return what stands on a clock by a moment, oldest first; bounded, so that a sweep ends."""
        ...

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item."""
        ...

    def call_back(self, call_back_id: str) -> CallBack | None:
        """Return a call-back."""
        ...

    def document_made(self, message_id: str) -> bool:
        """Tell whether a message's PDF is made, or there is no such message."""
        ...

    def notification_left(self, notification: str) -> bool:
        """Tell whether a notification has left its queue, or there is none."""
        ...

    def leave(self, place: Place) -> None:
        """Take something off its clock: it is done."""
        ...

    def tell_approaching(self, place: Place, item: WorkItem, act: Act) -> bool:
        """Keep that work comes due, and put it on the clock of what is due."""
        ...

    def tell_breached(self, place: Place, item: WorkItem, act: Act) -> bool:
        """Keep that work is late; it leaves the clocks."""
        ...

    def tell_missed(self, place: Place, call_back: CallBack, act: Act) -> bool:
        """Keep that a call-back was missed; it stays in its team's list."""
        ...

    def tell_stuck(self, place: Place, act: Act) -> bool:
        """Record that something is stuck; it leaves its clock."""
        ...


@dataclass(frozen=True, slots=True)
class Sweeping:
    """The use case."""

    clocks: Clocks
    limits: Limits
    randomness: Randomness

    def sweep(self, run: Run) -> Swept:
        """Look at everything whose moment is over. What fails stays, and holds nothing else up."""
        found: Counter[Found] = Counter()
        failed: list[Exception] = []
        for clock in Clock:
            for place in self.clocks.over(clock, self._by(clock, run.now)):
                try:
                    told = self._look(place, run)
                except Exception as error:  # noqa: BLE001 - one must not hold up the others; it is raised at the end
                    failed.append(error)
                else:
                    found.update([told] if told else [])
        return Swept(found, tuple(failed))

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
            case other:
                assert_never(other)

    def _look(self, place: Place, run: Run) -> Found | None:
        match place.clock:
            case Clock.APPROACHING | Clock.DUE:
                return self._work(place, run)
            case Clock.CALL_BACK:
                return self._call_back(place, run)
            case Clock.DOCUMENT:
                return self._made(place, self.clocks.document_made(place.of), run)
            case Clock.NOTIFICATION:
                return self._made(place, self.clocks.notification_left(place.of), run)
            case other:
                assert_never(other)

    def _work(self, place: Place, run: Run) -> Found | None:
        item = self.clocks.work_item(place.of)
        if item is None or item.status is WorkStatus.DONE:
            self.clocks.leave(place)
            return None
        facts = {"kind": item.kind.value, "team": item.team, "due_at": item.due_at.isoformat()}
        subject = f"work-item#{item.work_item_id}"
        if item.overdue(run.now):
            act = self._act(ActKind.SLA_BREACHED, subject, item.version + 1, facts, run)
            return Found.BREACHED if self.clocks.tell_breached(place, item, act) else None
        if place.clock is Clock.DUE:
            # Within the second that it is due in: it is not late yet.
            return None
        act = self._act(ActKind.SLA_APPROACHING, subject, item.version + 1, facts, run)
        return Found.APPROACHING if self.clocks.tell_approaching(place, item, act) else None

    def _call_back(self, place: Place, run: Run) -> Found | None:
        call_back = self.clocks.call_back(place.of)
        if call_back is None or call_back.kept_at:
            self.clocks.leave(place)
            return None
        if not call_back.missed(run.now):
            return None
        facts = {"team": call_back.team, "due_at": call_back.due_at.isoformat()}
        subject = f"call-back#{call_back.call_back_id}"
        act = self._act(ActKind.CALL_BACK_MISSED, subject, call_back.version + 1, facts, run)
        return Found.MISSED if self.clocks.tell_missed(place, call_back, act) else None

    def _made(self, place: Place, made: bool, run: Run) -> Found | None:  # noqa: FBT001 - what was found of it
        if made:
            self.clocks.leave(place)
            return None
        facts = {"what": place.clock.value, "since": place.at.isoformat()}
        act = self._act(ActKind.WORK_STUCK, f"clock#{place.clock}#{place.of}", 1, facts, run)
        return Found.STUCK if self.clocks.tell_stuck(place, act) else None

    def _act(self, kind: ActKind, subject: str, version: int, facts: Mapping[str, str], run: Run) -> Act:
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, version, _ACTOR, run.now, run.transaction_id, facts)
