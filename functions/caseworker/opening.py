"""Opening what work is about: activities, service requests and their documents; each opening is recorded.

Staff reach a document through its activity or service request alone (UPL-18).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from caseworker.ports import Clients, Items, Links, MessageLinks
from caseworker.values import ActivityShown, DocumentOpens, MessageBeingMade, NotThere, Opens, RequestShown
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffRole, StaffSession
from cms_common.domain.work import Activity, Document, open_to


@dataclass(frozen=True, slots=True)
class Opening:
    """The use cases."""

    items: Items
    clients: Clients
    links: Links
    messages: MessageLinks
    randomness: Randomness

    def activity(self, activity_id: str, staff: StaffSession, visit: Visit) -> ActivityShown | NotThere:
        """Open an activity by its hyperlink: for an error, its description (UPL-11, CWK-19, MSG-07)."""
        found = self.items.open_activity(activity_id)
        if found is None or not self._may_activity(found, staff):
            return NotThere()
        whose = {"scin": found.scin} if found.scin else {"ern": found.ern}
        facts = {**whose, "contact": found.contact_id}
        self._record(ActKind.ACTIVITY_OPENED, f"activity#{found.activity_id}", found.version, facts, staff, visit)
        return ActivityShown(found, self.items.message(found.message_id) if found.message_id else None)

    def document_of_activity(
        self, activity_id: str, staff: StaffSession, visit: Visit
    ) -> Opens | MessageBeingMade | NotThere:
        """Open the document of an activity: evidence, or a message as its PDF (UPL-10, UPL-18, MSG-07, CWK-16)."""
        found = self.items.open_activity(activity_id)
        if found is None or not self._may_activity(found, staff):
            return NotThere()
        if found.message_id:
            return self._message(found, found.message_id, staff, visit)
        if found.document is None:
            return NotThere()
        facts = _document_facts(found.scin, found.document)
        self._record(ActKind.DOCUMENT_OPENED, f"activity#{found.activity_id}", found.version, facts, staff, visit)
        return self.links.open(found.document, visit.now)

    def request(
        self, service_request_id: str, after: str, staff: StaffSession, visit: Visit
    ) -> RequestShown | NotThere:
        """Open a service request with a part of the documents linked to it (UPL-09, COC-07)."""
        found = self.items.open_request(service_request_id)
        if found is None or not self._may(found.scin, staff):
            return NotThere()
        facts, subject = {"scin": found.scin}, f"service-request#{found.service_request_id}"
        self._record(ActKind.SERVICE_REQUEST_OPENED, subject, found.version, facts, staff, visit)
        return RequestShown(found, self.items.documents(service_request_id, after))

    def document_of_request(
        self, service_request_id: str, name: str, staff: StaffSession, visit: Visit
    ) -> Opens | NotThere:
        """Open one of the documents of a service request, by the name it has there (UPL-09, UPL-18)."""
        found = self.items.open_request(service_request_id)
        if found is None or not self._may(found.scin, staff):
            return NotThere()
        document = self.items.document(service_request_id, name)
        if document is None:
            return NotThere()
        facts, subject = _document_facts(found.scin, document), f"service-request#{found.service_request_id}"
        self._record(ActKind.DOCUMENT_OPENED, subject, found.version, facts, staff, visit)
        return self.links.open(document, visit.now)

    def _message(
        self, found: Activity, message_id: str, staff: StaffSession, visit: Visit
    ) -> Opens | MessageBeingMade | NotThere:
        message = self.items.message(message_id)
        if message is None or message.document_id is None:
            return MessageBeingMade() if message else NotThere()
        facts, subject = {"message": message_id, "document": message.document_id}, f"activity#{found.activity_id}"
        self._record(ActKind.MESSAGE_DOCUMENT_OPENED, subject, found.version, facts, staff, visit)
        return DocumentOpens(*self.messages.link(message.document_id, "message", message.received_at, visit.now))

    def _may_activity(self, found: Activity, staff: StaffSession) -> bool:
        """Tell whose activities somebody opens: employers' their caseworkers alone, clients' the others (roles)."""
        for_employers = staff.user.profile.role is StaffRole.EMPLOYER_CASEWORKER
        if not found.scin or for_employers:
            return for_employers and bool(found.ern)
        return self._may(found.scin, staff)

    def _may(self, scin: str, staff: StaffSession) -> bool:
        owner = self.clients.owner(scin)
        return open_to(staff.user.profile, special=owner is not None and owner.special_client_record)

    def _record(  # noqa: PLR0913 - an act has these parts
        self, kind: ActKind, subject: str, version: int, facts: Mapping[str, str], staff: StaffSession, visit: Visit
    ) -> None:
        identifier = self.randomness.identifier()
        self.items.record(Act(kind, identifier, subject, version, staff.actor, visit.now, visit.transaction_id, facts))


def _document_facts(scin: str, document: Document) -> dict[str, str]:
    return {"scin": scin, "upload": document.upload_id, "number": str(document.number)}
