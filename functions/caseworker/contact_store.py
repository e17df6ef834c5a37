"""Contacts with their security check in DynamoDB."""

from caseworker.store import end_work
from cms_common.adapters.table import changed
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import contact_of, raise_contact, raise_work
from cms_common.adapters.work_tables import ContactItem, FailedChecksItem
from cms_common.domain.acts import Act
from cms_common.domain.uk_time import uk_date
from cms_common.domain.work import Contact, SecurityCheck, WorkItem, is_reference


class DynamoContacts:
    """Contacts in DynamoDB."""

    def begin(self, contact: Contact, act: Act) -> Contact:
        """Keep a contact. One transaction; where it was kept before, a consistent GetItem."""
        try:
            with Transaction() as transaction:
                raise_contact(transaction, contact)
                transaction.record(act)
        except ConditionsFailed:
            return self.read(contact.contact_id) or contact
        return contact

    def open_contact(self, contact_id: str) -> Contact | None:
        """Open a contact for an act. UpdateItem on work `key`, `item`."""
        if not is_reference(contact_id):
            return None
        item = key_of_contact(contact_id)
        return contact_of(item) if changed(item, [ContactItem.version.add(1)], ContactItem.key.exists()) else None

    def read(self, contact_id: str) -> Contact | None:
        """Return a contact. GetItem on work `key`, `item`, consistent."""
        if not is_reference(contact_id):
            return None
        try:
            item = ContactItem.get(ContactItem.key_of(contact_id), ContactItem.ITEM, consistent_read=True)
        except ContactItem.DoesNotExist:
            return None
        return contact_of(item)

    def checked(self, contact: Contact, check: SecurityCheck, act: Act) -> bool:
        """Keep the outcome of the one check. One transaction."""
        due = (ContactItem.security_check == SecurityCheck.DUE.value) & ContactItem.closed_at.does_not_exist()
        day = FailedChecksItem.item_of(uk_date(act.at).isoformat())
        count = FailedChecksItem(FailedChecksItem.key_of(act.actor), day)
        kept = ContactItem.security_check.set(check.value)
        try:
            with Transaction() as transaction:
                transaction.update("contact", key_of_contact(contact.contact_id), [kept], due)
                if check is SecurityCheck.FAILED:
                    transaction.update("failed-checks", count, [FailedChecksItem.failed.add(1)])
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def close(self, contact: Contact, call: WorkItem | None, finished: WorkItem | None, act: Act) -> bool:
        """Close a contact with the call's own work item, or with the end of the one it was about. One transaction."""
        still_open = ContactItem.closed_at.does_not_exist()
        closed = ContactItem.closed_at.set(act.at)
        try:
            with Transaction() as transaction:
                transaction.update("contact", key_of_contact(contact.contact_id), [closed], still_open)
                if call:
                    raise_work(transaction, call)
                if finished:
                    end_work(transaction, finished, finished.notes, act)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def key_of_contact(contact_id: str) -> ContactItem:
    """Return an item with the key of a contact."""
    return ContactItem(ContactItem.key_of(contact_id), ContactItem.ITEM)
