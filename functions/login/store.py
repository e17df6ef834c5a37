"""Accounts, PIN challenges and sessions as login needs them."""

from datetime import datetime
from uuid import uuid4

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.accounts import account_of, begins, ends, follows, open_account, room_for_a_session
from cms_common.adapters.sessions import session_item
from cms_common.adapters.slots import releasing, take, untake
from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, ClientItem, ClientSecurityItem, SessionItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.locks import AttemptLimit
from cms_common.domain.pin import WRONG_PINS_ALLOWED
from cms_common.domain.sessions import Session
from login.password_step import Acceptance, Attempt, Locked, SecurityLocked
from login.second_step import PinAsked, PinCheck, PinNotHeld, PinPage, PositionsDiffer, QuestionsDue

_GHOSTS_KEPT = 86_400
"""Seconds that the attempt slots of an ID nobody has stay before DynamoDB may tidy them away."""


class DynamoCredentials:
    """Accounts and their attempt slots in DynamoDB."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks an account, for how long."""
        self._limit = limit

    def take_slot(self, user_id: str, now: datetime) -> Attempt | Locked:
        """Take a slot. One UpdateItem on accounts `key`; where it is refused, one GetItem tells until when."""
        moment = int(now.timestamp())
        item = AccountItem(AccountItem.key_of(user_id))
        until = take(item, moment, self._limit)
        if until:
            return Locked(until)
        account = account_of(item) if item.password_hash else None
        return Attempt(user_id, account, int(item.version or 0), moment)

    def give_back(self, attempt: Attempt) -> None:
        """Give one slot back: its attempt was not wrong. UpdateItem on accounts `key`, three at most."""
        untake(AccountItem(AccountItem.key_of(attempt.user_id)), attempt.at)

    def accept(self, attempt: Attempt, session: Session | None, rehashed: str | None, act: Act) -> Acceptance:
        """Give the slots back (LOG-06) and store the session, unless the client is locked out. One transaction."""
        actions = releasing(AccountItem)
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
                if session and session.scin:
                    transaction.check("security", ClientSecurityItem, session.scin, _not_locked())
                transaction.record(act)
        except ConditionsFailed as failed:
            return Acceptance.SECURITY_LOCKED if failed.on == {"security"} else Acceptance.CHANGED
        return Acceptance.ACCEPTED

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


class DynamoChallenges:
    """PIN challenges and the sessions of the second step in DynamoDB."""

    def ask(self, scin: str, fresh: tuple[int, int]) -> PinPage:
        """Return the positions asked for. One UpdateItem on client-security `scin`."""
        item = ClientSecurityItem(scin)
        positions = ClientSecurityItem.positions
        if not changed(item, [positions.set(positions | list(fresh))], ClientSecurityItem.scin.exists()):
            return PinNotHeld()
        if item.locked_at:
            return SecurityLocked()
        if item.wrong_pins >= WRONG_PINS_ALLOWED:
            return QuestionsDue()
        if not item.pin_macs:
            return PinNotHeld()
        first, second = item.positions or fresh
        return PinAsked((int(first), int(second)))

    def take_slot(
        self, scin: str, positions: tuple[int, int]
    ) -> PinCheck | QuestionsDue | PinNotHeld | PositionsDiffer | SecurityLocked:
        """Take a PIN attempt. One UpdateItem on client-security `scin`; where it is refused, one GetItem tells why."""
        item, mark = ClientSecurityItem(scin), uuid4().hex
        asked = ClientSecurityItem.positions == list(positions)
        another = ClientSecurityItem.attempt.does_not_exist() | (ClientSecurityItem.attempt != mark)
        free = (
            (ClientSecurityItem.wrong_pins < WRONG_PINS_ALLOWED)
            & ClientSecurityItem.pin_macs.exists()
            & asked
            & another
            & _not_locked()
        )
        counted: list[Action] = [
            ClientSecurityItem.wrong_pins.add(1),
            ClientSecurityItem.attempt.set(mark),
            ClientSecurityItem.version.add(1),
            # Right answers given before do not outlive a PIN that is tried after them.
            ClientSecurityItem.new_pin_for.remove(),
        ]
        if not changed(item, counted, free):
            item.refresh(consistent_read=True)
            # The same attempt sent again by the client library, because its answer was lost, counts once.
            if item.attempt != mark:
                return _why(item)
        mac = (item.pin_macs or {})[f"{positions[0]},{positions[1]}"]
        return PinCheck(scin, positions, mac, int(item.pin_version), int(item.wrong_pins), int(item.version))

    def give_back(self, check: PinCheck) -> None:
        """Give an attempt back that was not wrong, unless another came after it. UpdateItem on `scin`."""
        item = ClientSecurityItem(check.scin)
        # Where the log-in went through and only its answer was lost, none is counted any more.
        as_taken = (ClientSecurityItem.version == check.version) & (ClientSecurityItem.wrong_pins == check.wrong_pins)
        changed(item, [ClientSecurityItem.wrong_pins.add(-1)], as_taken)

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
                held = ClientSecurityItem.scin.exists() & _not_locked()
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


def _exchange(transaction: Transaction, ending: Session, beginning: Session, act: Act) -> None:
    transaction.delete("ending", SessionItem(ending.token_hash), SessionItem.token_hash.exists())
    transaction.put("beginning", session_item(beginning))
    # Who has logged in knows ID and password: what was recovered before does not count against another recovery.
    seen: list[Action] = [
        AccountItem.last_successful_login.set(act.at),
        AccountItem.recovered.remove(),
        *follows(ending, beginning),
    ]
    account = AccountItem(AccountItem.key_of(beginning.user_id))
    transaction.update("account", account, seen, AccountItem.password_hash.exists())


def _not_locked() -> Condition:
    return ClientSecurityItem.locked_at.does_not_exist()


def _why(item: ClientSecurityItem) -> QuestionsDue | PinNotHeld | PositionsDiffer | SecurityLocked:
    if item.locked_at:
        return SecurityLocked()
    if item.wrong_pins >= WRONG_PINS_ALLOWED:
        return QuestionsDue()
    return PositionsDiffer() if item.pin_macs else PinNotHeld()
