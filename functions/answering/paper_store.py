"""Letters and faxes in DynamoDB."""

from answering.receiving import Inbound
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import contact_of, raise_activity, raise_contact, raise_work, work_item_of
from cms_common.adapters.work_tables import ContactItem, WorkItemItem
from cms_common.domain.acts import Act
from cms_common.domain.work import Contact, WorkItem


class DynamoPapers:
    """What comes in on paper, in DynamoDB."""

    def receive(self, inbound: Inbound, act: Act) -> bool:
        """Keep what came in: contact, activity, work. One transaction; False where it was kept before."""
        try:
            with Transaction() as transaction:
                raise_contact(transaction, inbound.contact)
                raise_activity(transaction, inbound.activity)
                raise_work(transaction, inbound.work)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def contact(self, contact_id: str) -> Contact | None:
        """Return the contact that a form made before. GetItem on work `key`, `item`, consistent."""
        try:
            return contact_of(ContactItem.get(ContactItem.key_of(contact_id), ContactItem.ITEM, consistent_read=True))
        except ContactItem.DoesNotExist:
            return None

    def work(self, work_item_id: str) -> WorkItem | None:
        """Return the work that a form made before. GetItem on work `key`, `item`, consistent."""
        try:
            found = WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
        except WorkItemItem.DoesNotExist:
            return None
        return work_item_of(found)
