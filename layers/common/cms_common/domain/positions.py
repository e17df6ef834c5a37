"""Secrets asked for by two positions at a time, so that nobody on the way ever types or sees the whole."""

from itertools import combinations

from cms_common.domain.chance import Randomness

type Pair = tuple[int, int]
"""Two different positions, counted from 1, in ascending order."""

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def pairs_of(length: int) -> tuple[Pair, ...]:
    """Return every pair of different positions of a secret so many characters long."""
    return tuple(combinations(range(1, length + 1), 2))


def choose_pair(length: int, randomness: Randomness) -> Pair:
    """Choose two different positions, every pair alike likely (LOG-09, REC-10)."""
    pairs = pairs_of(length)
    return pairs[randomness.below(len(pairs))]


def at_positions(text: str, pair: Pair) -> str:
    """Return the two characters at a pair of positions."""
    return text[pair[0] - 1] + text[pair[1] - 1]


def ordinal(position: int) -> str:
    """Name a position as a page does: 3 is "3rd", 11 is "11th"."""
    ending = "th" if position % 100 in _TEENS else _ENDINGS.get(position % 10, "th")
    return f"{position}{ending}"


def pair_name(pair: Pair) -> str:
    """Name a pair as it is kept: (2, 5) is "2,5"."""
    return f"{pair[0]},{pair[1]}"


def read_pair(name: str) -> Pair:
    """Read a pair's name. Raises ValueError where it is none."""
    first, second = (int(part) for part in name.split(","))
    return first, second
