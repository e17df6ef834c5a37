"""Recovery of a forgotten user ID or password: what is typed, what must agree, and what comes out in halves."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cms_common.domain.accounts import Account, Service, password_follows_the_rule
from cms_common.domain.chance import Randomness

LETTERS_AND_DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike when copied by hand: 0 and O, 1 and I and l, i and o."""
PASSWORD_CHARACTERS = 12
HALF = 6


class Wanted(StrEnum):
    """What was forgotten."""

    USER_ID = "user-id"
    PASSWORD = "password"  # noqa: S105 - the name of what is wanted


@dataclass(frozen=True, slots=True)
class ClientTyped:
    """The known facts a client typed, tidied (REC-02, REC-07)."""

    scin: str
    nino: str
    date_of_birth: date


@dataclass(frozen=True, slots=True)
class EmployerTyped:
    """The known facts an employer typed, tidied (REC-03, REC-07)."""

    ern: str
    paye_reference: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A recovery asked for. `user_id` is empty where it is what was forgotten."""

    wanted: Wanted
    user_id: str
    email: str
    facts: ClientTyped | EmployerTyped

    @property
    def service(self) -> Service:
        """The service of the person who asks."""
        return Service.CLIENT if isinstance(self.facts, ClientTyped) else Service.EMPLOYER

    @property
    def counted_by(self) -> str:
        """What attempts are counted by: the user ID typed; where that is forgotten, the SCIN or ERN typed."""
        facts = self.facts
        return self.user_id or (facts.scin if isinstance(facts, ClientTyped) else facts.ern)

    @property
    def identifier(self) -> tuple[str, str]:
        """The identifier that the account must be enrolled with: ("SCIN", ...) or ("PAYE", ...)."""
        facts = self.facts
        return ("SCIN", facts.scin) if isinstance(facts, ClientTyped) else ("PAYE", facts.paye_reference)


def agrees(asked: Asked, account: Account) -> bool:
    """Tell whether the address and the identifier typed are those of an account that is enrolled (REC-02, REC-03).

    The identifier tells the service too: only a client's enrolment holds a SCIN, only an employer's a PAYE reference.
    """
    kind, identifier = asked.identifier
    held = account.enrolment.identifiers if account.enrolment else ()
    return f"{kind}={identifier}" in held and account.email.casefold() == asked.email.casefold()


def new_password(randomness: Randomness) -> str:
    """Make a password of 12 characters with a letter and a digit, every such password alike likely (REG-08)."""
    while True:
        drawn = (randomness.below(len(LETTERS_AND_DIGITS)) for _ in range(PASSWORD_CHARACTERS))
        password = "".join(LETTERS_AND_DIGITS[number] for number in drawn)
        if password_follows_the_rule(password):
            return password


def halves(secret: str) -> tuple[str, str]:
    """Split a 12-character ID or password six and six: for the screen, for the mail (REC-04, REC-05)."""
    return secret[:HALF], secret[HALF:]
