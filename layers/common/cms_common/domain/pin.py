"""The client's seven-digit PIN, asked for two digits at a time (LOG-08 to LOG-11)."""

from itertools import combinations

from cms_common.domain.chance import Randomness

PIN_DIGITS = 7
PAIRS: tuple[tuple[int, int], ...] = tuple(combinations(range(1, PIN_DIGITS + 1), 2))
"""Every pair of different positions, counted from 1: 21 of them."""
WRONG_PINS_ALLOWED = 3
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")


def choose_positions(randomness: Randomness) -> tuple[int, int]:
    """Choose two different positions of the PIN, every pair alike likely (LOG-09)."""
    return PAIRS[randomness.below(len(PAIRS))]


def ordinal(position: int) -> str:
    """Name a position as the page does: 3 is "3rd"."""
    return _ORDINALS[position - 1]


def is_pin(text: str) -> bool:
    """Tell whether the text is exactly seven digits (REC-17)."""
    return len(text) == PIN_DIGITS and text.isascii() and text.isdigit()


def mac_message(scin: str, positions: tuple[int, int], digits: str, *, key_id: str, version: int) -> bytes:
    """Write what one stored MAC vouches for: two digits at two positions of one client's PIN (SEC-07).

    Bound to the SCIN, since a PIN is older than any account; to the key and the version, since HMAC keys
    do not rotate by themselves.
    """
    first, second = positions
    return f"cms-pin|{key_id}|{version}|{scin}|{first},{second}|{digits}".encode()
