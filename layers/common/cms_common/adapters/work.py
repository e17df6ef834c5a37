"""Work in DynamoDB: what other contexts put into it within a transaction of their own, and what they ask of it."""

from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.update import Action

from cms_common.adapters.tables import ClientItem
from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work_tables import (
    ActivityItem,
    ClockItem,
    ContactItem,
    ContactPointerItem,
    DocumentMap,
    LinkedDocumentItem,
    NoteMap,
    OpenWorkItem,
    QueueItem,
    ServiceRequestItem,
    WorkItemItem,
)
from cms_common.domain.acts import Act
from cms_common.domain.letters import LetterCode, letter_id
from cms_common.domain.work import (
    APPLICATIONS_SEGMENT,
    Activity,
    ActivityKind,
    ActivityStatus,
    Channel,
    ClientOwner,
    Clock,
    Contact,
    Direction,
    Document,
    ErrorStatus,
    Note,
    RequestStatus,
    SecurityCheck,
    ServiceRequest,
    WorkItem,
    WorkKind,
    WorkStatus,
    read_activity_id,
)


def raise_contact(transaction: Transaction, contact: Contact) -> None:
    """Add a contact to a transaction, and the pointer from its client: two puts."""
    item = ContactItem(
        ContactItem.key_of(contact.contact_id),
        ContactItem.ITEM,
        contact_id=contact.contact_id,
        scin=contact.scin,
        channel=contact.channel.value,
        direction=contact.direction.value,
        opened_at=contact.opened_at,
        opened_by=contact.opened_by,
        staff_session=contact.staff_session,
        work_item_id=contact.work_item_id,
        security_check=contact.security_check.value,
        subject=contact.subject,
        closed_at=contact.closed_at,
        version=contact.version,
        ern=contact.ern or None,
    )
    opened_at = contact.opened_at.astimezone(UTC).isoformat(timespec="microseconds")
    pointer = ContactPointerItem(
        ContactPointerItem.key_of(contact.scin, contact.ern),
        ContactPointerItem.item_of(opened_at, contact.contact_id),
        contact_id=contact.contact_id,
    )
    transaction.put("contact", item, ContactItem.key.does_not_exist())
    transaction.put("contact-pointer", pointer)


def raise_activity(transaction: Transaction, activity: Activity) -> None:
    """Add an activity to a transaction: one put if its contact has none of this number, one more for a message."""
    document = activity.document
    item = ActivityItem(
        *activity_key(activity.activity_id),
        activity_id=activity.activity_id,
        contact_id=activity.contact_id,
        scin=activity.scin,
        kind=activity.kind.value,
        subject=activity.subject,
        created_at=activity.created_at,
        status=activity.status.value,
        error_status=activity.error_status.value if activity.error_status else None,
        error_description=activity.error_description or None,
        document=DocumentMap(**_document_fields(document)) if document else None,  # type: ignore[no-untyped-call]
        version=activity.version,
        ern=activity.ern or None,
        message_id=activity.message_id,
    )
    transaction.put("activity", item, ActivityItem.key.does_not_exist())
    if activity.message_id:
        # Its PDF is made after it: the sweep looks whether it was (MSG-07).
        set_clock(transaction, Clock.DOCUMENT, activity.message_id, activity.created_at)


def raise_work(transaction: Transaction, item: WorkItem) -> None:
    """Add a work item to a transaction: one put, and up to three more while it is open (queue, pointer, clock)."""
    kept = WorkItemItem(
        WorkItemItem.key_of(item.work_item_id),
        WorkItemItem.ITEM,
        work_item_id=item.work_item_id,
        team=item.team,
        kind=item.kind.value,
        scin=item.scin,
        contact_id=item.contact_id,
        activity_id=item.activity_id,
        subject=item.subject,
        advice=item.advice,
        raised_at=item.raised_at,
        due_at=item.due_at,
        status=item.status.value,
        taken_by=item.taken_by,
        notes=[note_map(note) for note in item.notes],
        done_at=item.done_at,
        version=item.version,
        ern=item.ern or None,
        closes_with=item.closes_with,
        service_request=item.service_request,
        approaching_at=item.approaching_at,
        breached_at=item.breached_at,
    )
    transaction.put("work-item", kept, WorkItemItem.key.does_not_exist())
    if item.status is not WorkStatus.DONE:
        transaction.put("queue", queue_place(item, item.team))
        transaction.put("open-work", open_work(item, item.team))
        if item.clock:
            set_clock(transaction, item.clock, item.work_item_id, item.due_at)


def finish_work(
    transaction: Transaction, item: WorkItem, notes: tuple[Note, ...], at: datetime, by: str | None = None
) -> None:
    """Add to a transaction what ends a work item that is not done: one update, two deletes; it leaves the queue.

    `notes` are those to add; `by` is who must have taken it, where somebody must: then no call-back about it may be
    open either (SUP-08). Its place on the clock stays: the sweep finds the work item done and says nothing.
    """
    actions: list[Action] = [
        WorkItemItem.status.set(WorkStatus.DONE.value),
        WorkItemItem.done_at.set(at),
        WorkItemItem.notes.set((WorkItemItem.notes | []).append([note_map(note) for note in notes])),
    ]
    same = (WorkItemItem.status != WorkStatus.DONE.value) & (WorkItemItem.team == item.team)
    if by:
        same &= (WorkItemItem.taken_by == by) & WorkItemItem.call_backs.does_not_exist()
    kept = WorkItemItem(WorkItemItem.key_of(item.work_item_id), WorkItemItem.ITEM)
    transaction.update("work-item", kept, actions, same)
    transaction.delete("queue", queue_place(item, item.team))
    transaction.delete("open-work", open_work(item, item.team))


def move_work(transaction: Transaction, item: WorkItem, team: str) -> None:
    """Add to a transaction what moves a work item that is not done to another team: one update, a delete, two puts.

    Whoever had taken it has not any more.
    """
    place = queue_place(item, team)
    place.taken_by = None
    actions: list[Action] = [
        WorkItemItem.team.set(team),
        WorkItemItem.status.set(WorkStatus.OPEN.value),
        WorkItemItem.taken_by.remove(),
    ]
    same = (WorkItemItem.team == item.team) & (WorkItemItem.status == item.status.value)
    kept = WorkItemItem(WorkItemItem.key_of(item.work_item_id), WorkItemItem.ITEM)
    transaction.update("work-item", kept, actions, same)
    transaction.delete("queue", queue_place(item, item.team))
    transaction.put("queue", place)
    transaction.put("open-work", open_work(item, team))


def set_clock(transaction: Transaction, clock: Clock, of: str, at: datetime) -> None:
    """Have the sweep look at something once a moment is over: one put, the same however often."""
    key, place = ClockItem.key_of(clock, ClockItem.shard_of(of)), ClockItem.item_of(int(at.timestamp()), of)
    transaction.put("clock", ClockItem(key, place, of=of, at=at))


def await_letter(transaction: Transaction, act: Act) -> None:
    """Have the sweep look whether the letter that an act wants was issued (SLA-03): one put, the same however often."""
    set_clock(transaction, Clock.LETTER, letter_id(act.identifier, LetterCode(act.facts["letter_code"])), act.at)


def link_document(transaction: Transaction, service_request_id: str, document: Document) -> None:
    """Add a service request's document to a transaction: one put, the same however often."""
    key = ServiceRequestItem.key_of(service_request_id)
    place = LinkedDocumentItem.item_of(document.upload_id, document.number)
    transaction.put("linked-document", LinkedDocumentItem(key, place, **_document_fields(document)))


def owner_of(scin: str) -> ClientOwner | None:
    """Tell who works for a client; None where there is no such record. GetItem on clients `scin`, consistent."""
    try:
        held = ClientItem.get(
            scin, consistent_read=True, attributes_to_get=["scin", "segment", "special_client_record"]
        )
    except ClientItem.DoesNotExist:
        return None
    return ClientOwner(held.segment or APPLICATIONS_SEGMENT, bool(held.special_client_record))


def own_service_request(scin: str, service_request_id: str) -> ServiceRequest | None:
    """Return a client's own service request; None where there is none or it is another's.

    GetItem on work `key`, `item`, consistent.
    """
    try:
        item = ServiceRequestItem.get(
            ServiceRequestItem.key_of(service_request_id), ServiceRequestItem.ITEM, consistent_read=True
        )
    except ServiceRequestItem.DoesNotExist:
        return None
    return service_request_of(item) if item.scin == scin else None


def service_request_of(item: ServiceRequestItem) -> ServiceRequest:
    """Read a service request from its item."""
    return ServiceRequest(
        service_request_id=item.service_request_id,
        scin=item.scin,
        process=item.process,
        area=item.area,
        sub_area=item.sub_area,
        source=item.source,
        channel=item.channel,
        status=RequestStatus(item.status),
        case_id=item.case_id or "",
        subject_details=item.subject_details or "",
        subject_type=item.subject_type or "",
        sub_status=item.sub_status or "",
        resolution_code=item.resolution_code or "",
        version=int(item.version or 0),
    )


def contact_of(item: ContactItem) -> Contact:
    """Read a contact from its item."""
    return Contact(
        contact_id=item.contact_id,
        scin=item.scin,
        channel=Channel(item.channel),
        direction=Direction(item.direction),
        opened_at=item.opened_at,
        opened_by=item.opened_by,
        security_check=SecurityCheck(item.security_check),
        subject=item.subject,
        staff_session=item.staff_session,
        work_item_id=item.work_item_id,
        closed_at=item.closed_at,
        version=int(item.version),
        reset_at=item.reset_at,
        referred_at=item.referred_at,
        ern=item.ern or "",
    )


def activity_of(item: ActivityItem) -> Activity:
    """Read an activity from its item."""
    return Activity(
        activity_id=item.activity_id,
        contact_id=item.contact_id,
        scin=item.scin,
        kind=ActivityKind(item.kind),
        subject=item.subject,
        created_at=item.created_at,
        status=ActivityStatus(item.status),
        error_status=ErrorStatus(item.error_status) if item.error_status else None,
        error_description=item.error_description or "",
        document=document_of(item.document) if item.document else None,
        version=int(item.version),
        ern=item.ern or "",
        message_id=item.message_id,
    )


def work_item_of(item: WorkItemItem) -> WorkItem:
    """Read a work item from its item."""
    return WorkItem(
        work_item_id=item.work_item_id,
        team=item.team,
        kind=WorkKind(item.kind),
        scin=item.scin,
        contact_id=item.contact_id,
        subject=item.subject,
        advice=item.advice,
        raised_at=item.raised_at,
        due_at=item.due_at,
        activity_id=item.activity_id,
        status=WorkStatus(item.status),
        taken_by=item.taken_by,
        notes=tuple(Note(note.at, note.by, note.text) for note in item.notes or ()),
        done_at=item.done_at,
        version=int(item.version),
        ern=item.ern or "",
        closes_with=item.closes_with,
        service_request=item.service_request,
        approaching_at=item.approaching_at,
        breached_at=item.breached_at,
        call_backs=frozenset(item.call_backs or ()),
    )


def note_map(note: Note) -> NoteMap:
    """Write a note as it stands inside its work item."""
    return NoteMap(at=note.at, by=note.by, text=note.text)  # type: ignore[no-untyped-call]


def document_of(held: DocumentMap | LinkedDocumentItem) -> Document:
    """Read a document from an activity or from what is linked to a service request."""
    return Document(held.upload_id, int(held.number), held.name, held.view_type, int(held.pages))


def activity_key(activity_id: str) -> tuple[str, str]:
    """Return the keys of an activity. Raises ValueError where the ID has not the shape of one."""
    read = read_activity_id(activity_id)
    if read is None:
        raise ValueError("Not the ID of an activity")
    return ContactItem.key_of(read[0]), ActivityItem.item_of(read[1])


def queue_place(item: WorkItem, team: str) -> QueueItem:
    """Return the place of a work item in a team's queue."""
    key = QueueItem.key_of(team, QueueItem.shard_of(item.work_item_id))
    place = QueueItem.item_of(int(item.due_at.timestamp()), item.work_item_id)
    return QueueItem(
        key,
        place,
        work_item_id=item.work_item_id,
        kind=item.kind.value,
        due_at=item.due_at,
        taken_by=item.taken_by,
    )


def open_work(item: WorkItem, team: str) -> OpenWorkItem:
    """Return the pointer from a client to a work item that is not done."""
    key, place = ContactPointerItem.key_of(item.scin, item.ern), OpenWorkItem.item_of(item.work_item_id)
    return OpenWorkItem(key, place, work_item_id=item.work_item_id, team=team, due_at=item.due_at)


def _document_fields(document: Document) -> dict[str, Any]:
    return {
        "upload_id": document.upload_id,
        "number": document.number,
        "name": document.name,
        "view_type": document.view_type,
        "pages": document.pages,
    }
