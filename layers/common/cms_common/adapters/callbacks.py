"""Call-backs as their items say them."""

from cms_common.adapters.work_tables import CallBackItem
from cms_common.domain.callbacks import CallBack


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
