"""Clocks in DynamoDB. Each is read by key up to a moment, so what is later is never read."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.callbacks import call_back_of
from cms_common.adapters.correspondence_tables import AddresslessItem, LetterItem, MessageItem
from cms_common.adapters.table import Table
from cms_common.adapters.tables import NotificationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import set_clock, work_item_of
from cms_common.adapters.work_tables import CLOCK_SHARDS, CallBackItem, ClockItem, WorkItemItem
from cms_common.domain.acts import Act
from cms_common.domain.callbacks import CallBack
from cms_common.domain.notifications import State
from cms_common.domain.work import Clock, WorkItem, WorkStatus
from sla.ports import Place, Share


class DynamoClocks:
    """Clocks in DynamoDB."""

    def shares(self) -> Sequence[Share]:
        """Return every share of every clock, the first share of each clock first. Reads nothing."""
        return [Share(clock, number) for number in range(CLOCK_SHARDS) for clock in Clock]

    def over(self, share: Share, by: datetime, after: Place | None, limit: int) -> Sequence[Place]:
        """Return what stands in a share by a moment. A consistent Query on work `key`, `item`."""
        key = ClockItem.key_of(share.clock, share.number)
        # "~" comes after every "#": the whole second of the moment is read, and nothing later.
        until = ClockItem.item < f"{int(by.timestamp()):012d}~"
        last = {"key": {"S": key}, "item": {"S": after.place}} if after else None
        found = ClockItem.query(key, until, consistent_read=True, limit=limit, page_size=limit, last_evaluated_key=last)
        return [Place(share.clock, item.item, item.of, item.at) for item in found]

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item. GetItem on work `key`, `item`, consistent."""
        try:
            found = WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
        except WorkItemItem.DoesNotExist:
            return None
        return work_item_of(found)

    def call_back(self, call_back_id: str) -> CallBack | None:
        """Return a call-back. GetItem on work `key`, `item`, consistent."""
        try:
            found = CallBackItem.get(CallBackItem.key_of(call_back_id), CallBackItem.ITEM, consistent_read=True)
        except CallBackItem.DoesNotExist:
            return None
        return call_back_of(found)

    def document_made(self, message_id: str) -> bool:
        """Tell whether a message's PDF is made. GetItem on correspondence `key`, `item`, consistent, never its text."""
        key = MessageItem.key_of(message_id)
        wanted = ["key", "item", "document_id"]
        try:
            found = MessageItem.get(key, MessageItem.ITEM, consistent_read=True, attributes_to_get=wanted)
        except MessageItem.DoesNotExist:
            return True
        return found.document_id is not None

    def notification_left(self, notification: str) -> bool:
        """Tell whether a notification has left its queue. GetItem on notifications `notification`, consistent."""
        try:
            found = NotificationItem.get(notification, consistent_read=True)
        except NotificationItem.DoesNotExist:
            return True
        return bool(found.state != State.QUEUED.value)

    def letter_issued(self, letter_id: str) -> bool:
        """Tell whether a letter is issued or waits for an address. Two GetItem on correspondence, consistent."""
        # In this order: one that waits may be issued between the two reads.
        waiting = _there(AddresslessItem, AddresslessItem.key_of(AddresslessItem.shard_of(letter_id)), letter_id)
        return waiting or _there(LetterItem, LetterItem.key_of(letter_id), LetterItem.ITEM)

    def leave(self, place: Place) -> None:
        """Take something off its clock. DeleteItem on work `key`, `item`."""
        _item(place).delete()

    def tell_approaching(self, place: Place, item: WorkItem, act: Act) -> bool:
        """Keep that work comes due, and put it on the clock of what is due. One transaction."""
        try:
            with Transaction() as transaction:
                _told(transaction, item, WorkItemItem.approaching_at.set(act.at))
                _left(transaction, place)
                set_clock(transaction, Clock.DUE, item.work_item_id, item.due_at)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def tell_breached(self, place: Place, item: WorkItem, act: Act) -> bool:
        """Keep that work is late; it leaves the clocks. One transaction."""
        try:
            with Transaction() as transaction:
                _told(transaction, item, WorkItemItem.breached_at.set(act.at))
                _left(transaction, place)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def tell_missed(self, place: Place, call_back: CallBack, act: Act) -> bool:
        """Keep that a call-back was missed. One transaction."""
        item = CallBackItem(CallBackItem.key_of(call_back.call_back_id), CallBackItem.ITEM)
        actions: list[Action] = [CallBackItem.missed_at.set(act.at), CallBackItem.version.set(act.version)]
        same = (CallBackItem.version == call_back.version) & CallBackItem.kept_at.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update("call-back", item, actions, same)
                _left(transaction, place)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def tell_stuck(self, place: Place, act: Act) -> bool:
        """Record that something is stuck. One transaction."""
        try:
            with Transaction() as transaction:
                _left(transaction, place)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _there(model: type[Table], key: str, item: str) -> bool:
    try:
        model.get(key, item, consistent_read=True, attributes_to_get=["key"])
    except model.DoesNotExist:
        return False
    return True


def _told(transaction: Transaction, item: WorkItem, told: Action) -> None:
    # Whatever happens to the work item meanwhile changes its version: the next sweep looks again.
    same = (WorkItemItem.version == item.version) & (WorkItemItem.status != WorkStatus.DONE.value)
    actions = [told, WorkItemItem.version.set(item.version + 1)]
    kept = WorkItemItem(WorkItemItem.key_of(item.work_item_id), WorkItemItem.ITEM)
    transaction.update("work-item", kept, actions, same)


def _left(transaction: Transaction, place: Place) -> None:
    transaction.delete("clock", _item(place), ClockItem.key.exists())


def _item(place: Place) -> ClockItem:
    return ClockItem(ClockItem.key_of(place.clock, ClockItem.shard_of(place.of)), place.place)
