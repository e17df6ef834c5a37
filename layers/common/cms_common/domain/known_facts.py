"""Known facts: what the Child Maintenance Service already holds about a person or an employer (ENR-05 to ENR-13)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cms_common.domain.fields import FieldError, Invalid, required, tidy
from cms_common.domain.language import Language

SCIN_DIGITS = 12
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_LONGEST = 100
_NOT_A_SCIN = ("not_a_scin", "Enter the customer reference number as it is on your letters, numbers only")
_NOT_A_NINO = ("not_a_nino", "Enter it as two letters, six numbers and a letter")
_NOT_A_DATE = ("not_a_past_date", "Enter a date in the past as DD/MM/YYYY")
_TOO_LONG = ("too_long", "Use at most 100 characters")


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """A client's four facts, as typed and tidied; NINO upper case without spaces."""

    scin: str
    nino: str
    date_of_birth: date
    reference_name: str


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """The facts held for one client record, and the language the client is written to in."""

    scin: str
    nino: str
    date_of_birth: date
    reference_name: str
    language: Language


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """An employer's two facts, tidied: upper case without spaces."""

    ern: str
    paye_reference: str


def is_scin(text: str, digits: int = SCIN_DIGITS) -> bool:
    """Tell whether the text has the shape of a SCIN: 12 digits, a setting since it is read off one example (ENR-07)."""
    return len(text) == digits and text.isascii() and text.isdigit()


def read_nino(text: str) -> str | None:
    """Read a NINO in any case, with or without spaces (ENR-08); None where it has not the shape of one."""
    nino = "".join(text.split()).upper()
    return nino if _NINO.fullmatch(nino) else None


def read_past_date(text: str, today: date) -> date | None:
    """Read DD/MM/YYYY as a real date before today (ENR-09); None otherwise."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if read < today else None


def check_client_facts(  # noqa: PLR0913 - four facts, a date and a setting
    *, scin: str, nino: str, date_of_birth: str, reference_name: str, today: date, scin_digits: int = SCIN_DIGITS
) -> ClientFacts | Invalid:
    """Check the shape of the client enrolment form (ENR-05, ENR-07 to ENR-09)."""
    scin, name = "".join(scin.split()), tidy(reference_name)
    read, born = read_nino(nino), read_past_date(date_of_birth, today)
    checks = (
        _check("scin", "your customer reference number (SCIN)", scin, _NOT_A_SCIN, ok=is_scin(scin, scin_digits)),
        _check("nino", "your National Insurance number", nino, _NOT_A_NINO, ok=read is not None),
        _check("date_of_birth", "your date of birth", date_of_birth, _NOT_A_DATE, ok=born is not None),
        _check("reference_name", "your reference name", name, _TOO_LONG, ok=len(name) <= _LONGEST),
    )
    errors = tuple(error for error in checks if error)
    if errors or read is None or born is None:
        return Invalid(errors)
    return ClientFacts(scin, read, born, name)


def _check(field: str, label: str, typed: str, wrong: tuple[str, str], *, ok: bool) -> FieldError | None:
    if not typed.strip():
        return required(field, label)
    return None if ok else FieldError(field, *wrong)


def check_employer_facts(*, ern: str, paye_reference: str) -> EmployerFacts | Invalid:
    """Check that both employer facts are given (ENR-13); their formats are not known, so only matching tells."""
    facts = {"ern": tidy_reference(ern), "paye_reference": tidy_reference(paye_reference)}
    labels = {"ern": "your employer reference number (ERN)", "paye_reference": "your PAYE reference number"}
    errors = [required(field, labels[field]) for field, value in facts.items() if not value]
    errors += [FieldError(field, *_TOO_LONG) for field, text in facts.items() if len(text) > _LONGEST]
    return Invalid(tuple(errors)) if errors else EmployerFacts(**facts)


def tidy_reference(text: str) -> str:
    """Fold a typed reference number: upper case, no spaces."""
    return "".join(text.split()).upper()


def agree(typed: ClientFacts, held: HeldFacts) -> bool:
    """Tell whether all four facts agree with one record (ENR-06, CON-04)."""
    return (
        typed.scin == held.scin
        and typed.nino == held.nino
        and typed.date_of_birth == held.date_of_birth
        and same_name(typed.reference_name, held.reference_name)
    )


def same_name(one: str, other: str) -> bool:
    """Compare names without regard to case, spacing, hyphens, apostrophes and accents (CON-04)."""
    return _bare(one) == _bare(other) != ""


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in letters if character.isalnum())
