"""What looks like personal data and is none, in mails and in messages: set aside before anything is looked for.

Each must stand by itself: with more digits beside it, a "telephone number" may be a part of an account's.
"""

import re
from collections.abc import Callable, Iterable

from cms_common.domain.reading import STOP, WIDEST_GAP

type Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], bool]]
"""A pattern for a folded text, and whether what it found is innocent where it stands."""

_GAP = rf"[^a-z0-9£{STOP}]"
_PAUSE = r"(?:[,;.]\s|\s[/x=]\s)"
ALONE_BUT_FOR_A_PAUSE = rf"(?!(?:(?!{_PAUSE}){_GAP}){{0,{WIDEST_GAP}}}\d)"
"""No digit follows, unless a comma or a full stop and a space stand between."""
_ALONE = rf"(?!(?:(?![;.]\s){_GAP}){{0,{WIDEST_GAP}}}\d)"
_SERVICE = r"0(?:800|808|3\d\d)[ -]?\d{3}[ -]?\d{3,4}"
_CLOCK = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_TO = r"(?:to|and|or|a|i|neu|hyd)"
_YEAR_WORD = re.compile(r"\byears?\b|\b[bf]l(?:wyddyn|ynyddoedd)\b")
_TAX_YEAR = re.compile(rf"(20\d\d)\s?[-/]\s?((?:20)?\d\d)(?!\d){ALONE_BUT_FOR_A_PAUSE}")
_AMOUNT = r"£\s?(?:\d,\d{3},\d{3}|\d{1,3},\d{3}|\d{1,3})"


def begins(found: re.Match[str]) -> bool:
    """Tell whether no digit stands before what was found, unless a pause does."""
    before = found.string[max(0, found.start() - WIDEST_GAP) : found.start()]
    since_pause = re.split(_PAUSE, before)[-1]
    return re.search(rf"\d{_GAP}*\Z", since_pause) is None


def without(plain: str, rules: Iterable[Rule]) -> str:
    """Return a folded text with a stop in place of what is innocent by these rules."""
    for rule in rules:
        plain = _without(plain, rule)
    return plain


def _without(plain: str, rule: Rule) -> str:
    pattern, innocent = rule
    return pattern.sub(lambda found: f" {STOP} " if innocent(found) else found[0], plain)


def _is_tax_year(found: re.Match[str]) -> bool:
    """Tell whether the second year follows the first; with eight digits, whether a year is spoken of."""
    if int(found[2]) % 100 != (int(found[1]) + 1) % 100:
        return False
    near = found.string[max(0, found.start() - 40) : found.end() + 12]
    return begins(found) and (len(found[2]) == 2 or _YEAR_WORD.search(near) is not None)


IN_MAILS: tuple[Rule, ...] = (
    (re.compile(r"(?<![\d.:/-])(?:0?\d|1[0-2])(?:[.:][0-5]\d)?\s?[ap]\.?m\b"), lambda _: True),
    (re.compile(rf"(?:\b18001 )?{_SERVICE}(?:[ ,/-]{{1,3}}{_SERVICE}){{0,5}}{ALONE_BUT_FOR_A_PAUSE}"), begins),
    (re.compile(rf"(?:£\s?\d{{4,6}}\.\d\d|{_AMOUNT}(?:\.\d\d)?)(?!\d){ALONE_BUT_FOR_A_PAUSE}"), lambda _: True),
    (re.compile(rf"£\s?\d{{4,6}}(?!\d){_ALONE}"), begins),
    (re.compile(rf"\d{{1,3}}(?:\.\d\d?)?\s?%{ALONE_BUT_FOR_A_PAUSE}"), begins),
    (_TAX_YEAR, _is_tax_year),
    (re.compile(rf"(?:19|20)\d\d {_TO} (?:19|20)\d\d(?!\d){ALONE_BUT_FOR_A_PAUSE}"), begins),
    (re.compile(rf"24\s?/\s?7(?!\d){ALONE_BUT_FOR_A_PAUSE}"), begins),
    (re.compile(rf"(?<!\d){_CLOCK}(?:(?:\s?-\s?| {_TO} |, ){_CLOCK}){{0,5}}(?!\d){_ALONE}"), begins),
)
"""The service's own kind of telephone numbers (0800, 0808, 03), amounts in pounds, per cent, times and tax years."""

_BY_FIGURES = r"(?:\d\d?[/.-]\d\d?[/.-](?:\d{4}|\d\d)|\d{4}[/.-]\d\d?[/.-]\d\d?)"
_TELEPHONE = r"(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|0(?=\d\d))(?:\d[ -]?){8,9}\d(?!\d)"

IN_MESSAGES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), lambda _: True)
    for pattern in (
        r"(?<!\d)£\s?\d{1,3}(?:,?\d{3})*(?:\.\d\d)?(?![\d.,-]?\d)",
        r"(?<![\d.])\d{1,3}(?:,?\d{3})?\.\d\d(?![\d.])",
        rf"(?<![\d./-]){_BY_FIGURES}(?![./-]?\d)",
        rf"(?<![\d.:]){_CLOCK}(?![\d.:])",
        rf"(?<!\d){_TELEPHONE}",
        r"(?<!\d)\d{12}(?!\d)",
    )
)
"""What clients write of: amounts, dates, times, telephone numbers, and references of twelve digits (SCIN, case)."""
