"""Card numbers in what a person wrote: they are not to be kept, so what holds one is not taken (PAY-18, SEC-12).

Here a false alarm costs somebody their message. So a number counts only if it begins as cards do, is as long as cards
of that kind are, ends in the right check digit, and fills whole groups of digits.
"""

import re
from collections.abc import Callable, Iterator

from cms_common.domain.guard import MARKS_SAID, Row, rows_of
from cms_common.domain.innocent import IN_MESSAGES, without
from cms_common.domain.reading import folded, pieces

_KINDS = (
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35"), {16}),
    (re.compile(r"5[06-8]|6"), {16, 17, 18, 19}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"30[0-5]|3[689]"), {14}),
)
"""How the number of a kind of card begins, and how many digits it has."""
_FIRST = "23456"
_SHORTEST, _LONGEST = 13, 19
_LIST_MARKS = re.compile(r"[,;&\n]|\.\s")
_SHORT = 14
_PRINTED = ([4, 6, 5], [4, 6, 4], [4, 3, 3, 3])
"""How American Express, Diners Club and the old short numbers are printed; all others by fours."""
_TYPED = ([8, 8], [6, 10])
"""As people type them besides."""
_MARKS_SAID = MARKS_SAID - {"then", "no"}


def card_number_in(text: str) -> bool:
    """Tell whether a text holds what can be a card's number, however its groups are spaced and spelled."""
    plain = folded(text)
    # A group of a card's number may look like a telephone number or an amount: as printed, it counts for all that.
    return _holds(plain, _as_printed) or _holds(without(plain, IN_MESSAGES), _of_one)


def _holds(plain: str, fits: Callable[[Row], bool]) -> bool:
    rows = rows_of(pieces(plain), _MARKS_SAID)
    return any(_is_card(number) and fits(groups) for row in rows for number, groups in _numbers_in(row))


def _numbers_in(row: Row) -> Iterator[tuple[str, Row]]:
    """Return the numbers that whole groups, one after another, can be read as, with these groups."""
    for first, begins in enumerate(row):
        if begins.text[0] not in _FIRST:
            continue
        number = ""
        for last in range(first, min(first + _LONGEST, len(row))):
            number += row[last].text
            if len(number) > _LONGEST:
                break
            if len(number) >= _SHORTEST:
                yield number, row[first : last + 1]


def _as_printed(groups: Row) -> bool:
    lengths = [len(group.text) for group in groups]
    by_fours = set(lengths[:-1]) == {4} and lengths[-1] <= 4
    return len(lengths) == 1 or by_fours or lengths in _PRINTED or (lengths in _TYPED and not _listed(groups))


def _of_one(groups: Row) -> bool:
    """Tell the groups of one number from a list, or from two numbers that happen to stand together.

    Parted by commas, lines or sentences, or where they make a short number, they must be of one length but for the
    last, or as printed on cards.
    """
    lengths = [len(group.text) for group in groups]
    if len(groups) == 1 or not (_listed(groups) or sum(lengths) <= _SHORT):
        return True
    return (len(set(lengths[:-1])) == 1 and lengths[0] in {1, 2, 4} and lengths[-1] <= 4) or lengths in _PRINTED


def _listed(groups: Row) -> bool:
    return any(_LIST_MARKS.search(group.gap) for group in groups[1:])


def _is_card(number: str) -> bool:
    return any(begins.match(number) and len(number) in lengths for begins, lengths in _KINDS) and _checks(number)


def _checks(number: str) -> bool:
    """Tell whether the last digit is the check digit that card numbers end in (Luhn)."""
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
