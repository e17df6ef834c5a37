"""The words, links and order of a caseworker's screens."""

from datetime import datetime
from urllib.parse import urlencode

from caseworker import screens
from caseworker.contacts import ClientShown
from caseworker.tokens import token_of
from caseworker.values import History, Opens, Queue, RequestShown
from caseworker.working import Opened
from cms_common.domain.uk_time import shown_time
from cms_common.domain.work import Activity, Contact, Document, SecurityCheck, WorkItem, WorkKind, WorkStatus
from cms_common.edge.pages import Field, Link

WORK, ITEMS, CONTACTS = "/staff/work", "/staff/work-items", "/staff/contacts"
ACTIVITIES, REQUESTS, MESSAGES = "/staff/activities", "/staff/service-requests", "/staff/messages"
QUEUE = Link("Work", WORK)
_CHECK_FIRST = (
    "Carry out the security check first. Type what the client says: SCIN, National Insurance number, date of birth and "
    "name. The system compares, and never shows what is held."
)
_PASSED = "The security check is passed."
_FAILED = "The security check failed. Nothing of the client opens in this contact. Record the reason and close it."
_CHECK_FIELDS = (
    Field("scin", "Customer reference number (SCIN) *"),
    Field("nino", "National Insurance number *"),
    Field("date_of_birth", "Date of birth *", hint="DD/MM/YYYY"),
    Field("name", "Name *"),
)


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
            Link("Call the client", CONTACTS),
            *(() if message else (Link("Done", f"{here}/done"),)),
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
        activities=tuple(_activity_line(activity) for activity in opened.activities),
        actions=steps[item.status],
        taken_by=staff_id(item.taken_by),
        about=_about(item),
        call=screens.PersonShown(opened.person.name, opened.person.mobile_telephone) if opened.person else None,
        done=shown_time(item.done_at) if item.done_at else "",
    )


def activity(found: Activity) -> screens.ActivityPage:
    """Show an activity: for an error its description, for evidence the document."""
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
        document=_document(found.document, here) if found.document else None,
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


def contact(found: Contact) -> screens.ContactPage:
    """Show the contact screen: the security check first, then what can be dealt with (CWK-01, CWK-03)."""
    here = f"{CONTACTS}/{found.contact_id}"
    passed = found.security_check is SecurityCheck.PASSED and found.closed_at is None
    told = {SecurityCheck.PASSED: _PASSED, SecurityCheck.FAILED: _FAILED}.get(found.security_check, _CHECK_FIRST)
    due = found.security_check is SecurityCheck.DUE and found.closed_at is None
    check = (Link("Security check", f"{here}/security-check"),) if due else ()
    close = () if found.closed_at else (Link("Close the contact", f"{here}/close"),)
    return screens.ContactPage(
        title="Contact",
        contact=found.contact_id,
        channel=found.channel.value,
        direction=found.direction.value,
        opened=shown_time(found.opened_at),
        security_check=found.security_check.value,
        paragraphs=("The contact is closed." if found.closed_at else told,),
        topics=_topics(here, passed=passed),
        actions=(*check, *(_actions(here) if passed else ()), *close),
        fields=_CHECK_FIELDS if due else (),
        closed=shown_time(found.closed_at) if found.closed_at else "",
    )


def client(shown: ClientShown, contact_id: str) -> screens.ClientRecordPage:
    """Show the client record (CWK-06)."""
    held = shown.client
    return screens.ClientRecordPage(
        title="Client record",
        name=held.name,
        self_service="Y" if held.self_service else "N",
        first_log_in_date=held.first_log_in_date,
        last_log_in_date=held.last_log_in_date,
        contact_preference=held.contact_preference,
        preferred_language=held.preferred_language,
        jurisdiction={"gb": "Great Britain", "ni": "Northern Ireland"}[held.jurisdiction],
        segment=held.segment,
        service_requests=tuple(Link(one, f"{REQUESTS}/{one}") for one in shown.service_requests),
        contacts=Link("Contacts", f"{CONTACTS}/{contact_id}/contacts"),
        email=held.email,
        mobile_telephone=held.mobile_telephone,
        address=held.address,
    )


def history(found: History, contact_id: str) -> screens.ContactList:
    """Show a part of a client's contacts with the hyperlinks of their activities."""
    lines = tuple(
        screens.ContactLine(
            opened=shown_time(one.opened_at),
            channel=one.channel.value,
            direction=one.direction.value,
            security_check=one.security_check.value,
            activities=tuple(_activity_line(activity) for activity in activities),
            subject=one.subject,
        )
        for one, activities in found.contacts
    )
    here = f"{CONTACTS}/{contact_id}/contacts"
    more = Link("More contacts", f"{here}?after={token_of(found.after)}") if found.after else None
    return screens.ContactList("Contacts", lines, more)


def security_reset(contact_id: str) -> screens.ActDone:
    """Say that the PIN is gone; no PIN is ever shown to anybody."""
    told = (
        "The client's PIN and any security lock are gone. Nobody can see or choose a PIN for the client.",
        "Tell the client to log in, choose the forgotten PIN button and set a new PIN.",
    )
    return screens.ActDone("Security details reset", told, Link("Contact", f"{CONTACTS}/{contact_id}"))


def referred(contact_id: str) -> screens.ActDone:
    """Say that the client is the special team's (SEC-03)."""
    told = (
        "The client is passed to the Special Client Records Team, with all work that is not done.",
        "Only that team opens the record from now on. Record the reason for the call and close the contact.",
    )
    close = Link("Close the contact", f"{CONTACTS}/{contact_id}/close")
    return screens.ActDone("Passed to the Special Client Records Team", told, close)


def closed() -> screens.ActDone:
    """Say that the contact is closed and the work item done (CWK-08)."""
    return screens.ActDone("Contact closed", ("The reason is recorded and the work item is done.",), QUEUE)


def staff_id(actor: str | None) -> str:
    """Return the user ID of an actor: "staff#JSMITH1" is JSMITH1."""
    return (actor or "").rpartition("#")[2]


def _topics(here: str, *, passed: bool) -> tuple[screens.Topic, ...]:
    def when_passed(text: str, path: str) -> Link | None:
        return Link(text, f"{here}/{path}") if passed else None

    return (
        screens.Topic(
            "PIN reset",
            "The client is locked out, or has no PIN: reset the security details, and the client sets a new PIN.",
            when_passed("Change security details", "security-reset"),
        ),
        screens.Topic(
            "Case-based questions",
            "For example when the next payment is due: answer from the case.",
            when_passed("Client record", "client"),
        ),
        screens.Topic("A payment that cannot be made online", "Take the payment by telephone."),
        screens.Topic("Notifications not viewed or received", "Send the notification again."),
        screens.Topic(
            "A change of circumstances",
            "Open the service requests from the client record.",
            when_passed("Client record", "client"),
        ),
        screens.Topic(
            "Evidence that will not upload",
            "Open the error from the contacts: its description and its work item say what to advise.",
            when_passed("Contacts", "contacts"),
        ),
    )


def _actions(here: str) -> tuple[Link, ...]:
    return (
        Link("Client record", f"{here}/client"),
        Link("Contacts", f"{here}/contacts"),
        Link("Change security details", f"{here}/security-reset"),
        Link("Refer to the Special Client Records Team", f"{here}/special-records"),
    )


def _about(item: WorkItem) -> Link | None:
    if item.kind is WorkKind.ANSWER_MESSAGE:
        return Link("The message", f"{MESSAGES}/{item.work_item_id}")
    if item.service_request:
        return Link("The service request", f"{REQUESTS}/{item.service_request}")
    return Link("What it is about", f"{ACTIVITIES}/{item.activity_id}") if item.activity_id else None


def _activity_line(found: Activity) -> screens.ActivityLine:
    return screens.ActivityLine(
        activity=Link(found.kind.value, f"{ACTIVITIES}/{found.activity_id}"),
        subject=found.subject,
        status=found.status.value,
        created=shown_time(found.created_at),
        error_status=found.error_status.value if found.error_status else "",
    )


def _document(found: Document, here: str) -> screens.DocumentShown:
    return screens.DocumentShown(found.name, found.view_type, found.pages, Link("Open the document", here))
