"""Contact history in DynamoDB: what others put into it within a transaction of their own, and how it is read."""

from datetime import UTC, datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.correspondence_tables import EntryItem, UnopenedItem
from cms_common.adapters.transaction import Transaction
from cms_common.domain.history import Category, Delivery, Entry, EntryKind, EntryState, HistoryPage
from cms_common.domain.language import Language
from cms_common.domain.work import Direction


def add_entry(transaction: Transaction, entry: Entry) -> None:
    """Add an entry to a transaction: one put, and one more for a letter delivered online and not yet opened."""
    item = EntryItem(
        entry.owner,
        place_of(entry),
        entry_id=entry.entry_id,
        at=entry.at,
        kind=entry.kind.value,
        direction=entry.direction.value,
        title=entry.title,
        template=entry.template or None,
        template_version=entry.template_version or None,
        document_id=entry.document_id,
        category=entry.category.value,
        delivery=entry.delivery.value,
        state=entry.state.value,
        opened_at=entry.opened_at,
        language=entry.language.value if entry.language else None,
        lines=list(entry.lines) or None,
        optional=list(entry.optional) or None,
        telephone=entry.telephone or None,
    )
    transaction.put("entry", item, EntryItem.key.does_not_exist())
    if entry.kind is EntryKind.LETTER and entry.delivery is Delivery.ONLINE and entry.opened_at is None:
        pointer = UnopenedItem(UnopenedItem.key_of(entry.owner), entry.entry_id, letter_id=entry.entry_id)
        transaction.put("unopened", pointer)


def change_entry(
    transaction: Transaction, owner: str, place: str, state: EntryState, document_id: str | None = None
) -> None:
    """Change how far an entry has come, in a transaction: one update on `key`, `item`, where the entry is there."""
    actions: list[Action] = [EntryItem.state.set(state.value)]
    if document_id is not None:
        actions.append(EntryItem.document_id.set(document_id))
    transaction.update("entry", EntryItem(owner, place), actions, EntryItem.key.exists())


def open_entry(transaction: Transaction, entry: Entry, at: datetime) -> None:
    """Keep, in a transaction, that its owner has opened an entry: the first time, and that alone (PRF-37)."""
    unopened = EntryItem.key.exists() & EntryItem.opened_at.does_not_exist()
    transaction.update("entry", EntryItem(entry.owner, place_of(entry)), [EntryItem.opened_at.set(at)], unopened)
    if entry.kind is EntryKind.LETTER:
        transaction.delete("unopened", UnopenedItem(UnopenedItem.key_of(entry.owner), entry.entry_id))


def entries_of(owner: str, after: str | None, limit: int) -> HistoryPage:
    """Return a page of an owner's history, newest first. One Query on correspondence `key`, consistent."""
    start = {"key": {"S": owner}, "item": {"S": after}} if after else None
    found = EntryItem.query(
        owner,
        EntryItem.item.startswith(EntryItem.PREFIX),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=start,
        consistent_read=True,
    )
    entries = tuple(read_entry(item) for item in found)
    more = found.last_evaluated_key
    return HistoryPage(entries, place_of(entries[-1]) if more and entries else None)


def entry_at(owner: str, place: str) -> Entry | None:
    """Return one entry of an owner's own history, or None. GetItem on correspondence `key`, `item`, consistent."""
    try:
        return read_entry(EntryItem.get(owner, place, consistent_read=True))
    except EntryItem.DoesNotExist:
        return None


def place_of(entry: Entry) -> str:
    """Return the range key of an entry: with its owner, what finds it."""
    return EntryItem.item_of(entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.entry_id)


def read_entry(item: EntryItem) -> Entry:
    """Read an entry from its item."""
    return Entry(
        entry_id=item.entry_id,
        owner=item.key,
        at=item.at,
        kind=EntryKind(item.kind),
        direction=Direction(item.direction),
        title=item.title,
        template=item.template or "",
        template_version=int(item.template_version or 0),
        document_id=item.document_id,
        category=Category(item.category),
        delivery=Delivery(item.delivery),
        state=EntryState(item.state),
        opened_at=item.opened_at,
        language=Language(item.language) if item.language else None,
        lines=tuple(item.lines or ()),
        optional=tuple(item.optional or ()),
        telephone=item.telephone or "",
    )
