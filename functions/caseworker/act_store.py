"""What is done to a client in a contact, in DynamoDB."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from caseworker.contact_store import DynamoContacts, key_of_contact
from cms_common.adapters.callbacks import DynamoCallBacks
from cms_common.adapters.table import changed
from cms_common.adapters.tables import ClientItem, ClientSecurityItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work_tables import ContactItem
from cms_common.domain.acts import Act
from cms_common.domain.work import Contact, SecurityCheck


class DynamoActs(DynamoContacts, DynamoCallBacks):
    """Clients as contacts change them."""

    def security_version(self, scin: str) -> int | None:
        """Open a client's security for an act. UpdateItem on client-security `scin`."""
        item = ClientSecurityItem(scin)
        there = ClientSecurityItem.scin.exists()
        return int(item.version) if changed(item, [ClientSecurityItem.version.add(1)], there) else None

    def reset_security(self, contact: Contact, act: Act) -> bool:
        """Take PIN, counts, open questions and security lock away. One transaction; the credential lock stays (REC-24).

        The PIN's version stays, so that the same PIN does not come back from an extract.
        """
        security = ClientSecurityItem
        actions: list[Action] = [
            security.pin_macs.remove(),
            security.wrong_pins.set(0),
            security.attempt.remove(),
            security.positions.remove(),
            security.forgotten_pin.remove(),
            security.questions_asked.remove(),
            security.answering.remove(),
            security.answering_since.remove(),
            security.new_pin_for.remove(),
            security.locked_at.remove(),
        ]
        once = _passed() & ContactItem.reset_at.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update(
                    "contact", key_of_contact(contact.contact_id), [ContactItem.reset_at.set(act.at)], once
                )
                transaction.update("security", ClientSecurityItem(contact.scin), actions, security.scin.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def refer(self, contact: Contact, reason: str, act: Act) -> bool:
        """Make the client's record special, and keep why with the contact. One transaction."""
        actions: list[Action] = [ContactItem.referred_at.set(act.at), ContactItem.referral_reason.set(reason)]
        special = ClientItem.special_client_record.set(True)
        once = _passed() & ContactItem.referred_at.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update("contact", key_of_contact(contact.contact_id), actions, once)
                transaction.update("client", ClientItem(contact.scin), [special], ClientItem.scin.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _passed() -> Condition:
    still_open: Condition = ContactItem.closed_at.does_not_exist()
    passed: Condition = (ContactItem.security_check == SecurityCheck.PASSED.value) & still_open
    return passed
