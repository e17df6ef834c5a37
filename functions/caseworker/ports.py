"""What the use cases of work need from outside."""

from datetime import datetime
from typing import Protocol

from caseworker.values import Linked, MessageHeader, Opens, Person, QueueEntry
from cms_common.domain.acts import Act
from cms_common.domain.work import Activity, ClientOwner, Document, Note, ServiceRequest, WorkItem


class Items(Protocol):
    """Keeps work items, activities and service requests. A write tells False where the state is another by now."""

    def entries(self, team: str, after: str, limit: int) -> list[QueueEntry]:
        """Return entries of a queue in order of due time, those behind a place."""
        ...

    def open_work_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's work items that are not done."""
        ...

    def open_item(self, work_item_id: str) -> WorkItem | None:
        """Open a work item for an act: it carries a version that is the act's own."""
        ...

    def item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item."""
        ...

    def open_activity(self, activity_id: str) -> Activity | None:
        """Open an activity for an act."""
        ...

    def open_request(self, service_request_id: str) -> ServiceRequest | None:
        """Open a service request for an act, without its documents."""
        ...

    def documents(self, service_request_id: str, after: str) -> Linked:
        """Return a part of a service request's documents, those behind a place."""
        ...

    def document(self, service_request_id: str, reference: str) -> Document | None:
        """Return one document that is linked to a service request."""
        ...

    def message(self, message_id: str) -> MessageHeader | None:
        """Return a message without its words."""
        ...

    def activities(self, contact_id: str) -> tuple[Activity, ...]:
        """Return the activities of a contact."""
        ...

    def record(self, act: Act) -> None:
        """Record an opening."""
        ...

    def take(self, item: WorkItem, act: Act) -> bool:
        """Take a work item that nobody has, for the actor of the act."""
        ...

    def pass_on(self, item: WorkItem, to: str | None, note: Note, act: Act) -> bool:
        """Give a work item that is taken to somebody else, or to nobody, with a note."""
        ...

    def note(self, item: WorkItem, note: Note, act: Act) -> bool:
        """Add a note to a work item that is not done."""
        ...

    def finish(self, item: WorkItem, notes: tuple[Note, ...], act: Act) -> bool:
        """End a work item that the actor has taken, and with it the activities it is about."""
        ...

    def move(self, item: WorkItem, team: str, act: Act) -> bool:
        """Move a work item that is not done to another team's queue."""
        ...


class Clients(Protocol):
    """What the 2012 System holds of clients. Raises ComponentFault."""

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client."""
        ...

    def person(self, scin: str, ern: str) -> Person | None:
        """Return whom to call: a client, or without a SCIN an employer."""
        ...


class Links(Protocol):
    """Opens documents."""

    def open(self, document: Document, now: datetime) -> Opens:
        """Make a short-lived link to what staff see of a document."""
        ...


class MessageLinks(Protocol):
    """Opens letters and messages."""

    def link(self, document_id: str, kind: str, on: datetime, now: datetime) -> tuple[str, datetime]:
        """Return a link that opens a PDF, and when it ends."""
        ...
