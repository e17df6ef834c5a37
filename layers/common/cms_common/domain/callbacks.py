"""Call-backs: promised with details and, where possible, an agreed time; listed until kept (CWK-14, SLA-09)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cms_common.domain.work import RESPONSE_TIME

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


def due_of(agreed_time: datetime | None, now: datetime) -> datetime:
    """Return when a call-back is due (SLA-09); without an agreed time it is answered like everything else (SLA-02)."""
    return agreed_time or now + RESPONSE_TIME


def can_be_agreed(agreed_time: datetime, now: datetime) -> bool:
    """Tell whether a time can be agreed now: it is still to come, and not too far off."""
    return now < agreed_time <= now + LONGEST_AHEAD
