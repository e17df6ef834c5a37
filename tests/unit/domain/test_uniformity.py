"""What is chosen by chance is chosen evenly: chi-square, worked out by hand, of the real generator and of a fixed seed.

Each bound is the critical value for one in a thousand million. Some forty counts of the real generator are held
against such a bound, so that chance alone turns this file red less than once in ten million runs.
"""

import base64
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import permutations, product
from string import ascii_lowercase, digits

import pytest

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain import recovery, staff
from cms_common.domain.accounts import new_user_id
from cms_common.domain.chance import Randomness
from cms_common.domain.positions import choose_pair, pairs_of
from cms_common.domain.security import Secret, choose_forgotten_pin, choose_questions
from tests.unit.domain.test_recovery import Dice

CRITICAL = {3: 44.84, 8: 58.31, 9: 60.66, 27: 96.39, 35: 110.31, 54: 141.17, 59: 148.94, 65: 158.12, 255: 414.55}
"""By degrees of freedom, the value that chi-square passes once in 1,000,000,000 times."""


@pytest.fixture(params=["fixed seed", "real"])
def chance(request: pytest.FixtureRequest) -> Randomness:
    return SystemRandomness() if request.param == "real" else Dice(20_261)


def uneven(seen: Iterable[Hashable], expected: Mapping[Hashable, float]) -> str:
    """Tell by how much counts are further from the shares expected than chance takes them; empty where they are not."""
    counted = Counter(seen)
    total = counted.total()
    strange = counted.keys() - expected.keys()
    squares = sum((counted[one] - total * share) ** 2 / (total * share) for one, share in expected.items())
    bound = CRITICAL[len(expected) - 1]
    return f"{squares:.1f} is not below {bound}, strange: {strange}" if strange or squares >= bound else ""


def alike[T: Hashable](values: Iterable[T]) -> dict[Hashable, float]:
    """Give every value the same share."""
    every = list(values)
    return dict.fromkeys(every, 1 / len(every))


def with_letter_and_digit(letters: str, numbers: str, length: int) -> dict[Hashable, float]:
    """Share out the characters at one place of texts of which all with a letter and a digit are alike likely."""
    every = len(letters) + len(numbers)
    taken = every**length - len(letters) ** length - len(numbers) ** length
    # With a letter here, the other places must not all be letters; with a digit, not all digits.
    letter = (every ** (length - 1) - len(letters) ** (length - 1)) / taken
    number = (every ** (length - 1) - len(numbers) ** (length - 1)) / taken
    return dict.fromkeys(letters, letter) | dict.fromkeys(numbers, number)


def at_each_place(made: list[str], expected: Callable[[int], Mapping[Hashable, float]]) -> dict[int, str]:
    """Return the places at which texts of one length are uneven, and how."""
    told = {place: uneven((one[place] for one in made), expected(place)) for place in range(len(made[0]))}
    return {place: words for place, words in told.items() if words}


def test_shares__of_a_rule_with_letter_and_digit__are_those_of_all_texts_counted() -> None:
    # Given every text of three characters of "ab" and "1" with a letter and a digit
    texts = [one for one in product("ab1", repeat=3) if {*one} & {"1"} and {*one} & {*"ab"}]
    # Then the shares are what counting finds
    shares = with_letter_and_digit("ab", "1", 3)
    assert shares == pytest.approx({one: sum(text[0] == one for text in texts) / len(texts) for one in "ab1"})


@pytest.mark.parametrize("more", [1_000, 0])
def test_uneven__one_of_ten_a_twelfth_likelier__is_told(more: int) -> None:
    # Given some 120,000 choices of ten digits, one of which may come up more than the others
    seen = Counter(dict.fromkeys(digits, 12_000)) + Counter({"0": more})
    # Then that is told, and an even count is not
    assert bool(uneven(seen.elements(), alike(digits))) is bool(more)


@pytest.mark.req("REG-10")
def test_user_id__each_of_twelve_digits__is_even(chance: Randomness) -> None:
    made = [new_user_id(chance) for _ in range(20_000)]
    assert at_each_place(made, lambda place: alike(digits[1:] if place == 0 else digits)) == {}


@pytest.mark.req("ITS-08")
def test_staff_password__each_of_eight_characters__is_even(chance: Randomness) -> None:
    made = [staff.new_password(chance) for _ in range(20_000)]
    shares = with_letter_and_digit(ascii_lowercase, digits, 8)
    assert at_each_place(made, lambda _: shares) == {}


@pytest.mark.req("REC-04")
def test_recovered_password__each_of_twelve_characters__is_even(chance: Randomness) -> None:
    letters = "".join(one for one in recovery.LETTERS_AND_DIGITS if one.isalpha())
    numbers = "".join(one for one in recovery.LETTERS_AND_DIGITS if one.isdigit())
    made = [recovery.new_password(chance) for _ in range(15_000)]
    shares = with_letter_and_digit(letters, numbers, 12)
    assert at_each_place(made, lambda _: shares) == {}


@pytest.mark.req("REC-13")
def test_security_questions__any_three_of_five_in_any_order__are_alike_likely(chance: Randomness) -> None:
    held = ["a", "b", "c", "d", "e"]
    seen = (choose_questions(held, chance) for _ in range(30_000))
    assert not uneven(seen, alike(permutations(held, 3)))


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("length", [8, 12], ids=["date of birth or CMS password", "SCIN"])
def test_positions__every_pair__is_alike_likely(chance: Randomness, length: int) -> None:
    assert not uneven((choose_pair(length, chance) for _ in range(30_000)), alike(pairs_of(length)))


@pytest.mark.req("REC-10")
def test_forgotten_pin__each_two_secrets__are_alike_likely(chance: Randomness) -> None:
    asked = (choose_forgotten_pin(8, 12, chance) for _ in range(20_000))
    firsts, seconds = (Secret.SCIN, Secret.CMS_PASSWORD), (Secret.NINO, Secret.DATE_OF_BIRTH)
    pairs = alike((first, second) for first in firsts for second in seconds)
    assert not uneven(((one.first.secret, one.second.secret) for one in asked), pairs)


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("secret", list(Secret))
def test_forgotten_pin__positions_of_each_secret__are_alike_likely_over_all_pairs(
    chance: Randomness, secret: Secret
) -> None:
    # Given a SCIN of 12 digits, a CMS password of 8 characters, a NINO of 9 and a date of birth of 8
    lengths = {Secret.SCIN: 12, Secret.CMS_PASSWORD: 8, Secret.NINO: 9, Secret.DATE_OF_BIRTH: 8}
    asked = (choose_forgotten_pin(8, 12, chance) for _ in range(40_000))
    # When two characters of each are asked for many times, Then it is any two alike often
    pairs = [one.positions for both in asked for one in (both.first, both.second) if one.secret is secret]
    assert not uneven(pairs, alike(pairs_of(lengths[secret])))


def test_token__of_the_real_generator__has_32_even_bytes_and_never_comes_twice() -> None:
    # Given ten thousand tokens
    tokens = [SystemRandomness().token() for _ in range(10_000)]
    made = [base64.urlsafe_b64decode(f"{token}=") for token in tokens]
    # Then each is 256 bits, none comes twice, and all bytes come alike often; so do ones at every bit
    assert {len(one) for one in made} == {32}
    assert len(set(made)) == len(made)
    assert not uneven((byte for one in made for byte in one), alike(range(256)))
    # 256 counts of ones near 5,000; 400 from it is eight standard deviations, once in 10 ** 15.
    ones = [sum(int.from_bytes(one) >> bit & 1 for one in made) for bit in range(256)]
    assert max(abs(count - 5_000) for count in ones) < 400
