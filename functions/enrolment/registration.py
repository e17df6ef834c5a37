"""Registering a Gateway account: an ID on screen, a tick that it is noted, the services list (REG-04 to REG-20)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from cms_common.domain.accounts import Account, Registration, Service, new_user_id
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.locks import LockedUntil
from cms_common.domain.sessions import Begun, Session, SessionStarter, Site, Stage, Visit

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Registered:
    """An account is there; its ID is to be shown, and the token opens the rest of the registration."""

    user_id: str
    token: str


@dataclass(frozen=True, slots=True)
class FormUsedBefore:
    """The same form was submitted before with other answers (REG-20)."""


@dataclass(frozen=True, slots=True)
class TooManyFromHere:
    """Too many attempts from one place on the network."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The person has confirmed that the ID is noted (REG-12)."""


@dataclass(frozen=True, slots=True)
class NotTicked:
    """Continue was chosen without the tick (REG-12)."""


@dataclass(frozen=True, slots=True)
class AccountGone:
    """The account of the session is no longer there."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The account was stored."""


@dataclass(frozen=True, slots=True)
class UserIdTaken:
    """The ID made is in use; another must be made."""


@dataclass(frozen=True, slots=True)
class SubmissionSeen:
    """This form made an account before; an attempt on it took a slot at `at`. None where the account is gone."""

    account: Account | None
    at: int


type Submitted = Registered | FormUsedBefore | TooManyFromHere | LockedUntil


class RegistrationStore(Protocol):
    """Keeps accounts, each act in one transaction."""

    def register(
        self, account: Account, submission: str, session: Session, act: Act
    ) -> Stored | UserIdTaken | SubmissionSeen | LockedUntil:
        """Store a new account with its session, unless the ID is taken or the submission was seen.

        A submission that was seen is an attempt on the account that it made, and takes a slot of the credential lock.
        """
        ...

    def show_again(self, account: Account, session: Session, act: Act) -> bool:
        """Give the slots back and store another session for a form sent again; False where the account changed."""
        ...

    def give_back(self, account: Account, at: int) -> None:
        """Give one slot back: its attempt was not a wrong password."""
        ...

    def refuse_password(self, account: Account, act: Act) -> None:
        """Keep the time of a wrong password; its slot is spent already."""
        ...

    def note(self, session: Session, act: Act) -> bool:
        """Keep that the ID is noted; False where the account or session is gone."""
        ...

    def open_account(self, user_id: str) -> Account | None:
        """Open an account for an act."""
        ...


class Passwords(Protocol):
    """Hashes and checks passwords."""

    def hash(self, password: str) -> str:
        """Return a password's hash."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the one hashed."""
        ...


class Sources(Protocol):
    """Counts attempts from one place."""

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on."""
        ...


@dataclass(frozen=True, slots=True)
class Registering:
    """The use cases of registration."""

    store: RegistrationStore
    passwords: Passwords
    sources: Sources
    sessions: SessionStarter
    randomness: Randomness

    def submit(self, form: Registration, service: Service, site: Site, submission_key: str, visit: Visit) -> Submitted:
        """Make an account, or show again the one that this very form has made (REG-10, REG-20)."""
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        submission = sha256(f"{service}|{submission_key}".encode()).hexdigest()
        password_hash = self.passwords.hash(form.password)
        for _ in range(_TRIES):
            account = Account(
                user_id=new_user_id(self.randomness),
                first_name=form.first_name,
                surname=form.surname,
                email=form.email,
                password_hash=password_hash,
                created_at=visit.now,
                version=1,
            )
            begun = self._begin(account.user_id, service, site, visit)
            act = self._act(ActKind.ACCOUNT_REGISTERED, account, visit, {"service": service.value, "site": site.value})
            match self.store.register(account, submission, begun.session, act):
                case Stored():
                    return Registered(account.user_id, begun.token)
                case SubmissionSeen() as seen:
                    return self._show_again(seen, form, service, site, visit)
                case LockedUntil() as locked:
                    return locked
                case UserIdTaken():
                    continue
        raise RuntimeError("No free user ID was found")

    def note_user_id(self, session: Session, visit: Visit, *, ticked: bool) -> Noted | NotTicked | AccountGone:
        """Take the confirmation that the ID is noted; confirming twice is confirming once (REG-12, REG-13)."""
        if not ticked:
            return NotTicked()
        if session.id_noted:
            return Noted()
        account = self.store.open_account(session.user_id)
        if account is None:
            return AccountGone()
        act = self._act(ActKind.USER_ID_NOTED, account, visit, {})
        return Noted() if self.store.note(session, act) else AccountGone()

    def _show_again(
        self, seen: SubmissionSeen, form: Registration, service: Service, site: Site, visit: Visit
    ) -> Registered | FormUsedBefore:
        """Show the ID again to whoever sends the very same form, the password too; it is counted as a log-in is."""
        made = seen.account
        if made is None:
            # The same work where nobody is there.
            self.passwords.matches(form.password, None)
            return FormUsedBefore()
        same = (made.first_name, made.surname, made.email) == (form.first_name, form.surname, form.email)
        # Whoever knows the key alone must learn nothing: the work is the same whatever differs.
        right = self.passwords.matches(form.password, made.password_hash if same else None)
        if not same:
            # Another form, as somebody sends who mends a slip: no guess at the password.
            self.store.give_back(made, seen.at)
            return FormUsedBefore()
        if not right:
            act = self._act(ActKind.PASSWORD_REFUSED, made, visit, {"service": service.value})
            self.store.refuse_password(made, act)
            return FormUsedBefore()
        begun = self._begin(made.user_id, service, site, visit)
        act = self._act(ActKind.PASSWORD_ACCEPTED, made, visit, {"service": service.value})
        try:
            again = self.store.show_again(made, begun.session, act)
        except Exception:
            # What a fault ended was not a wrong password (CON-08).
            self.store.give_back(made, seen.at)
            raise
        return Registered(made.user_id, begun.token) if again else FormUsedBefore()

    def _begin(self, user_id: str, service: Service, site: Site, visit: Visit) -> Begun:
        return self.sessions.begin(Stage.CREDENTIALS, service, user_id, visit.now, site=site, id_noted=False)

    def _act(self, kind: ActKind, account: Account, visit: Visit, facts: dict[str, str]) -> Act:
        subject = f"account#{account.user_id}"
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, account.version, subject, visit.now, visit.transaction_id, facts)
