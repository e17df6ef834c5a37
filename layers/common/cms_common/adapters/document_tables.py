"""The uploads table, one class a kind of item. Keys are built here and nowhere else."""

from hashlib import sha256

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from cms_common.adapters.table import Table

WAITING_SHARDS = 4
"""Partitions that what is waited for is spread over."""


class UploadFileMap(MapAttribute[str, object]):
    """A file inside its upload."""

    number = NumberAttribute()
    name = UnicodeAttribute()
    file_type = UnicodeAttribute(null=True)
    size = NumberAttribute()
    arrived = UnicodeAttribute(null=True)
    pages = NumberAttribute(null=True)
    virus_free = BooleanAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    filed = BooleanAttribute(default=False)


class UploadItem(Table):
    """An upload whole, its files with it: so that what is learnt of one file and what follows for all is one write."""

    class Meta:
        setting = "uploads_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="upload")
    upload_id = UnicodeAttribute()
    scin = UnicodeAttribute()
    user_id = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    service_request = UnicodeAttribute(null=True)
    asked_at = UTCDateTimeAttribute()
    day = UnicodeAttribute()
    files: ListAttribute[UploadFileMap] = ListAttribute(of=UploadFileMap)
    cause = UnicodeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()

    ITEM = "upload"

    @staticmethod
    def key_of(upload_id: str) -> str:
        """Return the key of an upload."""
        return f"upload#{upload_id}"


class UploadPointerItem(Table):
    """Points from a client to an upload, by when it was asked for."""

    class Meta:
        setting = "uploads_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    upload_id = UnicodeAttribute()

    PREFIX = "upload#"

    @staticmethod
    def key_of(scin: str) -> str:
        """Return the key of a client's list."""
        return f"client#{scin}"

    @classmethod
    def item_of(cls, asked_at: str, upload_id: str) -> str:
        """Return the range key: when it was asked for (ISO 8601, UTC, microseconds) and the upload's ID."""
        return f"{cls.PREFIX}{asked_at}#{upload_id}"


class QuotaItem(Table):
    """What a client has used of one UK day's limits (UPL-17)."""

    class Meta:
        setting = "uploads_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    documents = NumberAttribute(null=True)
    size = NumberAttribute(null=True)
    asks = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @staticmethod
    def key_of(scin: str) -> str:
        """Return the key of a client's days; the range key is the day, as "2026-03-29"."""
        return f"quota#{scin}"


class UploadFormItem(Table):
    """Remembers which upload a form made, by the hash of the account and its Idempotency-Key."""

    class Meta:
        setting = "uploads_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="form")
    upload_id = UnicodeAttribute()
    asked_for = UnicodeAttribute()
    expires_at = NumberAttribute()

    ITEM = "form"

    @staticmethod
    def key_of(form: str) -> str:
        """Return the key of one form."""
        return f"form#{form}"


class WaitingItem(Table):
    """An upload that is waited for, by when to look at it again; the sweep reads what is due and nothing else."""

    class Meta:
        setting = "uploads_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    upload_id = UnicodeAttribute()

    @staticmethod
    def key_of(shard: int) -> str:
        """Return the key of one shard of what is waited for."""
        return f"waiting#{shard}"

    @staticmethod
    def item_of(due: int, upload_id: str) -> str:
        """Return the range key: the second since 1970 at which it is due, and the upload's ID."""
        return f"{due:012d}#{upload_id}"

    @staticmethod
    def shard_of(upload_id: str) -> int:
        """Return the shard that an upload waits in."""
        return sha256(upload_id.encode()).digest()[0] % WAITING_SHARDS
