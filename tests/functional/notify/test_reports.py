"""What the mail service reports: any order, any number of times, and what it settles."""

import itertools
import json
import random
from datetime import timedelta

import pytest

from infra.demo.known import PAYING_PARENT
from tests.support import ledger
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.notifications import (
    NOTIFICATION,
    AnswerLost,
    deliver,
    entries,
    message,
    passed_on,
    report,
    sample,
    state_of,
)
from tests.support.visitors import hold

CLIENT = f"client#{PAYING_PARENT.key}"
REPORTS = ("send", "delivery", "bounce", "complaint", "reject")


def mail() -> dict[str, object]:
    made: dict[str, object] = message(CLIENT, "new-letter")
    return made


def answer_lost(cloud: Cloud) -> None:
    """Let the mail be accepted and the answer be lost."""
    with watched(AnswerLost()):
        assert deliver(mail()) == ["m1"]


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    hold(PAYING_PARENT)


@pytest.mark.parametrize("name", REPORTS)
def test_sample_event__of_the_mail_service__is_passed_on_without_whom_it_went_to(name: str) -> None:
    # Given a published event, which names the person
    event = sample(name)
    assert "recipient@example.com" in json.dumps(event)
    # When the rule passes it on
    body = passed_on(event)
    # Then the queue gets an identifier, a state and a time
    assert json.loads(body).keys() - {"reason"} == {"event", "notification", "sent_at"}
    assert "@" not in body


@pytest.mark.parametrize(
    ("name", "state", "entry"),
    [
        ("send", ("sent", ""), "sent"),
        ("delivery", ("delivered", ""), "delivered"),
        ("bounce", ("bounced", "Permanent"), "failed"),
        ("complaint", ("complained", ""), "delivered"),
        ("reject", ("bounced", ""), "failed"),
    ],
)
def test_report__of_a_mail_that_was_sent__is_its_state_and_stands_in_the_history(
    cloud: Cloud, name: str, state: tuple[str, str], entry: str
) -> None:
    deliver(mail())
    assert deliver(report(name)) == []
    assert state_of(cloud) == state
    assert [one["state"] for one in entries(cloud, CLIENT)] == [entry]


def test_reports__in_any_order_and_twice__end_in_the_same_state(cloud: Cloud) -> None:
    deliver(mail())
    start = cloud.snapshot()
    for order in itertools.permutations(("send", "delivery", "bounce", "complaint")):
        cloud.restore(start)
        for name in (*order, *order):
            assert deliver(report(name)) == []
        assert state_of(cloud)[0] == "complained", order
        assert len(entries(cloud, CLIENT)) == 1
        ledger.check(cloud)


def test_report__of_a_mail_whose_answer_was_lost__settles_it_and_it_is_not_sent_again(cloud: Cloud) -> None:
    # Given a mail that was accepted while the answer was lost
    answer_lost(cloud)
    mails = len(cloud.mails())
    assert state_of(cloud) == ("queued", "")
    # When its report comes, and then the message again
    assert deliver(report("send")) == []
    assert state_of(cloud) == ("sent", "")
    cloud.clock.forward(seconds=600)
    assert deliver(mail()) == []
    # Then there is one mail, one entry in the history, one act
    assert len(cloud.mails()) == mails
    assert [entry["entry_id"] for entry in entries(cloud, CLIENT)].count(NOTIFICATION) == 1
    assert len([act for act in ledger.acts(cloud, "MailSent") if act["subject"].endswith(NOTIFICATION)]) == 1


@pytest.mark.parametrize("name", ["delivery", "bounce", "complaint"])
def test_report__later_than_sent_of_a_mail_not_kept_as_sent__settles_both(cloud: Cloud, name: str) -> None:
    answer_lost(cloud)
    assert deliver(report(name)) == []
    assert state_of(cloud)[0] in {"delivered", "bounced", "complained"}
    ledger.check(cloud)


def test_mail__answer_lost_and_no_report__waits_for_one_then_goes_out_again_and_says_so(cloud: Cloud) -> None:
    # Given a mail that was accepted while the answer was lost
    at = cloud.clock.now()
    cloud.clock.stop(at)
    answer_lost(cloud)
    mails = len(cloud.mails())
    # When the message comes again before a report can be missed, nothing is sent
    for seconds in (180, 360, 479):
        cloud.clock.stop(at + timedelta(seconds=seconds))
        assert deliver(mail()) == ["m1"]
    assert len(cloud.mails()) == mails
    # Then, when none has come, it is sent once more, and staff see that it may have been twice
    cloud.clock.stop(at + timedelta(seconds=480))
    assert deliver(mail()) == []
    assert len(cloud.mails()) == mails + 1
    [item] = [item for item in cloud.items("notifications") if item["notification"] == NOTIFICATION]
    assert item["perhaps_twice"] is True


def test_report__that_tells_nothing_new__changes_nothing(cloud: Cloud) -> None:
    # Given a mail that is known to have come back
    deliver(mail())
    deliver(report("bounce"))
    before = cloud.items("notifications")
    # When a lower report comes late, Then one call finds that out, and nothing is counted or kept
    with watched(Calls()) as calls:
        assert deliver(report("delivery")) == []
    assert calls.made == ["UpdateItem"]
    assert cloud.items("notifications") == before


def test_report__overtaken_by_a_higher_one_while_it_is_taken__does_not_lower_the_state(cloud: Cloud) -> None:
    # Given a complaint that comes between the opening and the keeping of a delivery
    deliver(mail())
    between = [report("complaint")]

    def meanwhile(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and between:
            assert deliver(between.pop()) == []
        return parameters

    # When the delivery is kept
    with watched(Calls(tamper=meanwhile)):
        assert deliver(report("delivery")) == []
    # Then the complaint stands, and one act tells of it
    assert state_of(cloud)[0] == "complained"
    assert len(ledger.acts(cloud, "MailReported")) == 1
    ledger.check(cloud)


def test_report__of_something_unknown__is_passed_over(cloud: Cloud) -> None:
    assert deliver(report("delivery", "c" * 20)) == []
    assert cloud.items("notifications") == []


def test_report__that_cannot_be_read__comes_again_alone(cloud: Cloud) -> None:
    deliver(mail())
    broken = {**report("delivery"), "messageId": "m51", "body": '{"event": "Open"}'}
    assert deliver(broken, report("delivery")) == ["m51"]
    assert state_of(cloud) == ("delivered", "")


def test_reports__of_failed_mail__bring_it_to_what_really_happened(cloud: Cloud) -> None:
    # Given a mail whose last try was accepted while the answer was lost
    with watched(AnswerLost()):
        assert deliver(message(CLIENT, "new-letter", tries=5)) == ["m1"]
    assert state_of(cloud) == ("failed", "answer-lost")
    # When it is reported as delivered
    assert deliver(report("delivery")) == []
    # Then that is its state
    assert state_of(cloud)[0] == "delivered"


def test_reports__a_hundred_in_a_muddle__keep_audit_and_events_together(cloud: Cloud) -> None:
    for number in range(1, 6):
        deliver(message(CLIENT, "new-letter", number=number))
    muddle = [report(name, f"{number:020x}") for number in range(1, 6) for name in REPORTS[:4] * 5]
    random.Random(7).shuffle(muddle)  # noqa: S311 - a test's order
    assert deliver(*muddle) == []
    assert {item["state"] for item in cloud.items("notifications")} == {"complained"}
    ledger.check(cloud)
