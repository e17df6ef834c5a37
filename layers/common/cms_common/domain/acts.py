"""Acts: what was done, by whom, to what. Each leaves an audit record and, where others must know, an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ActKind(StrEnum):
    """Every act the service records; each has a schema in events/schemas."""

    ACCOUNT_REGISTERED = "AccountRegistered"
    USER_ID_NOTED = "UserIdNoted"
    CLIENT_ENROLLED = "ClientEnrolled"
    EMPLOYER_ENROLLED = "EmployerEnrolled"
    ENROLMENT_REFUSED = "EnrolmentRefused"
    PASSWORD_ACCEPTED = "PasswordAccepted"  # noqa: S105 - the name of an act
    PASSWORD_REFUSED = "PasswordRefused"  # noqa: S105 - the name of an act
    PIN_REFUSED = "PinRefused"
    ERN_REFUSED = "ErnRefused"
    LOGGED_IN = "LoggedIn"
    LOGGED_OUT = "LoggedOut"
    PASSWORD_RECOVERED = "PasswordRecovered"  # noqa: S105 - the name of an act
    USER_ID_RECOVERED = "UserIdRecovered"
    RECOVERY_REFUSED = "RecoveryRefused"
    SECURITY_ANSWERED = "SecurityAnswered"
    SECURITY_LOCKED = "SecurityLocked"
    PIN_SET = "PinSet"
    MAIL_SENT = "MailSent"
    SITE_SHUT_DOWN = "SiteShutDown"
    SITE_OPENED = "SiteOpened"
    MAINTENANCE_ANNOUNCED = "MaintenanceAnnounced"
    MAINTENANCE_WITHDRAWN = "MaintenanceWithdrawn"
    STAFF_USER_CREATED = "StaffUserCreated"
    STAFF_USER_EDITED = "StaffUserEdited"
    STAFF_USER_DELETED = "StaffUserDeleted"
    STAFF_USER_UNLOCKED = "StaffUserUnlocked"
    STAFF_PASSWORD_ISSUED = "StaffPasswordIssued"  # noqa: S105 - the name of an act
    STAFF_PASSWORD_SHOWN = "StaffPasswordShown"  # noqa: S105 - the name of an act
    STAFF_PASSWORD_REPLACED = "StaffPasswordReplaced"  # noqa: S105 - the name of an act
    STAFF_PASSWORD_REFUSED = "StaffPasswordRefused"  # noqa: S105 - the name of an act
    STAFF_LOGGED_IN = "StaffLoggedIn"
    STAFF_LOGGED_OUT = "StaffLoggedOut"
    CUSTOMER_LOOKED_UP = "CustomerLookedUp"
    ACCOUNT_DE_ENROLLED = "AccountDeEnrolled"
    CLIENT_RECORD_LOADED = "ClientRecordLoaded"
    EMPLOYER_RECORD_LOADED = "EmployerRecordLoaded"


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one aggregate.

    `subject` names the aggregate, as "account#123456789012"; `version` is that aggregate's after the act;
    `actor` who did it ("account#...", "operator#name", "system#intake"); `facts` hold identifiers and codes,
    never personal data.
    """

    kind: ActKind
    identifier: str
    subject: str
    version: int
    actor: str
    at: datetime
    transaction_id: str
    facts: Mapping[str, str] = field(default_factory=dict)
