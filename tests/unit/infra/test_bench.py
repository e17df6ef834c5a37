"""The figures of the measurements."""

from collections import Counter

import pytest

from infra.bench.figures import MEANINGS, Figure, as_json, table
from infra.bench.growth import figures
from infra.bench.metering import Meter
from infra.bench.recording import Measured
from infra.bench.recoveries import LOCKED, PASSWORD, UNKNOWN, USER_ID, WRONG, ratios
from infra.bench.sweeping import NothingSwept, costs


@pytest.mark.parametrize(("value", "kept"), [(1.89, True), (1.9, True), (1.91, False)])
def test_figure__around_its_limit__is_kept_up_to_it(value: float, kept: bool) -> None:  # noqa: FBT001
    # Given a figure with a limit
    figure = Figure("cold start", "login", value, "x floor", limit=1.9)
    # When it is judged
    # Then it is kept up to the limit, and said not to be beyond it
    assert figure.kept is kept
    assert ("NOT KEPT" in table([figure])) is not kept


def test_figures__on_screen_and_in_the_file__say_what_they_mean() -> None:
    # Given a figure of each group
    every = [Figure(group, "one", 1.0, "x") for group in MEANINGS]
    # When they are written
    shown, kept = table(every), as_json(every)
    # Then each group's meaning is there
    assert all(meaning in shown for meaning in MEANINGS.values())
    assert kept["meanings"] == MEANINGS


def test_growth__one_more_unit_at_the_larger_size__breaks_the_limit() -> None:
    # Given a homepage that reads more where there are more clients
    found = {"1000": {"homepage": {"calls": 3, "units": 2.0}}, "50000": {"homepage": {"calls": 3, "units": 2.5}}}
    # When the ratios are taken
    calls, units = figures(found)
    # Then the units break their limit, and the calls keep it
    assert (calls.kept, units.kept) == (True, False)


@pytest.mark.parametrize("made", [{"Query": 24}, {"Query": 24, "GetItem": 50, "TransactWriteItems": 49}])
def test_sweep__that_told_of_less_than_was_due__is_no_figure(made: dict[str, int]) -> None:
    # Given a sweep that found nothing, or not all
    # When its costs are asked for
    # Then there are none: they would be the same at every size
    with pytest.raises(NothingSwept):
        costs(Meter(calls=sum(made.values()), made=Counter(made)))


def test_sweep__that_told_of_all__costs_what_it_made() -> None:
    # Given a sweep of fifty
    made = Counter({"Query": 24, "GetItem": 50, "TransactWriteItems": 50})
    # When its costs are asked for
    found = costs(Meter(124, made, units=474.0, read_units=74.0))
    # Then each is a figure of its own
    every = {"calls": 124, "queries": 24, "reads": 50, "acts": 50, "units": 474.0, "read units": 74.0}
    assert found == every


def recovered(calls: dict[str, int], hashes: dict[str, int], milliseconds: dict[str, float]) -> dict[str, bool]:
    """Return which ratios are kept where each kind of attempt costs so much, of password and user ID alike."""
    every, times = [], {}
    for name in (PASSWORD, USER_ID):
        for kind in (WRONG, UNKNOWN, LOCKED):
            made = ["GetItem"] * calls.get(kind, 6), ["hash"] * hashes.get(kind, 1)
            every.append(Measured("recovery", f"{name}, {kind}", {}, 409, *made, [], []))
            times[f"{name}, {kind}"] = milliseconds.get(kind, 5.0)
    return {figure.name.removeprefix(f"{PASSWORD}, "): figure.kept for figure in ratios(every, times)}


@pytest.mark.parametrize(
    ("calls", "hashes", "milliseconds", "broken"),
    [
        ({}, {}, {}, ""),
        ({UNKNOWN: 5}, {}, {}, "unknown to wrong: calls"),
        ({UNKNOWN: 7}, {}, {}, "unknown to wrong: calls"),
        ({}, {UNKNOWN: 0}, {}, "unknown to wrong: hashes"),
        ({}, {WRONG: 0}, {}, "unknown to wrong: hashes"),
        ({}, {WRONG: 0, UNKNOWN: 0}, {}, ""),
        ({}, {}, {UNKNOWN: 4.0}, ""),
        ({}, {}, {UNKNOWN: 3.9}, "unknown to wrong: time"),
        ({}, {}, {UNKNOWN: 6.3}, "unknown to wrong: time"),
        ({LOCKED: 3}, {}, {LOCKED: 1.0}, ""),
        ({LOCKED: 7}, {}, {}, "locked to wrong: calls"),
        ({}, {}, {LOCKED: 5.1}, "locked to wrong: time"),
    ],
)
def test_recovery__unknown_costs_more_or_less_or_locked_more__breaks_the_limit(
    calls: dict[str, int], hashes: dict[str, int], milliseconds: dict[str, float], broken: str
) -> None:
    # Given what a wrong detail, an unknown person and a locked one cost
    # When the ratios are taken
    kept = recovered(calls, hashes, milliseconds)
    # Then unknown may cost neither less nor more, and locked not more
    assert [name for name in kept if not kept[name] and not name.startswith(USER_ID)] == [broken] * bool(broken)
