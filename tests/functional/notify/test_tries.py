"""The tries of one notification as the queue makes them: five, three minutes apart, whatever is lost of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.demo.known import PAYING_PARENT
from tests.support import ledger, stack
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.notifications import NOTIFICATION, AnswerLost, by, deliver, entries, message, report, state_of
from tests.support.visitors import hold

CLIENT = f"client#{PAYING_PARENT.key}"
TEXT: dict[str, Any] = {"template": "sms-call-missed", "besides": "call#0123456789abcdef0123"}


class Throttled(Calls):
    """Nothing is accepted, for the moment."""

    def send(self, operation: str, parameters: Parameters, really: Callable[[Parameters], Any]) -> Any:
        """Send one call."""
        if operation == "SendEmail":
            error = {"Error": {"Code": "Throttling"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
            raise ClientError(error, operation)
        return super().send(operation, parameters, really)


def item(cloud: Cloud) -> dict[str, Any]:
    [found] = [one for one in cloud.items("notifications") if one["notification"] == NOTIFICATION]
    return found


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, sms_opted_in=True)


def try_five_times(cloud: Cloud, calls: Callable[[], Calls], **wanted: Any) -> list[str]:
    """Let the queue deliver a message as often as it does; returns the state after each try."""
    queues = stack.application_stack().made("AWS::SQS::Queue").values()
    [mails] = [queue for queue in queues if queue["QueueName"] == "cms-test-mails"]
    states = []
    for tries in range(1, int(mails["RedrivePolicy"]["maxReceiveCount"]) + 1):
        with watched(calls()):
            assert deliver(message(CLIENT, tries=tries, **wanted)) == ["m1"]
        states.append(state_of(cloud)[0])
        cloud.clock.forward(seconds=int(mails["VisibilityTimeout"]))
    return states


def test_mail__every_answer_lost_and_no_report__ends_as_failed_after_the_last_try(cloud: Cloud) -> None:
    # Given a mail whose answers are lost, When the queue has delivered it as often as it does
    states = try_five_times(cloud, AnswerLost, template="new-letter")
    # Then staff see that it failed and that nobody knows whether it went out, and it stands in no history
    assert states == ["queued", "queued", "queued", "queued", "failed"]
    assert state_of(cloud) == ("failed", "answer-lost")
    assert len(cloud.mails()) == 2
    assert entries(cloud, CLIENT) == []
    [listed] = [one for one in cloud.items("correspondence") if one["key"] == f"notified#{CLIENT}"]
    assert listed["notification"] == NOTIFICATION
    ledger.check(cloud)


def test_mail__two_answers_lost_then_reported__is_sent_and_says_that_it_may_be_two(cloud: Cloud) -> None:
    # Given a mail that was accepted twice, nobody knowing
    try_five_times(cloud, AnswerLost, template="new-letter")
    # When its report comes
    assert deliver(report("delivery")) == []
    # Then it is delivered, and staff see that there may have been two
    assert state_of(cloud)[0] == "delivered"
    assert item(cloud)["perhaps_twice"] is True
    ledger.check(cloud)


def test_mail__one_answer_lost_then_reported__says_nothing_of_two(cloud: Cloud) -> None:
    with watched(AnswerLost()):
        assert deliver(message(CLIENT, "new-letter")) == ["m1"]
    assert deliver(report("send"), report("delivery")) == []
    assert "perhaps_twice" not in item(cloud)


def test_mail__two_answers_lost_then_throttled_then_reported__says_that_it_may_be_two(cloud: Cloud) -> None:
    # Given two tries that may both have got through, and one that surely did not
    for calls, minutes in ((AnswerLost(), 9), (AnswerLost(), 9), (Throttled(), 9)):
        with watched(calls):
            assert deliver(message(CLIENT, "new-letter", tries=2)) == ["m1"]
        cloud.clock.forward(minutes=minutes)
    # When the report comes, Then it says so
    assert deliver(report("send")) == []
    assert (len(cloud.mails()), item(cloud)["perhaps_twice"]) == (2, True)


def test_mail__answer_lost_then_no_address_then_reported__says_nothing_of_two(cloud: Cloud) -> None:
    # Given a try that may have got through, and one that found no address any more
    with watched(AnswerLost()):
        deliver(message(CLIENT, "new-letter"))
    cloud.clock.forward(minutes=9)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, email=None)
    assert deliver(message(CLIENT, "new-letter", tries=4)) == []
    assert state_of(cloud)[0] == "no address"
    # When the first is reported of, Then there was one
    assert deliver(report("delivery")) == []
    assert (state_of(cloud)[0], "perhaps_twice" in item(cloud)) == ("delivered", False)


def test_text_message__every_answer_lost__was_sent_once_and_ends_as_failed(cloud: Cloud) -> None:
    with watched(AnswerLost()):
        assert deliver(message(CLIENT, **TEXT)) == ["m1"]
    for tries in range(2, 6):
        cloud.clock.forward(seconds=180)
        with watched(AnswerLost()):
            deliver(message(CLIENT, tries=tries, **TEXT))
    assert len(cloud.texts()) == 1
    assert state_of(cloud) == ("failed", "answer-lost")


def test_resend__while_a_report_may_yet_settle_it__is_refused_and_allowed_after(cloud: Cloud) -> None:
    from cms_common.adapters.notifications import Again, NotAgain, resend  # noqa: PLC0415 - tables have their names now
    from notify.store import SETTLES  # noqa: PLC0415 - as above

    # Given a mail that failed because its last answer was lost
    now = cloud.clock.now()
    cloud.clock.stop(now)
    with watched(AnswerLost()):
        deliver(message(CLIENT, "new-letter", tries=5))
    assert state_of(cloud) == ("failed", "answer-lost")
    # When staff send it again while the report may be on its way, Then they are told to wait
    before, after = now + timedelta(seconds=SETTLES - 2), now + timedelta(seconds=SETTLES)
    assert resend(NOTIFICATION, by(2, before)) == NotAgain("failed")
    # And once none came, it goes
    assert isinstance(resend(NOTIFICATION, by(3, after)), Again)
