"""The correspondence table, one class a kind of item. Keys are built here and nowhere else.

One partition holds all of one owner's history by time, one a message, one a letter, one the letters that a client has
not opened, one a share of the letters that wait for the printer, and one a share of those that wait for an address.
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
ADDRESS_SHARDS = 4
"""Partitions that the letters waiting for an address are spread over."""


class EntryItem(Table):
    """An entry of a contact history. Of a mail it names the approved words by identifier and version, as "line@1"."""

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
    language = UnicodeAttribute(null=True)
    lines: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    optional: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    telephone = UnicodeAttribute(null=True)

    PREFIX = "entry#"

    @classmethod
    def item_of(cls, at: str, entry_id: str) -> str:
        """Return the range key: when it was (ISO 8601, UTC, microseconds) and the entry's ID."""
        return f"{cls.PREFIX}{at}#{entry_id}"


class MessageItem(Table):
    """A message as it was sent; it never changes. Only its document is added, once it is made (MSG-06, MSG-15).

    `owner` has it in its history under `entry` (a range key); `document_id` is None until the PDF is there, of which
    `sha256` says what it must be for good (hexadecimal).
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
    sha256 = UnicodeAttribute(null=True)
    version = NumberAttribute()

    ITEM = "message"

    @staticmethod
    def key_of(message_id: str) -> str:
        """Return the key of a message."""
        return f"message#{message_id}"


class AnswerItem(Table):
    """How far the answer of a message has come, beside it: `calls` are the IDs of the calls that reached nobody.

    `content` is a hash of what the answer said: the same form that comes again is known by it.
    """

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
    content = UnicodeAttribute(null=True)

    ITEM = "answer"


class LetterItem(Table):
    """A letter that was issued: `posted_at` when it went to the print queue, `batch` what it left that queue in.

    `document_id` is what its entry opens. What was delivered online and posted later was made anew: that document is
    `posted_document_id`, with its own SHA-256 and pages.
    """

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
    posted_document_id = UnicodeAttribute(null=True)
    posted_sha256 = UnicodeAttribute(null=True)
    posted_pages = NumberAttribute(null=True)
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
    """A letter that waits for the printer, with what the manifest says of it. It holds nothing of the client.

    One whose document cannot be read waits under a key of its own, so that it does not hold up the others.
    """

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

    ASIDE = "print#aside"

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


class AddresslessItem(Table):
    """A letter that must be posted to a client of whom no address is held; it is looked at again each hour (LET-10).

    `why` is None for one that is to be issued, else why it is posted after it was delivered online.
    """

    class Meta:
        setting = "correspondence_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    letter_id = UnicodeAttribute()
    code = UnicodeAttribute()
    scin = UnicodeAttribute()
    cause = UnicodeAttribute()
    why = UnicodeAttribute(null=True)
    since = UTCDateTimeAttribute()

    @staticmethod
    def key_of(shard: int) -> str:
        """Return the key of one share of what waits for an address; its range keys are letter IDs."""
        return f"addressless#{shard}"

    @staticmethod
    def shard_of(letter_id: str) -> int:
        """Return the share that a letter waits in."""
        return sha256(letter_id.encode()).digest()[0] % ADDRESS_SHARDS


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
    AddresslessItem,
    PrintBatchItem,
    MessageFormItem,
    NotifiedItem,
)
"""Every kind of item of the correspondence table, for whoever opens it whole."""
