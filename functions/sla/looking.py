"""Looking at one thing whose moment is over, and telling of it once (SLA-01 to SLA-04, SLA-09).

Whatever was done in time is found done, and nothing is said of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.work import Clock, WorkStatus
from sla.ports import Clocks, Place

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
    """One sweep: its moment (UTC), what its log line and audit records share, and whether it still has time."""

    now: datetime
    transaction_id: str
    has_time: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks at things on clocks."""

    clocks: Clocks
    randomness: Randomness

    def look(self, place: Place, run: Run) -> Found | None:
        """Look at one thing: what was told of it, None where there is nothing to tell."""
        match place.clock:
            case Clock.APPROACHING | Clock.DUE:
                return self._work(place, run)
            case Clock.CALL_BACK:
                return self._call_back(place, run)
            case Clock.DOCUMENT:
                return self._made(place, self.clocks.document_made(place.of), run)
            case Clock.NOTIFICATION:
                return self._made(place, self.clocks.notification_left(place.of), run)
            case Clock.LETTER:
                return self._made(place, self.clocks.letter_issued(place.of), run)
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
