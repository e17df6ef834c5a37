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


type Outcome = Enrolled | NotValidated | HoldsOtherService | IdNotNoted | TooManyFromHere | AccountGone


class Enrolments(Protocol):
    """Keeps enrolments, each act in one transaction."""

    def open_account(self, user_id: str) -> Account | None:
        """Open an account for an act."""
        ...

    def enrol(
        self, account: Account, enrolment: Enrolment, claim: Claim, following: tuple[Session, Session] | None, act: Act
    ) -> bool:
        """Store an enrolment; False where the identifier is claimed or the account enrolled meanwhile.

        `following` are the session to end and the one to begin, for an employer.
        """
        ...

    def follow(self, following: tuple[Session, Session], act: Act) -> None:
        """End one session and begin another, for an employer who submits the same facts again."""
        ...

    def refuse(self, account: Account, act: Act) -> None:
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
    sessions: SessionStarter
    randomness: Randomness

    def enrol_client(self, facts: ClientFacts, session: Session, visit: Visit) -> Outcome:
        """Enrol a client whose four facts agree with one record (ENR-06)."""
        account = self._ready(session, visit)
        if not isinstance(account, Account):
            return account
        held = self.records.facts_of(facts.scin)
        valid = held is not None and agree(facts, held)
        claim = Claim("SCIN", facts.scin)
        return self._decide(account, Service.CLIENT, claim, None, visit, valid=valid)

    def enrol_employer(self, facts: EmployerFacts, session: Session, visit: Visit) -> Outcome:
        """Enrol an employer whose ERN belongs to the PAYE reference given (ENR-13); the homepage follows at once."""
        account = self._ready(session, visit)
        if not isinstance(account, Account):
            return account
        valid = self.records.paye_reference_of(facts.ern) == facts.paye_reference
        claim = Claim("PAYE", facts.paye_reference)
        return self._decide(account, Service.EMPLOYER, claim, (session, facts.ern), visit, valid=valid)

    def _ready(self, session: Session, visit: Visit) -> Account | IdNotNoted | TooManyFromHere | AccountGone:
        if not session.id_noted:
            return IdNotNoted()
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        return self.enrolments.open_account(session.user_id) or AccountGone()

    def _decide(  # noqa: PLR0913 - one decision, all it rests on
        self,
        account: Account,
        service: Service,
        claim: Claim,
        employer: tuple[Session, str] | None,
        visit: Visit,
        *,
        valid: bool,
    ) -> Outcome:
        held = account.enrolment
        if held and not (held.service is service and f"{claim.kind}={claim.identifier}" in held.identifiers):
            return HoldsOtherService()
        if not valid:
            return self._refuse(account, claim, visit)
        enrolment = held or _enrolment(account, service, claim, employer[1] if employer else "", visit.now)
        token, following = self._following(employer, claim, account, visit)
        act = self._enrolled(account, service, claim, visit)
        if held:
            if employer and following:
                facts = {"service": service.value, "ern": employer[1]}
                self.enrolments.follow(following, replace(act, kind=ActKind.LOGGED_IN, facts=facts))
        elif not self.enrolments.enrol(account, enrolment, claim, following, act):
            return self._refuse(account, claim, visit)
        return Enrolled(enrolment, token)

    def _refuse(self, account: Account, claim: Claim, visit: Visit) -> NotValidated:
        act = self._act(ActKind.ENROLMENT_REFUSED, account, visit, {"asked": claim.kind})
        self.enrolments.refuse(account, act)
        return NotValidated()

    def _following(
        self, employer: tuple[Session, str] | None, claim: Claim, account: Account, visit: Visit
    ) -> tuple[str, tuple[Session, Session] | None]:
        if employer is None:
            return "", None
        ending, ern = employer
        begun = self.sessions.begin(
            Stage.FULL,
            Service.EMPLOYER,
            account.user_id,
            visit.now,
            site=ending.site,
            paye_reference=claim.identifier,
            ern=ern,
        )
        return begun.token, (ending, begun.session)

    def _enrolled(self, account: Account, service: Service, claim: Claim, visit: Visit) -> Act:
        kind = ActKind.CLIENT_ENROLLED if service is Service.CLIENT else ActKind.EMPLOYER_ENROLLED
        return self._act(kind, account, visit, {claim.kind.lower(): claim.identifier})

    def _act(self, kind: ActKind, account: Account, visit: Visit, facts: dict[str, str]) -> Act:
        subject = f"account#{account.user_id}"
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, account.version, subject, visit.now, visit.transaction_id, facts)


def _enrolment(account: Account, service: Service, claim: Claim, ern: str, now: datetime) -> Enrolment:
    identifiers = (f"{claim.kind}={claim.identifier}", *([f"ERN={ern}"] if ern else []))
    return Enrolment(service, account.user_name, identifiers, ACTIVATED, now, now)
