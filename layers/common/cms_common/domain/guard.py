"""The personal-data guard: what no mail or text may carry, whatever template or value it came from (NOT-12, SEC-12)."""

import re
from enum import StrEnum


class PersonalData(StrEnum):
    """A kind of personal data that must not be sent."""

    NINO = "National Insurance number"
    DATE = "date of birth"
    SORT_CODE = "sort code"
    ACCOUNT = "account, card or reference number"


_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_PATTERNS = {
    PersonalData.NINO: re.compile(r"(?<![a-z0-9])[a-z]{2}(?:[\s.-]*\d){6}[\s.-]*[a-d]?(?![a-z0-9])", re.IGNORECASE),
    PersonalData.DATE: re.compile(
        r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})[a-z]*\s+\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    PersonalData.SORT_CODE: re.compile(r"(?<!\d)\d{2}[-\s]\d{2}[-\s]\d{2}(?!\d)"),
    # Bank accounts have eight digits, building society rolls and cards more: seven or more in a row, however spaced.
    PersonalData.ACCOUNT: re.compile(r"\d(?:[\s-]?\d){6,}"),
}


def personal_data_in(text: str) -> frozenset[PersonalData]:
    """Return the kinds of personal data that a text carries, or may carry: when in doubt it is blocked."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))
