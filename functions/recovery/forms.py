"""What is sent to recover a user ID, a password or a PIN, and what is answered."""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from cms_common.domain.accounts import LONGEST_EMAIL, is_user_id
from cms_common.domain.fields import FieldError, Invalid, required
from cms_common.domain.known_facts import check_employer_facts, is_scin, read_nino, read_past_date
from cms_common.domain.pin import is_pin
from cms_common.domain.positions import Pair
from cms_common.domain.recovery import Asked, ClientTyped, EmployerTyped, Wanted
from cms_common.domain.security import (
    QUESTIONS_ASKED,
    ForgottenPin,
    Question,
    Secret,
    same_answer_form,
)
from cms_common.domain.uk_time import uk_date
from cms_common.edge.pages import Link
from cms_common.edge.problems import FormRefused

_LONGEST = 200


class ClientUserIdForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REC-07; the date of birth as DD/MM/YYYY."""

    email: str
    scin: str
    nino: str
    date_of_birth: str

    def checked(self, now: datetime, scin_digits: int) -> Asked:
        """Return what is asked for. Raises FormRefused: an ill-formed form is no attempt."""
        return _client("", self, now, scin_digits, ())


class ClientPasswordForm(ClientUserIdForm, frozen=True, forbid_unknown_fields=True):
    """REC-02."""

    user_id: str

    def checked(self, now: datetime, scin_digits: int) -> Asked:
        """Return what is asked for. Raises FormRefused: an ill-formed form is no attempt."""
        user_id = "".join(self.user_id.split())
        return _client(user_id, self, now, scin_digits, _user_id_errors(user_id))


class EmployerUserIdForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REC-07."""

    email: str
    ern: str
    paye_reference: str

    def checked(self, now: datetime, scin_digits: int) -> Asked:  # noqa: ARG002 - as the client's
        """Return what is asked for. Raises FormRefused: an ill-formed form is no attempt."""
        return _employer("", self, ())


class EmployerPasswordForm(EmployerUserIdForm, frozen=True, forbid_unknown_fields=True):
    """REC-03."""

    user_id: str

    def checked(self, now: datetime, scin_digits: int) -> Asked:  # noqa: ARG002 - as the client's
        """Return what is asked for. Raises FormRefused: an ill-formed form is no attempt."""
        user_id = "".join(self.user_id.split())
        return _employer(user_id, self, _user_id_errors(user_id))


type RecoveryForm = ClientUserIdForm | ClientPasswordForm | EmployerUserIdForm | EmployerPasswordForm

RECOVERIES: dict[str, type[RecoveryForm]] = {
    "/client/recovery/user-id": ClientUserIdForm,
    "/client/recovery/password": ClientPasswordForm,
    "/employer/recovery/user-id": EmployerUserIdForm,
    "/employer/recovery/password": EmployerPasswordForm,
}


def _client(
    user_id: str, form: ClientUserIdForm, now: datetime, scin_digits: int, errors: Iterable[FieldError]
) -> Asked:
    scin, email = "".join(form.scin.split()), form.email.strip()
    nino, born = read_nino(form.nino), read_past_date(form.date_of_birth, uk_date(now))
    checks = (
        _check("scin", "your customer reference number (SCIN)", form.scin, ok=is_scin(scin, scin_digits)),
        _check("nino", "your National Insurance number", form.nino, ok=nino is not None),
        _check("date_of_birth", "your date of birth as DD/MM/YYYY", form.date_of_birth, ok=born is not None),
    )
    found = [*errors, *_email_errors(email), *(error for error in checks if error)]
    if found or nino is None or born is None:
        raise FormRefused(errors=found)
    return Asked(Wanted.PASSWORD if user_id else Wanted.USER_ID, user_id, email, ClientTyped(scin, nino, born))


def _employer(user_id: str, form: EmployerUserIdForm, errors: Iterable[FieldError]) -> Asked:
    email = form.email.strip()
    facts = check_employer_facts(ern=form.ern, paye_reference=form.paye_reference)
    found = [*errors, *_email_errors(email), *(facts.errors if isinstance(facts, Invalid) else ())]
    if found or isinstance(facts, Invalid):
        raise FormRefused(errors=found)
    wanted = Wanted.PASSWORD if user_id else Wanted.USER_ID
    return Asked(wanted, user_id, email, EmployerTyped(facts.ern, facts.paye_reference))


def _check(field: str, label: str, typed: str, *, ok: bool) -> FieldError | None:
    if not typed.strip():
        return required(field, label)
    return None if ok else FieldError(field, "not_well_formed", f"Enter {label}")


def _user_id_errors(user_id: str) -> list[FieldError]:
    if not user_id:
        return [required("user_id", "your user ID")]
    return [] if is_user_id(user_id) else [FieldError("user_id", "not_a_user_id", "A user ID has 12 digits")]


def _email_errors(email: str) -> list[FieldError]:
    if not email:
        return [required("email", "your email address")]
    return [] if len(email) <= LONGEST_EMAIL else [FieldError("email", "too_long", "Use at most 254 characters")]


class Characters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to one question of Route A: what was asked, as the page said it, and the two characters in order."""

    secret: Secret
    positions: tuple[int, int]
    characters: tuple[str, str]


class ForgottenPinForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REC-10: both questions answered."""

    answers: tuple[Characters, Characters]

    def checked(self) -> tuple[ForgottenPin, tuple[str, str]]:
        """Return what was asked and the answers. Raises FormRefused: what the secret cannot hold is no attempt."""
        found = (_characters_error(index, answer) for index, answer in enumerate(self.answers))
        if errors := [error for error in found if error]:
            raise FormRefused(errors=errors)
        first, second = self.answers
        asked = ForgottenPin(Question(first.secret, first.positions), Question(second.secret, second.positions))
        return asked, ("".join(_typed(first)), "".join(_typed(second)))


_BOXES: dict[Secret, tuple[Callable[[str], bool], str]] = {
    Secret.SCIN: (str.isdigit, "number"),
    Secret.CMS_PASSWORD: (str.isprintable, "character"),
    Secret.NINO: (str.isalnum, "letter or number"),
    Secret.DATE_OF_BIRTH: (str.isdigit, "number"),
}
"""What one character of each secret can be; only a CMS password has spaces, and letters beyond A to Z."""


def _characters_error(index: int, answer: Characters) -> FieldError | None:
    """Tell what is wrong with the two boxes of a question: a slip of the keyboard must not lock anybody out."""
    fits, what = _BOXES[answer.secret]
    typed, field = _typed(answer), f"answers.{index}"
    if not all(typed):
        return required(field, f"both characters of question {index + 1}")
    plain = answer.secret is Secret.CMS_PASSWORD or "".join(typed).isascii()
    if plain and all(len(character) == 1 and fits(character) for character in typed):
        return None
    return FieldError(field, "not_well_formed", f"Enter one {what} in each box")


def _typed(answer: Characters) -> tuple[str, str]:
    """Return the characters as they are compared: a CMS password alone tells capital from small letters."""
    first, second = (character.strip() for character in answer.characters)
    if answer.secret is Secret.CMS_PASSWORD:
        return first or answer.characters[0], second or answer.characters[1]
    return first.upper(), second.upper()


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One security question and what was answered."""

    question: str
    answer: str


class QuestionsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REC-13: the three questions answered."""

    answers: list[Answer]

    def checked(self) -> dict[str, str]:
        """Return the answers by question. Raises FormRefused: a blank box is no attempt."""
        errors = [
            required(f"answers.{index}", "an answer")
            if not same_answer_form(given.answer)
            else FieldError(f"answers.{index}", "too_long", "Use at most 200 characters")
            for index, given in enumerate(self.answers)
            if not same_answer_form(given.answer) or len(given.answer) > _LONGEST
        ]
        if len({given.question for given in self.answers}) != QUESTIONS_ASKED or len(self.answers) != QUESTIONS_ASKED:
            errors.append(FieldError("answers", "three_questions", "Answer the three questions that are asked"))
        if errors:
            raise FormRefused(errors=errors)
        return {given.question: given.answer for given in self.answers}


class NewPinForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REC-17: the new PIN, twice."""

    pin: str
    confirm_pin: str

    def checked(self) -> str:
        """Return the PIN. Raises FormRefused."""
        errors = []
        if not self.pin:
            errors.append(required("pin", "a new PIN"))
        elif not is_pin(self.pin):
            errors.append(FieldError("pin", "not_a_pin", "Enter exactly seven digits"))
        if not self.confirm_pin:
            errors.append(required("confirm_pin", "the new PIN again"))
        elif self.confirm_pin != self.pin:
            errors.append(FieldError("confirm_pin", "differs", "The two PINs must be the same"))
        if errors:
            raise FormRefused(errors=errors)
        return self.pin


class RecoveredPage(msgspec.Struct, frozen=True):
    """Half of the ID or password; the other half is in the mail (REC-04)."""

    title: str
    paragraphs: tuple[str, ...]
    half: str
    next: Link


class TwoCharacters(msgspec.Struct, frozen=True):
    """One question of Route A as the page asks it: the positions, and a label for each box."""

    secret: Secret
    positions: Pair
    labels: tuple[str, str]


class ForgottenPinPage(msgspec.Struct, frozen=True):
    """Route A's two questions (REC-10)."""

    title: str
    service_name: str
    paragraphs: tuple[str, ...]
    questions: tuple[TwoCharacters, TwoCharacters]
    mandatory_note: str
    buttons: tuple[str, ...]
    telephone: str


class QuestionsPage(msgspec.Struct, frozen=True):
    """Route B's three questions (REC-13)."""

    title: str
    service_name: str
    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    mandatory_note: str
    buttons: tuple[str, ...]
    telephone: str
