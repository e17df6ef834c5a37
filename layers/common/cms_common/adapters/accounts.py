"""Gateway accounts as enrolment and login both read them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, EnrolmentMap, SessionItem, SourceAttemptsItem
from cms_common.adapters.transaction import Transaction
from cms_common.domain.accounts import Account, Enrolment, Service
from cms_common.domain.attempts import SourceLimit
from cms_common.domain.sessions import Session

SESSIONS_KEPT = 50
"""Sessions an account may have at a time; one more ends the oldest."""
_MOST_SESSIONS = 80
"""What log-ins at the same moment may swell that to: a transaction takes a hundred writes, and may have to end all."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def open_account(user_id: str) -> Account | None:
    """Open an account for an act: take the next version and return the account; None where there is none.

    One UpdateItem on `key`. The version taken is this act's own, so acts at the same time never share one.
    """
    item = AccountItem(AccountItem.key_of(user_id))
    if not changed(item, [AccountItem.version.add(1)], AccountItem.password_hash.exists()):
        return None
    return account_of(item)


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
        sessions=dict(item.sessions or {}),
        password_changed_at=item.password_changed_at,
        recovered=item.recovered or "",
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


def begins(session: Session, held: Mapping[str, int], now: datetime) -> tuple[list[Action], list[str]]:
    """Keep a new session in its account: the changes, and the token hashes of the sessions that end for it.

    `held` are the account's sessions as read. Those that have ended go; of the others the oldest make room.
    """
    moment = int(now.timestamp())
    alive = sorted((ends_at, token_hash) for token_hash, ends_at in held.items() if ends_at > moment)
    ending = [token_hash for _, token_hash in alive[: max(len(alive) - SESSIONS_KEPT + 1, 0)]]
    gone = [token_hash for token_hash, ends_at in held.items() if ends_at <= moment]
    actions: list[Action] = [AccountItem.sessions[token_hash].remove() for token_hash in (*gone, *ending)]
    return [*actions, _kept(session)], ending


def follows(ending: Session, beginning: Session) -> list[Action]:
    """Keep in its account that one session took the place of another."""
    return [AccountItem.sessions[ending.token_hash].remove(), _kept(beginning)]


def ends(session: Session) -> list[Action]:
    """Keep in its account that a session has ended."""
    return [AccountItem.sessions[session.token_hash].remove()]


def room_for_a_session() -> Condition:
    """Hold while so few sessions are kept that all of them can be ended in one transaction."""
    room: Condition = size(AccountItem.sessions) < _MOST_SESSIONS  # type: ignore[no-untyped-call]
    return room


def first_of(session: Session) -> dict[str, int]:
    """Return the sessions of a new account: the one that its registration begins."""
    return {session.token_hash: int(session.ends_at.timestamp())}


def end_all_sessions(
    transaction: Transaction, account: Account, *, but: Session | None = None
) -> tuple[list[Action], Condition]:
    """End every session of an account, `but` one, in a transaction; return the changes to it, and on what terms.

    The condition fails where a session began or ended since the account was read: read it again and try again.
    """
    spared = but.token_hash if but else ""
    left = {token_hash: ends_at for token_hash, ends_at in account.sessions.items() if token_hash == spared}
    for token_hash in account.sessions.keys() - left.keys():
        transaction.delete("session", SessionItem(token_hash))
    return [AccountItem.sessions.set(left)], AccountItem.sessions == dict(account.sessions)


def _kept(session: Session) -> Action:
    return AccountItem.sessions[session.token_hash].set(int(session.ends_at.timestamp()))


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
        changed(item, [SourceAttemptsItem.attempts.add(1), SourceAttemptsItem.expires_at.set(ends)])
        return int(item.attempts) <= self._limit.attempts
