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
    TEXT_MESSAGES_CHOSEN = "TextMessagesChosen"
    NOTIFICATION_WANTED = "NotificationWanted"
    NOTIFICATION_NOT_SENT = "NotificationNotSent"
    MAIL_SENT = "MailSent"
    MAIL_REPORTED = "MailReported"
    SMS_SENT = "SmsSent"
    LETTER_ISSUED = "LetterIssued"
    LETTER_POSTED = "LetterPosted"
    LETTERS_HANDED_OVER = "LettersHandedOver"
    LETTER_SET_ASIDE = "LetterSetAside"
    LETTER_WITHOUT_ADDRESS = "LetterWithoutAddress"
    SECURITY_LETTER_WITHHELD = "SecurityLetterWithheld"
    MESSAGE_DOCUMENT_MADE = "MessageDocumentMade"
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
    CONTACT_OPENED = "ContactOpened"
    CONTACT_CLOSED = "ContactClosed"
    SECURITY_CHECK_PASSED = "SecurityCheckPassed"
    SECURITY_CHECK_FAILED = "SecurityCheckFailed"
    CLIENT_RECORD_SHOWN = "ClientRecordShown"
    CONTACTS_SHOWN = "ContactsShown"
    SERVICE_REQUESTS_SHOWN = "ServiceRequestsShown"
    CLIENT_COMPARED = "ClientCompared"
    CONTACT_HISTORY_SHOWN = "ContactHistoryShown"
    NOTIFICATIONS_SHOWN = "NotificationsShown"
    CORRESPONDENCE_OPENED = "CorrespondenceOpened"
    SECURITY_RESET = "SecurityReset"
    SPECIAL_RECORDS_REFERRED = "SpecialRecordsReferred"
    INCIDENT_RAISED = "IncidentRaised"
    WORK_ITEM_OPENED = "WorkItemOpened"
    WORK_ITEM_TAKEN = "WorkItemTaken"
    WORK_ITEM_GIVEN_BACK = "WorkItemGivenBack"
    WORK_ITEM_TAKEN_OVER = "WorkItemTakenOver"
    WORK_ITEM_NOTED = "WorkItemNoted"
    WORK_ITEM_DONE = "WorkItemDone"
    WORK_ITEM_MOVED = "WorkItemMoved"
    ACTIVITY_OPENED = "ActivityOpened"
    DOCUMENT_OPENED = "DocumentOpened"
    SERVICE_REQUEST_OPENED = "ServiceRequestOpened"
    CLIENT_RECORD_LOADED = "ClientRecordLoaded"
    EMPLOYER_RECORD_LOADED = "EmployerRecordLoaded"
    UPLOAD_ASKED = "UploadAsked"
    UPLOAD_FILE_CHECKED = "UploadFileChecked"
    UPLOAD_FILE_REFUSED = "UploadFileRefused"
    UPLOAD_SETTLED = "UploadSettled"
    EVIDENCE_FILED = "EvidenceFiled"
    MESSAGE_RECEIVED = "MessageReceived"
    LETTER_OPENED = "LetterOpened"
    LETTER_WANTED = "LetterWanted"
    MESSAGE_LOOKED_AT = "MessageLookedAt"
    MESSAGE_TAKEN = "MessageTaken"
    MESSAGE_DOCUMENT_OPENED = "MessageDocumentOpened"
    MESSAGE_CALL_MADE = "MessageCallMade"
    KNOWN_FACTS_REFUSED = "KnownFactsRefused"
    MESSAGE_ANSWERED = "MessageAnswered"
    CORRESPONDENCE_RECEIVED = "CorrespondenceReceived"
    CALL_BACK_PROMISED = "CallBackPromised"
    CALL_BACK_KEPT = "CallBackKept"
    CALL_BACK_MOVED = "CallBackMoved"
    CALL_BACKS_SHOWN = "CallBacksShown"
    CALL_BACK_MISSED = "CallBackMissed"
    SLA_APPROACHING = "SlaApproaching"
    SLA_BREACHED = "SlaBreached"
    WORK_STUCK = "WorkStuck"


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
