"""Enrolment by known facts: a client by SCIN, NINO, date of birth and reference name; an employer by ERN and PAYE.

ENR-05 to ENR-17, CON-04, CON-05, CON-10, GAP-15.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cms_common.domain.accounts import Account, Enrolment, Service
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.known_facts import ClientFacts, EmployerFacts, HeldFacts, agree
from cms_common.domain.locks import LockedUntil, Taken, given_back_on_failure
from cms_common.domain.sessions import Session, SessionStarter, Stage, Visit

ACTIVATED = "Activated"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The account is enrolled. For an employer `token` opens the full session that follows at once (CON-05)."""

    enrolment: Enrolment
    token: str = ""


@dataclass(frozen=True, slots=True)
class NotValidated:
    """The facts do not agree with one record that is free to enrol; which is wrong is not said (ENR-10)."""


@dataclass(frozen=True, slots=True)
class HoldsOtherService:
    """The account is enrolled already, for the other service or another identifier (ENR-15, EMP-08)."""


@dataclass(frozen=True, slots=True)
class IdNotNoted:
    """The user ID is not yet confirmed as noted (REG-03, REG-12)."""


@dataclass(frozen=True, slots=True)
class TooManyFromHere:
    """Too many attempts from one place on the network."""


@dataclass(frozen=True, slots=True)
class AccountGone:
    """The account of the session is no longer there."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An identifier that an account claims, once in the whole service: kind "SCIN" or "PAYE"."""

    kind: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Facts about to be checked: whose, what they claim, and the slots taken for them (ENR-19).

    `employer` are an employer's session and ERN.
    """

    account: Account
    service: Service
    claim: Claim
    employer: tuple[Session, str] | None
    taken: tuple[Taken, ...]


type Outcome = Enrolled | NotValidated | HoldsOtherService | IdNotNoted | TooManyFromHere | AccountGone | LockedUntil


class Enrolments(Protocol):
    """Keeps enrolments, each act in one transaction."""

    def open_account(self, user_id: str) -> Account | None:
        """Open an account for an act."""
        ...

    def enrol(
        self, attempt: Attempt, enrolment: Enrolment, following: tuple[Session, Session] | None, act: Act
    ) -> bool:
        """Store an enrolment and give the slots back; False where it is claimed or the account enrolled meanwhile.

        `following` are the session to end and the one to begin, for an employer.
        """
        ...

    def follow(self, attempt: Attempt, following: tuple[Session, Session], act: Act) -> bool:
        """End one session and begin another, for an employer who submits the same facts again."""
        ...

    def refuse(self, account: Account, act: Act) -> bool:
        """Count a failed activation (ENR-17)."""
        ...


class Records(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def facts_of(self, scin: str) -> HeldFacts | None:
        """Return the facts held for a SCIN; None where there is no such record."""
        ...

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference that an ERN belongs to; None where there is no such ERN."""
        ...


class AttemptSlots(Protocol):
    """Counts attempts by what was typed."""

    def take(self, kind: str, typed: str, now: datetime) -> Taken | LockedUntil:
        """Take an attempt slot."""
        ...

    def untake(self, taken: Taken) -> None:
        """Give one slot back as if it had never been taken."""
        ...


class Sources(Protocol):
    """Counts attempts from one place."""

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on."""
        ...


@dataclass(frozen=True, slots=True)
class Enrolling:
    """The use cases of enrolment."""

    enrolments: Enrolments
    records: Records
    sources: Sources
    slots: AttemptSlots
    sessions: SessionStarter
    randomness: Randomness

    def enrol_client(self, facts: ClientFacts, session: Session, visit: Visit) -> Outcome:
        """Enrol a client whose four facts agree with one record (ENR-06)."""
        claim = Claim("SCIN", facts.scin)
        attempt = self._attempt(Service.CLIENT, claim, facts.scin, session, visit)
        if not isinstance(attempt, Attempt):
            return attempt
        with given_back_on_failure(self.slots, *attempt.taken):
            held = self.records.facts_of(facts.scin)
        return self._decide(attempt, visit, valid=held is not None and agree(facts, held))

    def enrol_employer(self, facts: EmployerFacts, session: Session, visit: Visit) -> Outcome:
        """Enrol an employer whose ERN belongs to the PAYE reference given (ENR-13); the homepage follows at once."""
        claim = Claim("PAYE", facts.paye_reference)
        attempt = self._attempt(Service.EMPLOYER, claim, facts.ern, session, visit)
        if not isinstance(attempt, Attempt):
            return attempt
        with given_back_on_failure(self.slots, *attempt.taken):
            valid = self.records.paye_reference_of(facts.ern) == facts.paye_reference
        return self._decide(attempt, visit, valid=valid)

    def _attempt(self, service: Service, claim: Claim, typed: str, session: Session, visit: Visit) -> Attempt | Outcome:
        """Take a slot of the account and one of the SCIN or ERN typed, before anything is checked (ENR-19)."""
        account = self._ready(session, visit)
        if not isinstance(account, Account):
            return account
        if account.enrolment and not _holds(account, service, claim):
            return HoldsOtherService()
        own = self.slots.take("enrol-account", account.user_id, visit.now)
        if isinstance(own, LockedUntil):
            return own
        with given_back_on_failure(self.slots, own):
            others = self.slots.take(f"enrol-{service}", typed, visit.now)
        if isinstance(others, LockedUntil):
            self.slots.untake(own)
            return others
        employer = (session, typed) if service is Service.EMPLOYER else None
        return Attempt(account, service, claim, employer, (own, others))

    def _ready(self, session: Session, visit: Visit) -> Account | IdNotNoted | TooManyFromHere | AccountGone:
        if not session.id_noted:
            return IdNotNoted()
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        return self.enrolments.open_account(session.user_id) or AccountGone()

    def _decide(self, attempt: Attempt, visit: Visit, *, valid: bool) -> Outcome:
        if not valid:
            return self._refuse(attempt, visit)
        with given_back_on_failure(self.slots, *attempt.taken):
            outcome = self._enrol(attempt, visit)
        return outcome or self._overtaken(attempt, visit)

    def _enrol(self, attempt: Attempt, visit: Visit) -> Enrolled | AccountGone | None:
        """Enrol, or confirm what is enrolled already; None where another request was first."""
        account, employer, held = attempt.account, attempt.employer, attempt.account.enrolment
        enrolment = held or _enrolment(account, attempt.service, attempt.claim, employer, visit.now)
        token, following = self._following(attempt, visit)
        act = self._enrolled(attempt, visit)
        if held is None:
            return Enrolled(enrolment, token) if self.enrolments.enrol(attempt, enrolment, following, act) else None
        if employer and following:
            facts = {"service": attempt.service.value, "ern": employer[1]}
            if self.enrolments.follow(attempt, following, replace(act, kind=ActKind.LOGGED_IN, facts=facts)):
                return Enrolled(enrolment, token)
        for taken in attempt.taken:
            self.slots.untake(taken)
        return AccountGone() if employer else Enrolled(enrolment, token)

    def _overtaken(self, attempt: Attempt, visit: Visit) -> Outcome:
        """Decide again after another request was first: the same one, sent twice, is enrolled and not refused."""
        account = self.enrolments.open_account(attempt.account.user_id)
        if account is None:
            return AccountGone()
        again = replace(attempt, account=account)
        return (
            self._decide(again, visit, valid=True)
            if _holds(account, attempt.service, attempt.claim)
            else self._refuse(again, visit)
        )

    def _refuse(self, attempt: Attempt, visit: Visit) -> NotValidated | AccountGone:
        act = self._act(ActKind.ENROLMENT_REFUSED, attempt.account, visit, {"asked": attempt.claim.kind})
        return NotValidated() if self.enrolments.refuse(attempt.account, act) else AccountGone()

    def _following(self, attempt: Attempt, visit: Visit) -> tuple[str, tuple[Session, Session] | None]:
        if attempt.employer is None:
            return "", None
        ending, ern = attempt.employer
        begun = self.sessions.begin(
            Stage.FULL,
            Service.EMPLOYER,
            attempt.account.user_id,
            visit.now,
            site=ending.site,
            paye_reference=attempt.claim.identifier,
            ern=ern,
        )
        return begun.token, (ending, begun.session)

    def _enrolled(self, attempt: Attempt, visit: Visit) -> Act:
        kind = ActKind.CLIENT_ENROLLED if attempt.service is Service.CLIENT else ActKind.EMPLOYER_ENROLLED
        facts = {attempt.claim.kind.lower(): attempt.claim.identifier}
        return self._act(kind, attempt.account, visit, facts)

    def _act(self, kind: ActKind, account: Account, visit: Visit, facts: dict[str, str]) -> Act:
        subject = f"account#{account.user_id}"
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, account.version, subject, visit.now, visit.transaction_id, facts)


def _holds(account: Account, service: Service, claim: Claim) -> bool:
    held = account.enrolment
    return held is not None and held.service is service and f"{claim.kind}={claim.identifier}" in held.identifiers


def _enrolment(
    account: Account, service: Service, claim: Claim, employer: tuple[Session, str] | None, now: datetime
) -> Enrolment:
    identifiers = (f"{claim.kind}={claim.identifier}", *([f"ERN={employer[1]}"] if employer else []))
    return Enrolment(service, account.user_name, identifiers, ACTIVATED, now, now)
