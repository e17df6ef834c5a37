"""The helpdesk's use cases: look a customer up by known facts, show the account, de-enrol it (SUP-13 to SUP-30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cms_common.domain.accounts import Service
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.components import ComponentFault
from cms_common.domain.helpdesk import CustomerAccount, DeEnrolmentReason
from cms_common.domain.known_facts import ClientFacts, EmployerFacts
from cms_common.domain.sessions import Visit, hash_of
from cms_common.domain.staff import StaffSession, actor_of

LOOK_UP_LASTS = timedelta(minutes=30)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The facts are valid and somebody is enrolled with them; `look_up` opens the screens of this customer."""

    look_up: str
    customer: CustomerAccount


@dataclass(frozen=True, slots=True)
class NotValidated:
    """The facts do not agree with one record that this member of staff may open (SUP-17)."""


@dataclass(frozen=True, slots=True)
class NobodyEnrolled:
    """The facts are valid and no account is enrolled with them."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The look-up is not this session's, is over, or its account is gone."""


@dataclass(frozen=True, slots=True)
class DeEnrolled:
    """The account is deleted, with every session and enrolment of it (SUP-28)."""


@dataclass(frozen=True, slots=True)
class NotLocked:
    """The reason given is a lock, and neither the account nor its recovery is locked (SUP-29)."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A look-up as kept, for one session of one member of staff."""

    identifier: str
    staff_session: str
    service: Service
    customer: str
    user_id: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class HeldClient:
    """What is held of a client for the security check."""

    nino: str
    date_of_birth: date
    special_client_record: bool


type LookUpOutcome = Found | NotValidated | NobodyEnrolled
type DeEnrolmentOutcome = DeEnrolled | NotThere | NotLocked


class Records(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def client(self, scin: str) -> HeldClient | None:
        """Return what is held for a SCIN; None where there is no such record."""
        ...

    def is_open_to_all(self, scin: str) -> bool:
        """Tell whether a client's record is there and is no special client record (SEC-04)."""
        ...

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference that an ERN belongs to; None where there is no such ERN."""
        ...


class Customers(Protocol):
    """Keeps accounts and look-ups. `typed` is the SCIN or ERN that the agent gave."""

    def enrolled(self, kind: str, identifier: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Return the account that holds an identifier, of kind "SCIN" or "PAYE"."""
        ...

    def account(self, user_id: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Return an account as it is now."""
        ...

    def next_version(self, staff_id: str) -> int:
        """Take the number of the next act of a member of staff."""
        ...

    def record(self, look_up: LookUp | None, act: Act) -> None:
        """Record a look-up, and keep it where the customer was found."""
        ...

    def look_up(self, identifier: str) -> LookUp | None:
        """Return a look-up."""
        ...

    def open_account(self, user_id: str, typed: str, now: datetime) -> CustomerAccount | None:
        """Open an account for an act."""
        ...

    def de_enrol(self, customer: CustomerAccount, act: Act) -> bool:
        """Delete an account, its claims and sessions; False where it changed since it was opened."""
        ...


@dataclass(frozen=True, slots=True)
class Helping:
    """The use cases."""

    records: Records
    customers: Customers
    randomness: Randomness

    def look_up(self, facts: ClientFacts | EmployerFacts, staff: StaffSession, visit: Visit) -> LookUpOutcome:
        """Validate known facts and find the account; every look-up is recorded, however it ends (SUP-36).

        Raises ComponentFault where the facts could not be checked.
        """
        if isinstance(facts, ClientFacts):
            service, kind, identifier, typed = Service.CLIENT, "SCIN", facts.scin, facts.scin
        else:
            service, kind, identifier, typed = Service.EMPLOYER, "PAYE", facts.paye_reference, facts.ern
        # What was typed as an ERN may be anything; only what is one is kept.
        told = typed if service is Service.CLIENT else "-"
        try:
            valid = self._are_valid(facts, staff)
        except ComponentFault:
            self._record(None, {"service": service.value, "customer": told, "outcome": "not answered"}, staff, visit)
            raise
        if not valid:
            self._record(None, {"service": service.value, "customer": told, "outcome": "not validated"}, staff, visit)
            return NotValidated()
        customer = self.customers.enrolled(kind, identifier, typed, visit.now)
        if customer is None:
            self._record(None, {"service": service.value, "customer": typed, "outcome": "no account"}, staff, visit)
            return NobodyEnrolled()
        token = self.randomness.token()
        ends_at = min(visit.now + LOOK_UP_LASTS, staff.ends_at)
        kept = LookUp(hash_of(token), staff.token_hash, service, typed, customer.account.user_id, ends_at)
        self._record(kept, {"service": service.value, "customer": typed, "outcome": "shown"}, staff, visit)
        return Found(token, customer)

    def show(self, token: str, staff: StaffSession, now: datetime) -> CustomerAccount | NotThere:
        """Return the account of a look-up, for the session that looked up and until the look-up is over (SUP-19)."""
        kept = self._kept(token, staff, now)
        customer = self.customers.account(kept.user_id, kept.customer, now) if kept else None
        return customer or NotThere()

    def de_enrol(self, token: str, reason: DeEnrolmentReason, staff: StaffSession, visit: Visit) -> DeEnrolmentOutcome:
        """De-enrol the user everywhere and at once; done again after a lost answer it is done (SUP-26 to SUP-30)."""
        kept = self._kept(token, staff, visit.now)
        if kept is None:
            return NotThere()
        for _ in range(_TRIES):
            customer = self.customers.open_account(kept.user_id, kept.customer, visit.now)
            if customer is None:
                return DeEnrolled()
            if reason is DeEnrolmentReason.WILL_NOT_WAIT and not customer.locked_out:
                return NotLocked()
            if self.customers.de_enrol(customer, self._gone(customer, kept, reason, staff, visit)):
                return DeEnrolled()
        raise RuntimeError("The account changes all the time")

    def _are_valid(self, facts: ClientFacts | EmployerFacts, staff: StaffSession) -> bool:
        if isinstance(facts, ClientFacts):
            return self._client_is(facts, staff)
        return self.records.paye_reference_of(facts.ern) == facts.paye_reference

    def _client_is(self, facts: ClientFacts, staff: StaffSession) -> bool:
        held = self.records.client(facts.scin)
        if held is None or (held.special_client_record and not staff.user.profile.special_records_team):
            return (
                False  # A special client record is open to its own team alone, and nobody else learns of it (SEC-04).
            )
        return (held.nino, held.date_of_birth) == (facts.nino, facts.date_of_birth)

    def _kept(self, token: str, staff: StaffSession, now: datetime) -> LookUp | None:
        kept = self.customers.look_up(hash_of(token))
        if kept is None or kept.staff_session != staff.token_hash or now >= kept.ends_at:
            return None
        return kept if self._still_open(kept, staff) else None

    def _still_open(self, kept: LookUp, staff: StaffSession) -> bool:
        """Tell whether the record may be seen now: it may have become special since it was looked up (SEC-04)."""
        if kept.service is Service.EMPLOYER or staff.user.profile.special_records_team:
            return True
        return self.records.is_open_to_all(kept.customer)

    def _record(self, kept: LookUp | None, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> None:
        staff_id = staff.user.user_id
        version, identifier = self.customers.next_version(staff_id), self.randomness.identifier()
        subject, reason = actor_of(staff_id), {**facts, "reason": "known facts given"}
        act = Act(
            ActKind.CUSTOMER_LOOKED_UP, identifier, subject, version, subject, visit.now, visit.transaction_id, reason
        )
        self.customers.record(kept, act)

    def _gone(
        self, customer: CustomerAccount, kept: LookUp, reason: DeEnrolmentReason, staff: StaffSession, visit: Visit
    ) -> Act:
        account = customer.account
        facts = {
            "service": kept.service.value,
            "customer": kept.customer,
            "reason": reason.value,
            "sessions_ended": str(len(account.sessions)),
        }
        subject, identifier = f"account#{account.user_id}", self.randomness.identifier()
        kind, version = ActKind.ACCOUNT_DE_ENROLLED, account.version
        return Act(kind, identifier, subject, version, staff.actor, visit.now, visit.transaction_id, facts)
