"""A record that became special: what is open of its client goes to the Special Client Records Team (SEC-03, SEC-04)."""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain import callbacks, moving
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from intake.ports import Run


class Records(Protocol):
    """Client records as they are held now."""

    def is_special(self, scin: str) -> bool:
        """Tell whether a client's record is special."""
        ...


class OpenWork(moving.OpenWork, Protocol):
    """Work items, found by their client too."""

    def open_work_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's work items that are not done."""
        ...


class CallBacks(callbacks.CallBacks, Protocol):
    """Call-backs, found by their client too."""

    def open_call_backs_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's call-backs that are not kept."""
        ...


@dataclass(frozen=True, slots=True)
class Moving:
    """The use case. Each work item and call-back moves by itself; what has moved already stays as it is."""

    records: Records
    work: OpenWork
    call_backs: CallBacks
    randomness: Randomness

    def move(self, scin: str, actor: str, run: Run) -> None:
        """Move a client's open work and call-backs, where the record is held as special.

        An older version than the one held says nothing of what is held: that is read.
        """
        if not self.records.is_special(scin):
            return
        visit = Visit(run.now, run.transaction_id, source="")
        for work_item_id in self.work.open_work_of(scin):
            moving.work_moved_to_special(self.work, work_item_id, actor, visit, self.randomness)
        for call_back_id in self.call_backs.open_call_backs_of(scin):
            callbacks.moved_to_special(self.call_backs, call_back_id, actor, visit, self.randomness)
