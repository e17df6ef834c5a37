"""Dates and times as the United Kingdom reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.uk_time import shown_end, shown_time

MINUTE = datetime(2027, 4, 17, 10, 42, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.req("LOG-05", "SUP-23")
@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (MINUTE, "17 Apr 2027 11:42"),
        (MINUTE + timedelta(microseconds=1), "17 Apr 2027 11:43"),
        (MINUTE + SECOND, "17 Apr 2027 11:43"),
        (MINUTE + 59 * SECOND, "17 Apr 2027 11:43"),
        (datetime(2027, 12, 31, 23, 59, 1, tzinfo=UTC), "01 Jan 2028 00:00"),
        (datetime(2027, 3, 28, 0, 59, 30, tzinfo=UTC), "28 Mar 2027 02:00"),
    ],
    ids=["whole-minute", "a-moment-after", "a-second-after", "59-seconds-after", "new-year", "summer-time-begins"],
)
def test_shown_end__any_second__is_a_minute_at_which_it_is_over(end: datetime, shown: str) -> None:
    assert shown_end(end) == shown


@pytest.mark.req("SUP-21")
def test_shown_time__any_second__is_the_minute_it_lies_in() -> None:
    assert {shown_time(MINUTE), shown_time(MINUTE + 59 * SECOND)} == {"17 Apr 2027 11:42"}
