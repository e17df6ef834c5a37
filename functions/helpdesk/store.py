"""Accounts, look-ups and the 2012 System's records as the helpdesk needs them."""

from datetime import UTC, datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.accounts import account_of, end_all_sessions
from cms_common.adapters.faults import part_of
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.siebel import SiebelEmployers, client_item
from cms_common.adapters.slots import TimedSlots, slots_of
from cms_common.adapters.staff import next_version
from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, EnrolledIdentifierItem, LookUpItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.accounts import Account, Service
from cms_common.domain.acts import Act
from cms_common.domain.components import Component
from cms_common.domain.helpdesk import CustomerAccount
from cms_common.domain.locks import AttemptLimit
from cms_common.domain.recovery import Wanted
from helpdesk.helping import HeldClient, LookUp

_KEPT = frozenset(
    {"key", "version", "newest_attempt", "second_attempt", "third_attempt", "attempts_span", "expires_at"}
)
"""What stays of a deleted account: the lock of its ID goes on, and the numbers of its acts stay its own (CON-33)."""
_GHOSTS_KEPT = 86_400
_CLAIMED = ("SCIN", "PAYE")
_COUNTED = ("SCIN", "ERN")


class DynamoCustomers:
    """Accounts and look-ups in DynamoDB."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks an account, for how long."""
        self._limit, self._slots = limit, TimedSlots(limit)

    def enrolled(self, kind: str, identifier: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Return the account that holds an identifier. Two consistent GetItem on accounts, BatchGetItem on attempts."""
        try:
            claim = EnrolledIdentifierItem.get(EnrolledIdentifierItem.key_of(kind, identifier), consistent_read=True)
        except EnrolledIdentifierItem.DoesNotExist:
            return None
        return self.account(claim.user_id, typed, now)

    def account(self, user_id: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Return an account. A consistent GetItem on accounts `key`, then BatchGetItem on attempts."""
        try:
            item = AccountItem.get(AccountItem.key_of(user_id), consistent_read=True)
        except AccountItem.DoesNotExist:
            return None
        return self._customer(item, typed, now) if item.password_hash else None

    def open_account(self, user_id: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Open an account for an act. UpdateItem on accounts `key`, then BatchGetItem on attempts."""
        item = AccountItem(AccountItem.key_of(user_id))
        if not changed(item, [AccountItem.version.add(1)], AccountItem.password_hash.exists()):
            return None
        return self._customer(item, typed, now)

    def next_version(self, staff_id: str) -> int:
        """Take the number of the next act of a member of staff. UpdateItem on staff."""
        return next_version(staff_id)

    def record(self, look_up: LookUp | None, act: Act) -> None:
        """Record a look-up. One transaction."""
        with Transaction() as transaction:
            if look_up:
                transaction.put("session", _look_up_item(look_up))
            transaction.record(act)

    def look_up(self, identifier: str) -> LookUp | None:
        """Return a look-up. A consistent GetItem on sessions `token_hash`."""
        try:
            item = LookUpItem.get(LookUpItem.key_of(identifier), consistent_read=True)
        except LookUpItem.DoesNotExist:
            return None
        ends_at = datetime.fromtimestamp(item.ends_at, UTC)
        return LookUp(identifier, item.staff_session, Service(item.service), item.customer, item.user_id, ends_at)

    def de_enrol(self, customer: CustomerAccount, act: Act) -> bool:
        """Delete an account with its claims and sessions. One transaction; records, PIN and cases are not touched."""
        account = customer.account
        identifiers = account.enrolment.identifiers if account.enrolment else ()
        claims = [text.split("=", 1) for text in identifiers if text.split("=", 1)[0] in _CLAIMED]
        gone = [attribute for name, attribute in AccountItem.get_attributes().items() if name not in _KEPT]
        actions: list[Action] = [attribute.remove() for attribute in gone]
        actions.append(AccountItem.expires_at.set(int(act.at.timestamp()) + _GHOSTS_KEPT))
        item = AccountItem(AccountItem.key_of(account.user_id))
        try:
            with Transaction() as transaction:
                _, sessions_unchanged = end_all_sessions(transaction, account)
                unchanged = (AccountItem.password_hash == account.password_hash) & sessions_unchanged
                for kind, identifier in claims:
                    claim = EnrolledIdentifierItem(EnrolledIdentifierItem.key_of(kind, identifier))
                    own = EnrolledIdentifierItem.user_id == account.user_id
                    transaction.delete("identifier", claim, own)
                transaction.update("account", item, actions, unchanged)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def _customer(self, item: AccountItem, typed: str, now: datetime) -> CustomerAccount:
        slots = slots_of(item)
        locked = slots.locked(int(now.timestamp()), self._limit)
        until = datetime.fromtimestamp(slots.locked_until(self._limit), UTC) if locked else None
        account = account_of(item)
        recovery = self._slots.locked_until(_recoveries_of(account, typed), now)
        return CustomerAccount(account, item.last_successful_login, item.last_failed_login, until, recovery)


def _recoveries_of(account: Account, typed: str) -> list[tuple[str, str]]:
    """Return what recoveries of an account are counted by: its user ID, and its SCIN or each ERN known (CON-42)."""
    pairs = [text.split("=", 1) for text in account.enrolment.identifiers] if account.enrolment else []
    known = {typed, *(value for kind, value in pairs if kind in _COUNTED)}
    return [
        (f"recover-{Wanted.PASSWORD}", account.user_id),
        *((f"recover-{Wanted.USER_ID}", value) for value in sorted(known)),
    ]


class HelpdeskRecords(SiebelEmployers):
    """Employers, and clients as the helpdesk's security check needs them."""

    def __init__(self, sealer: KnownFactsSealer) -> None:
        """Take what opens sealed facts."""
        self._sealer = sealer

    def client(self, scin: str) -> HeldClient | None:
        """Return what is held for a SCIN. GetItem on clients `scin`, consistent; one KMS Decrypt, of a decoy too."""
        with part_of(Component.SIEBEL):
            item = client_item(scin)
            # The same work for a SCIN that nobody has: its time does not tell of a special client record (SEC-04).
            opened = self._sealer.open_or_decoy(scin, item.sealed_facts if item else None)
        return HeldClient(*opened, item.special_client_record) if item and opened else None

    def is_open_to_all(self, scin: str) -> bool:
        """Tell whether a client's record is there and no special one. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            item = client_item(scin)
        return item is not None and not item.special_client_record


def _look_up_item(look_up: LookUp) -> LookUpItem:
    ends_at = int(look_up.ends_at.timestamp())
    return LookUpItem(
        token_hash=LookUpItem.key_of(look_up.identifier),
        staff_session=look_up.staff_session,
        service=look_up.service.value,
        customer=look_up.customer,
        user_id=look_up.user_id,
        ends_at=ends_at,
        expires_at=ends_at + _GHOSTS_KEPT,
    )
