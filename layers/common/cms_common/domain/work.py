"""Work: contacts with their security check, activities, and the work items that staff find, take and finish.

A client's upload or message, a telephone call or a letter makes a contact; under it stand activities, and each thing
to do is a work item in a team's queue, ordered by due time. The names are those of the 2012 System (data dictionary).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cms_common.domain.staff import NOT_SEGMENTS, Profile

RESPONSE_TIME = timedelta(hours=48)
"""SLA-02, CON-32: 48 clock hours from receipt, which is never later than two days."""
SPECIAL_CLIENT_RECORDS_TEAM = "Special Client Records Team"
"""The team that alone opens special client records (SEC-04); its queue is its own."""
_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,100}")
APPLICATIONS_SEGMENT = "Applications"
"""The segment that owns what comes from a client who has no case yet."""


class Channel(StrEnum):
    """How a contact came about (CON-14)."""

    SELF_SERVICE = "Self Service"
    TELEPHONE = "telephone"
    LETTER = "letter"
    FAX = "fax"


class Direction(StrEnum):
    """Who began the contact."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class SecurityCheck(StrEnum):
    """Whether the person in the contact is the client (CWK-01). A full log-in is the check of what comes online."""

    BY_LOG_IN = "full log-in"
    DUE = "due"
    PASSED = "passed"
    FAILED = "failed"


class ActivityKind(StrEnum):
    """What kind of activity stands under a contact."""

    SELF_SERVICE_INBOUND = "Self Service inbound"
    INBOUND_CORRESPONDENCE = "inbound correspondence"
    CALL = "call"


class ActivityStatus(StrEnum):
    """The status of an activity; an upload error stays In Progress until its work item is done (UPL-11)."""

    IN_PROGRESS = "In Progress"
    DONE = "Done"


class ErrorStatus(StrEnum):
    """Whether an activity tells of an error (UPL-11)."""

    IN_ERROR = "In Error"


class WorkKind(StrEnum):
    """What is to be done."""

    CALL = "call"
    VIEW_EVIDENCE = "view evidence"
    UPLOAD_CONTACT = "upload contact"
    ANSWER_MESSAGE = "answer message"
    SEND_SAR_FORM = "send SAR form"
    LOG_COMPLAINT = "Complaint/Dissatisfaction - Log"
    CORRESPONDENCE = "Correspondence (Inbound)"
    ANSWER_NOT_DELIVERED = "answer not delivered"
    LETTER_WITHOUT_ADDRESS = "letter without address"
    SECURITY_CHECK_FAILED = "security check failed"
    INCIDENT = "incident"


class Clock(StrEnum):
    """What the sweep of the clock looks at once its time is over."""

    APPROACHING = "approaching"
    """Work items not yet told of, by when they are due: the sweep comes so much earlier as is set."""
    DUE = "due"
    CALL_BACK = "call-back"
    DOCUMENT = "document"
    """Messages by when they were received: their PDF is made soon after."""
    NOTIFICATION = "notification"
    """Answers by email by when they were queued."""
    LETTER = "letter"
    """Letters by when they were wanted."""


class RequestStatus(StrEnum):
    """The status of a service request."""

    OPEN = "Open"
    IN_PROGRESS = "In Progress"
    CLOSED = "Closed"


class WorkStatus(StrEnum):
    """The status of a work item."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with one client. `opened_by` is the actor: "account#..." online, "staff#..." for a call.

    A call belongs to the member of staff's log-in that it was opened in (`staff_session`), and may be about a work
    item. `reset_at` and `referred_at` say when the client's security was reset in it, and when the client was passed to
    the Special Client Records Team: each happens once a contact. A contact with an employer has an `ern` and an empty
    `scin`; so have its activities and work items.
    """

    contact_id: str
    scin: str
    channel: Channel
    direction: Direction
    opened_at: datetime
    opened_by: str
    security_check: SecurityCheck
    subject: str = ""
    staff_session: str | None = None
    work_item_id: str | None = None
    closed_at: datetime | None = None
    version: int = 1
    reset_at: datetime | None = None
    referred_at: datetime | None = None
    ern: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an activity or service request opens: which file of which upload, and how staff see it.

    `view_type` is the media type of what opens: application/pdf or image/jpeg (CON-16).
    """

    upload_id: str
    number: int
    name: str
    view_type: str
    pages: int

    @property
    def reference(self) -> str:
        """The document's name in an address: "<upload>-<number>"."""
        return f"{self.upload_id}-{self.number}"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity under a contact. Its ID begins with the contact's: "<contact>-<number>", number from 1.

    `subject` is the "contact reason / subject header". An error has `error_status` and the description that its
    hyperlink opens, with the advice for the caseworker. `message_id` is the message that it tells of: "View document"
    opens that message's PDF, which is made after the activity (MSG-07).
    """

    activity_id: str
    contact_id: str
    scin: str
    kind: ActivityKind
    subject: str
    created_at: datetime
    status: ActivityStatus = ActivityStatus.IN_PROGRESS
    error_status: ErrorStatus | None = None
    error_description: str = ""
    document: Document | None = None
    version: int = 1
    ern: str = ""
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A free-text note of a member of staff on a work item."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do, in the queue of a team until it is done. `advice` says how, in fixed words.

    `due_at` is when it must be done at the latest. Done only with a reason, which is kept in the notes (CWK-08).
    `closes_with` is the work item of another team that is done with this one: who answers closes both (CON-19).
    `service_request` is what it is about where that is no activity: evidence that was sent with one (UPL-09).
    `approaching_at` and `breached_at` are when its due time was told of: a work item that goes on with another one
    under the same due time carries them over, so that each is told once. `call_backs` are those promised about it and
    not kept: it stays open until they are (SUP-08).
    """

    work_item_id: str
    team: str
    kind: WorkKind
    scin: str
    contact_id: str
    subject: str
    advice: str
    raised_at: datetime
    due_at: datetime
    activity_id: str | None = None
    status: WorkStatus = WorkStatus.OPEN
    taken_by: str | None = None
    notes: tuple[Note, ...] = ()
    done_at: datetime | None = None
    version: int = 1
    ern: str = ""
    closes_with: str | None = None
    service_request: str | None = None
    approaching_at: datetime | None = None
    breached_at: datetime | None = None
    call_backs: frozenset[str] = frozenset()

    @property
    def clock(self) -> Clock | None:
        """The clock that it is to stand on: none once it was told of as late."""
        if self.breached_at:
            return None
        return Clock.DUE if self.approaching_at else Clock.APPROACHING

    @property
    def calls(self) -> bool:
        """Whether whoever takes it calls the person from it.

        Of a message it is decided where it is answered (CWK-17); an incident is dealt with, and whoever raised it told.
        """
        return self.kind not in {WorkKind.ANSWER_MESSAGE, WorkKind.INCIDENT}

    def overdue(self, now: datetime) -> bool:
        """Tell whether its time is over: at the moment it is due it is not (SLA-04)."""
        return now > self.due_at


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A service request of a client, as the 2012 System has it; documents are linked to it here (UPL-09).

    `source` is the client's role on the case, `channel` how the request came (CON-14).
    """

    service_request_id: str
    scin: str
    process: str
    area: str
    sub_area: str
    source: str
    channel: str
    status: RequestStatus
    case_id: str = ""
    subject_details: str = ""
    subject_type: str = ""
    sub_status: str = ""
    resolution_code: str = ""
    version: int = 1

    @property
    def source_shown(self) -> str:
        """What a list shows as its source: "Self Service" for what was asked online, else the role (CON-14, CWK-18)."""
        return self.channel if self.channel == Channel.SELF_SERVICE else self.source

    @property
    def takes_evidence(self) -> bool:
        """Tell whether evidence can still be linked to it."""
        return self.status is not RequestStatus.CLOSED


@dataclass(frozen=True, slots=True)
class ClientOwner:
    """Who works for a client: the segment that owns the case, unless the record is special (SEC-04)."""

    segment: str
    special_client_record: bool

    @property
    def team(self) -> str:
        """The team whose queue the client's work goes to."""
        return SPECIAL_CLIENT_RECORDS_TEAM if self.special_client_record else self.segment


def open_to(profile: Profile, *, special: bool) -> bool:
    """Tell whether a caseworker may open a client's things: special ones are open to their team alone (SEC-04)."""
    return profile.special_records_team or not special


def team_of(profile: Profile) -> str:
    """Return the team whose queue a caseworker works from; empty where there is none."""
    if profile.special_records_team:
        return SPECIAL_CLIENT_RECORDS_TEAM
    return "" if profile.segment in NOT_SEGMENTS else profile.segment


def activity_id(contact_id: str, number: int) -> str:
    """Name the activity of a contact: the contact's ID and a number from 1, so that its hyperlink alone finds it."""
    return f"{contact_id}-{number}"


def read_activity_id(text: str) -> tuple[str, int] | None:
    """Read the ID of an activity as its contact's ID and its number; None where it has not the shape of one."""
    contact_id, _, number = text.rpartition("-")
    return (contact_id, int(number)) if is_reference(contact_id) and number.isdigit() and is_reference(number) else None


def is_reference(text: str) -> bool:
    """Tell whether a text can be the ID of a contact, a work item or a service request."""
    return _REFERENCE.fullmatch(text) is not None
