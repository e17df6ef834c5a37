"""The PIN by positions."""

import secrets
from collections import Counter

import pytest

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain.pin import PAIRS, choose_positions, is_pin, mac_message, ordinal


def test_pairs__of_seven_digits__are_21_different_ones() -> None:
    assert len(set(PAIRS)) == 21
    assert all(1 <= first < second <= 7 for first, second in PAIRS)


@pytest.mark.req("LOG-09")
def test_choose_positions__many_times__every_pair_comes_up_alike() -> None:
    # Given 21,000 choices of the real generator
    rounds = 21_000
    counted = Counter(choose_positions(SystemRandomness()) for _ in range(rounds))
    # Then each pair came up, and the chi-square over 20 degrees of freedom is below 83.48 (one in 10 ** 9)
    expected = rounds / len(PAIRS)
    assert counted.keys() == set(PAIRS)
    assert sum((counted[pair] - expected) ** 2 / expected for pair in PAIRS) < 83.48


@pytest.mark.parametrize(
    ("pin", "right"),
    [("1234567", True), ("123456", False), ("12345678", False), ("12345a7", False), ("١٢٣٤٥٦٧", False)],
)
def test_is_pin__seven_digits_only(pin: str, *, right: bool) -> None:
    assert is_pin(pin) is right


def test_ordinal__of_each_position__is_as_on_the_page() -> None:
    assert [ordinal(position) for position in (1, 2, 3, 7)] == ["1st", "2nd", "3rd", "7th"]


def test_mac_message__anything_it_is_bound_to_changed__is_another_message() -> None:
    messages = {
        mac_message("121000121688", (2, 5), "49", key_id="k1", version=1),
        mac_message("121000121689", (2, 5), "49", key_id="k1", version=1),
        mac_message("121000121688", (2, 6), "49", key_id="k1", version=1),
        mac_message("121000121688", (2, 5), "48", key_id="k1", version=1),
        mac_message("121000121688", (2, 5), "49", key_id="k2", version=1),
        mac_message("121000121688", (2, 5), "49", key_id="k1", version=2),
    }
    assert len(messages) == 6


def test_randomness__below__is_never_outside() -> None:
    assert {SystemRandomness().below(3) for _ in range(200)} == {0, 1, 2}
    assert len(SystemRandomness().token()) == len(secrets.token_urlsafe(32)) == 43
