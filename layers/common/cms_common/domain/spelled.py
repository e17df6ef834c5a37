"""Numbers, days and months as words, in English and Welsh: what a text is read by (domain/reading.py)."""

from collections.abc import Sequence

type Words = Sequence[str]
type Found = tuple[str, int]
"""Digits, and how many words they were spelled in; none is ("", 0)."""

NOTHING: Found = ("", 0)


def _each(first: int, words: str) -> dict[str, int]:
    """Number words from `first` on; those between bars mean the same."""
    return {word: value for value, same in enumerate(words.split(), first) for word in same.split("|")}


_UNITS = _each(
    0,
    "zero|nought|naught|nil|oh|sero|dim one|un two|dau|dwy|ddau|ddwy three|tri|tair|dri|dair "
    "four|pedwar|pedair|bedwar|bedair five|pump|pum|bump six|chwech|chwe seven|saith eight|wyth nine|naw",
)
_TEENS = _each(
    10,
    "ten|deg|ddeg eleven twelve|deuddeg thirteen fourteen fifteen|pymtheg sixteen seventeen eighteen nineteen",
)
_TENS = {
    word: 10 * value
    for word, value in _each(2, "twenty|ugain thirty forty|fourty fifty sixty seventy eighty ninety|ninty").items()
}
_MANY = {"hundred": 100, "cant": 100, "gant": 100, "thousand": 1000, "mil": 1000, "fil": 1000, "million": 1_000_000}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_WELSH_TEN = {"deg", "ddeg"}
_ORDINALS = _each(
    1,
    "first|cyntaf second|ail third|trydydd|trydedd fourth|pedwerydd|pedwaredd fifth|pumed sixth|chweched "
    "seventh|seithfed eighth|wythfed ninth|nawfed tenth|degfed eleventh twelfth|deuddegfed thirteenth fourteenth "
    "fifteenth|pymthegfed sixteenth seventeenth eighteenth nineteenth twentieth|ugeinfed",
) | {"thirtieth": 30}

_ENGLISH = "january february march april may june july august september october november december"
_WELSH = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
_WELSH_AFTER_OF = "fawrth fai fehefin orffennaf fedi dachwedd ragfyr"
_NAMES = frozenset(f"{_ENGLISH} {_WELSH} {_WELSH_AFTER_OF}".split())


def _slips(word: str) -> frozenset[str]:
    """Return a word without each of its letters: two that share one differ by a slip of the pen."""
    return frozenset(word[:at] + word[at + 1 :] for at in range(len(word)))


# "hyd" is Welsh for "until".
_BEGINNINGS = {name[:end] for name in _NAMES for end in range(3, len(name) + 1)} - {"hyd"}
_SHORT = {name for name in _NAMES if len(name) == 4}
_SHORT_SLIPS = {slip for name in _SHORT for slip in _slips(name)}
_LONG = {form for name in _NAMES if len(name) > 4 for form in (name, *_slips(name))}
_LONGEST = 12


def is_month(word: str) -> bool:
    """Tell whether a word in lower case names a month, in full, cut short, or with a slip of the pen."""
    if not 3 <= len(word) <= _LONGEST:
        return False
    if word in _BEGINNINGS or word in _SHORT_SLIPS or word in _LONG:
        return True
    slips = _slips(word)
    return not slips.isdisjoint(_SHORT) or not slips.isdisjoint(_LONG)


def number_in(words: Words) -> Found:
    """Read the number that words begin with: "double four" is "44", "ninety nine" "99", "two thousand four" "2004"."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _TIMES:
        digit = second if len(second) == 1 and second.isdigit() else str(_UNITS.get(second, ""))
        return (digit * _TIMES[first], 2) if digit else NOTHING
    if first in {"mil", "fil"}:  # Welsh years are read by their digits: mil naw wyth pedwar
        return ("1", 1) if second in _UNITS else ("1000", 1)
    large = _large(words)
    if large[1]:
        return large
    value, used = _small(words)
    return (str(value), used) if used else NOTHING


def ordinal_in(words: Words) -> Found:
    """Read the day that words begin with: "twenty first" is "21"."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _TENS and _ORDINALS.get(second, 10) < 10:
        return str(_TENS[first] + _ORDINALS[second]), 2
    return (str(_ORDINALS[first]), 1) if first in _ORDINALS else NOTHING


def _small(words: Words) -> tuple[int, int]:
    """Read a number below a hundred: its value, and how many words; (0, 0) where there is none."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _TENS:
        unit = _UNITS.get(second, 0)
        return _TENS[first] + unit, 2 if unit else 1
    if first in _TEENS:
        return (_TEENS[first] + _UNITS[second], 2) if first in _WELSH_TEN and second in _UNITS else (_TEENS[first], 1)
    if first not in _UNITS:
        return 0, 0
    if second in _WELSH_TEN:
        unit = _UNITS.get(words[2], 0) if len(words) > 2 else 0
        return 10 * _UNITS[first] + unit, 3 if unit else 2
    return _UNITS[first], 1


def _large(words: Words) -> Found:
    """Read a number with hundreds, thousands or millions in it."""
    counted = words[0].isdigit() and len(words[0]) <= 3
    part, at = (int(words[0]), 1) if counted else _small(words)
    if not at or at == len(words) or words[at] not in _MANY:
        return NOTHING
    whole, used = 0, at
    while used < len(words):
        factor = _MANY.get(words[used])
        if factor:
            whole, part = (whole, part * 100) if factor == 100 else (whole + part * factor, 0)
            used += 1
            continue
        more, length = _after_many(words, used)
        if not length:
            break
        part, used = part + more, used + length
    return str(whole + part), used


def _after_many(words: Words, at: int) -> tuple[int, int]:
    """Read what is counted on after a hundred, thousand or million, with or without "and"."""
    if words[at - 1] not in _MANY:
        return 0, 0
    joined = int(words[at] in {"and", "a"} and at + 1 < len(words))
    value, length = _small(words[at + joined :])
    return value, length + joined if length else 0
