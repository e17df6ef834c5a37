"""An issue about which a call-back was promised stays open until it is kept (SUP-08)."""

import pytest

from cms_common.domain.staff import StaffRole
from tests.support.answering import (
    LINE,
    call,
    caseworker,
    checked,
    known_facts,
    open_queue,
    sent,
    support_item,
    taken,
    work_items,
)
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.ledger import acts
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, fresh_key, hold


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def promise(member: Member, work_item: str) -> Reply:
    form = {"details": "On the number that he gave", "work_item": work_item}
    return member.post("/call-backs", form, headers={"Idempotency-Key": fresh_key()})


def refused(reply: Reply) -> tuple[int, str, list[str]]:
    return reply.status, reply.json["code"], reply.json["facts"]["call_backs"]


@pytest.mark.req("SUP-08")
def test_issue__with_call_backs_open__is_answered_once_the_last_of_them_is_kept(cloud: Cloud) -> None:
    # Given a message about which two call-backs were promised
    member, work_item = caseworker(), sent(cloud)
    here, contact = taken(member, work_item), checked(member)
    first, second = (promise(member, work_item).json for _ in range(2))
    assert first["about"]["href"] == f"/staff/work-items/{work_item}"
    ways = [first["kept"]["href"], second["kept"]["href"]]

    def answers() -> tuple[Reply, ...]:
        return (
            member.post(f"{here}/email", LINE),
            call(member, here, outcome="answered", notes="Told", contact=contact),
            member.post(f"{here}/correspondence", {"reason": "Complex"}),
        )

    # When it is answered in any way, Then it is refused, and led to them: the issue stays open
    assert [refused(reply) for reply in answers()] == [(409, "CMS-4076", sorted(ways))] * 3
    assert open_queue(cloud) == ["answer message"]
    # And a call that reaches nobody is no answer
    assert call(member, here, outcome="no answer").status == 200
    # When one is kept, Then the other is still waited for
    assert member.post(ways[0].removeprefix("/staff"), {"notes": "Called"}).status == 200
    assert [refused(reply)[2] for reply in answers()] == [ways[1:]] * 3
    # And when both are, it is answered
    assert member.post(ways[1].removeprefix("/staff"), {"notes": "Called"}).status == 200
    assert call(member, here, outcome="answered", notes="Told", contact=contact).status == 200
    assert open_queue(cloud) == []


@pytest.mark.req("SUP-08", "CON-19")
def test_issue__with_a_call_back_of_one_team__is_not_closed_by_the_other(cloud: Cloud) -> None:
    # Given a problem with the site, and a call-back that the support team promised about it
    own = sent(cloud, "problem with the site")
    theirs = support_item(cloud)
    support, owner = hire("SUPPOR1", StaffRole.SUPPORT_TEAM).logging_in(), caseworker()
    kept = promise(support, theirs).json["kept"]["href"]
    # When the owning team answers it, Then it stays open until the support team has called
    here, contact = taken(owner, own), checked(owner)
    assert refused(call(owner, here, outcome="answered", notes="Told", contact=contact)) == (409, "CMS-4076", [kept])
    assert support.post(kept.removeprefix("/staff"), {"notes": "Called"}).status == 200
    assert call(owner, here, outcome="answered", notes="Told", contact=contact).status == 200
    assert open_queue(cloud) == []


@pytest.mark.req("SUP-08")
def test_issue__answered_while_a_call_back_is_promised__stays_open(cloud: Cloud) -> None:
    # Given a message whose answer was read as possible, and a call-back promised before it is kept
    member, work_item = caseworker(), sent(cloud, "general query")
    here, contact = taken(member, work_item), checked(member)
    done: list[str] = []

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and "MessageAnswered" in str(parameters) and not done:
            done.append(promise(member, work_item).json["kept"]["href"])
        return parameters

    with watched(Calls(tamper=tamper)):
        reply = call(member, here, outcome="answered", notes="Told", contact=contact)
    assert refused(reply) == (409, "CMS-4076", done)
    assert (open_queue(cloud), acts(cloud, "MessageAnswered")) == (["answer message"], [])


@pytest.mark.req("SUP-08")
def test_call_back__about_an_issue_that_is_done__is_refused(cloud: Cloud) -> None:
    member, work_item = caseworker(), sent(cloud, "general query")
    here = taken(member, work_item)
    assert call(member, here, outcome="answered", notes="Told", contact=checked(member)).status == 200
    reply = promise(member, work_item)
    assert (reply.status, reply.json["code"]) == (409, "CMS-4083")
    assert acts(cloud, "CallBackPromised") == []


@pytest.mark.req("SUP-06")
def test_support_team__answering_by_telephone__leaves_no_call_back_behind(cloud: Cloud) -> None:
    sent(cloud, "problem with the site")
    named = support_item(cloud)
    member = hire("SUPPOR1", StaffRole.SUPPORT_TEAM).logging_in()
    here = taken(member, named)
    kept = promise(member, named).json["kept"]["href"]
    assert member.post(kept.removeprefix("/staff"), {"notes": "Called"}).status == 200
    assert call(member, here, outcome="answered", notes="Told", **known_facts(PAYING)).status == 200
    assert [one.get("call_backs") for one in work_items(cloud)] == [None, None]
