"""Accounts and clients' security as recovery needs them."""

from collections.abc import Mapping

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.accounts import account_of, end_all_sessions, open_account
from cms_common.adapters.slots import item_of, releasing
from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, ClientSecurityItem, EnrolledIdentifierItem, SlotsItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.accounts import Account
from cms_common.domain.acts import Act
from cms_common.domain.locks import Taken
from cms_common.domain.pin import WRONG_PINS_ALLOWED
from cms_common.domain.recovery import Asked, Wanted
from cms_common.domain.security import REPEATED_AFTER, ForgottenPin, read_forgotten_pin
from cms_common.domain.sessions import Session
from recovery.security import Security

_NOBODY = "000000000000"
_TRIES = 4
"""Times that a lock is tried: all but the last with the account's sessions as they stand."""


class DynamoAccounts:
    """Gateway accounts in DynamoDB."""

    def find(self, asked: Asked) -> Account | None:
        """Open an account. UpdateItem on accounts `key`; before it GetItem on the identifier's where no ID is given."""
        return open_account(asked.user_id or _holder_of(asked))

    def replace_password(self, account: Account, password_hash: str, taken: Taken, act: Act) -> bool:
        """Replace the password, give the slots back and end every session. One transaction.

        The credential lock stays as it is (REC-24).
        """
        item = AccountItem(AccountItem.key_of(account.user_id))
        try:
            with Transaction() as transaction:
                kept, not_both = _remembered(Wanted.PASSWORD)
                ended, as_read = end_all_sessions(transaction, account)
                actions = [
                    *ended,
                    kept,
                    AccountItem.password_hash.set(password_hash),
                    AccountItem.password_changed_at.set(act.at),
                ]
                # Not on the old hash: of recoveries at once each is right, and the last one counts.
                there = AccountItem.password_hash.exists() & as_read & not_both
                transaction.update("account", item, actions, there)
                transaction.update("slots", item_of(taken), releasing(SlotsItem))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def give_user_id(self, account: Account, taken: Taken, act: Act) -> bool:
        """Remember that the ID was given out, and give the slots back. One transaction."""
        item = AccountItem(AccountItem.key_of(account.user_id))
        kept, not_both = _remembered(Wanted.USER_ID)
        try:
            with Transaction() as transaction:
                transaction.update("account", item, [kept], AccountItem.password_hash.exists() & not_both)
                transaction.update("slots", item_of(taken), releasing(SlotsItem))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def refuse(self, act: Act) -> None:
        """Record a failed attempt; its slot is spent already. One transaction."""
        with Transaction() as transaction:
            transaction.record(act)


class DynamoSecurities:
    """Clients' security in DynamoDB."""

    def read(self, scin: str) -> Security:
        """Return what is held. GetItem on client-security `scin`, consistent."""
        return _security(ClientSecurityItem.get(scin, consistent_read=True))

    def ask_two(self, scin: str, fresh: ForgottenPin) -> Security:
        """Keep what Route A asks, unless something stands open. UpdateItem on client-security `scin`."""
        asked = ClientSecurityItem.forgotten_pin
        return _kept(scin, asked.set(asked | fresh.written()))

    def ask_three(self, scin: str, fresh: tuple[str, ...]) -> Security:
        """Keep what Route B asks, unless something stands open. UpdateItem on client-security `scin`."""
        asked = ClientSecurityItem.questions_asked
        return _kept(scin, asked.set(asked | list(fresh)))

    def mark(self, security: Security, attempt: str, now: int) -> int | None:
        """Mark an attempt. UpdateItem on client-security `scin`; the condition knows an own mark sent twice."""
        item = ClientSecurityItem(security.scin)
        marked: list[Action] = [
            ClientSecurityItem.answering.set(attempt),
            ClientSecurityItem.answering_since.set(now),
            ClientSecurityItem.version.add(1),
        ]
        free = ClientSecurityItem.answering.does_not_exist() | (ClientSecurityItem.answering == attempt)
        free = free | (ClientSecurityItem.answering_since <= now - REPEATED_AFTER)
        asked = _asks(security) & ClientSecurityItem.locked_at.does_not_exist()
        return int(item.version) if changed(item, marked, asked & free) else None

    def right(self, scin: str, attempt: str, session: Session, act: Act) -> bool:
        """End an attempt: a new PIN is due; what was asked is answered. One transaction."""
        ended, own = _ended(attempt)
        actions = [
            ClientSecurityItem.new_pin_for.set(session.token_hash),
            ClientSecurityItem.forgotten_pin.remove(),
            ClientSecurityItem.questions_asked.remove(),
            *ended,
        ]
        try:
            with Transaction() as transaction:
                transaction.update("security", ClientSecurityItem(scin), actions, own)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def wrong(self, scin: str, attempt: str, session: Session, act: Act) -> bool:
        """End an attempt: lock, and end every session of the account but the one that answered. One transaction.

        That one opens nothing now but the message that says so (REC-12). Where log-ins come between the reading and the
        transaction time after time, the last try does without the sessions: the lock must not wait for them. GetItem on
        accounts `key` before each try but that.
        """
        ended, own = _ended(attempt)
        actions = [ClientSecurityItem.locked_at.set(act.at), *ended]
        for left in reversed(range(_TRIES)):
            account = _account(session.user_id) if left else None
            try:
                with Transaction() as transaction:
                    transaction.update("security", ClientSecurityItem(scin), actions, own)
                    if account:
                        item = AccountItem(AccountItem.key_of(account.user_id))
                        transaction.update("account", item, *end_all_sessions(transaction, account, but=session))
                    transaction.record(act)
            except ConditionsFailed as failed:
                if "security" in failed.on:
                    return False
            else:
                return True
        return False

    def set_pin(self, security: Security, macs: Mapping[str, bytes], act: Act, due_for: Session | None) -> bool:
        """Replace the PIN, with nothing held against it. One transaction."""
        actions: list[Action] = [
            ClientSecurityItem.pin_macs.set(dict(macs)),
            ClientSecurityItem.pin_version.set(security.pin_version + 1),
            ClientSecurityItem.wrong_pins.set(0),
            ClientSecurityItem.positions.remove(),
            ClientSecurityItem.forgotten_pin.remove(),
            ClientSecurityItem.questions_asked.remove(),
            ClientSecurityItem.new_pin_for.remove(),
            ClientSecurityItem.version.set(act.version),
        ]
        as_read = (ClientSecurityItem.version == security.version) & ClientSecurityItem.locked_at.does_not_exist()
        due = as_read & (ClientSecurityItem.new_pin_for == due_for.token_hash) if due_for else as_read
        try:
            with Transaction() as transaction:
                transaction.update("security", ClientSecurityItem(security.scin), actions, due)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _remembered(wanted: Wanted) -> tuple[Action, Condition]:
    """Keep what was given back until the next complete login, where the other was not given back since the last."""
    other = AccountItem.recovered.exists() & (AccountItem.recovered != wanted.value)
    return AccountItem.recovered.set(wanted.value), ~other


def _holder_of(asked: Asked) -> str:
    """Return the user ID that holds an identifier; nobody's where none does, so that the next call is made alike."""
    try:
        key = EnrolledIdentifierItem.key_of(*asked.identifier)
        return EnrolledIdentifierItem.get(key, consistent_read=True).user_id
    except EnrolledIdentifierItem.DoesNotExist:
        return _NOBODY


def _kept(scin: str, action: Action) -> Security:
    item = ClientSecurityItem(scin)
    if not changed(item, [action], ClientSecurityItem.scin.exists()):
        raise LookupError("A client who is enrolled has a security item")
    return _security(item)


def _asks(security: Security) -> Condition:
    """Hold while exactly what was answered is still asked, by the route that is open."""
    wrong = ClientSecurityItem.wrong_pins
    asked = security.forgotten_pin.written() if security.forgotten_pin else ""
    open_a: Condition = (wrong < WRONG_PINS_ALLOWED) & (ClientSecurityItem.forgotten_pin == asked)
    three = list(security.questions_asked)
    open_b: Condition = (wrong >= WRONG_PINS_ALLOWED) & (ClientSecurityItem.questions_asked == three)
    return open_b if security.questions_due else open_a


def _ended(attempt: str) -> tuple[list[Action], Condition]:
    """Return what takes the mark of an attempt away, on the condition that it is the attempt's own."""
    own = (ClientSecurityItem.answering == attempt) & ClientSecurityItem.locked_at.does_not_exist()
    return [ClientSecurityItem.answering.remove(), ClientSecurityItem.answering_since.remove()], own


def _account(user_id: str) -> Account | None:
    try:
        item = AccountItem.get(AccountItem.key_of(user_id), consistent_read=True)
    except AccountItem.DoesNotExist:
        return None
    return account_of(item) if item.password_hash else None


def _security(item: ClientSecurityItem) -> Security:
    return Security(
        scin=item.scin,
        version=int(item.version),
        wrong_pins=int(item.wrong_pins),
        pin_version=int(item.pin_version),
        password_length=int(item.password_length) if item.password_length else None,
        password_macs=item.password_macs or {},
        answer_macs=item.answer_macs or {},
        forgotten_pin=read_forgotten_pin(item.forgotten_pin) if item.forgotten_pin else None,
        questions_asked=tuple(item.questions_asked or ()),
        new_pin_for=item.new_pin_for,
        locked=item.locked_at is not None,
    )
