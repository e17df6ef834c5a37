"""Reading a text for the numbers in it, as a person would who means to find them.

Any script's digits and letters that look like ours are ours; nobody sees invisible characters; numbers spelled as words
are numbers, and so are O, I, l, Z, S, B and g among digits. The reader goes through the text once, piece by piece, and
looks a fixed number of pieces ahead: how long it takes grows with the text, whatever stands in it.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cms_common.domain.spelled import NOTHING, is_month, number_in, ordinal_in

WIDEST_GAP = 6
"""How many characters that are neither letters nor digits may stand inside one number."""
STOP = "\x00"
"""Stands for what was set aside: no number goes across it."""
_AHEAD = 12
_LIKE_DIGITS = str.maketrans("oilzsbg", "0112589")
_RUN = re.compile(rf"[a-z0-9]+|{STOP}")
_LIKE_A_NUMBER = re.compile(r"(?=[a-z]*\d)[0-9oilzsbg]+")
_PART = re.compile(r"\d(?:[oilzsbg]{0,2}\d)*|[a-z]+")
_ORDINAL_END = re.compile(r"(st|nd|rd|th|af|ail|ydd|fed|eg|ain|ed)(.*)")
_LONE = {"o", "oo", "i", "l", "ll"}
# Bounded: what it finds is handed on to be read as a number.
_REFERENCE = re.compile(r"&(?:#x?[0-9a-f]{1,6}|[a-z]{2,8});?", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,40}>")
_LOOK_ALIKE = str.maketrans("авекмнорстухіѕјзαβεικνορτυχ", "abekmhopctyxisj3abeiknoptux")


@dataclass(frozen=True, slots=True)
class Piece:
    """A number, a word in lower case, or a stop.

    `gap` is what stood before it, `written` a number as it was written, `sure` how many of its digits are no letters.
    """

    text: str
    gap: str
    written: str
    number: bool = False
    sure: int = 0
    ordinal: bool = False

    @property
    def near(self) -> bool:
        """Whether it stands near enough to the piece before for one number."""
        return len(self.gap) <= WIDEST_GAP and self.text != STOP


def folded(text: str) -> str:
    """Write a text as it looks, in plain lower-case characters; line ends are kept."""
    shown = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    plain = "".join(map(_plain, unicodedata.normalize("NFKD", shown))).lower()
    return _TAG.sub(" ", plain.translate(_LOOK_ALIKE))


def pieces(plain: str) -> tuple[Piece, ...]:
    """Return the pieces of a folded text, in order."""
    return tuple(_with_lone_letters(tuple(_without_words(tuple(_cut(plain))))))


def _plain(character: str) -> str:
    if character in "\n£" or (character.isascii() and character.isprintable()):
        return character
    value = unicodedata.numeric(character, None)
    if value is not None and value in range(10):
        return str(int(value))
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category == "Pd" or character in "\u2212\u00b7\u2022":
        return "-"
    if category[0] in "CZ":
        return " "
    return "/" if character in "\u2044\u2215" else character


def _cut(plain: str) -> Iterator[Piece]:
    end = 0
    for run in _RUN.finditer(plain):
        gap, end = plain[end : run.start()], run.end()
        if run[0] != STOP and _LIKE_A_NUMBER.fullmatch(run[0]):
            yield _number(run[0], gap)
        elif run[0] == STOP or run[0].isalpha():
            yield Piece(run[0], gap, run[0])
        else:
            yield from _parts(run[0], gap)


def _parts(run: str, gap: str) -> Iterator[Piece]:
    """Take letters and digits that stand together apart: "1stjul84" is a day, a month and a year."""
    last = None
    for part in _PART.findall(run):
        now = _number(part, gap) if part[0].isdigit() else Piece(part, gap, part)
        gap = ""
        end = None if now.number or last is None else _ORDINAL_END.fullmatch(now.text)
        if last and end and (not end[2] or is_month(end[2])):
            last, now = replace(last, ordinal=True), Piece(end[2], "", now.written)
        if last:
            yield last
        last = now if now.text else None
    if last:
        yield last


def _number(written: str, gap: str) -> Piece:
    return Piece(written.translate(_LIKE_DIGITS), gap, written, number=True, sure=sum(map(str.isdigit, written)))


def _without_words(found: tuple[Piece, ...]) -> Iterator[Piece]:
    """Write numbers that are spelled as words in digits."""
    at = 0
    while at < len(found):
        ahead = _said_together(found, at)
        digits, used = ordinal_in(ahead)
        ordinal = bool(used)
        if not used:
            digits, used = NOTHING if found[at].number and len(ahead) == 1 else number_in(ahead)
        if used:
            yield Piece(digits, found[at].gap, digits, number=True, sure=len(digits), ordinal=ordinal)
        else:
            yield found[at]
        at += used or 1


def _said_together(found: tuple[Piece, ...], at: int) -> list[str]:
    said = [found[at].text]
    for piece in found[at + 1 : at + _AHEAD]:
        if piece.gap.strip(" \n") not in {"", "-"} or len(piece.gap) > 3 or piece.text == STOP:
            break
        said.append(piece.text)
    return said


def _with_lone_letters(found: tuple[Piece, ...]) -> Iterator[Piece]:
    """Read an O, I or l that stands by itself between two numbers as a digit; as a word only where it can be one."""
    for at, piece in enumerate(found):
        if piece.text in _LONE and 0 < at < len(found) - 1 and _a_digit(found[at - 1], piece, found[at + 1]):
            yield _number(piece.text, piece.gap)
        else:
            yield piece


def _a_digit(before: Piece, piece: Piece, after: Piece) -> bool:
    """Tell "2 o 4 5" from "1 o 12" in Welsh: between spaces, O and I are words unless single digits stand around."""
    if not (before.number and after.number and piece.near and after.near):
        return False
    spaced = piece.gap.isspace() and after.gap.isspace()
    return not (piece.text in {"o", "i"} and spaced) or len(before.text) == len(after.text) == 1
