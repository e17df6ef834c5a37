"""Moving a client's open work to the Special Client Records Team, whoever found the record special (SEC-03, SEC-04)."""

from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, WorkStatus


class OpenWork(Protocol):
    """Finds and moves work items."""

    def open_item(self, work_item_id: str) -> WorkItem | None:
        """Open a work item for an act: it carries a version that is the act's own."""
        ...

    def move(self, item: WorkItem, team: str, act: Act) -> bool:
        """Move a work item to another team's queue; False where it is another by now."""
        ...


def work_moved_to_special(
    work: OpenWork, work_item_id: str, actor: str, visit: Visit, randomness: Randomness
) -> WorkItem | None:
    """Move a work item that is not done to the Special Client Records Team; return it as it was when it was opened."""
    found = work.open_item(work_item_id)
    while found and found.status is not WorkStatus.DONE and found.team != SPECIAL_CLIENT_RECORDS_TEAM:
        if work.move(found, SPECIAL_CLIENT_RECORDS_TEAM, moved(found, actor, visit, randomness)):
            return found
        # Somebody took or moved it in between.
        found = work.open_item(work_item_id)
    return found


def moved(item: WorkItem, actor: str, visit: Visit, randomness: Randomness) -> Act:
    """Name the act of moving a work item that was opened for it."""
    whose = {"scin": item.scin} if item.scin else {"ern": item.ern}
    facts = {**whose, "contact": item.contact_id, "kind": item.kind.value}
    identifier, subject = randomness.identifier(), f"work-item#{item.work_item_id}"
    return Act(
        ActKind.WORK_ITEM_MOVED, identifier, subject, item.version, actor, visit.now, visit.transaction_id, facts
    )
