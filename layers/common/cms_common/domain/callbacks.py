"""Call-backs: promised with details and, where possible, an agreed time; listed until kept (CWK-14, SLA-09)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.work import RESPONSE_TIME, SPECIAL_CLIENT_RECORDS_TEAM

LONGEST_AHEAD = timedelta(days=60)
"""An agreed time further off than this is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call that was promised.

    `due_at` is the agreed time, or, where none could be agreed, 48 hours after the promise; `agreed` tells which.
    `details` are what the person left to be called by. The issue it is about (`work_item_id`) stays open until it is
    kept (SUP-08).
    """

    call_back_id: str
    team: str
    details: str
    promised_at: datetime
    promised_by: str
    due_at: datetime
    agreed: bool
    scin: str = ""
    ern: str = ""
    contact_id: str = ""
    work_item_id: str = ""
    kept_at: datetime | None = None
    kept_by: str = ""
    notes: str = ""
    version: int = 1

    def missed(self, now: datetime) -> bool:
        """Tell whether its time is over without a call: at the agreed second it is not."""
        return self.kept_at is None and now > self.due_at

    def says_as(self, other: "CallBack") -> bool:
        """Tell whether another one promises the same: one form that came twice."""
        same = (self.details, self.agreed, self.work_item_id, self.contact_id)
        told = (other.details, other.agreed, other.work_item_id, other.contact_id)
        return same == told and (not self.agreed or self.due_at == other.due_at)


class CallBacks(Protocol):
    """Finds and moves call-backs."""

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back."""
        ...

    def move(self, call_back: CallBack, team: str, act: Act) -> bool:
        """Move a call-back to another team's list; False where it is another by now."""
        ...


def moved_to_special(
    call_backs: CallBacks, call_back_id: str, actor: str, visit: Visit, randomness: Randomness
) -> CallBack | None:
    """Move a call-back that is not kept to the Special Client Records Team (SEC-03, SEC-04); return it as it is now."""
    found = call_backs.find(call_back_id)
    while found and found.kept_at is None and found.team != SPECIAL_CLIENT_RECORDS_TEAM:
        subject, facts = f"call-back#{found.call_back_id}", {"team": SPECIAL_CLIENT_RECORDS_TEAM}
        identifier, at, version = randomness.identifier(), visit.now, found.version + 1
        act = Act(ActKind.CALL_BACK_MOVED, identifier, subject, version, actor, at, visit.transaction_id, facts)
        call_backs.move(found, SPECIAL_CLIENT_RECORDS_TEAM, act)
        found = call_backs.find(call_back_id)
    return found


def due_of(agreed_time: datetime | None, now: datetime) -> datetime:
    """Return when a call-back is due (SLA-09); without an agreed time it is answered like everything else (SLA-02)."""
    return agreed_time or now + RESPONSE_TIME


def can_be_agreed(agreed_time: datetime, now: datetime) -> bool:
    """Tell whether a time can be agreed now: it is still to come, and not too far off."""
    return now < agreed_time <= now + LONGEST_AHEAD
