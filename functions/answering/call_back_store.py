"""Call-backs, and what comes in on paper, in DynamoDB."""

from collections.abc import Sequence

from pynamodb.expressions.update import Action

from answering.calling_back import Inbound
from cms_common.adapters.callbacks import call_back_of
from cms_common.adapters.faults import part_of
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import owner_of, raise_activity, raise_contact, raise_work, set_clock, work_item_of
from cms_common.adapters.work_tables import CallBackItem, CallBackPlaceItem, WorkItemItem
from cms_common.domain.acts import Act
from cms_common.domain.callbacks import CallBack
from cms_common.domain.components import Component
from cms_common.domain.work import ClientOwner, Clock, WorkItem, is_reference


class DynamoCallBacks:
    """Call-backs in DynamoDB."""

    def promise(self, call_back: CallBack, act: Act) -> CallBack:
        """Keep a call-back, its place in the team's list and on the clock. One transaction; kept before, a GetItem."""
        try:
            with Transaction() as transaction:
                transaction.put("call-back", _item(call_back), CallBackItem.key.does_not_exist())
                transaction.put("call-back-place", _place(call_back))
                set_clock(transaction, Clock.CALL_BACK, call_back.call_back_id, call_back.due_at)
                transaction.record(act)
        except ConditionsFailed:
            return self.find(call_back.call_back_id) or call_back
        return call_back

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back. GetItem on work `key`, `item`, consistent."""
        if not is_reference(call_back_id):
            return None
        try:
            found = CallBackItem.get(CallBackItem.key_of(call_back_id), CallBackItem.ITEM, consistent_read=True)
        except CallBackItem.DoesNotExist:
            return None
        return call_back_of(found)

    def waiting(self, team: str, after: str, limit: int) -> Sequence[CallBack]:
        """Return call-backs by when they are due. A consistent Query on work `key`, `item`; a GetItem an entry."""
        later = CallBackPlaceItem.item > after if after else None
        places = CallBackPlaceItem.query(CallBackPlaceItem.key_of(team), later, consistent_read=True, limit=limit)
        found = (self.find(place.call_back_id) for place in places)
        return [one for one in found if one and one.kept_at is None]

    def kept(self, call_back: CallBack, notes: str, act: Act) -> bool:
        """Keep that the call was made; it leaves the list. One transaction."""
        actions: list[Action] = [
            CallBackItem.kept_at.set(act.at),
            CallBackItem.kept_by.set(act.actor),
            CallBackItem.notes.set(notes),
            CallBackItem.version.set(act.version),
        ]
        same = (CallBackItem.version == call_back.version) & CallBackItem.kept_at.does_not_exist()
        item = CallBackItem(CallBackItem.key_of(call_back.call_back_id), CallBackItem.ITEM)
        try:
            with Transaction() as transaction:
                transaction.update("call-back", item, actions, same)
                transaction.delete("call-back-place", _place(call_back))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item. GetItem on work `key`, `item`, consistent."""
        if not is_reference(work_item_id):
            return None
        try:
            found = WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
        except WorkItemItem.DoesNotExist:
            return None
        return work_item_of(found)

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            return owner_of(scin)

    def receive(self, inbound: Inbound, act: Act) -> None:
        """Keep what came in: contact, activity, work. One transaction; kept before, nothing."""
        try:
            with Transaction() as transaction:
                raise_contact(transaction, inbound.contact)
                raise_activity(transaction, inbound.activity)
                raise_work(transaction, inbound.work)
                transaction.record(act)
        except ConditionsFailed:
            return


def _item(call_back: CallBack) -> CallBackItem:
    return CallBackItem(
        CallBackItem.key_of(call_back.call_back_id),
        CallBackItem.ITEM,
        call_back_id=call_back.call_back_id,
        team=call_back.team,
        scin=call_back.scin or None,
        ern=call_back.ern or None,
        contact_id=call_back.contact_id or None,
        work_item_id=call_back.work_item_id or None,
        details=call_back.details,
        promised_at=call_back.promised_at,
        promised_by=call_back.promised_by,
        due_at=call_back.due_at,
        agreed=call_back.agreed,
        version=call_back.version,
    )


def _place(call_back: CallBack) -> CallBackPlaceItem:
    place = CallBackPlaceItem.item_of(int(call_back.due_at.timestamp()), call_back.call_back_id)
    key, named = CallBackPlaceItem.key_of(call_back.team), call_back.call_back_id
    return CallBackPlaceItem(key, place, call_back_id=named, due_at=call_back.due_at)
