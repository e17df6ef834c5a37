"""The work table, one class a kind of item. Keys are built here and nowhere else.

One partition holds a contact with its activities, one a service request with its documents, one a queue's share of
what is to be done by due time, and one all that points from a client to these.
"""

from hashlib import sha256

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from cms_common.adapters.table import Table

QUEUE_SHARDS = 4
"""Partitions that one team's queue is spread over."""
CLOCK_SHARDS = 4
"""Partitions that what waits for one clock is spread over."""


class DocumentMap(MapAttribute[str, object]):
    """A document inside its activity."""

    upload_id = UnicodeAttribute()
    number = NumberAttribute()
    name = UnicodeAttribute()
    view_type = UnicodeAttribute()
    pages = NumberAttribute()


class NoteMap(MapAttribute[str, object]):
    """A note inside its work item."""

    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()


class ContactItem(Table):
    """A contact with one client. `version` counts the acts in it."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="contact")
    contact_id = UnicodeAttribute()
    scin = UnicodeAttribute()
    channel = UnicodeAttribute()
    direction = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    opened_by = UnicodeAttribute()
    staff_session = UnicodeAttribute(null=True)
    work_item_id = UnicodeAttribute(null=True)
    security_check = UnicodeAttribute()
    subject = UnicodeAttribute()
    closed_at = UTCDateTimeAttribute(null=True)
    reset_at = UTCDateTimeAttribute(null=True)
    referred_at = UTCDateTimeAttribute(null=True)
    referral_reason = UnicodeAttribute(null=True)
    version = NumberAttribute()
    ern = UnicodeAttribute(null=True)

    ITEM = "contact"

    @staticmethod
    def key_of(contact_id: str) -> str:
        """Return the key of a contact and its activities."""
        return f"contact#{contact_id}"


class ContactPointerItem(Table):
    """Points from a client to a contact, by when it was opened."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    contact_id = UnicodeAttribute()

    PREFIX = "contact#"

    @staticmethod
    def key_of(scin: str, ern: str = "") -> str:
        """Return the key of all that points from a client or an employer, as "client#121000121688"."""
        return f"client#{scin}" if scin else f"employer#{ern}"

    @classmethod
    def item_of(cls, opened_at: str, contact_id: str) -> str:
        """Return the range key: when it was opened (ISO 8601, UTC) and the contact's ID."""
        return f"{cls.PREFIX}{opened_at}#{contact_id}"


class ActivityItem(Table):
    """An activity under a contact. `version` counts the acts on it, openings too."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    activity_id = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    scin = UnicodeAttribute()
    kind = UnicodeAttribute()
    subject = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    status = UnicodeAttribute()
    error_status = UnicodeAttribute(null=True)
    error_description = UnicodeAttribute(null=True)
    document = DocumentMap(null=True)  # type: ignore[no-untyped-call]
    version = NumberAttribute()
    ern = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)

    PREFIX = "activity#"

    @classmethod
    def item_of(cls, number: int) -> str:
        """Return the range key of a contact's activity, in the order of their numbers."""
        return f"{cls.PREFIX}{number:03d}"


class WorkItemItem(Table):
    """A work item. `version` counts the acts on it, openings too.

    `approaching_at` and `breached_at` are when the sweep told of its due time, once each; `call_backs` are the IDs of
    those promised about it and not kept.
    """

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="work-item")
    work_item_id = UnicodeAttribute()
    team = UnicodeAttribute()
    kind = UnicodeAttribute()
    scin = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    activity_id = UnicodeAttribute(null=True)
    subject = UnicodeAttribute()
    advice = UnicodeAttribute()
    raised_at = UTCDateTimeAttribute()
    due_at = UTCDateTimeAttribute()
    status = UnicodeAttribute()
    taken_by = UnicodeAttribute(null=True)
    notes: ListAttribute[NoteMap] = ListAttribute(of=NoteMap)
    done_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()
    ern = UnicodeAttribute(null=True)
    closes_with = UnicodeAttribute(null=True)
    service_request = UnicodeAttribute(null=True)
    approaching_at = UTCDateTimeAttribute(null=True)
    breached_at = UTCDateTimeAttribute(null=True)
    call_backs = UnicodeSetAttribute(null=True)

    ITEM = "work-item"

    @staticmethod
    def key_of(work_item_id: str) -> str:
        """Return the key of a work item."""
        return f"work-item#{work_item_id}"


class QueueItem(Table):
    """The place of a work item in its team's queue until it is done. It holds nothing of the client."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    work_item_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    due_at = UTCDateTimeAttribute()
    taken_by = UnicodeAttribute(null=True)

    @staticmethod
    def key_of(team: str, shard: int) -> str:
        """Return the key of one shard of a team's queue."""
        return f"queue#{team}#{shard}"

    @staticmethod
    def item_of(due: int, work_item_id: str) -> str:
        """Return the range key: the second since 1970 at which it is due, and the work item's ID."""
        return f"{due:012d}#{work_item_id}"

    @staticmethod
    def shard_of(work_item_id: str) -> int:
        """Return the shard that a work item stands in."""
        return sha256(work_item_id.encode()).digest()[0] % QUEUE_SHARDS


class ClockItem(Table):
    """What a sweep of the clock looks at once a moment is over. It holds nothing of the client.

    The range key holds the second since 1970 of that moment, so what is later is never read.
    """

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    of = UnicodeAttribute()
    at = UTCDateTimeAttribute()

    @staticmethod
    def key_of(clock: str, shard: int) -> str:
        """Return the key of one share of a clock, as "clock#due#0"."""
        return f"clock#{clock}#{shard}"

    @staticmethod
    def item_of(second: int, of: str) -> str:
        """Return the range key: the second since 1970, and what is to be looked at."""
        return f"{second:012d}#{of}"

    @staticmethod
    def shard_of(of: str) -> int:
        """Return the share that something stands in."""
        return sha256(of.encode()).digest()[0] % CLOCK_SHARDS


class CallBackItem(Table):
    """A call-back that was promised, until it is kept and after. `details` are the person's: they stand here alone."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="call-back")
    call_back_id = UnicodeAttribute()
    team = UnicodeAttribute()
    scin = UnicodeAttribute(null=True)
    ern = UnicodeAttribute(null=True)
    contact_id = UnicodeAttribute(null=True)
    work_item_id = UnicodeAttribute(null=True)
    details = UnicodeAttribute()
    promised_at = UTCDateTimeAttribute()
    promised_by = UnicodeAttribute()
    due_at = UTCDateTimeAttribute()
    agreed = BooleanAttribute()
    kept_at = UTCDateTimeAttribute(null=True)
    kept_by = UnicodeAttribute(null=True)
    notes = UnicodeAttribute(null=True)
    missed_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()

    ITEM = "call-back"

    @staticmethod
    def key_of(call_back_id: str) -> str:
        """Return the key of a call-back."""
        return f"call-back#{call_back_id}"


class CallBackPlaceItem(Table):
    """The place of a call-back in its team's list until it is kept: by when it is due, so missed ones come first."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    call_back_id = UnicodeAttribute()
    due_at = UTCDateTimeAttribute()

    @staticmethod
    def key_of(team: str) -> str:
        """Return the key of a team's list."""
        return f"call-backs#{team}"

    @staticmethod
    def item_of(due: int, call_back_id: str) -> str:
        """Return the range key: the second since 1970 at which it is due, and the call-back's ID."""
        return f"{due:012d}#{call_back_id}"


class OpenCallBackItem(Table):
    """Points from a client to a call-back that is not kept, so that all of a client's can change team at once."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    call_back_id = UnicodeAttribute()

    PREFIX = "call-back#"

    @classmethod
    def item_of(cls, call_back_id: str) -> str:
        """Return the range key."""
        return f"{cls.PREFIX}{call_back_id}"


class OpenWorkItem(Table):
    """Points from a client to a work item that is not done, so that all of a client's work can change team at once."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    work_item_id = UnicodeAttribute()
    team = UnicodeAttribute()
    due_at = UTCDateTimeAttribute()

    PREFIX = "work-item#"

    @classmethod
    def item_of(cls, work_item_id: str) -> str:
        """Return the range key."""
        return f"{cls.PREFIX}{work_item_id}"


class ServiceRequestItem(Table):
    """A service request. `version` counts the openings of it; what it says comes from the 2012 System."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="service-request")
    service_request_id = UnicodeAttribute()
    scin = UnicodeAttribute()
    process = UnicodeAttribute()
    area = UnicodeAttribute()
    sub_area = UnicodeAttribute()
    source = UnicodeAttribute()
    channel = UnicodeAttribute()
    case_id = UnicodeAttribute(null=True)
    subject_details = UnicodeAttribute(null=True)
    subject_type = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    sub_status = UnicodeAttribute(null=True)
    resolution_code = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)

    ITEM = "service-request"

    @staticmethod
    def key_of(service_request_id: str) -> str:
        """Return the key of a service request and its documents."""
        return f"service-request#{service_request_id}"


class LinkedDocumentItem(Table):
    """A document that is linked to a service request (UPL-09)."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    upload_id = UnicodeAttribute()
    number = NumberAttribute()
    name = UnicodeAttribute()
    view_type = UnicodeAttribute()
    pages = NumberAttribute()

    PREFIX = "document#"

    @classmethod
    def item_of(cls, upload_id: str, number: int) -> str:
        """Return the range key: one a file, however often it is linked."""
        return f"{cls.PREFIX}{upload_id}#{number}"


class ServiceRequestPointerItem(Table):
    """Points from a client to a service request."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    service_request_id = UnicodeAttribute()

    PREFIX = "service-request#"

    @classmethod
    def item_of(cls, service_request_id: str) -> str:
        """Return the range key."""
        return f"{cls.PREFIX}{service_request_id}"


class IncidentItem(Table):
    """An incident. What it says stands here alone; whether it is done, in its work item, whose ID is its number."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True, default="incident")
    number = UnicodeAttribute()
    scin = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    raised_at = UTCDateTimeAttribute()
    raised_by = UnicodeAttribute()
    description = UnicodeAttribute()
    letter = UnicodeAttribute(null=True)
    error_code = UnicodeAttribute(null=True)
    error_transaction = UnicodeAttribute(null=True)

    ITEM = "incident"

    @staticmethod
    def key_of(number: str) -> str:
        """Return the key of an incident."""
        return f"incident#{number}"


class FailedChecksItem(Table):
    """How many security checks failed in the contacts of one member of staff on one day of the United Kingdom."""

    class Meta:
        setting = "work_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    failed = NumberAttribute()

    @staticmethod
    def key_of(staff: str) -> str:
        """Return the key, by the actor: "staff#JSMITH1"."""
        return staff

    @staticmethod
    def item_of(day: str) -> str:
        """Return the range key of a day, as "failed-checks#2026-11-22"."""
        return f"failed-checks#{day}"


WORK_TABLES: tuple[type[Table], ...] = (
    ContactItem,
    ContactPointerItem,
    ActivityItem,
    WorkItemItem,
    QueueItem,
    ClockItem,
    CallBackItem,
    CallBackPlaceItem,
    OpenCallBackItem,
    OpenWorkItem,
    ServiceRequestItem,
    LinkedDocumentItem,
    ServiceRequestPointerItem,
    IncidentItem,
    FailedChecksItem,
)
"""Every kind of item of the work table, for whoever opens it whole."""
