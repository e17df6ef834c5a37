"""Contact history in the tests' cloud: entries put there as other contexts put them, and messages sent by HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms_common.adapters.correspondence_tables import EntryItem, MessageItem, UnopenedItem
from cms_common.adapters.history import add_entry, place_of
from cms_common.adapters.transaction import Transaction
from cms_common.domain.history import Category, Delivery, Entry, EntryKind, EntryState
from cms_common.domain.work import Direction
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.visitors import Person, fresh_key

FORM = {"message_type": "missing payments", "text": "Nothing has come since the third week of February."}
for _model in (EntryItem, MessageItem, UnopenedItem):
    _model.Meta.table_name = "cms-test-correspondence"


def send_message(person: Person, form: Mapping[str, str] = FORM, *, key: str | None = None, **more: str) -> Reply:
    """Send a message; `more` are fields that differ from the form."""
    return person.post("/messages", {**form, **more}, headers={"Idempotency-Key": key or fresh_key()})


def hold_letter(owner: str, at: datetime, number: int = 1, **more: Any) -> Entry:
    """Put a letter into somebody's history: posted, with its document, unless `more` says otherwise."""
    fields: dict[str, Any] = {
        "kind": EntryKind.LETTER,
        "entry_id": f"{number:020x}",
        "title": "We need to update your security details",
        "document_id": f"{number:020x}-0123456789abcdef",
        "template": "CMSL9800",
        "template_version": 1,
        "category": Category.ORDINARY,
        "delivery": Delivery.POST,
        "state": EntryState.READY,
    }
    entry = Entry(owner=owner, at=at, direction=Direction.OUTBOUND, **{**fields, **more})
    with Transaction() as transaction:
        add_entry(transaction, entry)
    return entry


def finish_document(cloud: Cloud, message_id: str) -> str:
    """Do what is done once a message's PDF is there: its entry is ready and names the document."""
    message = next(item for item in cloud.items("correspondence") if item["key"] == f"message#{message_id}")
    document = f"{message_id}-0123456789abcdef"
    place = {"key": message["owner"], "item": message["entry"]}
    cloud.update("correspondence", place, state="ready", document_id=document)
    return document


def path_of(entry: Entry, place: str = "") -> str:
    """Return the address of an entry's document, without the service."""
    from messaging.places import written  # noqa: PLC0415 - functions are imported when their environment is there

    return f"/contact-history/{written(place or place_of(entry))}/document"
