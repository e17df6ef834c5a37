"""Card numbers in messages: found however they are spaced, and told from the numbers that parents do write."""

import random

import pytest

from cms_common.domain.cards import card_number_in
from tests.unit.domain.card_corpus import INNOCENT_MESSAGES

NUMBER = "4111111111111111"  # pragma: allowlist secret - the number that card schemes give for tests
GAPS = [
    *(
        " ",
        "  ",
        "    ",
        ".",
        "/",
        ",",
        ", ",
        "\n",
        "\t",
        "\u00a0",
        "\u2009",
        "-",
        "\u2013",
        " - ",
        "_",
        "*",
        "|",
        " / ",
    ),
    *("...", "\u200d", "\u200b", "\u2060", " dash ", "&nbsp;", ") (", ";", "\r\n", "\\", "+", "\u2044", "\u00b7"),
]
CUTS = [
    *([16], [1] * 16, [2] * 8, [4] * 4, [8, 8], [6, 10], [5, 5, 6], [6, 6, 4], [4, 8, 4], [4, 4, 8], [8, 4, 4]),
    *([3, 3, 3, 3, 4], [4, 6, 6], [10, 6], [4, 4, 4, 2, 2]),
]
OTHER_KINDS = [
    "5555 5555 5555 4444",  # Mastercard
    "2223 0031 2200 3222",
    "3782 822463 10005",  # American Express
    "3782 8224 6310 005",
    "378282246310005",  # pragma: allowlist secret
    "6759 6498 2643 8453",  # Maestro
    "6304 0000 0000 0000 000",
    "6011 1111 1111 1117",  # Discover
    "3056 930902 5904",  # Diners Club
    "3530 1113 3330 0000",  # JCB
    "4222222222222",  # Visa, of thirteen digits
]
HIDDEN = [
    "4111 0111 1111 1113",
    "411111 0111111113",
    "3782 0224 6310 003",
    "4111 1111 1111 1111.00",
    "4111 1111 1111 1111 250.00",
]
"""Some of their groups look like a telephone number, an amount or a reference, or stand beside one."""
DRESSED = [
    "my card 4111\u00a01111\u00a01111\u00a01111 20",
    f"card{NUMBER}exp",
    f"no1 {NUMBER}",
    "2026 4111 1111 1111 1111",
    "12 2026 4111-1111-1111-1111",
    "07700900123 4111 1111 1111 1111",
    "4111 1111 1111 1111 12/27 123",
    "4111 1111 1111 1111, 01/27",
    "£48.50 from 4111 1111 1111 1111 please",
    "4111 1111 1111 111I",
    "4lll 1111 1111 1111",
    "four one one one 1111 1111 1111",
    "four one one one, one one one one, one one one one, one one one one",
    "\u2074\u00b9\u00b9\u00b91111 1111 1111",
    "\u2463\u2460\u2460\u2460 1111 1111 1111",
    "".join(chr(ord(one) + 0xFEE0) for one in NUMBER),
    "".join(chr(0x660 + int(one)) for one in NUMBER),
]


def cut(lengths: list[int], gap: str) -> str:
    ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
    return gap.join(NUMBER[end - length : end] for end, length in zip(ends, lengths, strict=True))


@pytest.mark.req("PAY-18", "SEC-12")
@pytest.mark.parametrize("gap", GAPS)
def test_card_number_in__fours_with_any_gap__is_found(gap: str) -> None:
    assert card_number_in(f"Take it from {cut([4] * 4, gap)} please")


@pytest.mark.req("PAY-18", "SEC-12")
@pytest.mark.parametrize("lengths", CUTS, ids=str)
@pytest.mark.parametrize("gap", [" ", "-", ".", "  "])
def test_card_number_in__groups_of_any_length__is_found(lengths: list[int], gap: str) -> None:
    assert card_number_in(f"Take it from {cut(lengths, gap)} please")


@pytest.mark.req("PAY-18", "SEC-12")
@pytest.mark.parametrize("text", [*OTHER_KINDS, *HIDDEN, *DRESSED])
def test_card_number_in__every_kind_of_card_in_any_dress__is_found(text: str) -> None:
    assert card_number_in(text)


@pytest.mark.parametrize("text", INNOCENT_MESSAGES)
def test_card_number_in__a_message_with_many_digits__is_taken(text: str) -> None:
    # Given what parents write of: telephone numbers, references, amounts, dates, When it is read, Then it may be sent
    assert not card_number_in(text)


def digits(chance: random.Random, length: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(length))


def number_of_a_parent(chance: random.Random) -> str:
    """Return a telephone number, a SCIN or case, an amount, a date, or a reference of 6, 8 or 10 digits."""
    day, month = chance.randint(1, 28), chance.randint(1, 12)
    return chance.choice(
        (
            f"07{digits(chance, 3)} {digits(chance, 6)}",
            f"+44 7{digits(chance, 3)} {digits(chance, 6)}",
            f"01{digits(chance, 2)} {digits(chance, 3)} {digits(chance, 4)}",
            f"{chance.choice(('12', '44'))}{digits(chance, 10)}",
            f"£{chance.randint(5, 4000)}.{digits(chance, 2)}",
            f"{chance.randint(5, 4000)}.{digits(chance, 2)}",
            f"{day:02}/{month:02}/2026",
            f"{day}.{month}.26",
            digits(chance, chance.choice((6, 8, 10))),
        )
    )


def test_card_number_in__random_numbers_of_parents__are_seldom_taken_for_a_card() -> None:
    # Given 2,000 messages of eight such numbers with words, commas and full stops between, from one seed
    chance = random.Random(2012)  # noqa: S311 - figures to try a rule with
    gaps = (" ", ", ", ". ", " then ", " and ", "\n")
    made = ["".join(number_of_a_parent(chance) + chance.choice(gaps) for _ in range(8)) for _ in range(2_000)]
    # When each is read
    stopped = [text for text in made if card_number_in(text)]
    # Then fewer than one in five hundred is stopped
    print(f"cards: {len(made)} messages of eight numbers, {len(stopped)} stopped: {stopped}")  # noqa: T201 - the figures
    assert len(stopped) < 4


def test_card_number_in__random_digits__are_taken_for_a_card_at_the_rate_of_its_check_digit() -> None:
    # Given 10,000 runs of sixteen random digits, a third of which begin as cards do
    chance = random.Random(2012)  # noqa: S311 - figures to try a rule with
    stopped = sum(card_number_in(digits(chance, 16)) for _ in range(10_000))
    # When each is read, Then one in thirty is stopped: a tenth of that third
    print(f"cards: 10,000 runs of sixteen digits, {stopped} stopped")  # noqa: T201 - the figures
    assert 250 < stopped < 420
