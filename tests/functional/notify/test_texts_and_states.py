"""Text messages, and the states that a notification ends in."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted, again
from infra.demo.known import PAYING_PARENT
from tests.support import ledger
from tests.support.calls import Calls, Fault, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.notifications import AT, NOTIFICATION, by, deliver, entries, message, put, state_of, told
from tests.support.visitors import Person, hold

SCIN = PAYING_PARENT.key
CLIENT = f"client#{SCIN}"
TEXT: dict[str, Any] = {"template": "sms-call-missed", "besides": "call#0123456789abcdef0123"}


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=True)


def refuse(code: str, operation: str) -> Calls:
    """Let AWS refuse an operation."""

    def tamper(called: str, parameters: Parameters) -> Parameters:
        if called == operation:
            raise ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}, called)
        return parameters

    return Calls(tamper=tamper)


@pytest.mark.req("NOT-02", "NOT-18")
def test_text__client_who_opted_in__is_sent_to_the_mobile_held_and_kept(cloud: Cloud) -> None:
    assert deliver(message(CLIENT, **TEXT)) == []
    [(number, text)] = cloud.texts()
    assert number == "+447700900101"
    assert text.startswith("Child Maintenance Service: we tried to telephone you")
    [entry] = entries(cloud, CLIENT)
    assert (entry["kind"], entry["template"], entry["state"]) == ("SMS", "sms-call-missed", "sent")
    assert [act["subject"] for act in ledger.acts(cloud, "SmsSent")] == [f"notification#{NOTIFICATION}"]
    assert cloud.mails() == []


@pytest.mark.req("NOT-02")
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"sms_opted_in": False}, ("not wanted", "opted-out")),
        ({"mobile_telephone": None}, ("no address", "no-mobile-number")),
        ({"mobile_telephone": "020 7946 0018"}, ("no address", "no-mobile-number")),
        ({"sms_opted_in": False, "mobile_telephone": None}, ("not wanted", "opted-out")),
    ],
)
def test_text__opted_out_or_no_mobile__ends_in_a_state_and_is_no_error(
    cloud: Cloud, changes: dict[str, object], state: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    cloud.update("clients", {"scin": SCIN}, **changes)
    assert deliver(message(CLIENT, **TEXT)) == []
    assert cloud.texts() == []
    assert state_of(cloud) == state
    assert "mail not sent" not in caplog.text
    assert entries(cloud, CLIENT) == []


@pytest.mark.req("NOT-02")
def test_text__client_of_whom_nothing_was_said__is_taken_for_opted_out(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=None)
    assert deliver(message(CLIENT, **TEXT)) == []
    assert state_of(cloud) == ("not wanted", "opted-out")


@pytest.mark.req("NOT-03")
def test_text__by_itself__is_blocked(cloud: Cloud) -> None:
    assert deliver(message(CLIENT, "sms-letter-sent")) == []
    assert cloud.texts() == []
    assert state_of(cloud) == ("blocked", "not-by-itself")


def test_text__answer_lost__is_not_sent_twice_and_is_seen_as_failed(cloud: Cloud) -> None:
    with watched(Calls()) as calls:
        deliver(message(CLIENT, number=77, **TEXT))
    with watched(Calls(calls.made.index("Publish") + 1, Fault.LOST)):
        assert deliver(message(CLIENT, **TEXT)) == ["m1"]
    cloud.clock.forward(seconds=600)
    assert deliver(message(CLIENT, **TEXT)) == []
    assert len(cloud.texts()) == 2
    assert state_of(cloud) == ("failed", "answer-lost")


@pytest.mark.parametrize("wanted", [TEXT, {"template": "new-letter"}])
def test_notification__surely_not_accepted__goes_out_with_the_next_delivery(
    cloud: Cloud, wanted: dict[str, Any]
) -> None:
    for operation in ("SendEmail", "Publish"):
        with watched(refuse("Throttling", operation)):
            deliver(message(CLIENT, number=4 + len(operation), **wanted))
    before = len(cloud.mails()) + len(cloud.texts())
    cloud.clock.forward(seconds=180)
    for operation in ("SendEmail", "Publish"):
        assert deliver(message(CLIENT, number=4 + len(operation), **wanted)) == []
    assert (before, len(cloud.mails()) + len(cloud.texts())) == (1, 2)
    assert {item["state"] for item in cloud.items("notifications")} == {"sent"}


def test_mail__no_address_held__ends_without_one(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": SCIN}, email=None)
    assert deliver(message(CLIENT, "new-letter")) == []
    assert state_of(cloud) == ("no address", "no-email-address")


def test_mail__service_refuses_the_address__has_failed_at_once(cloud: Cloud) -> None:
    with watched(refuse("InvalidParameterValue", "SendEmail")):
        assert deliver(message(CLIENT, "new-letter")) == []
    assert state_of(cloud) == ("failed", "address-refused")


def test_mail__service_out_of_order__is_tried_five_times_then_failed_for_staff_to_see(cloud: Cloud) -> None:
    # Given a mail service that takes nothing
    from cms_common.adapters.notifications import notifications_of  # noqa: PLC0415 - tables have their names now

    for tries in range(1, 6):
        assert tries == 1 or state_of(cloud) == ("queued", "")
        with watched(refuse("Throttling", "SendEmail")):
            assert deliver(message(CLIENT, "new-letter", tries=tries)) == ["m1"]
        cloud.clock.forward(seconds=180)
    # When its fifth try is over, Then staff see that it failed, and nothing was sent
    assert state_of(cloud) == ("failed", "not-accepted")
    [seen] = notifications_of(CLIENT, None, 10).notifications
    assert (seen.state.value, seen.reason, seen.wanted.template) == ("failed", "not-accepted", "new-letter")
    assert entries(cloud, CLIENT) == []
    # And when the cause is mended, a redrive from the dead letters sends it
    assert deliver(message(CLIENT, "new-letter")) == []
    assert state_of(cloud)[0] == "sent"
    assert len(cloud.mails()) == 1


@pytest.mark.req("CWK-05", "LET-11")
def test_resend__of_a_mail_that_came_to_nothing__goes_to_the_address_held_now(cloud: Cloud) -> None:
    from cms_common.adapters.notifications import Again, notification_of, resend  # noqa: PLC0415 - as above

    # Given a notice that found no address
    cloud.update("clients", {"scin": SCIN}, email=None)
    put(Wanted(NOTIFICATION, "new-letter", Language.WELSH, CLIENT))
    deliver(told(NOTIFICATION))
    # When an address is held, and staff send it again, with a double click
    cloud.update("clients", {"scin": SCIN}, email="new@example.com")
    assert resend(NOTIFICATION, by(2)) == resend(NOTIFICATION, by(3)) == Again(again(NOTIFICATION))
    deliver(told(again(NOTIFICATION)))
    deliver(told(again(NOTIFICATION)))
    # Then one mail goes there, in the same language, and each knows of the other
    [(address, _, body)] = cloud.mails()
    assert address == "new@example.com"
    assert "Mae llythyr newydd" in body
    first, second = notification_of(NOTIFICATION), notification_of(again(NOTIFICATION))
    assert first
    assert second
    assert (first.again_as, second.again_of) == (again(NOTIFICATION), NOTIFICATION)
    ledger.check(cloud)


def test_resend__of_a_failed_one__leaves_nothing_for_a_redrive_to_send(cloud: Cloud) -> None:
    from cms_common.adapters.notifications import resend  # noqa: PLC0415 - as above

    with watched(refuse("Throttling", "SendEmail")):
        deliver(message(CLIENT, "new-letter", tries=5))
    resend(NOTIFICATION, by())
    assert deliver(told(again(NOTIFICATION))) == []
    assert deliver(message(CLIENT, "new-letter")) == []
    assert len(cloud.mails()) == 1


def test_resend__of_what_must_not_be_sent_again__is_refused(cloud: Cloud) -> None:
    from cms_common.adapters.notifications import NotAgain, resend  # noqa: PLC0415 - as above

    person = Person.registered()
    deliver(message(person.user_id, number=3), message(CLIENT, "sms-letter-sent", number=4))
    put(Wanted("e" * 20, "new-letter", Language.ENGLISH, CLIENT))
    assert resend(f"{3:020x}", by(2)) == NotAgain("half-of-a-secret")
    assert resend(f"{4:020x}", by(2)) == NotAgain("blocked")
    assert resend("e" * 20, by(2)) == NotAgain("queued")
    assert resend("d" * 20, by(2)) == NotAgain("no-such-notification")


def test_list__of_many__is_read_page_by_page_newest_first(cloud: Cloud) -> None:
    from cms_common.adapters.notifications import notifications_of  # noqa: PLC0415 - as above

    for number in range(1, 6):
        put(Wanted(f"{number:020x}", "new-letter", Language.ENGLISH, CLIENT), by(number, AT.replace(minute=number)))
    seen, after = [], None
    while True:
        page = notifications_of(CLIENT, after, 2)
        seen += [int(one.wanted.notification, 16) for one in page.notifications]
        after = page.more_after
        if after is None:
            break
    assert seen == [5, 4, 3, 2, 1]
