"""What the helpdesk may see and do of an account (SUP-20 to SUP-29)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cms_common.domain.accounts import Account
from cms_common.domain.uk_time import shown_end, shown_time

PASSWORD_CHANGE_SHOWN_FOR = timedelta(days=28)
NOTHING = "-"
_NOT_RECENTLY = "Not within the last 28 days"


class DeEnrolmentReason(StrEnum):
    """The two reasons for which an account may be de-enrolled (SUP-29)."""

    FORGOTTEN_BOTH = "forgotten user ID and password"
    WILL_NOT_WAIT = "locked out and will not wait"

    @property
    def shown(self) -> str:
        """The reason as the agent chooses it."""
        return {
            DeEnrolmentReason.FORGOTTEN_BOTH: "The user has forgotten both user ID and password",
            DeEnrolmentReason.WILL_NOT_WAIT: "The user is locked out and will not wait two hours",
        }[self]


@dataclass(frozen=True, slots=True)
class CustomerAccount:
    """An account as the helpdesk sees it. `locked_until` is None where it is not locked now.

    `recovery_locked_until` is the same for the recovery of its user ID or password (CON-42).
    """

    account: Account
    last_successful_login: datetime | None
    last_failed_login: datetime | None
    locked_until: datetime | None
    recovery_locked_until: datetime | None = None

    @property
    def locked_out(self) -> bool:
        """Whether there is something to wait for, or not to wait for (SUP-29, REC-21)."""
        return self.locked_until is not None or self.recovery_locked_until is not None


def customer_details(customer: CustomerAccount, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return every field of the customer details screen with its words, in order (SUP-20, SUP-21, SUP-23, GAP-26)."""
    account = customer.account
    return (
        ("User name", account.user_name),
        ("Alternative agent ID", NOTHING),
        ("Email address", account.email),
        ("Group category", "Individual"),
        ("User type", "User"),
        ("Digital certificate", "No"),
        ("Created", shown_time(account.created_at)),
        ("Last successful login", _moment(customer.last_successful_login)),
        ("Last failed login", _moment(customer.last_failed_login)),
        ("User changed password", password_changed(account.password_changed_at, now)),
        ("Locked out", _until(customer.locked_until)),
        ("Locked out of recovery", _until(customer.recovery_locked_until)),
        ("User ID letter status", NOTHING),
        ("Last issued result", NOTHING),
        ("Has security phrase", "No"),
        ("Last security phrase result", NOTHING),
    )


def password_changed(at: datetime | None, now: datetime) -> str:
    """Say when the password was changed; 28 days ago and before, only that it was not changed since (SUP-21)."""
    return shown_time(at) if at and now - at < PASSWORD_CHANGE_SHOWN_FOR else _NOT_RECENTLY


def _until(end: datetime | None) -> str:
    return f"Yes, until {shown_end(end)}" if end else "No"


def _moment(at: datetime | None) -> str:
    return shown_time(at) if at else NOTHING


def service_details(account: Account) -> tuple[tuple[str, str], ...]:
    """Return every field of the service details screen with its words, in order (SUP-25)."""
    enrolment = account.enrolment
    if enrolment is None:
        return ()
    return (
        ("Service", enrolment.service.shown),
        ("User name", enrolment.user_name),
        ("Identifier(s)", ", ".join(enrolment.identifiers)),
        ("Enrolment status", enrolment.status),
        ("Date enrolled", shown_time(enrolment.enrolled_at)),
        ("Date activated", shown_time(enrolment.activated_at)),
        ("Failed activations", str(enrolment.failed_activations)),
        ("Activation code status", enrolment.activation_code_status),
        ("Activation code expires", enrolment.activation_code_expires),
        ("Submission summary", "Show"),
    )
