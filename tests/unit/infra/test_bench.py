"""The figures of the measurements."""

import pytest

from infra.bench.figures import MEANINGS, Figure, as_json, table
from infra.bench.growth import figures


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
