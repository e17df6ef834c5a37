"""What passes between the use cases and what keeps their state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cms_common.domain.history import Entry
from cms_common.domain.known_facts import ClientFacts, same_name
from cms_common.domain.work import Activity, Contact, Document, ServiceRequest, WorkKind


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is none, or none for this member of staff: a special client record looks alike (SEC-04)."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A work item's place in a queue: nothing of the client. `place` orders, by due time."""

    place: str
    work_item_id: str
    kind: WorkKind
    due_at: datetime
    taken_by: str | None

    def overdue(self, now: datetime) -> bool:
        """Tell whether its time is over: at the second it is due it is not."""
        return now > self.due_at


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of a team's queue; `after` names where the next part begins, None at the end."""

    team: str
    entries: tuple[QueueEntry, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to call."""

    name: str
    mobile_telephone: str


@dataclass(frozen=True, slots=True)
class HeldCaller:
    """What the security check compares with; none of it is ever shown (SEC-13)."""

    scin: str
    nino: str
    date_of_birth: date
    reference_name: str
    real_name: str
    special_client_record: bool

    def is_(self, said: ClientFacts) -> bool:
        """Tell whether all four facts agree; the name is the reference name or the real one."""
        facts = (self.scin, self.nino, self.date_of_birth) == (said.scin, said.nino, said.date_of_birth)
        names = [same_name(said.reference_name, held) for held in (self.reference_name, self.real_name)]
        return facts and any(names)


@dataclass(frozen=True, slots=True)
class HeldClient:
    """The client record as a caseworker sees it (CWK-06): no NINO, no date of birth. Dates are DD/MM/YYYY."""

    scin: str
    name: str
    self_service: bool
    first_log_in_date: str
    last_log_in_date: str
    contact_preference: str
    preferred_language: str
    jurisdiction: str
    segment: str
    email: str
    sms_opted_in: bool
    mobile_telephone: str
    address: tuple[str, ...]
    special_client_record: bool


@dataclass(frozen=True, slots=True)
class History:
    """A part of a client's contacts with their activities, newest first; `after` as in a queue."""

    contacts: tuple[tuple[Contact, tuple[Activity, ...]], ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class MessageHeader:
    """A message without its words: those stand in its document alone, which is None until it is made (MSG-07)."""

    received_at: datetime
    document_id: str | None
    pages: int


@dataclass(frozen=True, slots=True)
class MessageBeingMade:
    """The message's PDF is not there yet."""


@dataclass(frozen=True, slots=True)
class ActivityShown:
    """An activity, and the message that it tells of."""

    activity: Activity
    message: MessageHeader | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A part of a service request's documents; `after` as in a queue."""

    documents: tuple[Document, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A service request with a part of its documents."""

    request: ServiceRequest
    linked: Linked


class Opens(Protocol):
    """Where a document opens, and until when (UTC)."""

    @property
    def url(self) -> str:
        """The link."""
        ...

    @property
    def until(self) -> datetime:
        """When it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A part of a client's contact history, newest first, each entry with its place; `after` as in a queue."""

    entries: tuple[tuple[str, Entry], ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class DocumentOpens:
    """Where a letter or message opens, and until when (UTC)."""

    url: str
    until: datetime
