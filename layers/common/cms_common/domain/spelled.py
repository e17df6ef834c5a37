"""Numbers and dates spelled as words, in English and Welsh: what the personal-data guard reads them by."""

import re

_DIGITS = {
    "0": "zero|nought|naught|nil|oh|sero|dim",
    "1": "one|un",
    "2": "two|dau|dwy",
    "3": "three|tri|tair",
    "4": "four|pedwar|pedair",
    "5": "five|pump|pum",
    "6": "six|chwech|chwe",
    "7": "seven|saith",
    "8": "eight|wyth",
    "9": "nine|naw",
}
_VALUE = {word: digit for digit, words in _DIGITS.items() for word in words.split("|")}
_WORD = re.compile(rf"\b(?:(double|triple|treble)\s+)?({'|'.join(_VALUE)})\b", re.IGNORECASE)
_REPEATED = re.compile(r"\b(double|triple|treble)\s+(\d)\b", re.IGNORECASE)
_TIMES = {"": 1, "double": 2, "triple": 3, "treble": 3}

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
    "|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
    # As they are written after "o", of.
    "|fawrth|fai|fehefin|orffennaf|fedi|dachwedd|ragfyr"
)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
DAY_WORDS = (
    f"(?:twenty|thirty)[ -]?(?:{_ORDINALS})|{_ORDINALS}|tenth|eleventh|twelfth"
    "|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
"""A day of the month as a word, for a pattern that ignores case."""


def digits_of_words(text: str) -> str:
    """Write numbers from nought to nine that are spelled as words in digits: "double four" is "44"."""
    repeated = _REPEATED.sub(lambda found: found[2] * _TIMES[found[1].lower()], text)
    return _WORD.sub(lambda found: _VALUE[found[2].lower()] * _TIMES[(found[1] or "").lower()], repeated)
