"""The questions of Route A and Route B: chosen by chance, kept as text, compared without case and spacing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain.positions import choose_pair, ordinal, pairs_of
from cms_common.domain.security import (
    Secret,
    answer_message,
    choose_forgotten_pin,
    choose_questions,
    read_forgotten_pin,
    same_answer_form,
)
from tests.unit.domain.test_recovery import Dice


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("length", [7, 8, 9, 12])
def test_choose_pair__fixed_seed__is_uniform(length: int) -> None:
    pairs, chance = pairs_of(length), Dice(11)
    seen = Counter(choose_pair(length, chance) for _ in range(200 * len(pairs)))
    squares = sum((seen[pair] - 200) ** 2 / 200 for pair in pairs)
    # Far beyond what chance does to any of these (at most 65 degrees of freedom).
    assert squares < 130
    assert set(seen) == set(pairs)


@pytest.mark.req("REC-10")
def test_choose_forgotten_pin__real_generator__asks_each_combination() -> None:
    seen = Counter(
        (asked.first.secret, asked.second.secret)
        for asked in (choose_forgotten_pin(8, 12, SystemRandomness()) for _ in range(2000))
    )
    assert len(seen) == 4
    # Each near 500; below 380 by chance less than once in a million.
    assert min(seen.values()) > 380


def test_choose_forgotten_pin__no_cms_password__asks_the_scin() -> None:
    assert {choose_forgotten_pin(None, 12, Dice(seed)).first.secret for seed in range(50)} == {Secret.SCIN}


@given(st.integers(0, 10_000))
def test_forgotten_pin__written_and_read__is_the_same(seed: int) -> None:
    asked = choose_forgotten_pin(10, 12, Dice(seed))
    assert read_forgotten_pin(asked.written()) == asked


@pytest.mark.req("REC-13")
def test_choose_questions__of_five__takes_three_different_ones_evenly() -> None:
    held, chance = ["a", "b", "c", "d", "e"], Dice(3)
    chosen = [choose_questions(held, chance) for _ in range(6000)]
    assert all(len(set(three)) == 3 for three in chosen)
    seen = Counter(frozenset(three) for three in chosen)
    assert len(seen) == 10
    assert min(seen.values()) > 500


def test_choose_questions__fewer_than_three__is_refused() -> None:
    with pytest.raises(ValueError, match="fewer are held"):
        choose_questions(["a", "b"], Dice(1))


@pytest.mark.parametrize("said", ["St Mary's", " st  MARY'S ", "STMARY'S", "\uff53\uff54 mary's"])
def test_same_answer_form__case_and_spacing__make_no_difference(said: str) -> None:
    assert same_answer_form(said) == "stmary's"


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_answer_message__other_question_or_answer__is_another_message(q1: str, a1: str, q2: str, a2: str) -> None:
    one = answer_message("121000121688", q1, a1, key_id="k")
    other = answer_message("121000121688", q2, a2, key_id="k")
    assert (one == other) == ((q1, same_answer_form(a1)) == (q2, same_answer_form(a2)))


@pytest.mark.parametrize(
    ("position", "name"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st")]
)
def test_ordinal__of_a_position__is_as_people_say_it(position: int, name: str) -> None:
    assert ordinal(position) == name
