"""The sweep when there is too much, too little time, something unreadable, or another sweep beside it."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import set_clock
from cms_common.adapters.work_tables import ClockItem
from cms_common.domain.work import Clock
from sla.handler import NotAllSwept
from sla.looking import Found, Run
from sla.sweeping import Stopped
from sla.wiring import sweeping
from tests.functional.sla.test_sweep import raised
from tests.support.answering import sweep
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import FakeContext, handler_of
from tests.support.ledger import acts

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
LATE = NOON + timedelta(minutes=1)


def counted(printed: str, metric: str = "SlaBreached") -> int:
    """Add up what was counted for an alarm."""
    return sum(int(float(value)) for value in re.findall(rf'"{metric}":\[([0-9.]+)\]', printed))


def waits_for_letter(number: int) -> None:
    """Let a letter be wanted since 11, which is stuck by noon."""
    with Transaction() as transaction:
        set_clock(transaction, Clock.LETTER, f"{number:020x}", NOON - timedelta(hours=1))


def breaking(wanted: Callable[[str, Parameters], bool], error: BaseException) -> Calls:
    """Break each call that is meant."""

    def break_it(operation: str, parameters: Parameters) -> Parameters:
        if wanted(operation, parameters):
            raise error
        return parameters

    return Calls(tamper=break_it)


def asks(clock: Clock) -> Callable[[str, Parameters], bool]:
    """Tell a Query of a clock."""
    return lambda operation, parameters: operation == "Query" and f"clock#{clock}#" in str(parameters)


@pytest.mark.req("SLA-04")
@pytest.mark.parametrize("broken", [clock for clock in Clock if clock is not Clock.APPROACHING])
def test_sweep__one_clock_cannot_be_read__counts_what_the_others_told(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], broken: Clock
) -> None:
    # Given work that is late, and a clock that cannot be read
    raised(NOON)
    nowhere = EndpointConnectionError(endpoint_url="https://nowhere.invalid")
    # When the sweep comes
    with watched(breaking(asks(broken), nowhere)), pytest.raises(NotAllSwept):
        sweep(LATE)
    # Then the breach is told and counted, so its alarm rings
    assert len(acts(cloud, "SlaBreached")) == 1
    assert counted(capsys.readouterr().out) == 1


class Killed(BaseException):
    """The platform ends the run."""


def test_sweep__killed_in_between__counted_what_it_told_until_then(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given five that are late, and a run that is ended at its third act
    for number in range(5):
        raised(NOON, number)
    acted: list[str] = []

    def third(operation: str, _: Parameters) -> bool:
        acted.extend([operation] * (operation == "TransactWriteItems"))
        return len(acted) == 3

    with watched(breaking(third, Killed())), pytest.raises(Killed):
        sweep(LATE)
    # When it is ended
    # Then the two it told of are counted, and the next run tells of the others
    assert counted(capsys.readouterr().out) == len(acts(cloud, "SlaBreached")) == 2
    sweep(LATE)
    assert counted(capsys.readouterr().out) == 3
    assert len(acts(cloud, "SlaBreached")) == 5


@dataclass
class ShortOfTime(FakeContext):
    """An invocation that has so many looks at its watch until 8 seconds are left."""

    looks: int = 0

    def get_remaining_time_in_millis(self) -> int:
        self.looks -= 1
        return 8_001 if self.looks >= 0 else 8_000


def test_sweep__eight_seconds_left__begins_nothing_more_and_the_next_goes_on(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given more than there is time for
    for number in range(30):
        raised(NOON, number)
    cloud.clock.stop(LATE)
    found: list[int] = []
    # When runs come, each with time for so many looks at its watch: one a share and one a thing
    while not found or found[-1]:
        handler_of("sla")({}, ShortOfTime(looks=20))
        found.append(counted(capsys.readouterr().out))
        cloud.clock.stop(LATE + timedelta(minutes=len(found)))
    # Then none tells of more than it had time for, each goes on where it can, and each thing is told of once
    assert max(found) < 20
    assert sum(found) == len(acts(cloud, "SlaBreached")) == 30


@pytest.mark.parametrize("first_act", ["TransactWriteItems", "GetItem", "Query"])
def test_sweep__another_at_the_same_time__tells_of_each_once(cloud: Cloud, first_act: str) -> None:
    # Given one of each that is to be told of
    raised(NOON)
    raised(NOON + timedelta(hours=3), 2)
    waits_for_letter(3)
    begun: list[str] = []

    def other_first(operation: str, parameters: Parameters) -> Parameters:
        if operation == first_act and not begun:
            begun.append(operation)
            sweep()
        return parameters

    # When a second sweep runs from beginning to end while the first is about to read, look or tell
    cloud.clock.stop(LATE)
    with watched(Calls(tamper=other_first)):
        sweep()
    # Then each was told of once
    kinds = ("SlaBreached", "SlaApproaching", "WorkStuck")
    assert begun
    assert [len(acts(cloud, kind)) for kind in kinds] == [1, 1, 1]


@pytest.mark.parametrize(
    ("changed", "versions"),
    [({"status": "done"}, []), ({"version": 7}, [8])],
    ids=["done-by-now", "looked-at-by-now"],
)
@pytest.mark.parametrize("kind", ["SlaBreached", "SlaApproaching"])
def test_sweep__work_item_changed_after_it_was_read__is_not_told_of_as_it_was(
    cloud: Cloud, kind: str, changed: dict[str, Any], versions: list[int]
) -> None:
    # Given a work item that somebody does, or opens, between the sweep's reading of it and its telling
    item = raised(NOON + timedelta(hours=0 if kind == "SlaBreached" else 3))
    key, done = {"key": f"work-item#{item.work_item_id}", "item": "work-item"}, list[str]()

    def change(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and not done:
            done.append(operation)
            cloud.update("work", key, **changed)
        return parameters

    with watched(Calls(tamper=change)):
        sweep(LATE)
    told = len(acts(cloud, kind))
    # When the next sweep comes
    sweep(LATE)
    # Then the first told nothing, and the next tells of it as it is, if it is still to be done
    assert (told, [act["version"] for act in acts(cloud, kind)]) == (0, versions)


def test_sweep__too_slow_for_a_turn_of_each_share__reaches_every_share_in_the_end(cloud: Cloud) -> None:
    # Given a share with more that cannot be read than a run has time for, and a letter that is stuck in another
    of_first = [number for number in range(100) if ClockItem.shard_of(f"{number:020x}") == 0][:6]
    for number in of_first:
        raised(NOON, number)
        cloud.update("work", {"key": f"work-item#{number:020x}", "item": "work-item"}, kind="of a newer version")
    waits_for_letter(1000)
    # When runs of five looks at the watch come for as many minutes as there are shares
    for minute in range(len(sweeping.clocks.shares())):
        looks = iter(range(5))
        list(sweeping.sweep(Run(LATE + timedelta(minutes=minute), "a-run", lambda: next(looks, None) is not None)))  # noqa: B023
    # Then the letter was told of
    assert len(acts(cloud, "WorkStuck")) == 1


def run_of(at: datetime, at_once: int) -> list[Any]:
    """Sweep with a bound of its own."""
    bounded = replace(sweeping, limits=replace(sweeping.limits, at_once=at_once))
    return list(bounded.sweep(Run(at, "a-run", lambda: True)))


@pytest.mark.req("SLA-01", "SLA-04")
def test_sweep__after_an_outage__takes_its_part_of_each_clock_oldest_first(cloud: Cloud) -> None:
    # Given hours in which nobody swept: work that came due all along on two clocks, and a few things on a third
    for number in range(120):
        due = NOON - timedelta(minutes=7 * number)
        raised(due, number, approaching_at=due - timedelta(hours=8) if number % 2 else None)
    for number in range(1000, 1004):
        waits_for_letter(number)
    runs: list[list[Found]] = []
    order = []
    # When the runs come, each for 48 things
    while not runs or runs[-1]:
        told = run_of(LATE + timedelta(minutes=len(runs)), 48)
        order += [Stopped.BY_NUMBER in told]
        runs.append([found for found in told if isinstance(found, Found)])
        if len(runs) == 1:
            left = {str(one["item"]): str(one["key"]) for one in cloud.items("work") if "clock#" in str(one["key"])}
    # Then each takes its part, the first already something of what the full clocks would starve
    assert max(len(run) for run in runs) == 48
    assert runs[0].count(Found.STUCK) == 4
    assert order[:2] == [True] * 2
    # And the first run left nothing older in a share than what it took of it
    oldest_left = {share: min(place for place, key in left.items() if key == share) for share in set(left.values())}
    taken = {f"{int((NOON - timedelta(minutes=7 * number)).timestamp()):012d}#{number:020x}": number
             for number in range(120)}  # fmt: skip
    for place, number in taken.items():
        if place not in left:
            clock = Clock.DUE if number % 2 else Clock.APPROACHING
            share = ClockItem.key_of(clock, ClockItem.shard_of(f"{number:020x}"))
            assert place < oldest_left.get(share, "~")
    # And in the end each was told of once
    assert Counter(found for run in runs for found in run) == {Found.BREACHED: 120, Found.STUCK: 4}
    assert len(acts(cloud, "SlaBreached")) == len({act["subject"] for act in acts(cloud, "SlaBreached")}) == 120


def test_sweep__much_that_cannot_be_read_before_it__tells_of_what_is_late_all_the_same(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    # Given 120 late things that nobody can read, in front of four that are well
    for number in range(120):
        raised(NOON - timedelta(hours=2), number)
    for one in cloud.items("work"):
        if one["item"] == "work-item":
            cloud.update("work", {"key": one["key"], "item": "work-item"}, kind="kind of a newer version")
    for number in range(1000, 1004):
        raised(NOON, number)
    # When the sweep comes
    with pytest.raises(NotAllSwept, match="120 could not be looked at"):
        sweep(LATE)
    # Then the four are told of; the log says what failed, and how often, without a line for each
    assert len(acts(cloud, "SlaBreached")) == 4
    [line] = [one for one in caplog.records if one.levelname == "ERROR"]
    said = vars(line)
    assert (said["clock"], said["times"], said["error"]) == ("approaching", 120, "ValueError")
    assert len(said["of"]) == 20
    assert counted(capsys.readouterr().out, "ServerFaults") == 1
