"""Government Gateway accounts: what a person types to register, and what is kept."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cms_common.domain.chance import Randomness
from cms_common.domain.fields import FieldError, Invalid, printable, required, tidy

PASSWORD_LENGTH = range(8, 13)
USER_ID_DIGITS = 12
LONGEST_NAME = 100
LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE
)


class Service(StrEnum):
    """The service that an account is enrolled for, and the site it is used on (ENR-01, LOG-20)."""

    CLIENT = "client"
    EMPLOYER = "employer"

    @property
    def shown(self) -> str:
        """The service's name as the services list shows it (ENR-01)."""
        return {
            Service.CLIENT: "Child Maintenance Service",
            Service.EMPLOYER: "Child Maintenance Service - Employer",
        }[self]


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration form that can be taken: tidied names and address, the password as typed."""

    first_name: str
    surname: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An account's enrolment (ENR-17). `identifiers` as shown: ("SCIN=121000121688",)."""

    service: Service
    user_name: str
    identifiers: tuple[str, ...]
    status: str
    enrolled_at: datetime
    activated_at: datetime
    failed_activations: int = 0
    activation_code_status: str = "-"
    activation_code_expires: str = "-"

    def identifier(self, kind: str) -> str:
        """Return the value of one identifier, "SCIN" or "PAYE". Raises KeyError where there is none."""
        return dict(text.split("=", 1) for text in self.identifiers)[kind]


@dataclass(frozen=True, slots=True)
class Account:
    """A Gateway account as kept. `version` grows with every act on it."""

    user_id: str
    first_name: str
    surname: str
    email: str
    password_hash: str
    created_at: datetime
    version: int
    enrolment: Enrolment | None = None
    failed_activations: int = 0
    sessions: Mapping[str, int] = field(default_factory=dict)
    """Its sessions: hash of the token, and the second since 1970 at which each ends at the latest."""
    password_changed_at: datetime | None = None
    recovered: str = ""
    """What was given back since the last complete login, "user-id" or "password" (REC-08)."""

    @property
    def user_name(self) -> str:
        """The name as staff screens show it: first name and surname."""
        return f"{self.first_name} {self.surname}".strip()


def new_user_id(randomness: Randomness) -> str:
    """Make a 12-digit user ID (REG-10); the first digit is never 0, so that no one drops it when copying."""
    lowest = 10 ** (USER_ID_DIGITS - 1)
    return str(lowest + randomness.below(9 * lowest))


def is_user_id(text: str) -> bool:
    """Tell whether the text has the shape of a user ID: 12 digits."""
    return len(text) == USER_ID_DIGITS and text.isascii() and text.isdigit()


def password_follows_the_rule(password: str) -> bool:
    """Tell whether a password has 8-12 characters, at least one number and one letter (REG-08, CON-07)."""
    number = any(character in "0123456789" for character in password)
    letter = any(character.isalpha() for character in password)
    return len(password) in PASSWORD_LENGTH and number and letter and printable(password)


def check_registration(  # noqa: PLR0913 - the form has six boxes (REG-04)
    *, first_name: str, surname: str, email: str, confirm_email: str, password: str, confirm_password: str
) -> Registration | Invalid:
    """Check a registration form; every field that is wrong is named at once (REG-04 to REG-09)."""
    first_name, surname = tidy(first_name), tidy(surname)
    email, confirm_email = email.strip(), confirm_email.strip()
    # One Unicode form, so that a letter typed as two characters counts, compares and hashes as the one it is.
    password, confirm_password = (unicodedata.normalize("NFC", typed) for typed in (password, confirm_password))
    errors = (
        *_name_errors(first_name, surname),
        *_email_errors(email, confirm_email),
        *_password_errors(password, confirm_password),
    )
    return Invalid(errors) if errors else Registration(first_name, surname, email, password)


def _name_errors(first_name: str, surname: str) -> list[FieldError]:
    if not first_name and not surname:
        # A person with one name leaves one box empty, never both (REG-06).
        return [required("first_name", "your first name"), required("surname", "your surname")]
    return [
        FieldError(field, "not_a_name", "Use at most 100 characters, and only ones that can be seen")
        for field, name in (("first_name", first_name), ("surname", surname))
        if len(name) > LONGEST_NAME or not printable(name)
    ]


def _email_errors(email: str, confirm_email: str) -> list[FieldError]:
    errors = []
    if not email:
        errors.append(required("email", "your email address"))
    elif len(email) > LONGEST_EMAIL or not email.isascii() or not printable(email) or not _EMAIL.fullmatch(email):
        errors.append(FieldError("email", "not_an_email", "Enter an email address such as name@example.com"))
    if not confirm_email:
        errors.append(required("confirm_email", "your email address again"))
    elif confirm_email != email:
        errors.append(FieldError("confirm_email", "differs", "The two email addresses must be the same"))
    return errors


def _password_errors(password: str, confirm_password: str) -> list[FieldError]:
    errors = []
    if not password:
        errors.append(required("password", "a password"))
    elif not password_follows_the_rule(password):
        rule = "Use 8 to 12 characters with at least one number and at least one letter"
        errors.append(FieldError("password", "password_rule", rule))
    if not confirm_password:
        errors.append(required("confirm_password", "the password again"))
    elif confirm_password != password:
        errors.append(FieldError("confirm_password", "differs", "The two passwords must be the same"))
    return errors
