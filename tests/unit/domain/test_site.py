"""The operator's switches as rules (SES-06 to SES-09)."""

from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.site import UNAVAILABLE, Maintenance, SiteState

STARTS = datetime(2026, 12, 1, 22, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=4)
TONIGHT = Maintenance("Not available tonight.", STARTS, ENDS)
SECOND = timedelta(seconds=1)


@pytest.mark.req("SES-07", "SES-06")
@pytest.mark.parametrize(
    ("at", "available", "announced"),
    [
        (STARTS - timedelta(days=3), True, True),
        (STARTS - SECOND, True, True),
        (STARTS, False, True),
        (ENDS - SECOND, False, True),
        (ENDS, True, False),
    ],
)
def test_site__around_announced_maintenance__closed_within_and_announced_until_its_end(
    at: datetime, *, available: bool, announced: bool
) -> None:
    # Given maintenance announced for tonight
    state = SiteState(maintenance=TONIGHT)
    # When the site is asked for at a moment, then it is closed from the first second to the last of the period
    assert state.available(at) is available
    assert (state.announced(at) is TONIGHT) is announced


@pytest.mark.req("SES-08")
@pytest.mark.parametrize("maintenance", [None, TONIGHT])
@pytest.mark.parametrize("at", [STARTS - SECOND, STARTS, ENDS])
def test_site__shut_down_by_hand__closed_whenever(maintenance: Maintenance | None, at: datetime) -> None:
    # Given a site shut down by hand, then it is closed with or without maintenance
    assert SiteState(shut_down=True, maintenance=maintenance).available(at) is False


def test_site__nothing_set__open_without_message() -> None:
    # Given no switch set, then the site is open
    assert (SiteState().available(STARTS), SiteState().announced(STARTS)) == (True, None)


@pytest.mark.req("SES-08")
def test_unavailable__text__is_the_catalogue_s() -> None:
    # Then the sentence is the documents', to the letter
    assert UNAVAILABLE == (
        "Sorry the site is unavailable at the moment because it's undergoing urgent maintenance. "
        "We should have it up and running again soon, so please try again later."
    )
