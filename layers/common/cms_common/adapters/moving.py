"""Work items in DynamoDB, for all who open them and move them from team to team."""

from cms_common.adapters.table import changed
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import move_work, work_item_of
from cms_common.adapters.work_tables import ContactPointerItem, OpenWorkItem, WorkItemItem
from cms_common.domain.acts import Act
from cms_common.domain.work import WorkItem, is_reference


class DynamoOpenWork:
    """Work items that are not done."""

    def open_work_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's work items that are not done. A Query on work `key`, `item`, consistent."""
        own = OpenWorkItem.item.startswith(OpenWorkItem.PREFIX)
        found = OpenWorkItem.query(ContactPointerItem.key_of(scin), own, consistent_read=True)
        return tuple(pointer.work_item_id for pointer in found)

    def open_item(self, work_item_id: str) -> WorkItem | None:
        """Open a work item for an act. UpdateItem on work `key`, `item`."""
        if not is_reference(work_item_id):
            return None
        item = WorkItemItem(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM)
        there = WorkItemItem.key.exists()
        return work_item_of(item) if changed(item, [WorkItemItem.version.add(1)], there) else None

    def move(self, item: WorkItem, team: str, act: Act) -> bool:
        """Move a work item to another team's queue; whoever had taken it has not any more. One transaction."""
        try:
            with Transaction() as transaction:
                move_work(transaction, item, team)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True
