"""Call-backs in DynamoDB, as they are promised, listed and kept."""

from collections.abc import Sequence

from pynamodb.expressions.update import Action

from cms_common.adapters import callbacks
from cms_common.adapters.callbacks import list_place, pointer_of
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import contact_of, set_clock, work_item_of
from cms_common.adapters.work_tables import CallBackItem, CallBackPlaceItem, ContactItem, WorkItemItem
from cms_common.domain.acts import Act
from cms_common.domain.callbacks import CallBack
from cms_common.domain.work import Clock, Contact, WorkItem, WorkStatus, is_reference


class DynamoCallBacks(callbacks.DynamoCallBacks):
    """Call-backs in DynamoDB."""

    def promise(self, call_back: CallBack, issues: Sequence[str], act: Act) -> bool:
        """Keep a call-back, its place in the team's list and on the clock, and that issues wait for it.

        One transaction; False where it was kept before, or an issue is done by now.
        """
        waits = [WorkItemItem.call_backs.add({call_back.call_back_id})]
        try:
            with Transaction() as transaction:
                transaction.put("call-back", _item(call_back), CallBackItem.key.does_not_exist())
                transaction.put("call-back-place", list_place(call_back, call_back.team))
                if call_back.scin:
                    transaction.put("call-back-pointer", pointer_of(call_back))
                for issue in issues:
                    open_one = WorkItemItem.status != WorkStatus.DONE.value
                    transaction.update("work-item", _key_of(issue), [*waits], WorkItemItem.key.exists() & open_one)
                set_clock(transaction, Clock.CALL_BACK, call_back.call_back_id, call_back.due_at)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def waiting(self, team: str, after: str, limit: int) -> Sequence[CallBack]:
        """Return call-backs by when they are due. A consistent Query on work `key`, `item`; a GetItem an entry."""
        later = CallBackPlaceItem.item > after if after else None
        places = CallBackPlaceItem.query(CallBackPlaceItem.key_of(team), later, consistent_read=True, limit=limit)
        found = (self.find(place.call_back_id) for place in places)
        return [one for one in found if one and one.kept_at is None]

    def kept(self, call_back: CallBack, issues: Sequence[str], notes: str, act: Act) -> bool:
        """Keep that the call was made; it leaves the list, and issues wait for it no more. One transaction."""
        actions: list[Action] = [
            CallBackItem.kept_at.set(act.at),
            CallBackItem.kept_by.set(act.actor),
            CallBackItem.notes.set(notes),
            CallBackItem.version.set(act.version),
        ]
        same = (CallBackItem.version == call_back.version) & CallBackItem.kept_at.does_not_exist()
        item = CallBackItem(CallBackItem.key_of(call_back.call_back_id), CallBackItem.ITEM)
        waits_no_more = [WorkItemItem.call_backs.delete({call_back.call_back_id})]
        try:
            with Transaction() as transaction:
                transaction.update("call-back", item, actions, same)
                transaction.delete("call-back-place", list_place(call_back, call_back.team))
                if call_back.scin:
                    transaction.delete("call-back-pointer", pointer_of(call_back))
                for issue in issues:
                    there = WorkItemItem.key.exists()
                    transaction.update("work-item", _key_of(issue), [*waits_no_more], there)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def record(self, act: Act) -> None:
        """Record that call-backs were looked at. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item. GetItem on work `key`, `item`, consistent."""
        if not is_reference(work_item_id):
            return None
        try:
            found = WorkItemItem.get(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM, consistent_read=True)
        except WorkItemItem.DoesNotExist:
            return None
        return work_item_of(found)

    def contact(self, contact_id: str) -> Contact | None:
        """Return a contact. GetItem on work `key`, `item`, consistent."""
        if not is_reference(contact_id):
            return None
        try:
            return contact_of(ContactItem.get(ContactItem.key_of(contact_id), ContactItem.ITEM, consistent_read=True))
        except ContactItem.DoesNotExist:
            return None


def _key_of(work_item_id: str) -> WorkItemItem:
    return WorkItemItem(WorkItemItem.key_of(work_item_id), WorkItemItem.ITEM)


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
