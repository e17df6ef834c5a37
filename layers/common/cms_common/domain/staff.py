"""Staff of the service: who they are, what is ticked for them, their user IDs and passwords (SUP-10, ITS-03 to ITS-10).

Whom the roles table does not name is refused: functions can be ticked for the support team and its leaders alone.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from cms_common.domain.chance import Randomness
from cms_common.domain.fields import FieldError, Invalid, printable, required, tidy

WRONG_PASSWORDS_ALLOWED = 5
PASSWORD_LENGTH = 8
UNCONFIRMED_FOR = timedelta(days=1)
"""How long a password made by "Change my password" waits to be confirmed (ITS-17)."""
LONGEST_STAFF_ID = 16
LONGEST_NAME = 100
NOT_SEGMENTS = frozenset({"Special Client Records Team", "Employer Team", "Support Team"})
"""Teams that nobody belongs to by the name of a segment: their people are known by role or, the first, by a box."""
_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS_OF_SURNAME = 5
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss"})


class StaffRole(StrEnum):
    """What a member of staff is."""

    CASEWORKER = "caseworker"
    EMPLOYER_CASEWORKER = "employer caseworker"
    SUPPORT_TEAM = "support team caseworker"
    TEAM_LEADER = "team leader"
    IT_SUPPORT = "IT support"
    OPERATOR = "operator"


class StaffFunction(StrEnum):
    """A function that IT support ticks for a person (ITS-03, CON-34)."""

    LOOK_UP = "look-up"
    DE_ENROL = "de-enrol user"
    CHANGE_PASSWORD = "change password"  # noqa: S105 - the name of a function

    @property
    def shown(self) -> str:
        """The function's name beside its tick box."""
        return {
            StaffFunction.LOOK_UP: "Look up customer",
            StaffFunction.DE_ENROL: "De-enrol user",
            StaffFunction.CHANGE_PASSWORD: "Change my password",
        }[self]


HELPDESK_ROLES = frozenset({StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER})
"""The roles that functions can be ticked for."""


class StaffStage(StrEnum):
    """How far a member of staff has come."""

    NEW_PASSWORD = "new password shown"  # noqa: S105 - the name of a stage
    """Logged in with an issued password and shown a new one: opens its confirmation alone (ITS-09)."""
    FULL = "logged in"


@dataclass(frozen=True, slots=True)
class Profile:
    """What IT support says of a person: name, role, what is ticked, segment, special records team."""

    first_name: str
    surname: str
    role: StaffRole
    functions: frozenset[StaffFunction] = frozenset()
    segment: str = ""
    special_records_team: bool = False

    def may(self, function: StaffFunction) -> bool:
        """Tell whether a function is ticked for a role that can have it; IT support always changes its own password."""
        if function is StaffFunction.CHANGE_PASSWORD and self.role is StaffRole.IT_SUPPORT:
            return True
        return self.role in HELPDESK_ROLES and function in self.functions

    @property
    def name(self) -> str:
        """First name and surname."""
        return f"{self.first_name} {self.surname}"

    @property
    def rights(self) -> tuple[object, ...]:
        """What the person may do here: nobody changes their own (roles table)."""
        return self.role, self.functions, self.special_records_team

    def changed_to(self, other: "Profile") -> tuple[str, ...]:
        """Name what another profile changes: any of name, role, functions, segment, special records team (ITS-20)."""
        pairs = {
            "name": ((self.first_name, self.surname), (other.first_name, other.surname)),
            "role": (self.role, other.role),
            "functions": (self.functions, other.functions),
            "segment": (self.segment, other.segment),
            "special records team": (self.special_records_team, other.special_records_team),
        }
        return tuple(what for what, (before, after) in pairs.items() if before != after)


@dataclass(frozen=True, slots=True)
class StaffUser:
    """A member of staff as kept. `issued`: the password was made for them and must be changed at the next login.

    `pending_until` is None where the pending password stays until it is used or replaced. `revision` counts the edits.
    """

    user_id: str
    profile: Profile
    created_at: datetime
    password_hash: str
    issued: bool
    pending_hash: str | None = None
    pending_until: datetime | None = None
    revision: int = 0

    def pending(self, now: datetime) -> str | None:
        """Return the hash of the password that waits for its first use; None where there is none any more."""
        over = self.pending_until is not None and now >= self.pending_until
        return None if over else self.pending_hash


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A member of staff at work: the session, and the person as kept at this moment (ITS-13)."""

    token_hash: str
    stage: StaffStage
    user: StaffUser
    ends_at: datetime

    @property
    def actor(self) -> str:
        """The person as records name them."""
        return actor_of(self.user.user_id)


def actor_of(user_id: str) -> str:
    """Name a member of staff as audit records do: "staff#JSMITH1"."""
    return f"staff#{user_id}"


def staff_id(actor: str | None) -> str:
    """Return the user ID of an actor: "staff#JSMITH1" is JSMITH1; nothing for nobody."""
    return (actor or "").rpartition("#")[2]


def stranger_of(typed: str) -> str:
    """Name whoever typed a user ID that nobody has: "staff#" and the SHA-256, since it may be a password (SEC-12)."""
    return f"staff#{sha256(typed.encode()).hexdigest()}"


def stem_of(first_name: str, surname: str) -> str:
    """Return the letters a user ID begins with: John Smithson is "JSMITH" (ITS-06, ITS-07)."""
    return _letters(first_name)[:1] + _letters(surname)[:_LETTERS_OF_SURNAME]


def _letters(name: str) -> str:
    # Accents, spaces, hyphens and apostrophes are left out; a letter with no plain form inside it is written out.
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).upper()
    return "".join(letter for letter in bare if "A" <= letter <= "Z")


def tidy_staff_id(text: str) -> str:
    """Fold a typed user ID: upper case, no spaces."""
    return "".join(text.split()).upper()


def is_staff_id(text: str) -> bool:
    """Tell whether a text has the shape of a staff user ID: up to six letters, then a number from 1."""
    stem = text.rstrip("0123456789")
    number = text[len(stem) :]
    lettered = 1 < len(stem) <= 1 + _LETTERS_OF_SURNAME and all("A" <= letter <= "Z" for letter in stem)
    return lettered and len(text) <= LONGEST_STAFF_ID and number[:1] not in {"", "0"} and number.isascii()


def new_password(randomness: Randomness) -> str:
    """Make a password: eight random characters and numbers, at least one of each (ITS-08)."""
    while True:
        made = "".join(_CHARACTERS[randomness.below(len(_CHARACTERS))] for _ in range(PASSWORD_LENGTH))
        if any(one.isdigit() for one in made) and any(one.isalpha() for one in made):
            return made


def check_profile(  # noqa: PLR0913 - the form has six boxes
    *, first_name: str, surname: str, role: str, functions: Iterable[str], segment: str, special_records_team: bool
) -> Profile | Invalid:
    """Check the form of create and edit; every field that is wrong is named at once (ITS-03, ITS-13)."""
    first_name, surname, segment = tidy(first_name), tidy(surname), tidy(segment)
    ticked = tuple(functions)
    errors = [
        *_name_errors("first_name", "the first name", first_name),
        *_name_errors("surname", "the surname", surname),
        *_role_errors(role, ticked),
    ]
    if len(segment) > LONGEST_NAME or not printable(segment):
        errors.append(FieldError("segment", "not_a_segment", "Use at most 100 characters"))
    if segment.casefold() in {team.casefold() for team in NOT_SEGMENTS}:
        errors.append(FieldError("segment", "not_a_segment", "This team has no segment: choose the role or its box"))
    if errors:
        return Invalid(tuple(errors))
    kept = frozenset(StaffFunction(one) for one in ticked)
    return Profile(first_name, surname, StaffRole(role), kept, segment, special_records_team)


def _name_errors(field: str, label: str, name: str) -> list[FieldError]:
    if not name:
        return [required(field, label)]
    if len(name) > LONGEST_NAME or not printable(name) or not _letters(name):
        return [FieldError(field, "not_a_name", "Use at most 100 characters, at least one of them a letter A to Z")]
    return []


def _role_errors(role: str, ticked: tuple[str, ...]) -> list[FieldError]:
    if not role:
        return [required("role", "the role")]
    if role not in set(StaffRole):
        return [FieldError("role", "not_a_role", f"Choose one of: {', '.join(StaffRole)}")]
    if not set(ticked) <= set(StaffFunction):
        return [FieldError("functions", "not_a_function", f"Tick any of: {', '.join(StaffFunction)}")]
    if ticked and StaffRole(role) not in HELPDESK_ROLES:
        words = "Functions can be ticked for support team caseworkers and team leaders only"
        return [FieldError("functions", "not_for_this_role", words)]
    return []
