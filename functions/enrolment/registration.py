"""Registering a Gateway account: an ID on screen, a tick that it is noted, the services list (REG-04 to REG-20)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from cms_common.domain.accounts import Account, Registration, Service, new_user_id
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
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
    """This form made an account before."""

    account: Account | None


class RegistrationStore(Protocol):
    """Keeps accounts, each act in one transaction."""

    def register(
        self, account: Account, submission: str, session: Session, act: Act
    ) -> Stored | UserIdTaken | SubmissionSeen:
        """Store a new account with its session, unless the ID is taken or the submission was seen."""
        ...

    def show_again(self, account: Account, session: Session, act: Act) -> bool:
        """Store another session for a registration submitted again; False where the account is gone meanwhile."""
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

    def submit(
        self, form: Registration, service: Service, site: Site, submission_key: str, visit: Visit
    ) -> Registered | FormUsedBefore | TooManyFromHere:
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
                case SubmissionSeen(made):
                    return self._show_again(made, form, service, site, visit)
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
        self, made: Account | None, form: Registration, service: Service, site: Site, visit: Visit
    ) -> Registered | FormUsedBefore:
        # Whoever knows the key alone must learn nothing: the whole form, password too, has to be the same.
        same = made and (made.first_name, made.surname, made.email) == (form.first_name, form.surname, form.email)
        if not self.passwords.matches(form.password, made.password_hash if made and same else None) or made is None:
            return FormUsedBefore()
        opened = self.store.open_account(made.user_id)
        if opened is None:
            return FormUsedBefore()
        begun = self._begin(opened.user_id, service, site, visit)
        act = self._act(ActKind.PASSWORD_ACCEPTED, opened, visit, {"service": service.value})
        again = self.store.show_again(opened, begun.session, act)
        return Registered(opened.user_id, begun.token) if again else FormUsedBefore()

    def _begin(self, user_id: str, service: Service, site: Site, visit: Visit) -> Begun:
        return self.sessions.begin(Stage.CREDENTIALS, service, user_id, visit.now, site=site, id_noted=False)

    def _act(self, kind: ActKind, account: Account, visit: Visit, facts: dict[str, str]) -> Act:
        subject = f"account#{account.user_id}"
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, account.version, subject, visit.now, visit.transaction_id, facts)
