"""The screens of work: queues, work items, activities and service requests, as data."""

import msgspec

from cms_common.edge.pages import Link


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
    """A document: its name, what it opens as, and the action that opens it. A message being made has 0 pages still."""

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
