"""The personal-data guard: what no mail or text may carry, whatever template or value it came from (NOT-12, SEC-06).

When in doubt it blocks. The text is read as domain/reading.py reads, without what domain/innocent.py sets aside. Any
whole date is taken for a date of birth, six digits in a row for a sort code and seven for an account, with up to six
characters of any kind, or a word such as "dash", between them: approved texts need none of these.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from cms_common.domain.innocent import IN_MAILS, without
from cms_common.domain.reading import Piece, folded, pieces
from cms_common.domain.whole_dates import has_whole_date


class PersonalData(StrEnum):
    """A kind of personal data that must not be sent."""

    NINO = "National Insurance number"
    DATE = "date of birth"
    SORT_CODE = "sort code"
    ACCOUNT = "account, card or reference number"


type Row = list[Piece]
"""Numbers that stand near each other, as one number may be written."""

MARKS_SAID = {"dash", "hyphen", "slash", "stroke", "dot", "stop", "point", "colon", "comma", "space", "then", "no"}
"""Words for what stands between the groups of a number."""
_JOINING = {"and", "to", "plus", "minus", "x", "a", "ac", "wedyn"}
_DIGIT = "[0-9oilzsbg]"
_NINO = re.compile(
    rf"(?=((?:(?<![a-z0-9])[a-z] ?[a-z] ?|[a-z]{{2}}(?=\d))(?:{_DIGIT} {{0,2}}){{6}})(?! ?\d))"
    # A temporary reference number, which stands in for it.
    r"|(?<![a-z0-9])(\d\d ?[a-z](?: ?\d){5})(?![ ]?[a-z0-9])"
)
_ONE_RUN = re.compile(r"[a-z0-9]+")
_SURE_NINO, _SURE_SORT_CODE, _SURE_ACCOUNT = 5, 4, 5
"""How many of the digits must be digits and not letters that look like them."""
_SORT_CODE, _ACCOUNT = 6, 7


def personal_data_in(text: str) -> frozenset[PersonalData]:
    """Return the kinds of personal data that a text carries, or may carry: when in doubt it is blocked."""
    plain = without(folded(text), IN_MAILS)
    found = pieces(plain)
    kinds = set()
    if _has_nino(found):
        kinds.add(PersonalData.NINO)
    if has_whole_date(found):
        kinds.add(PersonalData.DATE)
    rows = tuple(rows_of(found, MARKS_SAID | _JOINING))
    if any(map(_has_sort_code, rows)):
        kinds.add(PersonalData.SORT_CODE)
    if any(map(_has_account, rows)) or any(sum(map(str.isdigit, run)) >= _ACCOUNT for run in _ONE_RUN.findall(plain)):
        kinds.add(PersonalData.ACCOUNT)
    return frozenset(kinds)


def rows_of(found: tuple[Piece, ...], joining: set[str] | frozenset[str]) -> Iterator[Row]:
    """Return rows of numbers that stand near each other; `joining` words may stand between two, one at a time.

    Such a word becomes the gap of the number after it.
    """
    row: Row = []
    at = 0
    while at < len(found):
        piece = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if row and piece.text in joining and piece.near and after and _counts(after) and after.near:
            row.append(Piece(after.text, piece.text, after.written, number=True, sure=after.sure))
            at += 2
            continue
        if row and not (_counts(piece) and piece.near):
            yield row
            row = []
        if _counts(piece):
            row.append(piece)
        at += 1
    if row:
        yield row


def _counts(piece: Piece) -> bool:
    return piece.number and not piece.ordinal


def _has_nino(found: tuple[Piece, ...]) -> bool:
    """Look for two letters and six digits, however spaced, in the text with single spaces for gaps."""
    after_number, groups = False, []
    for piece in found:
        joins = after_number and len(piece.text) > 1 and piece.text in MARKS_SAID | _JOINING
        groups.append(_as_gap(piece) + ("" if joins else piece.written))
        after_number = piece.number
    matches = _NINO.finditer("".join(groups))
    return any(sum(map(str.isdigit, match[1] or match[2])) >= _SURE_NINO for match in matches)


def _as_gap(piece: Piece) -> str:
    return "" if not piece.gap else " " if piece.near else "|"


def _has_account(row: Row) -> bool:
    return sum(len(one.text) for one in row) >= _ACCOUNT and sum(one.sure for one in row) >= _SURE_ACCOUNT


def _has_sort_code(row: Row) -> bool:
    """Look for six digits in whole groups that stand together."""
    for first in range(len(row)):
        held = 0
        for last in range(first, min(first + _SORT_CODE, len(row))):
            held += len(row[last].text)
            if held >= _SORT_CODE:
                break
        groups = row[first : last + 1]
        if held == _SORT_CODE and sum(one.sure for one in groups) >= _SURE_SORT_CODE and not _innocent(groups):
            return True
    return False


def _innocent(groups: Row) -> bool:
    """Tell a list that counts up by one, and "104 and 155", from a sort code."""
    joints = {one.gap for one in groups[1:]}
    if joints & _JOINING:
        return len(groups) != _SORT_CODE // 2 or len(joints) > 1
    single = [int(one.text) for one in groups if len(one.text) == 1]
    return len(single) == _SORT_CODE and all(after == before + 1 for before, after in pairwise(single))
