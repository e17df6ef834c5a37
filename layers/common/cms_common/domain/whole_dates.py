"""Whole dates, a day with its month and year, in the pieces of a text: in figures or words, in any order."""

from cms_common.domain.reading import Piece
from cms_common.domain.spelled import is_month

type Pieces = tuple[Piece, ...]

_LABELS = {"d", "m", "y", "day", "month", "year", "dydd", "mis", "fis", "blwyddyn"}
_JOINING = {"of", "the", "o", "in", "yn", "ym", "yng"}
_WORDS = _LABELS | _JOINING
_ROMAN = {"ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}
_MOST_WORDS = 4
_CENTURIES = ("19", "20")


def has_whole_date(found: Pieces) -> bool:
    """Tell whether a text names a day, its month and its year."""
    return any(_date_at(found, at) for at in range(len(found)))


def _date_at(found: Pieces, at: int) -> bool:
    first = found[at]
    if not first.number:
        return is_month(first.text) and _day_and_year(found, at)
    if _day(first) and (_month_and_year(found, at) or _in_figures(found, at)):
        return True
    after = _year_until(found, at, four=True)
    return bool(after) and _year_first(found, after)


def _month_and_year(found: Pieces, at: int) -> bool:
    """Find 1 July 1984, 1st of July in the year 1984, 1jul84, 23/VII/79."""
    month, _ = _next(found, at)
    if month >= len(found) or not (is_month(found[month].text) or _roman(found, at, month)):
        return False
    year, words = _next(found, month)
    return bool(_year_until(found, year, four="of" in words))


def _day_and_year(found: Pieces, at: int) -> bool:
    """Find July 1, 1984 and July the first 1984; "May 2 of 20" is a count."""
    day, _ = _next(found, at)
    if day >= len(found) or not _day(found[day]):
        return False
    year, words = _next(found, day)
    return bool(_year_until(found, year, four="of" in words))


def _in_figures(found: Pieces, at: int) -> bool:
    """Find 1/7/84, 4th of the 7th 1984, day 1 month 7 year 1984; with words between, "of" takes an ordinal after it."""
    second, words = _next(found, at)
    if second >= len(found) or not _day(found[second]) or min(int(found[at].text), int(found[second].text)) > 12:
        return False
    if not words <= _LABELS and not found[second].ordinal:
        return False
    year, words = _next(found, second)
    return bool(_year_until(found, year, four=False)) and (words <= _LABELS or found[second].ordinal)


def _year_first(found: Pieces, at: int) -> bool:
    """Find 1984-07-01, 1984 July 1 and 1984, the 1st of July, from what follows the year."""
    first = _next(found, at - 1)[0]
    second, words = _next(found, first)
    if second >= len(found):
        return False
    one, other = found[first], found[second]
    if is_month(one.text) or is_month(other.text):
        return _day(one) or _day(other)
    return _day(one) and _day(other) and min(int(one.text), int(other.text)) <= 12 and words <= _LABELS


def _next(found: Pieces, at: int) -> tuple[int, set[str]]:
    """Return where the next piece is that is no small word, and the words between; past the end if none is near."""
    words: set[str] = set()
    for after in range(at + 1, min(at + 2 + _MOST_WORDS, len(found))):
        piece = found[after]
        if not piece.near:
            break
        if piece.number or piece.text not in _WORDS:
            return after, words
        words.add(piece.text)
    return len(found), words


def _day(piece: Piece) -> bool:
    return piece.number and len(piece.text) <= 2 and 1 <= int(piece.text) <= 31


def _roman(found: Pieces, day: int, month: int) -> bool:
    """Tell whether a word between day and year is a month in Roman figures, and not "2 x 50"."""
    piece = found[month]
    if piece.text not in _ROMAN or month != day + 1 or not piece.gap or month + 1 == len(found):
        return False
    spaced = piece.gap.isspace() or found[month + 1].gap.isspace()
    return not spaced or bool(_year_until(found, month + 1, four=True))


def _year_until(found: Pieces, at: int, *, four: bool) -> int:
    """Return the place after the year that begins here, in one piece or in several ("19 84"); 0 if none does.

    `four` asks for all its figures.
    """
    figures = ""
    for after in range(at, min(at + 4, len(found))):
        piece = found[after]
        if not piece.number or piece.ordinal or (after > at and not piece.near):
            break
        figures += piece.text
        if len(figures) == 4 and (after == at or figures[:2] in _CENTURIES):
            return after + 1 if figures[:2] in _CENTURIES or not four else 0
        if len(figures) > 4:
            break
    alone = at < len(found) and found[at].number and not found[at].ordinal and len(found[at].text) == 2
    return at + 1 if alone and not four else 0
