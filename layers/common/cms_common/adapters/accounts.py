"""Gateway accounts as enrolment and login both read them."""

from datetime import UTC, datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.tables import AccountItem, EnrolmentMap, SourceAttemptsItem
from cms_common.domain.accounts import Account, Enrolment, Service
from cms_common.domain.attempts import SourceLimit

_NEVER = datetime.min.replace(tzinfo=UTC)
_TRIES = 5
_REFUSED = "ConditionalCheckFailedException"
_CLASH = "TransactionConflictException"


def open_account(user_id: str) -> Account | None:
    """Open an account for an act: take the next version and return the account; None where there is none.

    One UpdateItem on `key`. The version taken is this act's own, so acts at the same time never share one.
    """
    item = AccountItem(AccountItem.key_of(user_id))
    if not changed(item, [AccountItem.version.add(1)], AccountItem.password_hash.exists()):
        return None
    return account_of(item)


def changed(item: AccountItem, actions: list[Action], condition: Condition) -> bool:
    """Change an account on a condition; False where it does not hold. Waits out transactions on the same item."""
    for left in reversed(range(_TRIES)):
        try:
            item.update(actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == _REFUSED:
                return False
            if error.cause_response_code != _CLASH or not left:
                raise
        else:
            return True
    return False


def account_of(item: AccountItem) -> Account:
    """Read an account from its item."""
    return Account(
        user_id=item.user_id or "",
        first_name=item.first_name or "",
        surname=item.surname or "",
        email=item.email or "",
        password_hash=item.password_hash or "",
        created_at=item.created_at or _NEVER,
        version=int(item.version or 0),
        failed_activations=int(item.failed_activations or 0),
        enrolment=_enrolment(item),
    )


def _enrolment(item: AccountItem) -> Enrolment | None:
    held = item.enrolment
    if held is None:
        return None
    return Enrolment(
        service=Service(held.service),
        user_name=held.user_name,
        identifiers=tuple(held.identifiers),
        status=held.status,
        enrolled_at=held.enrolled_at,
        activated_at=held.activated_at,
        failed_activations=int(item.failed_activations or 0),
        activation_code_status=held.activation_code_status,
        activation_code_expires=held.activation_code_expires,
    )


def enrolment_map(enrolment: Enrolment) -> EnrolmentMap:
    """Write an enrolment as it stands inside its account."""
    return EnrolmentMap(  # type: ignore[no-untyped-call]
        service=enrolment.service.value,
        user_name=enrolment.user_name,
        identifiers=list(enrolment.identifiers),
        status=enrolment.status,
        enrolled_at=enrolment.enrolled_at,
        activated_at=enrolment.activated_at,
        activation_code_status=enrolment.activation_code_status,
        activation_code_expires=enrolment.activation_code_expires,
    )


class SourceAttempts:
    """Counts attempts from one place on the network, whatever account they are on."""

    def __init__(self, limit: SourceLimit) -> None:
        """Take how many attempts are allowed in how long."""
        self._limit = limit

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on. One UpdateItem on `key`."""
        moment = int(now.timestamp())
        item = SourceAttemptsItem(self._limit.key(source, moment))
        ends = moment + 2 * self._limit.seconds
        item.update([SourceAttemptsItem.attempts.add(1), SourceAttemptsItem.expires_at.set(ends)])
        return int(item.attempts) <= self._limit.attempts
