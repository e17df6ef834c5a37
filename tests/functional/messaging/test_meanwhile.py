"""What comes between two calls of one request: the other click of a double click."""

from datetime import UTC, datetime

import pytest

from cms_common.domain.history import Delivery
from tests.functional.login.test_meanwhile import before
from tests.support.cloud import Cloud
from tests.support.correspondence import hold_letter, path_of, send_message
from tests.support.http import Reply
from tests.support.ledger import acts
from tests.support.visitors import PAYING, Person, hold

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
KEY = "0123456789abcdef"
WRITES = "TransactWriteItems"


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING)
    return Person.signed_in()


@pytest.mark.req("MSG-06")
def test_send__the_other_click_comes_first__is_one_message_with_one_answer(cloud: Cloud, person: Person) -> None:
    # Given a click that has found no message of its form yet
    answers: list[Reply] = []
    # When the other click is received before the first one's transaction
    with before(WRITES, lambda: answers.append(send_message(person, key=KEY))) as happened:
        answers.append(send_message(person, key=KEY))
    # Then there is one message, and both are answered alike
    assert happened
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert [item["item"] for item in cloud.items("correspondence")].count("message") == 1
    assert [item["item"] for item in cloud.items("work")].count("activity#001") == 1


def test_send__another_message_under_the_key_comes_first__is_told_so(cloud: Cloud, person: Person) -> None:
    # Given two tabs with one key, When the other's words are received first
    with before(WRITES, lambda: send_message(person, key=KEY, text="The other")):
        reply = send_message(person, key=KEY)
    # Then these words are refused, and the others stand
    assert (reply.status, reply.json["code"]) == (409, "CMS-4088")
    assert [item["text"] for item in cloud.items("correspondence") if item["item"] == "message"] == ["The other"]


@pytest.mark.req("PRF-37")
def test_document__the_other_click_opens_first__is_recorded_once_and_opens_for_both(
    cloud: Cloud, person: Person
) -> None:
    # Given a letter that nobody has opened
    letter = hold_letter(f"client#{PAYING.key}", NOON, delivery=Delivery.ONLINE)
    answers: list[Reply] = []
    # When it is opened twice at once
    with before(WRITES, lambda: answers.append(person.get(path_of(letter)))) as happened:
        answers.append(person.get(path_of(letter)))
    # Then both get a link, and it is recorded once
    assert happened
    assert [answer.status for answer in answers] == [200, 200]
    assert len(acts(cloud, "LetterOpened")) == 1
