"""What a contact shows of its client once the security check is passed (CWK-03, CWK-06, CWK-07, CWK-18, NOT-18).

Every showing is an act of the contact, recorded before anything is shown.
"""

from dataclasses import dataclass
from typing import Protocol

from caseworker.comparing import AccountSeen, Comparison, compare
from caseworker.passing import Passing, Shut
from caseworker.ports import MessageLinks
from caseworker.values import Correspondence, DocumentOpens, HeldClient, History, NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.cases import ParticipantView
from cms_common.domain.history import Entry, owner_client
from cms_common.domain.notifications import NotifiedPage
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import RequestStatus, ServiceRequest

PAGE = 20
"""Service requests, entries of a history or notifications on one page."""


@dataclass(frozen=True, slots=True)
class Requests:
    """A part of a client's service requests; `after` names where the next part begins, None at the end."""

    requests: tuple[ServiceRequest, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """What the site shows beside what the 2012 System holds, and the changes that are not completed (CWK-07)."""

    comparison: Comparison
    outstanding: tuple[ServiceRequest, ...]


class Clients(Protocol):
    """Keeps what clients have here."""

    def record(self, act: Act) -> None:
        """Record that something was shown."""
        ...

    def history(self, scin: str, after: str) -> History:
        """Return a part of a client's contacts."""
        ...

    def requests(self, scin: str, after: str, limit: int | None) -> tuple[ServiceRequest, ...]:
        """Return a client's service requests in the order of their IDs, those behind one; all where no limit is set."""
        ...

    def account(self, scin: str) -> AccountSeen | None:
        """Return the account that is enrolled for a SCIN."""
        ...

    def cases(self, scin: str) -> tuple[ParticipantView, ...]:
        """Return a client's cases as the site shows them. Raises ComponentFault."""
        ...


class Histories(Protocol):
    """Keeps what was sent to clients and received from them."""

    def entries(self, owner: str, after: str, limit: int) -> Correspondence:
        """Return a page of a history, newest first."""
        ...

    def entry(self, owner: str, place: str) -> Entry | None:
        """Return one entry of that very history."""
        ...

    def notifications(self, owner: str, after: str, limit: int) -> NotifiedPage:
        """Return a page of an owner's mails and text messages, those not sent among them."""
        ...


@dataclass(frozen=True, slots=True)
class Showing:
    """The use cases."""

    passing: Passing
    clients: Clients
    histories: Histories
    links: MessageLinks

    def client(self, contact_id: str, staff: StaffSession, visit: Visit) -> HeldClient | Shut:
        """Show the client record (CWK-06)."""
        return self._shown(ActKind.CLIENT_RECORD_SHOWN, contact_id, staff, visit)

    def contacts(self, contact_id: str, after: str, staff: StaffSession, visit: Visit) -> History | Shut:
        """Show the client's contacts with their activities (UPL-10, UPL-11)."""
        client = self._shown(ActKind.CONTACTS_SHOWN, contact_id, staff, visit)
        return client if isinstance(client, Shut) else self.clients.history(client.scin, after)

    def requests(self, contact_id: str, after: str, staff: StaffSession, visit: Visit) -> Requests | Shut:
        """Show the Service Request list, those made online among the others (CWK-18, CON-14)."""
        client = self._shown(ActKind.SERVICE_REQUESTS_SHOWN, contact_id, staff, visit)
        if isinstance(client, Shut):
            return client
        found = self.clients.requests(client.scin, after, PAGE + 1)
        return Requests(found[:PAGE], found[PAGE - 1].service_request_id if len(found) > PAGE else None)

    def compare(self, contact_id: str, staff: StaffSession, visit: Visit) -> Disputed | Shut:
        """Show what the site shows beside what the 2012 System holds, and what is not completed (CWK-07)."""
        client = self._shown(ActKind.CLIENT_COMPARED, contact_id, staff, visit)
        if isinstance(client, Shut):
            return client
        compared = compare(client, self.clients.account(client.scin), self.clients.cases(client.scin))
        requests = self.clients.requests(client.scin, "", None)
        return Disputed(compared, tuple(one for one in requests if one.status is not RequestStatus.CLOSED))

    def history(self, contact_id: str, after: str, staff: StaffSession, visit: Visit) -> Correspondence | Shut:
        """Show the contact history that the client sees too (NOT-18, LET-03)."""
        client = self._shown(ActKind.CONTACT_HISTORY_SHOWN, contact_id, staff, visit)
        if isinstance(client, Shut):
            return client
        return self.histories.entries(owner_client(client.scin), after, PAGE)

    def document(self, contact_id: str, place: str | None, staff: StaffSession, visit: Visit) -> DocumentOpens | Shut:
        """Open a letter or message of the client's history: the kinds that go by post alone too (LET-09).

        It does not count as opened by the client (PRF-37).
        """
        opened = self.passing.passed(contact_id, staff)
        if isinstance(opened, Shut):
            return opened
        contact, client = opened
        entry = self.histories.entry(owner_client(client.scin), place) if place else None
        if entry is None or entry.document_id is None:
            return Shut(NotThere())
        facts = {"entry": entry.entry_id}
        self.clients.record(self.passing.act(ActKind.CORRESPONDENCE_OPENED, contact, facts, staff, visit))
        return DocumentOpens(*self.links.link(entry.document_id, entry.kind.value, entry.at, visit.now))

    def notifications(self, contact_id: str, after: str, staff: StaffSession, visit: Visit) -> NotifiedPage | Shut:
        """Show mails and text messages with how far each has come, to send again (CWK-05, LET-11)."""
        client = self._shown(ActKind.NOTIFICATIONS_SHOWN, contact_id, staff, visit)
        if isinstance(client, Shut):
            return client
        return self.histories.notifications(owner_client(client.scin), after, PAGE)

    def _shown(self, kind: ActKind, contact_id: str, staff: StaffSession, visit: Visit) -> HeldClient | Shut:
        opened = self.passing.passed(contact_id, staff)
        if isinstance(opened, Shut):
            return opened
        contact, client = opened
        self.clients.record(self.passing.act(kind, contact, {}, staff, visit))
        return client
