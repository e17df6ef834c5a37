"""What comes between reading and writing a choice: the other click, the other tab, an extract, an end."""

import pytest

from tests.functional.details.test_text_messages import extract
from tests.functional.intake import extracts
from tests.functional.login.test_meanwhile import before
from tests.support import ledger
from tests.support.cloud import Cloud
from tests.support.details import choose, chosen, held
from tests.support.visitors import PAYING, Person, hold

WRITES = "TransactWriteItems"


@pytest.fixture
def person(cloud: Cloud) -> Person:
    """A client who is opted out."""
    hold(PAYING)
    return Person.signed_in()


def test_choice__the_other_click_comes_first__is_recorded_once_with_one_answer(cloud: Cloud, person: Person) -> None:
    # Given a click that is about to be written, When the other click of the same is written first
    answers = []
    with before(WRITES, lambda: answers.append(choose(person, opted_in=True))) as happened:
        answers.append(choose(person, opted_in=True))
    # Then both have one answer, and one choice is recorded
    assert happened
    assert answers[0].json == answers[1].json
    assert chosen(cloud) == [(1, "opted out", "opted in")]


@pytest.mark.req("COC-13")
def test_choice__both_values_at_once__the_last_that_is_written_stands_and_each_is_recorded(
    cloud: Cloud, person: Person
) -> None:
    # Given an opting in that is about to be written
    def in_and_out() -> None:
        choose(person, opted_in=True)
        choose(person, opted_in=False)

    # When another tab opts in and out again in between
    with before(WRITES, in_and_out) as happened:
        assert choose(person, opted_in=True).json["opted_in"] is True
    # Then the last that was written stands, and the versions are in the order of writing
    assert happened
    assert chosen(cloud) == [
        (1, "opted out", "opted in"),
        (2, "opted in", "opted out"),
        (3, "opted out", "opted in"),
    ]
    assert (held(cloud)["sms_opted_in"], held(cloud)["details_version"]) == (True, 3)
    ledger.check(cloud)


@pytest.mark.parametrize("extract_says", [True, False])
def test_choice__newer_record_loaded_in_between__is_made_upon_that(
    cloud: Cloud, person: Person, *, extract_says: bool
) -> None:
    # Given an opting in that is about to be written, When a newer record comes in before
    with before(WRITES, lambda: extracts.load(cloud, extract(9, opted_in=extract_says))) as happened:
        assert choose(person, opted_in=True).json["opted_in"] is True
    # Then the choice stands on top of it, and is an act only where it changed something
    assert happened
    assert (held(cloud)["sms_opted_in"], held(cloud)["record_version"]) == (True, 9)
    assert len(chosen(cloud)) == (0 if extract_says else 1)
    ledger.check(cloud)


def test_choice__record_gone_in_between__is_the_2012_systems_fault_and_makes_none(cloud: Cloud, person: Person) -> None:
    def go() -> None:
        cloud.client("dynamodb").delete_item(TableName="cms-test-clients", Key={"scin": {"S": PAYING.key}})

    with before(WRITES, go) as happened:
        reply = choose(person, opted_in=True)
    assert (len(happened), reply.status, reply.json["code"]) == (1, 503, "CMS-5032")
    assert (cloud.items("clients"), chosen(cloud)) == ([], [])


@pytest.mark.parametrize(("times", "status"), [(4, 200), (5, 409)])
def test_choice__others_made_before_each_try__is_made_at_the_fifth_or_says_that_it_was_not_kept(
    cloud: Cloud, person: Person, times: int, status: int
) -> None:
    # Given an opting in, When another tab changes the choice to and fro before each try
    def to_and_fro() -> None:
        choose(person, opted_in=True)
        choose(person, opted_in=False)

    with before(WRITES, to_and_fro, times=times) as happened:
        reply = choose(person, opted_in=True)
    # Then it is kept at the fifth try at the latest, or is not kept and says so; whatever was kept is recorded
    assert (len(happened), reply.status) == (times, status)
    assert (reply.json.get("code"), held(cloud)["sms_opted_in"]) == (
        "CMS-4079" if status == 409 else None,
        status == 200,
    )
    assert len(chosen(cloud)) == 2 * times + (status == 200)
    ledger.check(cloud)
