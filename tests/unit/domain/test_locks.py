"""The credential lock's rule: three within one hour, two hours from the last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.locks import HOUR, AttemptLimit, Slots

LIMIT = AttemptLimit()
NOW = 1_772_452_800


@pytest.mark.parametrize(("apart", "locked"), [(HOUR - 1, True), (HOUR, False), (HOUR + 1, False)])
def test_slots__third_failure_one_second_before_and_after_the_hour__locks_only_before(
    apart: int, *, locked: bool
) -> None:
    # Given a failure, one in between, and a third so many seconds after the first
    slots = Slots().taking(NOW).taking(NOW + 10).taking(NOW + apart)
    # Then they lock only where all three fall within one hour
    assert slots.locked(NOW + apart, LIMIT) is locked


@pytest.mark.parametrize(("after", "locked"), [(2 * HOUR - 1, True), (2 * HOUR, False)])
def test_slots__locked__open_two_hours_after_the_last_failure(after: int, *, locked: bool) -> None:
    slots = Slots().taking(NOW - 20).taking(NOW - 10).taking(NOW)
    assert slots.locked_until(LIMIT) == NOW + 7200
    assert slots.locked(NOW + after, LIMIT) is locked


def test_slots__one_or_two_failures__do_not_lock() -> None:
    assert not Slots().taking(NOW).locked(NOW, LIMIT)
    assert not Slots().taking(NOW).taking(NOW).locked(NOW, LIMIT)


@given(st.lists(st.integers(0, 4 * HOUR), min_size=3, max_size=30).map(sorted))
def test_slots__any_attempts__lock_exactly_when_the_last_three_fall_within_an_hour(times: list[int]) -> None:
    # Given attempts that are refused while locked, as the store refuses them
    slots, checked = Slots(), list[int]()
    for time in (NOW + at for at in times):
        if slots.locked(time, LIMIT):
            continue
        slots, checked = slots.taking(time), [*checked, time]
    # Then the lock is what the sentence in the documents says of the attempts that were checked
    last = checked[-3:]
    within_one_hour = len(last) == 3 and last[2] - last[0] < HOUR
    assert slots.locked_until(LIMIT) == (last[2] + 2 * HOUR if within_one_hour else 0)
