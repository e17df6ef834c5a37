"""Attempt slots in DynamoDB decide as the rule of `domain/locks.py` does, whatever comes in whatever order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms_common.adapters.slots import TimedSlots, item_of, releasing, take, untake
from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, SlotsItem
from cms_common.domain.locks import HOUR, AttemptLimit, LockedUntil, Slots, Taken
from tests.support.cloud import Cloud

LIMIT = AttemptLimit()
START = 1_792_670_400
# A second either side of each length of time that the rule names, and anything between.
BOUNDARIES = [0, 1, HOUR // 2, *(length + by for length in (HOUR, 2 * HOUR) for by in (-1, 0, 1))]
GAPS = st.sampled_from(BOUNDARIES) | st.integers(0, 3 * HOUR)
_numbers = count()


class Ends(Enum):
    """How an attempt ends that was let in."""

    WRONG = "its slot stays"
    RIGHT = "all slots are given back"
    UNCHECKED = "its own slot is given back"


@dataclass
class Rule:
    """The rule: slots by the pure domain, from the attempts that hold one."""

    held: list[int] = field(default_factory=list)

    @property
    def slots(self) -> Slots:
        newest, second, third = [*reversed(self.held), 0, 0, 0][:3]
        return Slots(newest, second, third)

    def take(self, now: int) -> int | None:
        """Take a slot; where the slots lock, tell until when."""
        if self.slots.locked(now, LIMIT):
            return self.slots.locked_until(LIMIT)
        self.held.append(now)
        return None

    def end(self, how: Ends) -> None:
        if how is Ends.RIGHT:
            self.held.clear()
        elif how is Ends.UNCHECKED:
            self.held.pop()


class AttemptsTable:
    """The slots of recovery and enrolment."""

    def __init__(self) -> None:
        self._slots, self._typed = TimedSlots(LIMIT), f"typed-{next(_numbers)}"
        self._taken: Taken | None = None

    def take(self, now: int) -> int | None:
        outcome = self._slots.take("recover-password", self._typed, datetime.fromtimestamp(now, UTC))
        if isinstance(outcome, LockedUntil):
            return int(outcome.until.timestamp())
        self._taken = outcome
        return None

    def end(self, how: Ends) -> None:
        assert self._taken
        if how is Ends.RIGHT:
            changed(item_of(self._taken), releasing(SlotsItem))
        elif how is Ends.UNCHECKED:
            self._slots.untake(self._taken)


class AccountsTable:
    """The slots of log-ins."""

    def __init__(self) -> None:
        self._key = AccountItem.key_of(f"{next(_numbers):012d}")
        self._at = 0

    def take(self, now: int) -> int | None:
        self._at = now
        until = take(AccountItem(self._key), now, LIMIT)
        return int(until.timestamp()) if until else None

    def end(self, how: Ends) -> None:
        if how is Ends.RIGHT:
            changed(AccountItem(self._key), releasing(AccountItem))
        elif how is Ends.UNCHECKED:
            untake(AccountItem(self._key), self._at)


def differences(store: AttemptsTable | AccountsTable, attempts: list[tuple[int, Ends]]) -> list[str]:
    """Play attempts, each so many seconds after the last, through a store and the rule; tell where they differ."""
    rule, now, found = Rule(), START, []
    for number, (gap, how) in enumerate(attempts):
        now += gap
        expected, got = rule.take(now), store.take(now)
        if expected != got:
            found.append(f"attempt {number} at {now - START}: the rule says {expected}, the store {got}")
        if expected is None and got is None:
            rule.end(how)
            store.end(how)
    return found


@pytest.mark.req("LOG-04", "LOG-05", "CON-42")
@pytest.mark.parametrize("store", [AttemptsTable, AccountsTable], ids=["attempts", "accounts"])
def test_slots__any_times_and_outcomes__decide_at_each_step_as_the_rule(
    cloud: Cloud, store: Callable[[], AttemptsTable | AccountsTable]
) -> None:
    # Mostly wrong: three in a row are rare enough.
    outcomes = st.sampled_from([*[Ends.WRONG] * 5, *Ends])

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(GAPS, outcomes), min_size=3, max_size=14))
    def agree(attempts: list[tuple[int, Ends]]) -> None:
        # When any attempts are played through both, Then each is let in or refused alike, until the same second
        assert differences(store(), attempts) == []

    agree()


@pytest.mark.req("LOG-06", "CON-42")
def test_slots__newest_given_back_unchecked__lock_by_the_three_that_stay(cloud: Cloud) -> None:
    # Given two wrong attempts, one that was not checked, and a third wrong one a second before the hour is over
    wrong, unchecked = Ends.WRONG, Ends.UNCHECKED
    attempts = [(0, wrong), (10, wrong), (10, unchecked), (HOUR - 21, wrong), (0, wrong)]
    store, decisions, now = AttemptsTable(), [], START
    for gap, how in attempts:
        now += gap
        decisions.append(store.take(now))
        if decisions[-1] is None:
            store.end(how)
    # Then the fourth is let in, and the next is refused for two hours from it
    assert decisions == [None, None, None, None, START + HOUR - 1 + 2 * HOUR]


@pytest.mark.req("CON-08", "CON-42")
@pytest.mark.parametrize("which", [0, 1, 2], ids=["oldest", "middle", "newest"])
def test_slots__one_of_three_given_back_after_the_others_came__leaves_those_two(cloud: Cloud, which: int) -> None:
    # Given three attempts at once, of which the check of one comes to nothing after all have begun
    slots, typed = TimedSlots(LIMIT), f"typed-{next(_numbers)}"
    moments = [datetime.fromtimestamp(START + at, UTC) for at in (0, 10, 20)]
    taken = [slots.take("recover-password", typed, moment) for moment in moments]
    given_back = taken[which]
    assert isinstance(given_back, Taken)
    # When its slot is given back
    slots.untake(given_back)
    # Then one more is let in, and with it the slots lock, until two hours from that one
    later = datetime.fromtimestamp(START + 30, UTC)
    assert isinstance(slots.take("recover-password", typed, later), Taken)
    assert slots.take("recover-password", typed, later) == LockedUntil(later + timedelta(hours=2))
