"""An answer by email that reaches nobody is work again for the team of its message, once (SLA-01)."""

import json
from datetime import datetime
from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from infra.demo.known import PAYING_PARENT
from tests.support import ledger
from tests.support.answering import caseworker, sent, taken
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.notifications import NOTIFICATION, by, deliver, put, report, state_of, told
from tests.support.visitors import hold

SCIN = PAYING_PARENT.key
CLIENT = f"client#{SCIN}"
KIND = "answer not delivered"


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    hold(PAYING_PARENT)


@pytest.fixture
def answered(cloud: Cloud) -> dict[str, Any]:
    """A message that a mail answers; returns its work item."""
    work_item = sent(cloud)
    wanted = Wanted(
        NOTIFICATION, "reply-missing-payment", Language.ENGLISH, CLIENT, ("payment-not-received",), answers=work_item
    )
    put(wanted, by(1, cloud.clock.now()))
    [item] = [one for one in cloud.items("work") if one["key"] == f"work-item#{work_item}"]
    return item


def raised(cloud: Cloud) -> list[dict[str, Any]]:
    return [item for item in cloud.items("work") if item.get("kind") == KIND and item["item"] == "work-item"]


def mail() -> list[str]:
    return deliver(told(NOTIFICATION))


def no_address(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": SCIN}, email=None)
    assert mail() == []


def blocked(cloud: Cloud) -> None:
    cloud.update("notifications", {"notification": NOTIFICATION}, lines=["reviewed-each-year"])
    assert mail() == []


def refused(cloud: Cloud) -> None:
    with watched(Calls(tamper=_refuse)):
        assert mail() == []


def used_up(cloud: Cloud) -> None:
    with watched(Calls(tamper=_break)):
        assert deliver(told(NOTIFICATION, tries=5)) == ["m90"]


def bounced(cloud: Cloud) -> None:
    assert mail() == []
    assert raised(cloud) == []
    assert deliver(report("bounce")) == []


def complained(cloud: Cloud) -> None:
    assert mail() == []
    assert deliver(report("delivery")) == []
    assert raised(cloud) == []
    assert deliver(report("complaint")) == []


def _refuse(operation: str, parameters: Any) -> Any:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - for this alone

    if operation == "SendEmail":
        error = {"Error": {"Code": "InvalidParameterValue"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        raise ClientError(error, operation)
    return parameters


def _break(operation: str, parameters: Any) -> Any:
    if operation == "SendEmail":
        raise RuntimeError
    return parameters


@pytest.mark.req("SLA-01")
@pytest.mark.parametrize(
    "end", [no_address, blocked, refused, used_up, bounced, complained], ids=lambda one: one.__name__
)
def test_answer__that_reaches_nobody__is_work_for_the_team_of_the_message(
    cloud: Cloud, answered: dict[str, Any], end: Any
) -> None:
    # Given an answer on its way, When it comes to nothing
    end(cloud)
    # Then it is work for the same team, under the same contact and activity, due when the message is
    [work] = raised(cloud)
    same = ("team", "scin", "contact_id", "activity_id", "due_at", "subject")
    assert {name: work.get(name) for name in same} == {name: answered.get(name) for name in same}
    assert work["status"] == "open"
    assert "Telephone the client" in work["advice"]
    assert work["work_item_id"] != answered["work_item_id"]
    # And it stands in their queue, and on the clock
    assert [one["kind"] for one in cloud.items("work") if one["key"].startswith("queue#")].count(KIND) == 1
    assert work["work_item_id"] in {one.get("of") for one in cloud.items("work") if one["key"].startswith("clock#")}
    ledger.check(cloud)


def test_answer__bounced_twice_complained_of_and_delivered_late__is_raised_once_and_stays(
    cloud: Cloud, answered: dict[str, Any]
) -> None:
    used_up(cloud)
    first = raised(cloud)
    assert (
        deliver(report("delivery"), report("bounce"), report("bounce"), report("complaint"), report("delivery")) == []
    )
    assert state_of(cloud)[0] == "complained"
    assert raised(cloud) == first != []
    ledger.check(cloud)


def test_answer__failed_then_sent_by_a_redrive_then_bounced__is_raised_once(
    cloud: Cloud, answered: dict[str, Any]
) -> None:
    used_up(cloud)
    assert mail() == []
    assert state_of(cloud)[0] == "sent"
    assert deliver(report("bounce")) == []
    assert len(raised(cloud)) == 1


def test_answer__sent_again_and_lost_again__is_raised_again(cloud: Cloud, answered: dict[str, Any]) -> None:
    from cms_common.adapters.notifications import Again, resend  # noqa: PLC0415 - tables have their names now

    bounced(cloud)
    again = resend(NOTIFICATION, by(2))
    assert isinstance(again, Again)
    assert deliver(told(again.notification), report("bounce", again.notification)) == []
    assert len({work["work_item_id"] for work in raised(cloud)}) == 2


def test_answer__two_reports_at_the_same_moment__raise_one_and_the_higher_stands(
    cloud: Cloud, answered: dict[str, Any]
) -> None:
    # Given a bounce that comes between the reading and the writing of a complaint
    assert mail() == []
    between = [report("bounce")]

    def meanwhile(operation: str, parameters: Any) -> Any:
        if operation == "TransactWriteItems" and between:
            assert deliver(between.pop()) == []
        return parameters

    # When both are taken, Then the one that was overtaken comes again
    with watched(Calls(tamper=meanwhile)):
        assert deliver(report("complaint")) == ["m50"]
    assert deliver(report("complaint")) == []
    # And one work item is raised, and the complaint is kept
    assert len(raised(cloud)) == 1
    assert state_of(cloud)[0] == "complained"
    ledger.check(cloud)


def test_answer__due_time_over__is_late_at_once(cloud: Cloud, answered: dict[str, Any]) -> None:
    assert mail() == []
    cloud.clock.forward(hours=49)
    assert deliver(report("bounce")) == []
    [work] = raised(cloud)
    assert datetime.fromisoformat(work["due_at"]) < cloud.clock.now()
    member = caseworker(segment=str(work["team"]))
    [line] = [one for one in member.get("/work").json["work"] if one["kind"] == KIND]
    assert line["overdue"] is True


@pytest.mark.req("SEC-04")
def test_answer__of_a_client_who_became_special__is_work_for_that_team_alone(
    cloud: Cloud, answered: dict[str, Any]
) -> None:
    assert mail() == []
    cloud.update("clients", {"scin": SCIN}, special_client_record=True)
    assert deliver(report("bounce")) == []
    assert [work["team"] for work in raised(cloud)] == ["Special Client Records Team"]


@pytest.mark.req("SLA-01")
def test_answer__given_by_a_caseworker_and_bounced__is_telephoned_by_the_next(cloud: Cloud) -> None:
    # Given a message that a caseworker answered by email, which came back
    cloud.update("clients", {"scin": SCIN}, contact_preference="Self Service", self_service=True)
    member = caseworker(segment="Segment 4")
    here = taken(member, sent(cloud))
    assert member.post(f"{here}/email", {"lines": ["payment-not-received"]}).status == 200
    [notification] = [str(item["notification"]) for item in cloud.items("notifications")]
    assert deliver(told(notification), report("bounce", notification)) == []
    # When the team looks at its work
    [work] = raised(cloud)
    page = f"/work-items/{work['work_item_id']}"
    [line] = [one for one in member.get("/work").json["work"] if one["kind"] == KIND]
    # Then it is there to be taken, says what to do, and ends with a reason
    assert line["work_item"]["href"] == f"/staff{page}"
    assert member.post(f"{page}/take", {}).status == 200
    assert "Telephone the client" in str(member.get(page).json)
    assert member.post(f"{page}/done", {"reason": "Telephoned, and told"}).status == 200


def test_notice__that_answers_nothing__raises_no_work(cloud: Cloud) -> None:
    put(Wanted(NOTIFICATION, "new-letter", Language.ENGLISH, CLIENT))
    bounced(cloud)
    assert raised(cloud) == []


@pytest.mark.parametrize("fault", Fault)
def test_answer__every_call_of_its_end_broken__raises_one_work_item(
    cloud: Cloud, answered: dict[str, Any], fault: Fault
) -> None:
    assert mail() == []
    start = cloud.snapshot()
    with watched(Calls()) as calls:
        assert deliver(report("bounce")) == []
    for number in range(1, len(calls.made) + 1):
        cloud.restore(start)
        with watched(Calls(number, fault)):
            deliver(report("bounce"))
        assert deliver(report("bounce")) == []
        assert len(raised(cloud)) == 1, (number, fault)
        ledger.check(cloud)


def test_acts__of_what_came_to_nothing__name_the_letter_that_it_told_of(cloud: Cloud) -> None:
    # Given the notice of a letter
    put(Wanted(NOTIFICATION, "new-letter", Language.ENGLISH, CLIENT, besides="letter#0123456789abcdef0123"))
    # When it finds no address, and another comes back
    no_address(cloud)
    cloud.update("clients", {"scin": SCIN}, email="held@example.com")
    other = Wanted("f" * 20, "new-letter", Language.ENGLISH, CLIENT, besides="letter#ffffffffffffffffffff")
    put(other, by(2))
    assert deliver(told("f" * 20), report("bounce", "f" * 20)) == []
    # Then each act says which letter nobody was told of
    kinds = {"NotificationNotSent": "letter#0123456789abcdef0123", "MailReported": "letter#ffffffffffffffffffff"}
    assert {kind: [json.loads(act["facts"])["besides"] for act in ledger.acts(cloud, kind)] for kind in kinds} == {
        kind: [besides] for kind, besides in kinds.items()
    }
    ledger.check(cloud)
