"""A notification that was sent again and came to nothing too (CWK-05, LET-11): it goes again, and says so truly."""

from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted, again
from infra.demo.known import PAYING_PARENT
from tests.support import ledger
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.notifications import NOTIFICATION, by, deliver, put, report, state_of, told
from tests.support.visitors import hold

CLIENT = f"client#{PAYING_PARENT.key}"
SECOND, THIRD = again(NOTIFICATION), again(again(NOTIFICATION))


@pytest.fixture(autouse=True)
def first_came_back(cloud: Cloud) -> None:
    """A notice that bounced."""
    hold(PAYING_PARENT)
    put(Wanted(NOTIFICATION, "new-letter", Language.ENGLISH, CLIENT))
    assert deliver(told(NOTIFICATION), report("bounce")) == []


def resend(number: int, notification: str = NOTIFICATION) -> Any:
    from cms_common.adapters.notifications import resend as send_again  # noqa: PLC0415 - tables have their names now

    return send_again(notification, by(number))


def named(outcome: Any) -> str:
    return str(getattr(outcome, "notification", outcome))


@pytest.mark.req("CWK-05", "LET-11")
def test_resend__where_the_second_came_back_too__sends_a_third(cloud: Cloud) -> None:
    # Given a notice that came back, and came back again when it was sent again
    assert named(resend(2)) == SECOND
    assert deliver(told(SECOND), report("bounce", SECOND)) == []
    # When staff ask for the first once more
    assert named(resend(3)) == THIRD
    # Then a third goes out, linked to the second
    assert deliver(told(THIRD)) == []
    assert len(cloud.mails()) == 3
    assert state_of(cloud, THIRD) == ("sent", "")
    held = {item["notification"]: item for item in cloud.items("notifications")}
    assert (held[SECOND]["again_as"], held[THIRD]["again_of"]) == (THIRD, SECOND)
    ledger.check(cloud)


@pytest.mark.parametrize("state", ["queued", "sent", "delivered"])
def test_resend__while_the_second_is_on_its_way_or_arrived__answers_the_second_and_sends_nothing(
    cloud: Cloud, state: str
) -> None:
    resend(2)
    if state != "queued":
        deliver(told(SECOND))
    if state == "delivered":
        deliver(report("delivery", SECOND))
    before = len(cloud.items("notifications"))
    assert named(resend(3)) == SECOND
    assert len(cloud.items("notifications")) == before


def test_resend__of_a_chain_clicked_twice_at_once__is_one_third(cloud: Cloud) -> None:
    # Given a second that came back, and a click that comes while another is being kept
    resend(2)
    deliver(told(SECOND), report("bounce", SECOND))
    between = [4]
    inner: list[str] = []

    def meanwhile(operation: str, parameters: Any) -> Any:
        if operation == "TransactWriteItems" and between:
            inner.append(named(resend(between.pop())))
        return parameters

    # When both ask, one of them by the second's ID
    with watched(Calls(tamper=meanwhile)):
        outer = named(resend(3, SECOND))
    # Then both are told of the same one, and it is wanted once
    assert inner == [outer] == [THIRD]
    events = [item for item in cloud.items("outbox") if THIRD in item["detail"]]
    assert len(events) == 1
    ledger.check(cloud)


def test_resend__of_a_chain_that_ended_blocked__is_refused(cloud: Cloud) -> None:
    resend(2)
    cloud.update("notifications", {"notification": SECOND}, state="blocked")
    assert getattr(resend(3), "reason", "") == "blocked"
