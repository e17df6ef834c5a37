"""Call-backs in DynamoDB: as their items say them, whose they are, and how they change team."""

from pynamodb.expressions.update import Action

from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work_tables import CallBackItem, CallBackPlaceItem, ContactPointerItem, OpenCallBackItem
from cms_common.domain.acts import Act
from cms_common.domain.callbacks import CallBack
from cms_common.domain.work import is_reference


class DynamoCallBacks:
    """Call-backs, for all who find them and move them."""

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back. GetItem on work `key`, `item`, consistent."""
        if not is_reference(call_back_id):
            return None
        try:
            found = CallBackItem.get(CallBackItem.key_of(call_back_id), CallBackItem.ITEM, consistent_read=True)
        except CallBackItem.DoesNotExist:
            return None
        return call_back_of(found)

    def open_call_backs_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's call-backs that are not kept. A Query on work `key`, `item`, consistent."""
        own = OpenCallBackItem.item.startswith(OpenCallBackItem.PREFIX)
        found = OpenCallBackItem.query(ContactPointerItem.key_of(scin), own, consistent_read=True)
        return tuple(pointer.call_back_id for pointer in found)

    def move(self, call_back: CallBack, team: str, act: Act) -> bool:
        """Move a call-back that is not kept to another team's list. One transaction."""
        actions: list[Action] = [CallBackItem.team.set(team), CallBackItem.version.set(act.version)]
        same = (CallBackItem.version == call_back.version) & CallBackItem.kept_at.does_not_exist()
        item = CallBackItem(CallBackItem.key_of(call_back.call_back_id), CallBackItem.ITEM)
        try:
            with Transaction() as transaction:
                transaction.update("call-back", item, actions, same)
                transaction.delete("call-back-place", list_place(call_back, call_back.team))
                transaction.put("call-back-place", list_place(call_back, team))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def list_place(call_back: CallBack, team: str) -> CallBackPlaceItem:
    """Return the place of a call-back in a team's list."""
    place = CallBackPlaceItem.item_of(int(call_back.due_at.timestamp()), call_back.call_back_id)
    key, named = CallBackPlaceItem.key_of(team), call_back.call_back_id
    return CallBackPlaceItem(key, place, call_back_id=named, due_at=call_back.due_at)


def pointer_of(call_back: CallBack) -> OpenCallBackItem:
    """Return the pointer from a client to a call-back that is not kept."""
    key, place = ContactPointerItem.key_of(call_back.scin), OpenCallBackItem.item_of(call_back.call_back_id)
    return OpenCallBackItem(key, place, call_back_id=call_back.call_back_id)


def call_back_of(item: CallBackItem) -> CallBack:
    """Read a call-back from its item."""
    return CallBack(
        call_back_id=item.call_back_id,
        team=item.team,
        details=item.details,
        promised_at=item.promised_at,
        promised_by=item.promised_by,
        due_at=item.due_at,
        agreed=item.agreed,
        scin=item.scin or "",
        ern=item.ern or "",
        contact_id=item.contact_id or "",
        work_item_id=item.work_item_id or "",
        kept_at=item.kept_at,
        kept_by=item.kept_by or "",
        notes=item.notes or "",
        version=int(item.version),
    )
