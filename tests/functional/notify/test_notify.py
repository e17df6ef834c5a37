"""Mails as they are sent: in approved words, to the address held, one for one notification."""

import json
from base64 import b64encode
from typing import Any

import pytest

from cms_common.adapters.kms import MailSealer
from infra.demo.known import PAYING_PARENT
from tests.support import ledger, recoveries, stack
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.http import invoke
from tests.support.visitors import FORM, Person, hold

HALF = "aB3dE5"


def message(user_id: str, *, number: int = 1, **changes: Any) -> dict[str, Any]:
    """Make one message of the queue."""
    values = changes.pop("values", {"half": HALF})
    sealed = MailSealer(stack.environment("recovery")["MAIL_KEY"]).seal(user_id, json.dumps(values).encode())
    body = {
        "notification": f"{number:020x}",
        "template": "recovered-password",
        "language": "en",
        "to": user_id,
        "sealed": b64encode(sealed).decode(),
        **changes,
    }
    return {"messageId": f"m{number}", "body": json.dumps(body), "eventSource": "aws:sqs", "receiptHandle": "x"}


def deliver(*records: dict[str, Any]) -> list[str]:
    """Let `notify` work on a batch; returns the messages that must come again."""
    from notify.handler import lambda_handler  # noqa: PLC0415 - settings come from the tests' environment

    answer = invoke(lambda_handler, {"Records": list(records)})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING_PARENT)
    return Person.registered()


@pytest.mark.req("NOT-13", "NOT-16", "NOT-17")
def test_mail__half_a_password__goes_to_the_address_held_in_approved_words(cloud: Cloud, person: Person) -> None:
    assert deliver(message(person.user_id)) == []
    [(address, subject, body)] = cloud.mails()
    assert (address, subject) == (FORM["email"], "Important Information about your Child Maintenance case")
    assert HALF in body
    # And it is kept with time and template, without a word of it
    [act] = ledger.acts(cloud, "MailSent")
    assert json.loads(act["facts"]) if isinstance(act["facts"], str) else act["facts"]
    assert HALF not in json.dumps([cloud.items(table) for table in cloud.tables], default=repr)


def test_mail__same_notification_again__is_one_mail(cloud: Cloud, person: Person) -> None:
    assert deliver(message(person.user_id), message(person.user_id)) == []
    assert deliver(message(person.user_id)) == []
    assert len(cloud.mails()) == 1


def test_mail__one_of_a_batch_fails__the_others_are_sent_and_it_comes_again(cloud: Cloud, person: Person) -> None:
    batch = [
        message(person.user_id),
        {**message(person.user_id, number=2), "body": "{"},
        message(person.user_id, number=3),
    ]
    assert deliver(*batch) == ["m2"]
    assert len(cloud.mails()) == 2


@pytest.mark.req("NOT-12", "NOT-11")
@pytest.mark.parametrize(
    "changes",
    [
        {"values": {"half": "AB123456C"}},
        {"values": {"half": "01/07/1984"}},
        {"values": {"half": "aB3dE5aB3dE5"}},
        {"values": {"half": HALF, "free": "text"}},
        {"values": {}},
        {"template": "no-such-text"},
        {"template": "recovered-user-id"},
    ],
)
def test_mail__that_would_carry_what_it_must_not__is_not_sent(
    cloud: Cloud, person: Person, changes: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert deliver(message(person.user_id, **changes)) == ["m1"]
    assert cloud.mails() == []
    logged = caplog.text
    assert "mail not sent" in logged
    assert not [value for value in ("AB123456C", "01/07/1984", "aB3dE5") if value in logged]


def test_mail__sealed_for_another_account__is_not_sent(cloud: Cloud, person: Person) -> None:
    other = Person.registered(line=PAYING_PARENT)
    assert deliver(message(person.user_id, to=other.user_id)) == ["m1"]
    assert cloud.mails() == []


def test_mail__to_an_account_that_is_gone__is_forgotten(cloud: Cloud, person: Person) -> None:
    assert deliver(message("999999999999")) == []
    assert cloud.mails() == []


def test_mail__welsh_not_yet_approved__is_sent_in_english(cloud: Cloud, person: Person) -> None:
    assert deliver(message(person.user_id, language="cy")) == []
    assert "The last six characters" in cloud.mails()[0][2]


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.LOST])
def test_mail__any_call_broken_and_run_again__is_sent_at_least_once(cloud: Cloud, person: Person, fault: Fault) -> None:
    # Given the calls that one mail takes
    first = message(person.user_id, number=100)
    with watched(Calls()) as calls:
        deliver(first)
    sent_at = calls.made.index("SendEmail") + 1
    for number in range(1, len(calls.made) + 1):
        before, again = len(cloud.mails()), message(person.user_id, number=number + 200)
        # When one breaks, and the message comes again after its time
        with watched(Calls(number, fault)):
            deliver(again)
        cloud.clock.forward(seconds=61)
        assert deliver(again) == []
        # Then there is one mail; a second only where it broke between the mail and keeping that it was sent
        mails = len(cloud.mails()) - before
        assert mails == 1 or (mails == 2 and number >= sent_at), (number, calls.made[number - 1])


@pytest.mark.req("NOT-17", "SES-17")
def test_queue__message_of_a_recovery__names_no_address_and_no_half(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    person = Person.enrolled()
    half = recoveries.recover_password(person).json["half"]
    [queued] = cloud.queued("mails")
    assert json.loads(queued["body"]).keys() == {"notification", "template", "language", "to", "sealed"}
    assert FORM["email"] not in queued["body"]
    assert half not in queued["body"]
