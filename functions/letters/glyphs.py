"""What the fonts can show, and what is printed instead of what they cannot.

PDF/UA forbids a character without a glyph, and a person may send any character: nothing of a message may be lost or
stop it. Marks that turn the direction of writing are told by name too, so that nothing reads other than it was typed.
"""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

_RANGES = Path(__file__).parent / "glyphs.txt"
_UNSEEN = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", *map(chr, range(0xFE00, 0xFE10))}
"""Marks that show nothing by themselves: left out."""


def printable(text: str) -> str:
    """Return a text as it can be printed: what no font has by its name."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(one if _shows(one) else _told(one) for one in lines)


def ranges() -> list[tuple[int, int]]:
    """Return the first and last code point of every run that the fonts have, in order (`python -m infra.glyphs`)."""
    lines = _RANGES.read_text().split()
    return [(int(first, 16), int(last, 16)) for first, last in (line.split("-") for line in lines)]


def _told(character: str) -> str:
    if character in _UNSEEN:
        return ""
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if name else f"[U+{ord(character):04X}]"


@cache
def _held() -> tuple[list[int], list[int]]:
    held = ranges()
    return [first for first, _ in held], [last for _, last in held]


def _shows(character: str) -> bool:
    if character == "\n":
        return True
    if unicodedata.category(character)[0] == "C":
        return False
    firsts, lasts = _held()
    at = bisect_right(firsts, ord(character)) - 1
    return at >= 0 and ord(character) <= lasts[at]
