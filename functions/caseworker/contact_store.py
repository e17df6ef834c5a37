"""Contacts, and what is done in them to a client, in DynamoDB."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from caseworker.store import activities_of, end_work
from caseworker.values import HeldCaller, HeldClient, History, Person
from cms_common.adapters.faults import part_of
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.table import changed
from cms_common.adapters.tables import ClientItem, ClientSecurityItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import contact_of, owner_of, raise_contact, raise_work
from cms_common.adapters.work_tables import (
    ContactItem,
    ContactPointerItem,
    FailedChecksItem,
    OpenWorkItem,
    ServiceRequestPointerItem,
)
from cms_common.domain.acts import Act
from cms_common.domain.components import Component
from cms_common.domain.uk_time import uk_date
from cms_common.domain.work import Activity, ClientOwner, Contact, SecurityCheck, WorkItem, is_reference

PAGE = 10
"""Contacts on one page of a client's."""
_POINTERS = 100
_LATEST = "contact#~"
"""Comes after every contact in the order of keys."""


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
        item = _key_of(contact_id)
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
                transaction.update("contact", _key_of(contact.contact_id), [kept], due)
                if check is SecurityCheck.FAILED:
                    transaction.update("failed-checks", count, [FailedChecksItem.failed.add(1)])
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def record(self, act: Act) -> None:
        """Record that something was shown. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def history(self, scin: str, after: str) -> History:
        """Return a part of a client's contacts, newest first.

        A consistent Query on work `key`, `item` for the contacts, and one for each of the ten with its activities.
        """
        before = ContactPointerItem.item.between(ContactPointerItem.PREFIX, after or _LATEST)
        key = ContactPointerItem.key_of(scin)
        # One more than the page tells whether there is a next; the place to go on from is not shown again.
        asked = PAGE + (2 if after else 1)
        query = ContactPointerItem.query(key, before, scan_index_forward=False, consistent_read=True, limit=asked)
        found = [pointer for pointer in query if pointer.item != after]
        page = [self._with_activities(pointer.contact_id) for pointer in found[:PAGE]]
        return History(tuple(one for one in page if one), found[PAGE - 1].item if len(found) > PAGE else None)

    def requests_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's service requests. A Query on work `key`, `item`."""
        own = ServiceRequestPointerItem.item.startswith(ServiceRequestPointerItem.PREFIX)
        key = ContactPointerItem.key_of(scin)
        found = ServiceRequestPointerItem.query(key, own, consistent_read=True, limit=_POINTERS)
        return tuple(pointer.service_request_id for pointer in found)

    def open_work_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's work items that are not done. A Query on work `key`, `item`."""
        own = OpenWorkItem.item.startswith(OpenWorkItem.PREFIX)
        found = OpenWorkItem.query(ContactPointerItem.key_of(scin), own, consistent_read=True)
        return tuple(pointer.work_item_id for pointer in found)

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
                transaction.update("contact", _key_of(contact.contact_id), [ContactItem.reset_at.set(act.at)], once)
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
                transaction.update("contact", _key_of(contact.contact_id), actions, once)
                transaction.update("client", ClientItem(contact.scin), [special], ClientItem.scin.exists())
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
                transaction.update("contact", _key_of(contact.contact_id), [closed], still_open)
                if call:
                    raise_work(transaction, call)
                if finished:
                    end_work(transaction, finished, finished.notes, act)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def _with_activities(self, contact_id: str) -> tuple[Contact, tuple[Activity, ...]] | None:
        contact = self.read(contact_id)
        if contact is None:
            return None
        return contact, activities_of(contact_id)


class SiebelCallers:
    """Client records of the 2012 System, kept in Siebel; our tables are its first adapter."""

    def __init__(self, sealer: KnownFactsSealer) -> None:
        """Take what opens sealed facts."""
        self._sealer = sealer

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            return owner_of(scin)

    def person(self, scin: str) -> Person | None:
        """Return whom to call. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            item = _client(scin)
        return Person(_name(item), item.mobile_telephone or "") if item else None

    def caller(self, scin: str) -> HeldCaller | None:
        """Return what a caller is compared with. GetItem on clients `scin`, consistent; one KMS Decrypt either way."""
        with part_of(Component.SIEBEL):
            item = _client(scin)
            opened = self._sealer.open_or_decoy(scin, item.sealed_facts if item else None)
        if item is None or opened is None:
            return None
        nino, born = opened
        name = _name(item)
        return HeldCaller(scin, nino, born, item.reference_name, name, bool(item.special_client_record))

    def client(self, scin: str) -> HeldClient | None:
        """Return the client record. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            item = _client(scin)
        if item is None:
            return None
        return HeldClient(
            scin=scin,
            name=_name(item),
            self_service=bool(item.self_service),
            first_log_in_date=item.first_log_in_date or "",
            last_log_in_date=item.last_log_in_date or "",
            contact_preference=item.contact_preference,
            preferred_language=item.preferred_language,
            jurisdiction=item.jurisdiction,
            segment=item.segment or "",
            email=item.email or "",
            mobile_telephone=item.mobile_telephone or "",
            address=tuple(item.address or ()),
            special_client_record=bool(item.special_client_record),
        )


def _client(scin: str) -> ClientItem | None:
    try:
        return ClientItem.get(scin, consistent_read=True)
    except ClientItem.DoesNotExist:
        return None


def _name(item: ClientItem) -> str:
    return f"{item.first_name} {item.surname}"


def _key_of(contact_id: str) -> ContactItem:
    return ContactItem(ContactItem.key_of(contact_id), ContactItem.ITEM)


def _passed() -> Condition:
    still_open: Condition = ContactItem.closed_at.does_not_exist()
    passed: Condition = (ContactItem.security_check == SecurityCheck.PASSED.value) & still_open
    return passed
