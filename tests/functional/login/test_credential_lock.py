"""The credential lock, by HTTP: three failures in one hour, two hours from the last, for clients and employers."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.demo.known import ONE_ERN
from infra.demo.records import Line
from tests.support.cloud import Cloud
from tests.support.visitors import PASSWORD, PAYING, Person, hold, log_in

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
# One hour before the clocks go forward in the United Kingdom, on 28 March 2027 at 01:00 UTC.
BEFORE_SUMMER_TIME = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
WRONG = "maple5river"
BOTH = pytest.mark.parametrize("line", [PAYING, ONE_ERN], ids=["client", "employer"])


def fail(cloud: Cloud, person: Person, *times: datetime) -> list[int]:
    """Fail to log in at each of these times."""
    statuses = []
    for at in times:
        cloud.clock.stop(at)
        statuses.append(log_in(person.user_id, WRONG, person.service).status)
    return statuses


def try_at(cloud: Cloud, person: Person, at: datetime) -> int:
    cloud.clock.stop(at)
    return log_in(person.user_id, PASSWORD, person.service).status


def enrolled(line: Line) -> Person:
    hold(PAYING, ONE_ERN)
    return Person.enrolled(line)


@pytest.mark.req("LOG-04", "LOG-07", "LOG-05")
@BOTH
@pytest.mark.parametrize("start", [NOON, BEFORE_SUMMER_TIME], ids=["ordinary", "summer time"])
def test_lock__three_failures_within_the_hour__right_password_only_after_two_hours(
    cloud: Cloud, line: Line, start: datetime
) -> None:
    # Given three failures, the third one second before the hour is over
    person = enrolled(line)
    last = start + timedelta(minutes=59, seconds=59)
    assert fail(cloud, person, start, start + timedelta(minutes=30), last) == [401] * 3
    # Then the right password is refused at once and one second before two hours, and accepted at two hours
    assert try_at(cloud, person, last) == 423
    assert try_at(cloud, person, last + timedelta(hours=2, seconds=-1)) == 423
    assert try_at(cloud, person, last + timedelta(hours=2)) == 200


@pytest.mark.req("LOG-06")
@pytest.mark.parametrize("apart", [3600, 3601])
def test_lock__three_failures_not_within_one_hour__do_not_lock(cloud: Cloud, apart: int) -> None:
    person = enrolled(PAYING)
    times = (NOON, NOON + timedelta(minutes=30), NOON + timedelta(seconds=apart))
    assert fail(cloud, person, *times) == [401] * 3
    assert try_at(cloud, person, times[-1]) == 200


@pytest.mark.req("LOG-06")
def test_lock__right_password_in_between__sets_the_count_to_zero(cloud: Cloud) -> None:
    # Given two failures, a success, and two failures more within one hour
    person = enrolled(PAYING)
    fail(cloud, person, NOON, NOON + timedelta(minutes=1))
    assert try_at(cloud, person, NOON + timedelta(minutes=2)) == 200
    fail(cloud, person, NOON + timedelta(minutes=3), NOON + timedelta(minutes=4))
    # Then the account is open, and the third after the success locks
    assert try_at(cloud, person, NOON + timedelta(minutes=5)) == 200
    fail(cloud, person, *(NOON + timedelta(minutes=minute) for minute in (6, 7, 8)))
    assert try_at(cloud, person, NOON + timedelta(minutes=9)) == 423


@pytest.mark.req("LOG-06", "CON-08")
def test_lock__attempts_refused_because_of_it__do_not_move_the_two_hours(cloud: Cloud) -> None:
    # Given a lock, and attempts against it to the last minute
    person = enrolled(PAYING)
    fail(cloud, person, NOON, NOON, NOON)
    refused = [NOON + timedelta(minutes=minute) for minute in (1, 60, 119)]
    assert fail(cloud, person, *refused) == [423] * 3
    # Then it ends two hours after the last attempt that was checked
    assert try_at(cloud, person, NOON + timedelta(hours=2)) == 200


@pytest.mark.req("LOG-05")
def test_lock__says_until_when__and_the_same_of_an_id_that_nobody_has(cloud: Cloud) -> None:
    person = enrolled(PAYING)
    nobody = Person("client", PAYING, "100000000001", "")
    told = []
    for typed in (person, nobody):
        fail(cloud, typed, NOON, NOON, NOON)
        reply = log_in(typed.user_id, PASSWORD)
        told.append((reply.status, {**reply.json, "transaction_id": ""}))
    assert told[0] == told[1]
    assert told[0][1]["facts"]["locked_until"] == "2027-03-02T14:00:00+00:00"
