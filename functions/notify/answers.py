"""The messages that mails answer: what their work items say, and who works for the client now."""

from cms_common.adapters.work import owner_of, work_item_of
from cms_common.adapters.work_tables import WorkItemItem
from cms_common.domain.notifications import Wanted
from cms_common.domain.telling import Undelivered


class DynamoAnswers:
    """Work items by the ID that a notification bears."""

    def undelivered(self, wanted: Wanted) -> Undelivered:
        """Return what was answered. GetItem on work `key`, `item` and on clients `scin`, consistent.

        Raises DoesNotExist where there is no such work item: work items are never deleted.
        """
        answered = work_item_of(
            WorkItemItem.get(WorkItemItem.key_of(wanted.answers), WorkItemItem.ITEM, consistent_read=True)
        )
        return Undelivered(wanted.notification, answered, owner_of(answered.scin) if answered.scin else None)
