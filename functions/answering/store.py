"""Messages, their answers and their work in DynamoDB."""

from collections.abc import Sequence
from heapq import merge
from itertools import islice

from pynamodb.expressions.update import Action

from answering.values import Call, Done, Header, Notice, Progress
from cms_common.adapters.correspondence_tables import AnswerItem, MessageItem
from cms_common.adapters.history import add_entry
from cms_common.adapters.moving import DynamoOpenWork
from cms_common.adapters.notifications import By, want
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import (
    activity_key,
    activity_of,
    await_letter,
    contact_of,
    finish_work,
    note_map,
    queue_place,
    raise_work,
    set_clock,
    work_item_of,
)
from cms_common.adapters.work_tables import QUEUE_SHARDS, ActivityItem, ContactItem, QueueItem, WorkItemItem
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.messages import MessageType
from cms_common.domain.work import (
    Activity,
    ActivityStatus,
    Clock,
    Contact,
    WorkItem,
    WorkStatus,
    is_reference,
    read_activity_id,
)

_HEADER = ("key", "item", "message_id", "owner", "kind", "sent_at", "document_id")
"""What is read of a message: never its text."""


class DynamoMessages(DynamoOpenWork):
    """Messages in DynamoDB."""

    def item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item. GetItem on work `key`, `item`, consistent."""
        try:
            found = WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
        except WorkItemItem.DoesNotExist:
            return None
        return work_item_of(found)

    def activity(self, activity_id: str) -> Activity | None:
        """Return an activity. GetItem on work `key`, `item`, consistent."""
        if read_activity_id(activity_id) is None:
            return None
        try:
            return activity_of(ActivityItem.get(*activity_key(activity_id), consistent_read=True))
        except ActivityItem.DoesNotExist:
            return None

    def header(self, message_id: str) -> Header | None:
        """Return a message without its text. GetItem on correspondence `key`, `item`, consistent."""
        key = MessageItem.key_of(message_id)
        try:
            item = MessageItem.get(key, MessageItem.ITEM, consistent_read=True, attributes_to_get=list(_HEADER))
        except MessageItem.DoesNotExist:
            return None
        return Header(item.message_id, item.owner, MessageType(item.kind), item.sent_at, item.document_id)

    def progress(self, message_id: str) -> Progress:
        """Tell how far an answer has come. GetItem on correspondence `key`, `item`, consistent."""
        try:
            item = AnswerItem.get(MessageItem.key_of(message_id), AnswerItem.ITEM, consistent_read=True)
        except AnswerItem.DoesNotExist:
            return Progress()
        return Progress(
            calls=tuple(item.calls or ()),
            letter_wanted_at=item.letter_wanted_at,
            answered_at=item.answered_at,
            answered_by=item.answered_by or "",
            channel=item.channel or "",
            content=item.content or "",
        )

    def contact(self, contact_id: str) -> Contact | None:
        """Return a contact. GetItem on work `key`, `item`, consistent."""
        if not is_reference(contact_id):
            return None
        try:
            return contact_of(ContactItem.get(ContactItem.key_of(contact_id), ContactItem.ITEM, consistent_read=True))
        except ContactItem.DoesNotExist:
            return None

    def queue(self, team: str, after: str, limit: int) -> Sequence[WorkItem]:
        """Return work of a queue by due time. A consistent Query on work `key`, `item` a shard; a GetItem an entry."""
        later = QueueItem.item > after if after else None
        shards = [
            QueueItem.query(QueueItem.key_of(team, shard), later, consistent_read=True, limit=limit)
            for shard in range(QUEUE_SHARDS)
        ]
        places = islice(merge(*shards, key=lambda place: str(place.item)), limit)
        found = (self.item(place.work_item_id) for place in places)
        return [item for item in found if item and item.status is not WorkStatus.DONE]

    def record(self, act: Act) -> None:
        """Record that something was looked at. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def take(self, item: WorkItem, act: Act) -> bool:
        """Take a work item that is open. One transaction; of several at once one holds the condition."""
        free = (WorkItemItem.status == WorkStatus.OPEN.value) & (WorkItemItem.team == item.team)
        actions: list[Action] = [
            WorkItemItem.status.set(WorkStatus.TAKEN.value),
            WorkItemItem.taken_by.set(act.actor),
        ]
        place = queue_place(item, item.team)
        try:
            with Transaction() as transaction:
                transaction.update("work-item", _key_of(item.work_item_id), actions, free)
                transaction.update("queue", place, [QueueItem.taken_by.set(act.actor)], QueueItem.key.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def call_failed(self, item: WorkItem, call: Call, acts: Sequence[Act]) -> bool:
        """Keep an unsuccessful call with its note, history entry and notices, and that the letter is wanted.

        One transaction.
        """
        first = AnswerItem.calls.does_not_exist()
        same = AnswerItem.calls == list(call.before) if call.before else first
        actions: list[Action] = [AnswerItem.calls.set([*call.before, call.call_id])]
        if call.wants_letter:
            actions.append(AnswerItem.letter_wanted_at.set(acts[0].at))
        noted = WorkItemItem.notes.set((WorkItemItem.notes | []).append([note_map(call.note)]))
        mine = (WorkItemItem.status == WorkStatus.TAKEN.value) & (WorkItemItem.taken_by == acts[0].actor)
        unanswered = same & AnswerItem.answered_at.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update("answer", _answer_of(call.message_id), actions, unanswered)
                transaction.update("work-item", _key_of(item.work_item_id), [noted], mine)
                add_entry(transaction, call.entry)
                for notice in call.notices:
                    _send(transaction, notice, acts[0])
                for act in acts:
                    transaction.record(act)
                    if act.kind is ActKind.LETTER_WANTED:
                        await_letter(transaction, act)
        except ConditionsFailed:
            return False
        return True

    def answer(self, done: Done, act: Act) -> bool:
        """Keep that a message is answered; its work of all teams is done (CON-19). One transaction."""
        own, *others = done.items
        answered: list[Action] = [
            AnswerItem.answered_at.set(act.at),
            AnswerItem.answered_by.set(act.actor),
            AnswerItem.channel.set(done.channel.value),
            AnswerItem.content.set(done.content),
        ]
        try:
            with Transaction() as transaction:
                once = AnswerItem.answered_at.does_not_exist()
                transaction.update("answer", _answer_of(done.message_id), answered, once)
                finish_work(transaction, own, done.notes, act.at, by=act.actor)
                for other in others:
                    finish_work(transaction, other, done.notes, act.at)
                if done.raised:
                    raise_work(transaction, done.raised)
                elif own.activity_id:
                    ended = ActivityItem.status.set(ActivityStatus.DONE.value)
                    there = ActivityItem.key.exists()
                    transaction.update("activity", ActivityItem(*activity_key(own.activity_id)), [ended], there)
                if done.entry:
                    add_entry(transaction, done.entry)
                for notice in done.notices:
                    _send(transaction, notice, act)
                if done.mail:
                    _send(transaction, done.mail, act)
                    set_clock(transaction, Clock.NOTIFICATION, done.mail.wanted.notification, act.at)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _send(transaction: Transaction, notice: Notice, act: Act) -> None:
    want(transaction, notice.wanted, By(act.actor, act.at, act.transaction_id, notice.event))


def _answer_of(message_id: str) -> AnswerItem:
    return AnswerItem(MessageItem.key_of(message_id), AnswerItem.ITEM)


def _key_of(work_item_id: str) -> WorkItemItem:
    return WorkItemItem(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM)
