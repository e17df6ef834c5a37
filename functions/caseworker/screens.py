"""The screens of a caseworker, as data."""

import msgspec

from cms_common.edge.pages import Field, Link


class QueueLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A work item in its queue: nothing of the client. `due` is UTC; `due_shown` is UK time."""

    kind: str
    due: str
    due_shown: str
    overdue: bool
    work_item: Link
    taken_by: str = ""


class QueuePage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A team's work by due time (SLA-02); `more` leads to the next part."""

    title: str
    team: str
    work: tuple[QueueLine, ...]
    more: Link | None = None


class NoteLine(msgspec.Struct, frozen=True):
    """A note of a member of staff."""

    at: str
    by: str
    text: str


class ActivityLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An activity in a list: its hyperlink opens it (UPL-10, UPL-11)."""

    activity: Link
    subject: str
    status: str
    created: str
    error_status: str = ""


class PersonShown(msgspec.Struct, frozen=True):
    """Whom to call."""

    name: str
    mobile_telephone: str


class WorkItemPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A work item. `call` is there for whoever has taken it."""

    title: str
    work_item: str
    team: str
    kind: str
    subject: str
    advice: str
    status: str
    raised: str
    due: str
    due_shown: str
    overdue: bool
    notes: tuple[NoteLine, ...]
    activities: tuple[ActivityLine, ...]
    actions: tuple[Link, ...]
    taken_by: str = ""
    about: Link | None = None
    call: PersonShown | None = None
    done: str = ""


class DocumentShown(msgspec.Struct, frozen=True):
    """A document: the name it was sent by, what it opens as, and the action that opens it."""

    name: str
    view_type: str
    pages: int
    open: Link


class ActivityPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An activity; an error has its description (UPL-11, CWK-19)."""

    title: str
    activity: str
    kind: str
    subject: str
    status: str
    created: str
    error_status: str = ""
    error_description: str = ""
    document: DocumentShown | None = None


class DocumentOpened(msgspec.Struct, frozen=True):
    """Where the document opens, until when (UTC)."""

    url: str
    until: str


class ServiceRequestPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A service request with its documents; source role and channel apart (CON-14).

    `more` leads to the next part of the documents.
    """

    title: str
    service_request: str
    process: str
    area: str
    sub_area: str
    source: str
    channel: str
    case: str
    status: str
    documents: tuple[DocumentShown, ...]
    subject_details: str = ""
    subject_type: str = ""
    sub_status: str = ""
    resolution_code: str = ""
    more: Link | None = None


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a caseworker can deal with (CWK-03); without an address there is no action for it yet."""

    text: str
    how: str
    action: Link | None = None


class ContactPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The contact screen: what can be dealt with, nothing of the client."""

    title: str
    contact: str
    channel: str
    direction: str
    opened: str
    security_check: str
    paragraphs: tuple[str, ...]
    topics: tuple[Topic, ...]
    actions: tuple[Link, ...]
    fields: tuple[Field, ...] = ()
    closed: str = ""


class ClientRecordPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The client record (CWK-06): the real name, never NINO, date of birth or reference name. Dates are DD/MM/YYYY."""

    title: str
    name: str
    self_service: str
    first_log_in_date: str
    last_log_in_date: str
    contact_preference: str
    preferred_language: str
    jurisdiction: str
    segment: str
    service_requests: tuple[Link, ...]
    contacts: Link
    email: str = ""
    mobile_telephone: str = ""
    address: tuple[str, ...] = ()


class ContactLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One contact of a client with its activities."""

    opened: str
    channel: str
    direction: str
    security_check: str
    activities: tuple[ActivityLine, ...]
    subject: str = ""


class ContactList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A client's contacts, newest first; `more` leads to the next part."""

    title: str
    contacts: tuple[ContactLine, ...]
    more: Link | None = None


class ActDone(msgspec.Struct, frozen=True):
    """What was done, and where to go on."""

    title: str
    paragraphs: tuple[str, ...]
    next: Link
