"""What is sent to log in, and what is answered."""

import msgspec

from cms_common.domain.accounts import is_user_id
from cms_common.domain.fields import FieldError, required
from cms_common.domain.known_facts import tidy_reference
from cms_common.domain.pin import PAIRS
from cms_common.edge.pages import Link
from cms_common.edge.problems import FormRefused


class LoginForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """LOG-02: the 12-digit user ID, with or without spaces, and the password."""

    user_id: str
    password: str

    def checked(self) -> tuple[str, str]:
        """Return user ID and password. Raises FormRefused: a blank or ill-formed one is no attempt."""
        user_id = "".join(self.user_id.split())
        errors = []
        if not user_id:
            errors.append(required("user_id", "your user ID"))
        elif not is_user_id(user_id):
            errors.append(FieldError("user_id", "not_a_user_id", "A user ID has 12 digits"))
        if not self.password:
            errors.append(required("password", "your password"))
        elif len(self.password) > _LONGEST_PASSWORD:
            errors.append(FieldError("password", "too_long", "A password has at most 12 characters"))
        if errors:
            raise FormRefused(errors=errors)
        return user_id, self.password


_LONGEST_PASSWORD = 100
"""Longer than any password can be (REG-08); more is not worth hashing."""


class Digit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One digit of the PIN: its position, 1 to 7, and the digit typed."""

    position: int
    digit: str


class PinForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """LOG-09: the two digits asked for."""

    digits: list[Digit]

    def checked(self) -> tuple[tuple[int, int], str]:
        """Return positions and digits in order. Raises FormRefused: a blank digit is no attempt (LOG-10)."""
        ordered = sorted(self.digits, key=lambda given: given.position)
        positions = tuple(given.position for given in ordered)
        blank = [given for given in ordered if not given.digit.strip()]
        if blank:
            raise FormRefused(
                errors=[required(f"digits.{given.position}", "this digit of your PIN") for given in blank]
            )
        if positions not in PAIRS:
            error = FieldError("digits", "two_positions", "Enter two digits, at different positions from 1 to 7")
            raise FormRefused(errors=[error])
        digits = "".join(given.digit.strip() for given in ordered)
        if not (len(digits) == 2 and digits.isascii() and digits.isdigit()):
            raise FormRefused(errors=[FieldError("digits", "not_a_digit", "Enter one number in each box")])
        return (positions[0], positions[1]), digits


class ErnForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """LOG-13: the ERN wanted for this session."""

    ern: str

    def checked(self) -> str:
        """Return the ERN in upper case without spaces. Raises FormRefused."""
        ern = tidy_reference(self.ern)
        if not ern or len(ern) > 100:
            raise FormRefused(errors=[required("ern", "your employer reference number (ERN)")])
        return ern


class PinPage(msgspec.Struct, frozen=True):
    """The page "Enter security details" (LOG-08): the positions, and the words around them in order."""

    title: str
    service_name: str
    paragraphs: tuple[str, ...]
    positions: tuple[int, int]
    labels: tuple[str, ...]
    mandatory_note: str
    buttons: tuple[str, ...]
    links: tuple[Link, ...]
