"""The tables, one class a kind of item. Keys are built here and nowhere else.

Times that are compared are whole seconds since 1970 (UTC); times that are shown are UTC datetimes.
"""

from hashlib import sha256
from typing import Any

from pynamodb.attributes import (
    Attribute,
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from cms_common.adapters.table import Table


class MacsAttribute(Attribute[dict[str, bytes]]):
    """MACs by the pair of positions they stand for: {"1,2": 32 bytes, ...}."""

    attr_type = "M"

    def serialize(self, value: dict[str, bytes]) -> Any:  # noqa: ANN401 - as pynamodb declares it
        """Write as a map of binaries."""
        return {pair: {"B": mac} for pair, mac in value.items()}

    def deserialize(self, value: Any) -> dict[str, bytes]:  # noqa: ANN401 - as pynamodb declares it
        """Read from a map of binaries."""
        return {pair: held["B"] for pair, held in value.items()}


class SessionsAttribute(Attribute[dict[str, int]]):
    """Sessions by the hash of their token, and the second since 1970 at which each ends at the latest."""

    attr_type = "M"

    def serialize(self, value: dict[str, int]) -> Any:  # noqa: ANN401 - as pynamodb declares it
        """Write as a map of numbers."""
        return {token_hash: {"N": str(ends_at)} for token_hash, ends_at in value.items()}

    def deserialize(self, value: Any) -> dict[str, int]:  # noqa: ANN401 - as pynamodb declares it
        """Read from a map of numbers."""
        return {token_hash: int(held["N"]) for token_hash, held in value.items()}


class EnrolmentMap(MapAttribute[str, object]):
    """An enrolment inside its account (ENR-17)."""

    service = UnicodeAttribute()
    user_name = UnicodeAttribute()
    identifiers: ListAttribute[str] = ListAttribute(of=UnicodeAttribute)  # type: ignore[arg-type]
    status = UnicodeAttribute()
    enrolled_at = UTCDateTimeAttribute()
    activated_at = UTCDateTimeAttribute()
    activation_code_status = UnicodeAttribute()
    activation_code_expires = UnicodeAttribute()


class AccountItem(Table):
    """A Gateway account, and the attempt slots of whatever 12 digits were typed as a user ID.

    An item without `password_hash` is no account: only slots, left by attempts on an ID that nobody has. `recovered` is
    what was given back, user ID or password, since the last complete login.
    """

    class Meta:
        setting = "accounts_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute(null=True)
    first_name = UnicodeAttribute(null=True)
    surname = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute(null=True)
    password_changed_at = UTCDateTimeAttribute(null=True)
    recovered = UnicodeAttribute(null=True)
    sessions = SessionsAttribute(null=True)
    created_at = UTCDateTimeAttribute(null=True)
    id_noted_at = UTCDateTimeAttribute(null=True)
    last_successful_login = UTCDateTimeAttribute(null=True)
    last_failed_login = UTCDateTimeAttribute(null=True)
    enrolment = EnrolmentMap(null=True)  # type: ignore[no-untyped-call]
    failed_activations = NumberAttribute(null=True)
    newest_attempt = NumberAttribute(null=True)
    second_attempt = NumberAttribute(null=True)
    third_attempt = NumberAttribute(null=True)
    attempts_span = NumberAttribute(null=True)
    attempt = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @staticmethod
    def key_of(user_id: str) -> str:
        """Return the key of an account."""
        return f"account#{user_id}"


class EnrolledIdentifierItem(Table):
    """Holds one SCIN or PAYE reference for one account (GAP-15, CON-10)."""

    class Meta:
        setting = "accounts_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()

    @staticmethod
    def key_of(kind: str, identifier: str) -> str:
        """Return the key of an identifier, as "identifier#SCIN#121000121688"."""
        return f"identifier#{kind}#{identifier}"


class RegistrationItem(Table):
    """Remembers which account a registration form made, by the hash of its Idempotency-Key (REG-20)."""

    class Meta:
        setting = "accounts_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def key_of(key_hash: str) -> str:
        """Return the key of one submission."""
        return f"registration#{key_hash}"


class SessionItem(Table):
    """A session, by the SHA-256 of its token."""

    class Meta:
        setting = "sessions_table"
        table_name = ""

    token_hash = UnicodeAttribute(hash_key=True)
    stage = UnicodeAttribute()
    service = UnicodeAttribute()
    user_id = UnicodeAttribute()
    site = UnicodeAttribute()
    id_noted = BooleanAttribute()
    scin = UnicodeAttribute(null=True)
    paye_reference = UnicodeAttribute(null=True)
    ern = UnicodeAttribute(null=True)
    started_at = UTCDateTimeAttribute()
    idle_until = NumberAttribute()
    ends_at = NumberAttribute()
    expires_at = NumberAttribute()


class StaffSessionItem(Table):
    """A session of a member of staff; its key never equals that of a client's or an employer's session."""

    class Meta:
        setting = "sessions_table"
        table_name = ""

    token_hash = UnicodeAttribute(hash_key=True)
    staff_stage = UnicodeAttribute()
    staff_id = UnicodeAttribute()
    started_at = UTCDateTimeAttribute()
    idle_until = NumberAttribute()
    ends_at = NumberAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def key_of(token_hash: str) -> str:
        """Return the key of a staff session."""
        return f"staff#{token_hash}"


class LookUpItem(Table):
    """A customer whose known facts were valid, for one member of staff in one session (SUP-19)."""

    class Meta:
        setting = "sessions_table"
        table_name = ""

    token_hash = UnicodeAttribute(hash_key=True)
    staff_session = UnicodeAttribute()
    service = UnicodeAttribute()
    customer = UnicodeAttribute()
    user_id = UnicodeAttribute()
    ends_at = NumberAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def key_of(identifier: str) -> str:
        """Return the key of a look-up by the hash of its identifier."""
        return f"look-up#{identifier}"


class StaffItem(Table):
    """A member of staff: who they are, what is ticked, their password and the sessions that are open.

    `revision` counts the edits. `pending_until` is the second since 1970 from which a password made by "Change my
    password", and not confirmed, opens nothing.
    """

    class Meta:
        setting = "staff_table"
        table_name = ""

    directory = UnicodeAttribute(hash_key=True, default="staff")
    user_id = UnicodeAttribute(range_key=True)
    first_name = UnicodeAttribute()
    surname = UnicodeAttribute()
    role = UnicodeAttribute()
    functions: ListAttribute[str] = ListAttribute(of=UnicodeAttribute)  # type: ignore[arg-type]
    segment = UnicodeAttribute()
    special_records_team = BooleanAttribute()
    created_at = UTCDateTimeAttribute()
    password_hash = UnicodeAttribute()
    issued = BooleanAttribute()
    pending_hash = UnicodeAttribute(null=True)
    pending_for = UnicodeAttribute(null=True)
    pending_until = NumberAttribute(null=True)
    revision = NumberAttribute(null=True)
    sessions = SessionsAttribute()

    DIRECTORY = "staff"


class StaffDoorItem(Table):
    """The attempts in a row on whatever was typed as a staff user ID, and the number of its latest act.

    `attempts` holds a mark an attempt, so that one sent again by the client library counts once and one that was not
    checked can be given back. `user_id` is the SHA-256 of what was typed: it may be a password, typed in the wrong box.
    """

    class Meta:
        setting = "staff_table"
        table_name = ""

    directory = UnicodeAttribute(hash_key=True, default="doors")
    user_id = UnicodeAttribute(range_key=True)
    attempts = UnicodeSetAttribute(null=True)
    version = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    DIRECTORY = "doors"

    @staticmethod
    def key_of(user_id: str) -> str:
        """Return the range key of the door of what was typed."""
        return sha256(user_id.encode()).hexdigest()


class StaffNumberItem(Table):
    """The latest number given to user IDs that begin with the same letters; never given twice."""

    class Meta:
        setting = "staff_table"
        table_name = ""

    directory = UnicodeAttribute(hash_key=True, default="numbers")
    user_id = UnicodeAttribute(range_key=True)
    latest = NumberAttribute(null=True)

    DIRECTORY = "numbers"


class StaffFormItem(Table):
    """Remembers which user a form of "create user" made, by the hash of its Idempotency-Key."""

    class Meta:
        setting = "staff_table"
        table_name = ""

    directory = UnicodeAttribute(hash_key=True, default="forms")
    user_id = UnicodeAttribute(range_key=True)
    created = UnicodeAttribute()
    creator = UnicodeAttribute()
    expires_at = NumberAttribute()

    DIRECTORY = "forms"


class SourceAttemptsItem(Table):
    """How many attempts one source made in one period."""

    class Meta:
        setting = "attempts_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    attempts = NumberAttribute()
    expires_at = NumberAttribute()


class SlotsItem(Table):
    """The attempt slots of whatever was typed, by its SHA-256: of a recovery or an enrolment (CON-42)."""

    class Meta:
        setting = "attempts_table"
        table_name = ""

    key = UnicodeAttribute(hash_key=True)
    newest_attempt = NumberAttribute(null=True)
    second_attempt = NumberAttribute(null=True)
    third_attempt = NumberAttribute(null=True)
    attempts_span = NumberAttribute(null=True)
    attempt = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @staticmethod
    def key_of(place: str) -> str:
        """Return the key of the slots of one place, as "slots#recover-password#<64 hexadecimal digits>"."""
        return f"slots#{place}"


class NotificationItem(Table):
    """One notification by its own identifier: what was wanted, how far it has come, and when it may be tried again.

    `claims` counts the tries whose outcome nobody knows, `wait_until` (seconds since 1970) is how long the latest keeps
    others out. `owner` is whose history it goes into, `entry` its range key there. `again_of` is the notification that
    this one sends again, `again_as` the one that sends this one again. `answers` is the work item of the message that
    it answers, `raised` the work that was raised because it came to nothing. `template_version`, `line_versions` (each
    as "line@1") and `telephone` are what the latest try wrote it with.
    """

    class Meta:
        setting = "notifications_table"
        table_name = ""

    notification = UnicodeAttribute(hash_key=True)
    state = UnicodeAttribute(null=True)
    rank = NumberAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    to = UnicodeAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    medium = UnicodeAttribute(null=True)
    template = UnicodeAttribute(null=True)
    template_version = NumberAttribute(null=True)
    line_versions: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    telephone = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    lines: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    optional: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    besides = UnicodeAttribute(null=True)
    answers = UnicodeAttribute(null=True)
    raised = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    sent_at = UTCDateTimeAttribute(null=True)
    entry = UnicodeAttribute(null=True)
    claims = NumberAttribute(null=True)
    claimed_by = UnicodeAttribute(null=True)
    wait_until = NumberAttribute(null=True)
    perhaps_twice = BooleanAttribute(null=True)
    again_of = UnicodeAttribute(null=True)
    again_as = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)


class ClientSecurityItem(Table):
    """What checks a client's PIN: one MAC a pair of positions ("1,2": 32 bytes); no PIN, no MACs (CON-29).

    `password_macs` are those of the CMS password, `answer_macs` one a security question by its words.
    `forgotten_pin` and `questions_asked` are what Route A and Route B ask until it is answered; `answering` is an
    answer being checked since `answering_since`; `new_pin_for` the session that answered rightly; `locked_at` the
    security lock.
    """

    class Meta:
        setting = "client_security_table"
        table_name = ""

    scin = UnicodeAttribute(hash_key=True)
    pin_version = NumberAttribute(default=0)
    pin_macs = MacsAttribute(null=True)
    wrong_pins = NumberAttribute(default=0)
    attempt = UnicodeAttribute(null=True)
    positions: ListAttribute[int] = ListAttribute(of=NumberAttribute, null=True)  # type: ignore[arg-type]
    password_macs = MacsAttribute(null=True)
    password_length = NumberAttribute(null=True)
    answer_macs = MacsAttribute(null=True)
    forgotten_pin = UnicodeAttribute(null=True)
    questions_asked: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    answering = UnicodeAttribute(null=True)
    answering_since = NumberAttribute(null=True)
    new_pin_for = UnicodeAttribute(null=True)
    locked_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute(default=0)


class ClientItem(Table):
    """The client record of the 2012 System. `sealed_facts` is NINO and date of birth, encrypted.

    `record_version` is the 2012 System's own, `details_version` counts what the client has set of their own details.
    """

    class Meta:
        setting = "clients_table"
        table_name = ""

    scin = UnicodeAttribute(hash_key=True)
    first_name = UnicodeAttribute()
    surname = UnicodeAttribute()
    reference_name = UnicodeAttribute()
    sealed_facts = BinaryAttribute(legacy_encoding=False)
    email = UnicodeAttribute(null=True)
    mobile_telephone = UnicodeAttribute(null=True)
    address: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    contact_preference = UnicodeAttribute()
    preferred_language = UnicodeAttribute()
    jurisdiction = UnicodeAttribute()
    special_client_record = BooleanAttribute()
    special_requirements: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    segment = UnicodeAttribute(null=True)
    self_service = BooleanAttribute(null=True)
    sms_opted_in = BooleanAttribute(null=True)
    first_log_in_date = UnicodeAttribute(null=True)
    last_log_in_date = UnicodeAttribute(null=True)
    details_version = NumberAttribute(null=True)
    record_version = NumberAttribute()


class EmployerItem(Table):
    """An employer reference number and the PAYE reference it belongs to.

    `contact_preference` is how the employer wants to be told of something new; where none is held, by telephone.
    """

    class Meta:
        setting = "employers_table"
        table_name = ""

    ern = UnicodeAttribute(hash_key=True)
    paye_reference = UnicodeAttribute()
    name = UnicodeAttribute()
    jurisdiction = UnicodeAttribute()
    contact_preference = UnicodeAttribute(null=True)
    record_version = NumberAttribute()


class ParticipationItem(Table):
    """A case or an application as one participant may see it, in that participant's own partition."""

    class Meta:
        setting = "cases_table"
        table_name = ""

    scin = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    case_group = UnicodeAttribute(null=True)
    case_id = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    other_parent_first_name = UnicodeAttribute(null=True)
    children_first_names: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)  # type: ignore[arg-type]
    application_reference = UnicodeAttribute(null=True)
    stages_done = NumberAttribute(null=True)

    @staticmethod
    def case_key(case_group: str, case_id: str) -> str:
        """Return the range key of a case."""
        return f"case#{case_group}#{case_id}"

    @staticmethod
    def application_key(reference: str) -> str:
        """Return the range key of an application."""
        return f"application#{reference}"


class SiteItem(Table):
    """The operator's switches; there is one item, named "site"."""

    class Meta:
        setting = "site_table"
        table_name = ""

    name = UnicodeAttribute(hash_key=True)
    shut_down = BooleanAttribute(default=False)
    message = UnicodeAttribute(null=True)
    starts_at = UTCDateTimeAttribute(null=True)
    ends_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute(default=0)


class AuditItem(Table):
    """One act, written once, with the act itself; its writers may only put."""

    class Meta:
        setting = "audit_table"
        table_name = ""

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    act = UnicodeAttribute()
    actor = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    version = NumberAttribute()
    transaction_id = UnicodeAttribute()
    facts = JSONAttribute()


class OutboxItem(Table):
    """An event not yet confirmed by the bus."""

    class Meta:
        setting = "outbox_table"
        table_name = ""

    shard = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    event = UnicodeAttribute()
    detail = UnicodeAttribute()
