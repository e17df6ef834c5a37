"""Work items, their queues, activities and service requests in DynamoDB."""

import re
from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from itertools import islice

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from caseworker.values import Linked, MessageHeader, QueueEntry
from cms_common.adapters.correspondence_tables import MessageItem
from cms_common.adapters.moving import DynamoOpenWork
from cms_common.adapters.table import changed
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import (
    activity_key,
    activity_of,
    document_of,
    note_map,
    open_work,
    queue_place,
    service_request_of,
    work_item_of,
)
from cms_common.adapters.work_tables import (
    QUEUE_SHARDS,
    ActivityItem,
    ContactItem,
    LinkedDocumentItem,
    QueueItem,
    ServiceRequestItem,
    WorkItemItem,
)
from cms_common.domain.acts import Act
from cms_common.domain.work import (
    Activity,
    ActivityStatus,
    Document,
    Note,
    ServiceRequest,
    WorkItem,
    WorkKind,
    WorkStatus,
    is_reference,
    read_activity_id,
)

_NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
_ACTIVITIES = 50
"""Activities of a contact that are shown; an upload makes five at most."""
_DOCUMENTS = 100
"""Documents on one page of a service request."""
_LATEST = "document#~"
"""Comes after every document in the order of keys."""


class DynamoWork(DynamoOpenWork):
    """Work in DynamoDB."""

    def entries(self, team: str, after: str, limit: int) -> list[QueueEntry]:
        """Return entries of a queue by due time. One consistent Query on work `key`, `item` a shard, `limit` each."""
        found = [_shard(team, shard, after, limit) for shard in range(QUEUE_SHARDS)]
        return list(islice(merge(*found, key=lambda entry: entry.place), limit))

    def item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item. GetItem on work `key`, `item`, consistent."""
        try:
            return work_item_of(
                WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
            )
        except WorkItemItem.DoesNotExist:
            return None

    def open_activity(self, activity_id: str) -> Activity | None:
        """Open an activity for an act. UpdateItem on work `key`, `item`."""
        if read_activity_id(activity_id) is None:
            return None
        item = ActivityItem(*activity_key(activity_id))
        there = ActivityItem.key.exists()
        return activity_of(item) if changed(item, [ActivityItem.version.add(1)], there) else None

    def message(self, message_id: str) -> MessageHeader | None:
        """Return a message without its words. GetItem on correspondence `key`, `item`, consistent."""
        key, wanted = MessageItem.key_of(message_id), ["key", "item", "sent_at", "document_id", "pages"]
        try:
            item = MessageItem.get(key, MessageItem.ITEM, consistent_read=True, attributes_to_get=wanted)
        except MessageItem.DoesNotExist:
            return None
        return MessageHeader(item.sent_at, item.document_id, int(item.pages or 0))

    def activities(self, contact_id: str) -> tuple[Activity, ...]:
        """Return the activities of a contact. A consistent Query on work `key`, `item`."""
        return activities_of(contact_id)

    def open_request(self, service_request_id: str) -> ServiceRequest | None:
        """Open a service request for an act, without its documents. UpdateItem on work `key`, `item`."""
        if not is_reference(service_request_id):
            return None
        item = ServiceRequestItem(ServiceRequestItem.key_of(service_request_id), ServiceRequestItem.ITEM)
        there = ServiceRequestItem.key.exists()
        return service_request_of(item) if changed(item, [ServiceRequestItem.version.add(1)], there) else None

    def documents(self, service_request_id: str, after: str) -> Linked:
        """Return a part of a service request's documents. A consistent Query on work `key`, `item`."""
        behind = LinkedDocumentItem.item.between(after or LinkedDocumentItem.PREFIX, _LATEST)
        # One more than the page tells whether there is a next; the place to go on from is not shown again.
        asked = _DOCUMENTS + (2 if after else 1)
        key = ServiceRequestItem.key_of(service_request_id)
        query = LinkedDocumentItem.query(key, behind, consistent_read=True, limit=asked)
        found = [item for item in query if item.item != after]
        left = found[_DOCUMENTS - 1].item if len(found) > _DOCUMENTS else None
        return Linked(tuple(document_of(item) for item in found[:_DOCUMENTS]), left)

    def document(self, service_request_id: str, reference: str) -> Document | None:
        """Return one document of a service request. GetItem on work `key`, `item`, consistent."""
        upload_id, _, number = reference.rpartition("-")
        if not is_reference(reference) or not _NUMBER.fullmatch(number):
            return None
        place = LinkedDocumentItem.item_of(upload_id, int(number))
        try:
            held = LinkedDocumentItem.get(ServiceRequestItem.key_of(service_request_id), place, consistent_read=True)
        except LinkedDocumentItem.DoesNotExist:
            return None
        return document_of(held)

    def record(self, act: Act) -> None:
        """Record an opening. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def take(self, item: WorkItem, act: Act) -> bool:
        """Take a work item that is open. One transaction; of several at once one holds the condition."""
        place = queue_place(item, item.team)
        free = (WorkItemItem.status == WorkStatus.OPEN.value) & (WorkItemItem.team == item.team)
        actions: list[Action] = [
            WorkItemItem.status.set(WorkStatus.TAKEN.value),
            WorkItemItem.taken_by.set(act.actor),
        ]
        try:
            with Transaction() as transaction:
                transaction.update("work-item", _key_of(item), actions, free)
                transaction.update("queue", place, [QueueItem.taken_by.set(act.actor)], QueueItem.key.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def pass_on(self, item: WorkItem, to: str | None, note: Note, act: Act) -> bool:
        """Give a work item that is taken to somebody else, or to nobody, with a note. One transaction."""
        place = queue_place(item, item.team)
        same = _still(item) & (WorkItemItem.taken_by == item.taken_by)
        by, at_queue = WorkItemItem.taken_by, QueueItem.taken_by
        actions: list[Action] = [_noted((note,)), by.set(to) if to else by.remove()]
        if to is None:
            actions.append(WorkItemItem.status.set(WorkStatus.OPEN.value))
        try:
            with Transaction() as transaction:
                transaction.update("work-item", _key_of(item), actions, same)
                moved = at_queue.set(to) if to else at_queue.remove()
                transaction.update("queue", place, [moved], QueueItem.key.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def note(self, item: WorkItem, note: Note, act: Act) -> bool:
        """Add a note to a work item that is not done. One transaction."""
        try:
            with Transaction() as transaction:
                transaction.update("work-item", _key_of(item), [_noted((note,))], _not_done())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def finish(self, item: WorkItem, notes: tuple[Note, ...], act: Act) -> bool:
        """End a work item and its activity; it leaves the queue. One transaction."""
        try:
            with Transaction() as transaction:
                end_work(transaction, item, notes, act)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def activities_of(contact_id: str) -> tuple[Activity, ...]:
    """Return the activities of a contact, in order. A consistent Query on work `key`, `item`."""
    under = ActivityItem.item.startswith(ActivityItem.PREFIX)
    found = ActivityItem.query(ContactItem.key_of(contact_id), under, consistent_read=True, limit=_ACTIVITIES)
    return tuple(activity_of(item) for item in found)


def end_work(transaction: Transaction, item: WorkItem, notes: tuple[Note, ...], act: Act) -> None:
    """Add to a transaction what ends a work item that the actor has taken, and the activities that it is about."""
    mine = (WorkItemItem.status == WorkStatus.TAKEN.value) & (WorkItemItem.taken_by == act.actor)
    kept = mine & WorkItemItem.call_backs.does_not_exist()
    actions: list[Action] = [
        WorkItemItem.status.set(WorkStatus.DONE.value),
        WorkItemItem.done_at.set(act.at),
        _noted(notes),
    ]
    transaction.update("work-item", _key_of(item), actions, kept & (WorkItemItem.team == item.team))
    transaction.delete("queue", queue_place(item, item.team))
    transaction.delete("open-work", open_work(item, item.team))
    done = ActivityItem.status.set(ActivityStatus.DONE.value)
    for activity_id in _about(item):
        transaction.update("activity", ActivityItem(*activity_key(activity_id)), [done], ActivityItem.key.exists())


def _about(item: WorkItem) -> tuple[str, ...]:
    """Name the activities that end with a work item: all evidence of an upload is viewed as one piece of work."""
    if item.kind is not WorkKind.VIEW_EVIDENCE:
        return (item.activity_id,) if item.activity_id else ()
    return tuple(one.activity_id for one in activities_of(item.contact_id) if one.document)


def _shard(team: str, shard: int, after: str, limit: int) -> Iterable[QueueEntry]:
    later = QueueItem.item > after if after else None
    found = QueueItem.query(QueueItem.key_of(team, shard), later, consistent_read=True, limit=limit)
    return [QueueEntry(one.item, one.work_item_id, WorkKind(one.kind), _due(one), one.taken_by) for one in found]


def _due(item: QueueItem) -> datetime:
    return item.due_at


def _key_of(item: WorkItem) -> WorkItemItem:
    return WorkItemItem(WorkItemItem.key_of(item.work_item_id), WorkItemItem.ITEM)


def _noted(notes: tuple[Note, ...]) -> Action:
    return WorkItemItem.notes.set((WorkItemItem.notes | []).append([note_map(note) for note in notes]))


def _not_done() -> Condition:
    return WorkItemItem.status != WorkStatus.DONE.value


def _still(item: WorkItem) -> Condition:
    """Hold while a work item is in the team, and with whom, it was read."""
    same: Condition = (WorkItemItem.team == item.team) & (WorkItemItem.status == item.status.value)
    return same
