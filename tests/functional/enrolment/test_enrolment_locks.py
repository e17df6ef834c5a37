"""Failed enrolments are limited: three in an hour lock the account, and the SCIN or ERN, for two hours (ENR-19)."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.demo import known
from infra.demo.records import Line
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.visitors import PAYING, RECEIVING, Person, facts_of, hold

# Clocks go back in the United Kingdom at 01:00 UTC on this day; forward on 29 March.
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.ONE_ERN, known.THREE_ERNS[0])


def wrong_facts(line: Line, key: str = "") -> dict[str, str]:
    if line.kind == "client":
        return {**facts_of(line), "nino": "XX999999A", **({"scin": key} if key else {})}
    return {**facts_of(line), "paye_reference": "000/WRONG", **({"ern": key} if key else {})}


def enrol(person: Person, facts: dict[str, str]) -> Reply:
    return person.post("/enrolment", facts)


@pytest.mark.req("ENR-19", "CON-42")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
@pytest.mark.parametrize("start", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_enrolment__three_wrong_on_one_account__locks_it_two_hours_from_the_last(
    cloud: Cloud, line: Line, start: datetime
) -> None:
    # Given an account whose third wrong facts come one second before the hour is over, each for another SCIN or ERN
    cloud.clock.stop(start)
    person = Person.registered(line)
    for number, after in enumerate((0, 10, 3599)):
        cloud.clock.stop(start + timedelta(seconds=after))
        person = fresh(person)
        assert enrol(person, wrong_facts(line, f"99999999999{number}")).json["code"] == "CMS-4093"
    last = cloud.clock.now()
    # When the right facts come one second before two hours are over, Then they are refused unchecked
    cloud.clock.stop(last + timedelta(hours=2, seconds=-1))
    person = fresh(person)
    with watched(Calls()) as calls:
        refused = enrol(person, facts_of(line))
    assert (refused.status, refused.json["code"]) == (423, "CMS-4234")
    assert "Telephone us too if you enrolled before" in refused.json["detail"]
    assert "Decrypt" not in calls.made
    # And at two hours they are taken
    cloud.clock.stop(last + timedelta(hours=2))
    assert enrol(fresh(person), facts_of(line)).status == 200


def fresh(person: Person) -> Person:
    """The same person with a session that is still open."""
    return person.logging_in()


@pytest.mark.req("ENR-19")
def test_enrolment__three_wrong_on_one_scin_by_three_accounts__locks_it_for_a_fourth(cloud: Cloud) -> None:
    # Given three accounts that each try one SCIN wrongly
    for _ in range(3):
        assert enrol(Person.registered(), wrong_facts(PAYING)).status == 409
    fourth = Person.registered()
    # When a fourth tries it with the right facts, again and again, Then it is locked, and none of that is counted
    assert [enrol(fourth, facts_of(PAYING)).status for _ in range(5)] == [423] * 5
    # And the fourth account is not locked for another SCIN
    assert enrol(fourth, wrong_facts(RECEIVING)).status == 409
    # And two hours later the SCIN is open
    cloud.clock.forward(hours=2)
    assert enrol(fourth.logging_in(), facts_of(PAYING)).status == 200


@pytest.mark.req("ENR-19")
def test_enrolment__exactly_an_hour_apart__does_not_lock(cloud: Cloud) -> None:
    cloud.clock.stop(SPRING)
    person = Person.registered()
    for after in (0, 10, 3600):
        cloud.clock.stop(SPRING + timedelta(seconds=after))
        person = person.logging_in()
        assert enrol(person, wrong_facts(PAYING)).status == 409
    assert enrol(person, facts_of(PAYING)).status == 200


@pytest.mark.req("ENR-19")
def test_enrolment__right_facts__give_the_slots_back(cloud: Cloud) -> None:
    person = Person.registered()
    for _ in range(2):
        assert enrol(person, wrong_facts(PAYING)).status == 409
    assert enrol(person, facts_of(PAYING)).status == 200
    assert [item["key"] for item in cloud.items("attempts") if "newest_attempt" in item] == []
