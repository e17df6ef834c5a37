"""The personal-data guard: what no mail or text may carry, whatever template or value it came from (NOT-12, SEC-06).

When in doubt it blocks. It reads a text as a person would: any script's digits, no invisible characters, one kind of
dash and space, numbers spelled as words, and the letters O, I and l among digits. Set aside before anything is looked
for: the service's own kind of telephone numbers (0800, 0808 and 03), amounts in pounds, times and tax years.
Any whole date is taken for a date of birth, and six digits in a row for a sort code: approved texts need neither.
"""

import re
import unicodedata
from enum import StrEnum

from cms_common.domain.spelled import DAY_WORDS, MONTHS, digits_of_words


class PersonalData(StrEnum):
    """A kind of personal data that must not be sent."""

    NINO = "National Insurance number"
    DATE = "date of birth"
    SORT_CODE = "sort code"
    ACCOUNT = "account, card or reference number"


_DIGIT = r"[0-9OoIl]"
_GAP = r"[\s.\-/_,:]{0,3}"
_TIME = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_INNOCENT = (
    re.compile(r"(?<![\d+])0(?:800|808|3\d\d)[ -]?\d{3}[ -]?\d{3,4}(?![ .\-/]?\d)"),
    re.compile(r"£\s?(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.\d\d)?(?!\d|[,.\-/ ]\d)"),
    re.compile(rf"(?<![\d.:/-]){_TIME}(?:\s?-\s?{_TIME})?(?!\d|\s?[.:\-/]\s?\d)"),
    re.compile(r"(?<![\d.:/-])20\d\d\s?[-/]\s?(?:20)?\d\d(?![\d.:/-])"),
)
_DAY = rf"(?:(?<!\d)\d{{1,2}}(?!\d)(?:\s?(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain))?|\b(?:{DAY_WORDS}))"
_MONTH = rf"(?:{MONTHS})\.?"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d|nineteen|(?:two|2) thousand|twenty)(?!\d|[.:]\d|\s?[ap]\.?m\b)"
_SLIP = r"[\s,.\-/_]{0,3}"
_PATTERNS = {
    PersonalData.NINO: (
        re.compile(rf"(?<![a-z0-9])[a-z]{_GAP}[a-z](?:{_GAP}{_DIGIT}){{6}}(?:{_GAP}[a-d])?(?![a-z0-9])", re.IGNORECASE),
    ),
    PersonalData.DATE: (
        re.compile(
            r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\s?[/.\-_ ,]\s?(?:0?[1-9]|[12]\d|3[01])"
            r"\s?[/.\-_ ,]\s?'?(?:\d{4}|\d\d)(?!\d)"
        ),
        re.compile(r"(?<!\d)(?:19|20)\d\d\s?[/.\-_ ]\s?(?:0?[1-9]|1[0-2])\s?[/.\-_ ]\s?(?:0?[1-9]|[12]\d|3[01])(?!\d)"),
        re.compile(rf"{_DAY}{_SLIP}(?:of |o |day of )?{_SLIP}{_MONTH}{_SLIP}{_YEAR}", re.IGNORECASE),
        re.compile(rf"\b{_MONTH}{_SLIP}{_DAY}{_SLIP}{_YEAR}", re.IGNORECASE),
        re.compile(rf"(?:19|20)\d\d{_SLIP}{_MONTH}{_SLIP}{_DAY}(?!\d)", re.IGNORECASE),
    ),
    PersonalData.SORT_CODE: (
        re.compile(rf"(?<![0-9a-z])(?:{_DIGIT}{{2}}[\s.\-/_,]{{0,3}}){{2}}{_DIGIT}{{2}}(?![0-9a-z])", re.IGNORECASE),
        re.compile(
            rf"(?:sort(?:ing)?[\s-]?code|s/c|cod didoli)\D{{0,15}}{_DIGIT}(?:{_GAP}{_DIGIT}){{5}}", re.IGNORECASE
        ),
        re.compile(r"(?<!\d)\d\d:\d\d:\d\d(?!\d)"),
        re.compile(r"(?<!\d)\d{6}(?!\d)"),
    ),
    # Bank accounts have eight digits, building society rolls and cards more: seven or more in a row, however spaced.
    PersonalData.ACCOUNT: (re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{6,}}"),),
}
_REAL_DIGITS = {PersonalData.NINO: 4, PersonalData.DATE: 0, PersonalData.SORT_CODE: 4, PersonalData.ACCOUNT: 5}
"""How many of what was found must be digits and not letters that look like them."""


def personal_data_in(text: str) -> frozenset[PersonalData]:
    """Return the kinds of personal data that a text carries, or may carry: when in doubt it is blocked."""
    read = _as_read(text)
    return frozenset(kind for kind in PersonalData if _carries(kind, read))


def _carries(kind: PersonalData, read: str) -> bool:
    found = (match for pattern in _PATTERNS[kind] for match in pattern.finditer(read))
    return any(sum(map(str.isdigit, match[0])) >= _REAL_DIGITS[kind] for match in found)


def _as_read(text: str) -> str:
    """Write a text as it looks, in plain characters, without what is innocent."""
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text))
    for innocent in _INNOCENT:
        plain = innocent.sub(" ~ ", plain)
    return digits_of_words(plain)


def _plain(character: str) -> str:
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category == "Pd" or character in "\u2212\u00b7\u2022":
        return "-"
    return "'" if character in "\u2018\u2019\u02bc" else " " if character.isspace() else character
