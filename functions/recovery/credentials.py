"""Forgotten user ID or password: given back in halves to whoever knows all the facts (REC-01 to REC-08, CON-42).

Every attempt that is checked makes the same calls and does the same work until the answer is known: one slot, one
account, one record opened or a decoy in its stead, one hash where a password is asked for, one transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.accounts import Account
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.known_facts import HeldFacts
from cms_common.domain.language import Language
from cms_common.domain.locks import LockedUntil, Taken, given_back_on_failure
from cms_common.domain.recovery import Asked, ClientTyped, Wanted, agrees, halves, new_password
from cms_common.domain.sessions import Visit

_TRIES = 5
"""Times that right details are taken again after something else on the same account came first."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Half of the ID or password, for the screen; the other half goes to the account's email address."""

    wanted: Wanted
    half: str


@dataclass(frozen=True, slots=True)
class HalfMail:
    """The mail with the other half: what it is half of, for which account, in which language."""

    wanted: Wanted
    user_id: str
    half: str
    language: Language


@dataclass(frozen=True, slots=True)
class Refused:
    """The details do not agree with one account; which is wrong is not said (REC-06)."""


@dataclass(frozen=True, slots=True)
class BothForgotten:
    """The details are right, and the other of ID and password was recovered since the last complete login (REC-08)."""


@dataclass(frozen=True, slots=True)
class TooManyFromHere:
    """Too many attempts from one place on the network."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given out: the half to show, and the mail with the other half under its own identifier."""

    shown: str
    notification: str
    mail: HalfMail


type Outcome = Recovered | Refused | BothForgotten | LockedUntil | TooManyFromHere


class Slots(Protocol):
    """Counts attempts by what was typed."""

    def take(self, kind: str, typed: str, now: datetime) -> Taken | LockedUntil:
        """Take an attempt slot, whether or not anyone has what was typed."""
        ...

    def untake(self, taken: Taken) -> None:
        """Give one slot back as if it had never been taken."""
        ...


class Accounts(Protocol):
    """Gateway accounts."""

    def find(self, asked: Asked) -> Account | None:
        """Open the account asked for, by its user ID or by the identifier it is enrolled with."""
        ...

    def replace_password(self, account: Account, password_hash: str, taken: Taken, act: Act) -> bool:
        """Replace the password and end every session; False where the account changed meanwhile."""
        ...

    def give_user_id(self, account: Account, taken: Taken, act: Act) -> bool:
        """Record that the user ID was given out; False where the account changed meanwhile."""
        ...

    def refuse(self, act: Act) -> None:
        """Record a failed attempt."""
        ...


class Records(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def facts_of(self, scin: str) -> HeldFacts | None:
        """Return the facts held for a SCIN; the same work where there is no such record."""
        ...

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference that an ERN belongs to."""
        ...


class Hashing(Protocol):
    """Hashes passwords."""

    def hash(self, password: str) -> str:
        """Return a password's hash."""
        ...


class Mails(Protocol):
    """Sends the other half."""

    def queue(self, notification: str, mail: HalfMail) -> None:
        """Queue the mail to the address held for the account."""
        ...


class Sources(Protocol):
    """Counts attempts from one place."""

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on."""
        ...


@dataclass(frozen=True, slots=True)
class Recovering:
    """The use case of recovery in halves."""

    slots: Slots
    accounts: Accounts
    records: Records
    passwords: Hashing
    mails: Mails
    sources: Sources
    randomness: Randomness

    def recover(self, asked: Asked, visit: Visit) -> Outcome:
        """Check all that was typed; on success commit first, then queue the mail, then answer.

        Where the answer or the mail is lost on the way, the same form sent again makes everything anew.
        """
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        taken = self.slots.take(f"recover-{asked.wanted}", asked.counted_by, visit.now)
        if isinstance(taken, LockedUntil):
            return taken
        with given_back_on_failure(self.slots, taken):
            account, language = self.accounts.find(asked), self._language_if_agreed(asked)
            password = new_password(self.randomness) if asked.wanted is Wanted.PASSWORD else ""
            password_hash = self.passwords.hash(password) if password else ""
            outcome = self._give(asked, account, language, password, password_hash, taken, visit)
        if isinstance(outcome, Given):
            self.mails.queue(outcome.notification, outcome.mail)
            return Recovered(asked.wanted, outcome.shown)
        self.accounts.refuse(self._refused(asked, taken, visit))
        if isinstance(outcome, BothForgotten):
            # No guess at the details: nothing is held against them.
            self.slots.untake(taken)
        return outcome

    def _give(  # noqa: PLR0913 - what it is decided by
        self,
        asked: Asked,
        account: Account | None,
        language: Language | None,
        password: str,
        password_hash: str,
        taken: Taken,
        visit: Visit,
    ) -> Given | Refused | BothForgotten:
        """Give out what was asked for, to whoever's details all agree. Makes no call where they do not."""
        for _ in range(_TRIES):
            if account is None or language is None or not agrees(asked, account):
                return Refused()
            if account.recovered not in {"", asked.wanted}:
                return BothForgotten()
            act = self._recovered(asked, account, visit)
            if (
                self.accounts.replace_password(account, password_hash, taken, act)
                if password
                else self.accounts.give_user_id(account, taken, act)
            ):
                shown, mailed = halves(password or account.user_id)
                return Given(shown, act.identifier, HalfMail(asked.wanted, account.user_id, mailed, language))
            # A log-in came first, say: the details are as right as before.
            account = self.accounts.find(asked)
        return Refused()

    def _language_if_agreed(self, asked: Asked) -> Language | None:
        """Return the language of whoever's record agrees with what was typed; employers are written to in English."""
        facts = asked.facts
        if isinstance(facts, ClientTyped):
            held = self.records.facts_of(facts.scin)
            agreed = held is not None and (held.nino, held.date_of_birth) == (facts.nino, facts.date_of_birth)
            return held.language if held and agreed else None
        return Language.ENGLISH if self.records.paye_reference_of(facts.ern) == facts.paye_reference else None

    def _recovered(self, asked: Asked, account: Account, visit: Visit) -> Act:
        kind = ActKind.PASSWORD_RECOVERED if asked.wanted is Wanted.PASSWORD else ActKind.USER_ID_RECOVERED
        subject, facts = f"account#{account.user_id}", {"service": asked.service.value}
        return self._act(kind, subject, account.version, visit, facts)

    def _refused(self, asked: Asked, taken: Taken, visit: Visit) -> Act:
        # Nobody's identifier must look like somebody's: both are named by the place their attempts are counted at.
        facts = {"service": asked.service.value, "wanted": asked.wanted.value}
        return self._act(ActKind.RECOVERY_REFUSED, f"recovery#{taken.place}", taken.number, visit, facts)

    def _act(self, kind: ActKind, subject: str, version: int, visit: Visit, facts: dict[str, str]) -> Act:
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, version, subject, visit.now, visit.transaction_id, facts)
