"""Recovered passwords, halves, and what must agree."""

from collections import Counter
from random import Random

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain.accounts import password_follows_the_rule
from cms_common.domain.recovery import LETTERS_AND_DIGITS, halves, new_password

LIKE_ONE_ANOTHER = set("0O1Iloi")


class Dice:
    """Chance with a fixed seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - a test that can be repeated

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)

    def token(self) -> str:
        return "t" * 43

    def identifier(self) -> str:
        return "0" * 20


def test_new_password__many_times__follows_the_rule_without_look_alikes() -> None:
    # Given many passwords of the real generator
    made = {new_password(SystemRandomness()) for _ in range(500)}
    # Then all are different, follow the rule (REG-08), and none holds a character that looks like another
    assert len(made) == 500
    assert all(len(one) == 12 and password_follows_the_rule(one) for one in made)
    assert not LIKE_ONE_ANOTHER & set("".join(made))


def test_new_password__at_each_place__is_uniform() -> None:
    # Given 5,500 passwords from a fixed seed
    chance = Dice(7)
    made = [new_password(chance) for _ in range(5_500)]
    for place in range(12):
        seen = Counter(one[place] for one in made)
        # When counted: each of 55 characters is expected near 100 times
        squares = sum((seen[one] - 100) ** 2 / 100 for one in LETTERS_AND_DIGITS)
        # Then chi squared of 54 degrees stays under its 1 in 100,000 bound (about 110)
        assert squares < 110, (place, squares)


def test_halves__of_twelve__are_six_and_six() -> None:
    assert halves("123456789012") == ("123456", "789012")
