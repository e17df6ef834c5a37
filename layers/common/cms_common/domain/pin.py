"""The client's seven-digit PIN, asked for two digits at a time (LOG-08 to LOG-11)."""

from cms_common.domain.chance import Randomness
from cms_common.domain.positions import choose_pair, ordinal, pairs_of

__all__ = ["PAIRS", "PIN_DIGITS", "WRONG_PINS_ALLOWED", "choose_positions", "is_pin", "mac_message", "ordinal"]

PIN_DIGITS = 7
PAIRS: tuple[tuple[int, int], ...] = pairs_of(PIN_DIGITS)
"""Every pair of different positions, counted from 1: 21 of them."""
WRONG_PINS_ALLOWED = 3


def choose_positions(randomness: Randomness) -> tuple[int, int]:
    """Choose two different positions of the PIN, every pair alike likely (LOG-09)."""
    return choose_pair(PIN_DIGITS, randomness)


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
