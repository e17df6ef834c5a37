"""What the sweep asks of its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.acts import Act
from cms_common.domain.callbacks import CallBack
from cms_common.domain.work import Clock, WorkItem


@dataclass(frozen=True, slots=True)
class Share:
    """One of the shares that what waits for a clock is spread over."""

    clock: Clock
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """Something on a clock: what it is (an identifier), and the moment it stands there by."""

    clock: Clock
    place: str
    of: str
    at: datetime


class Clocks(Protocol):
    """Keeps what waits for a moment. What tells returns False where the state is another by now."""

    def shares(self) -> Sequence[Share]:
        """Return every share of every clock, such that the first ones hold a share of each clock."""
        ...

    def over(self, share: Share, by: datetime, after: Place | None, limit: int) -> Sequence[Place]:
        """Return what stands in a share by a moment, oldest first, after a place; at most so many."""
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

    def letter_issued(self, letter_id: str) -> bool:
        """Tell whether a letter that was wanted is issued, or waits for an address: that is work of its own."""
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
