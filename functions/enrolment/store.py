"""Accounts and enrolments as enrolment needs them."""

from pynamodb.expressions.update import Action

from cms_common.adapters.accounts import (
    account_of,
    begins,
    enrolment_map,
    first_of,
    follows,
    open_account,
    room_for_a_session,
)
from cms_common.adapters.sessions import session_item
from cms_common.adapters.slots import item_of, releasing, take, untake
from cms_common.adapters.tables import AccountItem, EnrolledIdentifierItem, RegistrationItem, SessionItem, SlotsItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.accounts import Account, Enrolment
from cms_common.domain.acts import Act
from cms_common.domain.locks import AttemptLimit, LockedUntil
from cms_common.domain.sessions import Session
from enrolment.enrolling import Attempt
from enrolment.registration import Stored, SubmissionSeen, UserIdTaken

_SUBMISSIONS_KEPT = 86_400
"""Seconds for which the same form shows the same account again."""


class DynamoEnrolments:
    """Accounts and enrolments in DynamoDB."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks an account, for how long."""
        self._limit = limit

    def open_account(self, user_id: str) -> Account | None:
        """Open an account for an act. UpdateItem on accounts `key`."""
        return open_account(user_id)

    def register(
        self, account: Account, submission: str, session: Session, act: Act
    ) -> Stored | UserIdTaken | SubmissionSeen | LockedUntil:
        """Store a new account. One transaction; where the form was seen, GetItem and UpdateItem on accounts `key`."""
        key = RegistrationItem.key_of(submission)
        expires = int(account.created_at.timestamp()) + _SUBMISSIONS_KEPT
        try:
            with Transaction() as transaction:
                transaction.put("account", _new_item(account, session), AccountItem.password_hash.does_not_exist())
                seen = RegistrationItem(key=key, user_id=account.user_id, expires_at=expires)
                transaction.put("submission", seen, RegistrationItem.key.does_not_exist())
                transaction.put("session", session_item(session))
                transaction.record(act)
        except ConditionsFailed as failed:
            return self._seen(key, act) if "submission" in failed.on else UserIdTaken()
        return Stored()

    def _seen(self, key: str, act: Act) -> SubmissionSeen | LockedUntil:
        """Take a slot of the account that a form made. GetItem, then UpdateItem on accounts `key`."""
        moment = int(act.at.timestamp())
        try:
            item = AccountItem(AccountItem.key_of(RegistrationItem.get(key, consistent_read=True).user_id))
        except RegistrationItem.DoesNotExist:
            return SubmissionSeen(None, moment)
        until = take(item, moment, self._limit)
        if until:
            return LockedUntil(until)
        return SubmissionSeen(account_of(item) if item.password_hash else None, moment)

    def give_back(self, account: Account, at: int) -> None:
        """Give one slot back. UpdateItem on accounts `key`, three at most."""
        untake(AccountItem(AccountItem.key_of(account.user_id)), at)

    def refuse_password(self, account: Account, act: Act) -> None:
        """Keep the time of a wrong password (LOG-03, SEC-11). One transaction."""
        failed: list[Action] = [AccountItem.last_failed_login.set(act.at)]
        item = AccountItem(AccountItem.key_of(account.user_id))
        try:
            with Transaction() as transaction:
                transaction.update("account", item, failed, AccountItem.password_hash.exists())
                transaction.record(act)
        except ConditionsFailed:
            # Deleted meanwhile: the attempt is recorded all the same.
            with Transaction() as transaction:
                transaction.record(act)

    def show_again(self, account: Account, session: Session, act: Act) -> bool:
        """Store another session for the same registration, and give the slots back. One transaction."""
        kept, ending = begins(session, account.sessions, act.at)
        actions = [*releasing(AccountItem), *kept]
        alive = (AccountItem.password_hash == account.password_hash) & room_for_a_session()
        try:
            with Transaction() as transaction:
                for token_hash in ending:
                    transaction.delete("ending", SessionItem(token_hash))
                transaction.update("account", AccountItem(AccountItem.key_of(account.user_id)), actions, alive)
                transaction.put("session", session_item(session))
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def note(self, session: Session, act: Act) -> bool:
        """Keep that the ID is noted, on account and session. One transaction."""
        account = AccountItem(AccountItem.key_of(session.user_id))
        try:
            with Transaction() as transaction:
                actions: list[Action] = [SessionItem.id_noted.set(True)]
                alive = SessionItem.token_hash.exists()
                transaction.update("session", SessionItem(session.token_hash), actions, alive)
                noted: list[Action] = [AccountItem.id_noted_at.set(AccountItem.id_noted_at | act.at)]
                transaction.update("account", account, noted, AccountItem.password_hash.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def enrol(
        self, attempt: Attempt, enrolment: Enrolment, following: tuple[Session, Session] | None, act: Act
    ) -> bool:
        """Store an enrolment, claim its identifier and give the slots back. One transaction."""
        account, claim = attempt.account, attempt.claim
        claimed = EnrolledIdentifierItem(
            key=EnrolledIdentifierItem.key_of(claim.kind, claim.identifier), user_id=account.user_id
        )
        actions: list[Action] = [AccountItem.enrolment.set(enrolment_map(enrolment))]
        if following:
            actions += [AccountItem.last_successful_login.set(act.at), *follows(*following)]
        free = AccountItem.password_hash.exists() & AccountItem.enrolment.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.put("identifier", claimed, EnrolledIdentifierItem.key.does_not_exist())
                transaction.update("account", AccountItem(AccountItem.key_of(account.user_id)), actions, free)
                _follow(transaction, following)
                _release(transaction, attempt)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def follow(self, attempt: Attempt, following: tuple[Session, Session], act: Act) -> bool:
        """Change one session for another and give the slots back. One transaction."""
        account = AccountItem(AccountItem.key_of(following[0].user_id))
        actions: list[Action] = [
            AccountItem.last_successful_login.set(act.at),
            AccountItem.recovered.remove(),
            *follows(*following),
        ]
        try:
            with Transaction() as transaction:
                transaction.update("account", account, actions, AccountItem.password_hash.exists())
                _follow(transaction, following)
                _release(transaction, attempt)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def refuse(self, account: Account, act: Act) -> bool:
        """Count a failed activation. One transaction."""
        actions: list[Action] = [AccountItem.failed_activations.add(1)]
        item = AccountItem(AccountItem.key_of(account.user_id))
        try:
            with Transaction() as transaction:
                transaction.update("account", item, actions, AccountItem.password_hash.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _new_item(account: Account, session: Session) -> AccountItem:
    return AccountItem(
        key=AccountItem.key_of(account.user_id),
        user_id=account.user_id,
        first_name=account.first_name,
        surname=account.surname,
        email=account.email,
        password_hash=account.password_hash,
        sessions=first_of(session),
        created_at=account.created_at,
        version=account.version,
    )


def _follow(transaction: Transaction, following: tuple[Session, Session] | None) -> None:
    if following:
        ending, beginning = following
        transaction.delete("ending", SessionItem(ending.token_hash), SessionItem.token_hash.exists())
        transaction.put("beginning", session_item(beginning))


def _release(transaction: Transaction, attempt: Attempt) -> None:
    for taken in attempt.taken:
        transaction.update("slots", item_of(taken), releasing(SlotsItem))
