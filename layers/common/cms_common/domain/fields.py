"""What is wrong with a form, field by field."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that cannot be taken: its name on the form, a stable code, and words for the person."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """A form that cannot be taken, with every field that is wrong."""

    errors: tuple[FieldError, ...]


def required(field: str, label: str) -> FieldError:
    """Make the error of a mandatory field left empty (REG-05, ENR-05)."""
    return FieldError(field, "required", f"Enter {label}")


def tidy(text: str) -> str:
    """Fold a typed line: one Unicode form, no spaces at the ends, single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def printable(text: str) -> bool:
    """Tell whether a line holds only characters that a person can see (no control or direction marks)."""
    return all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in text)
