"""The first step: Gateway user ID and password (LOG-01 to LOG-07, LOG-20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from cms_common.domain.accounts import Account, Service
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Begun, Session, SessionStarter, Site, Stage, Visit


@dataclass(frozen=True, slots=True)
class ChallengeDue:
    """The password is right and the account enrolled: PIN digits or ERN come next."""

    token: str


@dataclass(frozen=True, slots=True)
class EnrolmentDue:
    """The password is right and the account not enrolled: the services list comes next."""

    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Wrong user ID or wrong password; which is not said (LOG-03)."""


@dataclass(frozen=True, slots=True)
class Locked:
    """Three failures within one hour; open again at `until` (LOG-04, LOG-05)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class HoldsOtherService:
    """The password is right, and the account belongs to the other service (LOG-20)."""


@dataclass(frozen=True, slots=True)
class SecurityLocked:
    """The password is right, and wrong answers to security questions have locked the client out (LOG-19)."""


class Acceptance(Enum):
    """What became of a right password."""

    ACCEPTED = "the session is stored"
    CHANGED = "the account is gone, or its password replaced meanwhile"
    SECURITY_LOCKED = "the client is locked out: nothing is stored"


@dataclass(frozen=True, slots=True)
class TooManyFromHere:
    """Too many attempts from one place on the network."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A slot taken `at` a second: the account, if the user ID is anyone's, and the version that is its own."""

    user_id: str
    account: Account | None
    version: int
    at: int


type Outcome = ChallengeDue | EnrolmentDue | Refused | Locked | HoldsOtherService | SecurityLocked | TooManyFromHere


class Credentials(Protocol):
    """Keeps accounts and their attempt slots."""

    def take_slot(self, user_id: str, now: datetime) -> Attempt | Locked:
        """Take an attempt slot of what was typed, whether or not anyone has that ID."""
        ...

    def accept(self, attempt: Attempt, session: Session | None, rehashed: str | None, act: Act) -> Acceptance:
        """Give the slots back and store the session."""
        ...

    def give_back(self, attempt: Attempt) -> None:
        """Give the attempt's own slot back."""
        ...

    def refuse(self, attempt: Attempt, act: Act) -> None:
        """Keep the time of the failed log-in."""
        ...


class Passwords(Protocol):
    """Hashes and checks passwords."""

    def hash(self, password: str) -> str:
        """Return a password's hash."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the one hashed; the same work with no hash."""
        ...

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash should be made again."""
        ...


class Sources(Protocol):
    """Counts attempts from one place."""

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on."""
        ...


@dataclass(frozen=True, slots=True)
class PasswordStep:
    """The use case of the first step."""

    credentials: Credentials
    passwords: Passwords
    sources: Sources
    sessions: SessionStarter
    randomness: Randomness

    def log_in(self, user_id: str, password: str, service: Service, site: Site, visit: Visit) -> Outcome:
        """Check user ID and password: three AWS calls, whatever the answer."""
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        attempt = self.credentials.take_slot(user_id, visit.now)
        if isinstance(attempt, Locked):
            return attempt
        stored = attempt.account.password_hash if attempt.account else None
        if not self.passwords.matches(password, stored) or attempt.account is None:
            self.credentials.refuse(attempt, self._act(ActKind.PASSWORD_REFUSED, attempt, visit, {"service": service}))
            return Refused()
        try:
            return self._right(attempt, attempt.account, password, service, site, visit)
        except Exception:
            # What a fault ended was not a wrong password: an outage must not lock the account (CON-08).
            self.credentials.give_back(attempt)
            raise

    def _right(  # noqa: PLR0913 - one decision, all it rests on
        self, attempt: Attempt, account: Account, password: str, service: Service, site: Site, visit: Visit
    ) -> Outcome:
        enrolment = account.enrolment
        begun = None if enrolment and enrolment.service is not service else self._begin(account, service, site, visit)
        rehashed = self.passwords.hash(password) if self.passwords.outdated(account.password_hash) else None
        act = self._act(ActKind.PASSWORD_ACCEPTED, attempt, visit, {"service": service})
        accepted = self.credentials.accept(attempt, begun.session if begun else None, rehashed, act)
        if accepted is Acceptance.SECURITY_LOCKED:
            # The password was right all the same: no failure is held against the account (REC-24).
            accepted = self.credentials.accept(attempt, None, rehashed, act)
            return SecurityLocked() if accepted is Acceptance.ACCEPTED else Refused()
        if accepted is Acceptance.CHANGED:
            return Refused()
        if begun is None:
            return HoldsOtherService()
        return ChallengeDue(begun.token) if enrolment else EnrolmentDue(begun.token)

    def _begin(self, account: Account, service: Service, site: Site, visit: Visit) -> Begun:
        enrolment = account.enrolment
        if enrolment is None:
            return self.sessions.begin(Stage.CREDENTIALS, service, account.user_id, visit.now, site=site)
        if service is Service.CLIENT:
            scin = enrolment.identifier("SCIN")
            return self.sessions.begin(Stage.CHALLENGE, service, account.user_id, visit.now, site=site, scin=scin)
        paye = enrolment.identifier("PAYE")
        return self.sessions.begin(Stage.CHALLENGE, service, account.user_id, visit.now, site=site, paye_reference=paye)

    def _act(self, kind: ActKind, attempt: Attempt, visit: Visit, facts: Mapping[str, str]) -> Act:
        subject = f"account#{attempt.user_id}"
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, attempt.version, subject, visit.now, visit.transaction_id, facts)
