"""The correspondence table, one class a kind of item. Keys are built here and nowhere else.

One partition holds all of one owner's history by time, one a message, one a letter, one the letters that a client has
not opened, and one a share of the letters that wait for the printer.
"""

from hashlib import sha256

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from cms_common.adapters.table import Table

PRINT_SHARDS = 4
"""Partitions that the letters waiting for the printer are spread over."""


class EntryItem(Table):
    """An entry of a contact history."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    entry_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    kind = UnicodeAttribute()
    direction = UnicodeAttribute()
    title = UnicodeAttribute()
    template = UnicodeAttribute(null=True)
    template_version = NumberAttribute(null=True)
    document_id = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    delivery = UnicodeAttribute()
    state = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute(null=True)

    PREFIX = "entry#"

    @classmethod
    def item_of(cls, at: str, entry_id: str) -> str:
        """Return the range key: when it was (ISO 8601, UTC, microseconds) and the entry's ID."""
        return f"{cls.PREFIX}{at}#{entry_id}"


class MessageItem(Table):
    """A message as it was sent; it never changes. Only its document is added, once it is made (MSG-06, MSG-15).

    `owner` has it in its history under `entry` (a range key); `document_id` is None until the PDF is there.
    """

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="message")
    message_id = UnicodeAttribute()
    owner = UnicodeAttribute()
    entry = UnicodeAttribute()
    kind = UnicodeAttribute()
    text = UnicodeAttribute()
    child = UnicodeAttribute(null=True)
    sent_at = UTCDateTimeAttribute()
    due_at = UTCDateTimeAttribute()
    sent_by = UnicodeAttribute()
    contact_id = UnicodeAttribute(null=True)
    activity_id = UnicodeAttribute(null=True)
    document_id = UnicodeAttribute(null=True)
    pages = NumberAttribute(null=True)
    version = NumberAttribute()

    ITEM = "message"

    @staticmethod
    def key_of(message_id: str) -> str:
        """Return the key of a message."""
        return f"message#{message_id}"


class AnswerItem(Table):
    """How far the answer of a message has come, beside it: `calls` are the IDs of the calls that reached nobody."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="answer")
    calls: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    letter_wanted_at = UTCDateTimeAttribute(null=True)
    answered_at = UTCDateTimeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)

    ITEM = "answer"


class LetterItem(Table):
    """A letter that was issued: `posted_at` when it went to the print queue, `batch` what it left that queue in."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="letter")
    letter_id = UnicodeAttribute()
    code = UnicodeAttribute()
    template_version = NumberAttribute()
    language = UnicodeAttribute()
    title = UnicodeAttribute()
    scin = UnicodeAttribute()
    entry = UnicodeAttribute()
    cause = UnicodeAttribute()
    delivery = UnicodeAttribute()
    issued_at = UTCDateTimeAttribute()
    document_id = UnicodeAttribute()
    pages = NumberAttribute()
    sha256 = UnicodeAttribute()
    posted_at = UTCDateTimeAttribute(null=True)
    batch = UnicodeAttribute(null=True)
    handed_over_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()

    ITEM = "letter"

    @staticmethod
    def key_of(letter_id: str) -> str:
        """Return the key of a letter."""
        return f"letter#{letter_id}"


class UnopenedItem(Table):
    """A letter that was delivered online and that its client has not opened: it is posted if they leave (PRF-37)."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    letter_id = UnicodeAttribute()

    @staticmethod
    def key_of(owner: str) -> str:
        """Return the key of an owner's letters not yet opened, as "unopened#client#121000121688"."""
        return f"unopened#{owner}"


class WaitingLetterItem(Table):
    """A letter that waits for the printer, with what the manifest says of it. It holds nothing of the client."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    letter_id = UnicodeAttribute()
    code = UnicodeAttribute()
    document_id = UnicodeAttribute()
    pages = NumberAttribute()
    sha256 = UnicodeAttribute()

    @staticmethod
    def key_of(shard: int) -> str:
        """Return the key of one share of what waits."""
        return f"print#{shard}"

    @staticmethod
    def item_of(since: int, letter_id: str) -> str:
        """Return the range key: the second since 1970 since when it waits, and the letter's ID."""
        return f"{since:012d}#{letter_id}"

    @staticmethod
    def shard_of(letter_id: str) -> int:
        """Return the share that a letter waits in."""
        return sha256(letter_id.encode()).digest()[0] % PRINT_SHARDS


class PrintBatchItem(Table):
    """The newest print batch: its number, and its letters while it is open, fixed before the first is written."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True, default="print#batch")
    item = UnicodeAttribute(range_key=True, default="newest")
    number = NumberAttribute()
    open = BooleanAttribute()
    batch = UnicodeAttribute()
    begun_at = UTCDateTimeAttribute()
    letters = JSONAttribute()

    KEY, ITEM = "print#batch", "newest"


class MessageFormItem(Table):
    """Remembers which message a form made, by the hash of who sent it and its Idempotency-Key."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="form")
    message_id = UnicodeAttribute()
    body_hash = UnicodeAttribute()
    expires_at = NumberAttribute()

    ITEM = "form"

    @staticmethod
    def key_of(form: str) -> str:
        """Return the key of one form by its hash."""
        return f"form#{form}"


class NotifiedItem(Table):
    """A notification of one owner, for staff: also one that was not sent. The notification itself is elsewhere."""

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    notification = UnicodeAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def key_of(owner: str) -> str:
        """Return the key of an owner's notifications, as "notified#client#121000121688"."""
        return f"notified#{owner}"

    @staticmethod
    def item_of(queued_at: str, notification: str) -> str:
        """Return the range key: since when it was queued (ISO 8601, UTC, microseconds), and its ID."""
        return f"{queued_at}#{notification}"


CORRESPONDENCE_TABLES: tuple[type[Table], ...] = (
    EntryItem,
    MessageItem,
    AnswerItem,
    LetterItem,
    UnopenedItem,
    WaitingLetterItem,
    PrintBatchItem,
    MessageFormItem,
    NotifiedItem,
)
"""Every kind of item of the correspondence table, for whoever opens it whole."""
