"""Accounts, PIN challenges and sessions as login needs them."""

from datetime import UTC, datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Value
from pynamodb.expressions.update import Action

from cms_common.adapters.accounts import account_of, begins, changed, ends, follows, open_account, room_for_a_session
from cms_common.adapters.faults import part_of
from cms_common.adapters.sessions import session_item
from cms_common.adapters.tables import AccountItem, ClientItem, ClientSecurityItem, EmployerItem, SessionItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.components import Component
from cms_common.domain.locks import AttemptLimit, Slots
from cms_common.domain.pin import WRONG_PINS_ALLOWED
from cms_common.domain.sessions import Session
from login.password_step import Attempt, Locked
from login.second_step import PinAsked, PinCheck, PinNotHeld, PinPage, PositionsDiffer, QuestionsDue

_GHOSTS_KEPT = 86_400
"""Seconds that the attempt slots of an ID nobody has stay before DynamoDB may tidy them away."""


class DynamoCredentials:
    """Accounts and their attempt slots in DynamoDB."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks an account, for how long."""
        self._limit = limit

    def take_slot(self, user_id: str, now: datetime) -> Attempt | Locked:
        """Take a slot. One UpdateItem on accounts `key`; where it is refused, one GetItem tells until when.

        The three slots are a shift register: SET reads the old values, so the newest pushes the others along.
        `attempts_span` is the time from the newest to the third newest, which the condition needs.
        """
        moment = int(now.timestamp())
        item = AccountItem(AccountItem.key_of(user_id))
        actions: list[Action] = [
            AccountItem.newest_attempt.set(moment),
            AccountItem.second_attempt.set(AccountItem.newest_attempt | 0),
            AccountItem.third_attempt.set(AccountItem.second_attempt | 0),
            AccountItem.attempts_span.set(
                Value(moment, attribute=AccountItem.attempts_span) - (AccountItem.second_attempt | 0)
            ),
            AccountItem.version.add(1),
        ]
        not_full = AccountItem.attempts_span.does_not_exist() | (AccountItem.attempts_span >= self._limit.within)
        unlocked = not_full | (AccountItem.newest_attempt <= moment - self._limit.locked_for)
        if changed(item, actions, unlocked):
            account = account_of(item) if item.password_hash else None
            return Attempt(user_id, account, int(item.version or 0))
        return Locked(self._until(item))

    def accept(self, attempt: Attempt, session: Session | None, rehashed: str | None, act: Act) -> bool:
        """Give the slots back (LOG-06) and store the session. One transaction."""
        actions: list[Action] = [
            AccountItem.newest_attempt.remove(),
            AccountItem.second_attempt.remove(),
            AccountItem.third_attempt.remove(),
            AccountItem.attempts_span.remove(),
        ]
        if rehashed:
            actions.append(AccountItem.password_hash.set(rehashed))
        # The very hash that was checked must still be the account's: a password replaced meanwhile opens nothing.
        checked = AccountItem.password_hash == (attempt.account.password_hash if attempt.account else "")
        ending: list[str] = []
        if session and attempt.account:
            kept, ending = begins(session, attempt.account.sessions, act.at)
            actions, checked = [*actions, *kept], checked & room_for_a_session()
        try:
            with Transaction() as transaction:
                for token_hash in ending:
                    transaction.delete("ending", SessionItem(token_hash))
                transaction.update("account", AccountItem(AccountItem.key_of(attempt.user_id)), actions, checked)
                if session:
                    transaction.put("session", session_item(session))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def refuse(self, attempt: Attempt, act: Act) -> None:
        """Keep the time of the failed log-in (LOG-03). One transaction, the same for an ID that nobody has."""
        actions: list[Action] = [AccountItem.last_failed_login.set(act.at)]
        condition: Condition = AccountItem.password_hash.exists()
        if attempt.account is None:
            actions.append(AccountItem.expires_at.set(int(act.at.timestamp()) + _GHOSTS_KEPT))
            condition = AccountItem.password_hash.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update("account", AccountItem(AccountItem.key_of(attempt.user_id)), actions, condition)
                transaction.record(act)
        except ConditionsFailed:
            # Registered or deleted between the two writes: the attempt is recorded all the same.
            with Transaction() as transaction:
                transaction.record(act)

    def _until(self, item: AccountItem) -> datetime:
        item.refresh(consistent_read=True)
        slots = Slots(int(item.newest_attempt or 0), int(item.second_attempt or 0), int(item.third_attempt or 0))
        return datetime.fromtimestamp(slots.locked_until(self._limit), UTC)


class DynamoChallenges:
    """PIN challenges and the sessions of the second step in DynamoDB."""

    def ask(self, scin: str, fresh: tuple[int, int]) -> PinPage:
        """Return the positions asked for. One UpdateItem on client-security `scin`."""
        item = ClientSecurityItem(scin)
        positions = ClientSecurityItem.positions
        item.update([positions.set(positions | list(fresh))], condition=ClientSecurityItem.scin.exists())
        if item.wrong_pins >= WRONG_PINS_ALLOWED:
            return QuestionsDue()
        if not item.pin_macs:
            return PinNotHeld()
        first, second = item.positions or fresh
        return PinAsked((int(first), int(second)))

    def take_slot(
        self, scin: str, positions: tuple[int, int]
    ) -> PinCheck | QuestionsDue | PinNotHeld | PositionsDiffer:
        """Take a PIN attempt. One UpdateItem on client-security `scin`; where it is refused, one GetItem tells why."""
        item = ClientSecurityItem(scin)
        asked = ClientSecurityItem.positions == list(positions)
        free = (ClientSecurityItem.wrong_pins < WRONG_PINS_ALLOWED) & ClientSecurityItem.pin_macs.exists() & asked
        try:
            item.update([ClientSecurityItem.wrong_pins.add(1), ClientSecurityItem.version.add(1)], condition=free)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return _why(scin)
        mac = (item.pin_macs or {})[f"{positions[0]},{positions[1]}"]
        return PinCheck(scin, positions, mac, int(item.pin_version), int(item.wrong_pins), int(item.version))

    def wrong_pin(self, act: Act) -> None:
        """Record a wrong PIN. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def complete_client(self, ending: Session, beginning: Session, today: str, act: Act) -> bool:
        """Complete a client's login. One transaction, which also marks the client record (LOG-16 to LOG-18)."""
        scin = beginning.scin or ""
        freed: list[Action] = [ClientSecurityItem.wrong_pins.set(0), ClientSecurityItem.positions.remove()]
        marked: list[Action] = [
            ClientItem.self_service.set(True),
            ClientItem.first_log_in_date.set(ClientItem.first_log_in_date | today),
            ClientItem.last_log_in_date.set(today),
        ]
        try:
            with Transaction() as transaction:
                _exchange(transaction, ending, beginning, act)
                held = ClientSecurityItem.scin.exists()
                transaction.update("security", ClientSecurityItem(scin), freed, held)
                transaction.update("client", ClientItem(scin), marked, ClientItem.scin.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def complete_employer(self, ending: Session, beginning: Session, act: Act) -> bool:
        """Complete an employer's login. One transaction."""
        try:
            with Transaction() as transaction:
                _exchange(transaction, ending, beginning, act)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def wrong_ern(self, act: Act) -> None:
        """Record a wrong ERN. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)

    def open_account(self, user_id: str) -> int | None:
        """Open the account for an act. UpdateItem on accounts `key`."""
        account = open_account(user_id)
        return account.version if account else None

    def log_out(self, session: Session, act: Act) -> bool:
        """End a session. One transaction."""
        try:
            with Transaction() as transaction:
                transaction.delete("session", SessionItem(session.token_hash), SessionItem.token_hash.exists())
                account = AccountItem(AccountItem.key_of(session.user_id))
                transaction.update("account", account, ends(session), AccountItem.password_hash.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


class SiebelEmployers:
    """Employers of the 2012 System, kept in Siebel; our table is its first adapter."""

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference an ERN belongs to. GetItem on employers `ern`."""
        with part_of(Component.SIEBEL):
            try:
                return EmployerItem.get(ern, consistent_read=True).paye_reference
            except EmployerItem.DoesNotExist:
                return None


def _exchange(transaction: Transaction, ending: Session, beginning: Session, act: Act) -> None:
    transaction.delete("ending", SessionItem(ending.token_hash), SessionItem.token_hash.exists())
    transaction.put("beginning", session_item(beginning))
    seen: list[Action] = [AccountItem.last_successful_login.set(act.at), *follows(ending, beginning)]
    account = AccountItem(AccountItem.key_of(beginning.user_id))
    transaction.update("account", account, seen, AccountItem.password_hash.exists())


def _why(scin: str) -> QuestionsDue | PinNotHeld | PositionsDiffer:
    item = ClientSecurityItem.get(scin, consistent_read=True)
    if item.wrong_pins >= WRONG_PINS_ALLOWED:
        return QuestionsDue()
    return PositionsDiffer() if item.pin_macs else PinNotHeld()
