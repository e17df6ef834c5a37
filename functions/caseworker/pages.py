"""The words, links and order of the screens of work."""

from datetime import datetime
from urllib.parse import urlencode

from caseworker import screens
from caseworker.tokens import token_of
from caseworker.values import ActivityShown, MessageHeader, Opens, Queue, RequestShown
from caseworker.working import Opened
from cms_common.domain.staff import staff_id
from cms_common.domain.uk_time import shown_time
from cms_common.domain.work import Activity, Document, WorkItem, WorkKind, WorkStatus
from cms_common.edge.pages import Link

WORK, ITEMS, CONTACTS = "/staff/work", "/staff/work-items", "/staff/contacts"
ACTIVITIES, REQUESTS, MESSAGES = "/staff/activities", "/staff/service-requests", "/staff/messages"
INCIDENTS = "/staff/incidents"
QUEUE = Link("Work", WORK)


def queue(found: Queue, now: datetime) -> screens.QueuePage:
    """Show a part of a queue, what is overdue marked."""
    lines = tuple(
        screens.QueueLine(
            kind=entry.kind.value,
            due=entry.due_at.isoformat(),
            due_shown=shown_time(entry.due_at),
            overdue=entry.overdue(now),
            work_item=Link("Open", f"{ITEMS}/{entry.work_item_id}"),
            taken_by=staff_id(entry.taken_by),
        )
        for entry in found.entries
    )
    query = {"team": found.team, "after": token_of(found.after)}
    more = Link("More work", f"{WORK}?{urlencode(query)}") if found.after else None
    return screens.QueuePage("Work", found.team, lines, more)


def work_item(opened: Opened, now: datetime) -> screens.WorkItemPage:
    """Show a work item with what can be done to it."""
    item, here = opened.item, f"{ITEMS}/{opened.item.work_item_id}"
    message = item.kind is WorkKind.ANSWER_MESSAGE
    steps = {
        WorkStatus.OPEN: (Link("Take", f"{here}/take"), Link("Add a note", f"{here}/notes")),
        WorkStatus.TAKEN: (
            Link("Add a note", f"{here}/notes"),
            *((Link("Call the client", CONTACTS),) if item.calls and item.scin else ()),
            *(() if message else (Link("Done", f"{here}/done"),)),
            Link("Give back", f"{here}/give-back"),
            Link("Take over", f"{here}/take-over"),
        ),
        WorkStatus.DONE: (),
    }
    return screens.WorkItemPage(
        title="Work item",
        work_item=item.work_item_id,
        team=item.team,
        kind=item.kind.value,
        subject=item.subject,
        advice=item.advice,
        status=item.status.value,
        raised=shown_time(item.raised_at),
        due=item.due_at.isoformat(),
        due_shown=shown_time(item.due_at),
        overdue=item.status is not WorkStatus.DONE and now > item.due_at,
        notes=tuple(screens.NoteLine(shown_time(note.at), staff_id(note.by), note.text) for note in item.notes),
        activities=tuple(activity_line(activity) for activity in opened.activities),
        actions=steps[item.status],
        taken_by=staff_id(item.taken_by),
        about=_about(item),
        call=screens.PersonShown(opened.person.name, opened.person.mobile_telephone) if opened.person else None,
        done=shown_time(item.done_at) if item.done_at else "",
    )


def activity(shown: ActivityShown) -> screens.ActivityPage:
    """Show an activity: for an error its description, for evidence the document, for a message its PDF (MSG-07)."""
    found, message = shown.activity, shown.message
    here = f"{ACTIVITIES}/{found.activity_id}/document"
    return screens.ActivityPage(
        title=found.kind.value,
        activity=found.activity_id,
        kind=found.kind.value,
        subject=found.subject,
        status=found.status.value,
        created=shown_time(found.created_at),
        error_status=found.error_status.value if found.error_status else "",
        error_description=found.error_description,
        document=_document(found.document, here) if found.document else _message(message, here),
    )


def service_request(shown: RequestShown) -> screens.ServiceRequestPage:
    """Show a service request with a part of the documents linked to it (UPL-09)."""
    found, linked = shown.request, shown.linked
    here = f"{REQUESTS}/{found.service_request_id}"
    more = Link("More documents", f"{here}?after={token_of(linked.after)}") if linked.after else None
    return screens.ServiceRequestPage(
        title="Service request",
        service_request=found.service_request_id,
        process=found.process,
        area=found.area,
        sub_area=found.sub_area,
        source=found.source,
        channel=found.channel,
        case=found.case_id,
        status=found.status.value,
        documents=tuple(_document(one, f"{here}/documents/{one.reference}") for one in linked.documents),
        subject_details=found.subject_details,
        subject_type=found.subject_type,
        sub_status=found.sub_status,
        resolution_code=found.resolution_code,
        more=more,
    )


def document(opens: Opens) -> screens.DocumentOpened:
    """Show where a document opens."""
    return screens.DocumentOpened(opens.url, opens.until.isoformat())


def _about(item: WorkItem) -> Link | None:
    if item.kind is WorkKind.ANSWER_MESSAGE:
        return Link("The message", f"{MESSAGES}/{item.work_item_id}")
    if item.kind is WorkKind.INCIDENT:
        return Link("The incident", f"{INCIDENTS}/{item.work_item_id}")
    if item.service_request:
        return Link("The service request", f"{REQUESTS}/{item.service_request}")
    return Link("What it is about", f"{ACTIVITIES}/{item.activity_id}") if item.activity_id else None


def activity_line(found: Activity) -> screens.ActivityLine:
    """Show an activity in a list."""
    return screens.ActivityLine(
        activity=Link(found.kind.value, f"{ACTIVITIES}/{found.activity_id}"),
        subject=found.subject,
        status=found.status.value,
        created=shown_time(found.created_at),
        error_status=found.error_status.value if found.error_status else "",
    )


def _message(found: MessageHeader | None, here: str) -> screens.DocumentShown | None:
    if found is None:
        return None
    name = f"message-{found.received_at:%Y-%m-%d}.pdf"
    return screens.DocumentShown(name, "application/pdf", found.pages, Link("View document", here))


def _document(found: Document, here: str) -> screens.DocumentShown:
    return screens.DocumentShown(found.name, found.view_type, found.pages, Link("Open the document", here))
