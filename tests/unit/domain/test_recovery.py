"""Recovered passwords, halves, and what must agree."""

from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain.accounts import Account, Enrolment, Service, password_follows_the_rule
from cms_common.domain.recovery import (
    LETTERS_AND_DIGITS,
    Asked,
    ClientTyped,
    EmployerTyped,
    Wanted,
    agrees,
    halves,
    new_password,
)

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


NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLIENT = ("client", ("SCIN=121000121688",))
EMPLOYER = ("employer", ("PAYE=475/HL10017", "ERN=700100017"))
ASKED: dict[str, ClientTyped | EmployerTyped] = {
    "client": ClientTyped("121000121688", "XX100001A", date(1984, 3, 14)),
    "employer": EmployerTyped("700100017", "475/HL10017"),
    "employer, a SCIN as PAYE": EmployerTyped("700100017", "121000121688"),
}


@pytest.mark.req("REC-02", "REC-03")
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("held", [CLIENT, EMPLOYER, None], ids=["client", "employer", "not enrolled"])
def test_agrees__account_of_either_service_or_none__only_with_its_own(
    asked: str, held: tuple[str, tuple[str, ...]] | None
) -> None:
    # Given an account that holds the client service, the employer service, or neither
    enrolment = Enrolment(Service(held[0]), "A B", held[1], "Activated", NOW, NOW) if held else None
    account = Account("100000000001", "A", "B", "a@example.com", "hash", NOW, 1, enrolment)
    # When a client or an employer asks, Then the identifier alone tells the services apart
    typed = Asked(Wanted.PASSWORD, account.user_id, "A@Example.com", ASKED[asked])
    assert agrees(typed, account) is (held is not None and held[0] == asked)
