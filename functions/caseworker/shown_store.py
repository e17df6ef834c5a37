"""What a contact shows of its client, in DynamoDB."""

from itertools import batched, chain

from caseworker.comparing import AccountSeen
from caseworker.contact_store import DynamoContacts
from caseworker.store import activities_of
from caseworker.values import Correspondence, History
from cms_common.adapters.accounts import account_of
from cms_common.adapters.faults import part_of
from cms_common.adapters.history import entries_of, entry_at, place_of
from cms_common.adapters.notifications import notifications_of
from cms_common.adapters.siebel import participant_view
from cms_common.adapters.tables import AccountItem, EnrolledIdentifierItem, ParticipationItem
from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import service_request_of
from cms_common.adapters.work_tables import ContactPointerItem, ServiceRequestItem, ServiceRequestPointerItem
from cms_common.domain.acts import Act
from cms_common.domain.cases import ParticipantView
from cms_common.domain.components import Component
from cms_common.domain.history import Entry
from cms_common.domain.notifications import NotifiedPage
from cms_common.domain.work import Activity, Contact, ServiceRequest

PAGE = 10
"""Contacts on one page of a client's."""
_AT_ONCE = 100
"""Items that one BatchGetItem takes."""
_LATEST = "contact#~"
"""Comes after every contact in the order of keys."""
_LAST = "service-request#~"
"""Comes after every service request in the order of keys."""


class DynamoShown(DynamoContacts):
    """What clients have, as contacts show it."""

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

    def requests(self, scin: str, after: str, limit: int | None) -> tuple[ServiceRequest, ...]:
        """Return a client's service requests by ID. A consistent Query on work, and one BatchGetItem a hundred."""
        pointer = ServiceRequestPointerItem
        # The place to go on from is found again: it is not shown again.
        behind = pointer.item.between(pointer.item_of(after), _LAST)
        asked = None if limit is None else limit + bool(after)
        query = pointer.query(ContactPointerItem.key_of(scin), behind, consistent_read=True, limit=asked)
        named = [one.service_request_id for one in query if one.service_request_id != after]
        keys = [(ServiceRequestItem.key_of(one), ServiceRequestItem.ITEM) for one in named]
        held = chain.from_iterable(
            ServiceRequestItem.batch_get(list(part), consistent_read=True)
            for part in batched(keys, _AT_ONCE, strict=False)
        )
        found = (service_request_of(item) for item in held)
        return tuple(sorted(found, key=lambda one: one.service_request_id))

    def account(self, scin: str) -> AccountSeen | None:
        """Return the account enrolled for a SCIN. GetItem on accounts `key` once, and again for the account."""
        try:
            held = EnrolledIdentifierItem.get(EnrolledIdentifierItem.key_of("SCIN", scin), consistent_read=True)
            item = AccountItem.get(AccountItem.key_of(held.user_id), consistent_read=True)
        except (EnrolledIdentifierItem.DoesNotExist, AccountItem.DoesNotExist):
            return None
        account = account_of(item)
        return AccountSeen(f"{account.first_name} {account.surname}", account.email, item.last_successful_login)

    def cases(self, scin: str) -> tuple[ParticipantView, ...]:
        """Return a client's cases. One Query on cases `scin`, as many items as the client has cases."""
        cases = ParticipationItem.item.startswith("case#")
        with part_of(Component.SIEBEL):
            return tuple(participant_view(item) for item in ParticipationItem.query(scin, cases, consistent_read=True))

    def _with_activities(self, contact_id: str) -> tuple[Contact, tuple[Activity, ...]] | None:
        contact = self.read(contact_id)
        if contact is None:
            return None
        return contact, activities_of(contact_id)


class DynamoHistories:
    """Contact histories and notifications."""

    def entries(self, owner: str, after: str, limit: int) -> Correspondence:
        """Return a page of a history. One Query on correspondence `key`, consistent."""
        found = entries_of(owner, after or None, limit)
        return Correspondence(tuple((place_of(entry), entry) for entry in found.entries), found.more_after)

    def entry(self, owner: str, place: str) -> Entry | None:
        """Return one entry of a history. GetItem on correspondence `key`, `item`, consistent."""
        return entry_at(owner, place)

    def notifications(self, owner: str, after: str, limit: int) -> NotifiedPage:
        """Return a page of notifications. Query on correspondence `key`, and a GetItem each on notifications."""
        return notifications_of(owner, after or None, limit)
