"""What the use cases of answering need from outside."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from answering.values import Call, Done, Employer, Header, Progress, Recipient
from cms_common.domain.acts import Act
from cms_common.domain.known_facts import HeldFacts
from cms_common.domain.work import Activity, ClientOwner, Contact, WorkItem


class Messages(Protocol):
    """Keeps messages, their answers and their work. A write tells False where the state is another by now."""

    def open_item(self, work_item_id: str) -> WorkItem | None:
        """Open a work item for an act: it carries a version that is the act's own."""
        ...

    def item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item."""
        ...

    def activity(self, activity_id: str) -> Activity | None:
        """Return an activity."""
        ...

    def header(self, message_id: str) -> Header | None:
        """Return a message without its text."""
        ...

    def progress(self, message_id: str) -> Progress:
        """Tell how far the answer of a message has come."""
        ...

    def contact(self, contact_id: str) -> Contact | None:
        """Return a contact."""
        ...

    def queue(self, team: str, after: str, limit: int) -> Sequence[WorkItem]:
        """Return work items of a team's queue by due time, those behind a place."""
        ...

    def record(self, act: Act) -> None:
        """Record that something was looked at."""
        ...

    def take(self, item: WorkItem, act: Act) -> bool:
        """Take a work item that nobody has."""
        ...

    def move(self, item: WorkItem, team: str, act: Act) -> bool:
        """Move a work item that is not done to another team's queue."""
        ...

    def call_failed(self, item: WorkItem, call: Call, acts: Sequence[Act]) -> bool:
        """Keep an unsuccessful call; with two acts the second wants the update letter."""
        ...

    def answer(self, done: Done, act: Act) -> bool:
        """Keep that a message is answered; its work items of all teams are done."""
        ...


class Recipients(Protocol):
    """What the 2012 System holds of clients, and who is enrolled. Raises ComponentFault."""

    def of(self, scin: str) -> Recipient | None:
        """Return how a client is reached now."""
        ...

    def employer(self, ern: str) -> Employer | None:
        """Return whom to call, of an employer."""
        ...


class Owners(Protocol):
    """Who works for a client, as the 2012 System has it. Raises ComponentFault."""

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client."""
        ...


class Records(Protocol):
    """The known facts that the 2012 System holds; none of it is ever shown (SEC-13). Raises ComponentFault."""

    def facts_of(self, scin: str) -> HeldFacts | None:
        """Return the facts held of a client."""
        ...

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference that an ERN belongs to."""
        ...


class Links(Protocol):
    """Opens documents."""

    def link(self, document_id: str, kind: str, on: date, now: datetime) -> tuple[str, datetime]:
        """Return a link that opens a PDF, and when it ends."""
        ...
