"""Call-backs by HTTP: promised, listed with the missed ones first, kept, and told of when missed."""

from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.staff import StaffRole
from tests.support.answering import caseworker, open_queue, sent, sweep
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.ledger import acts
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, fresh_key, hold

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
DETAILS = "Mr Whitfield, on the number he gave"


@pytest.fixture(autouse=True)
def midday(cloud: Cloud) -> None:
    cloud.clock.stop(NOON)


def support(user_id: str = "SUPPOR1") -> Member:
    return hire(user_id).logging_in()


def promise(member: Member, agreed: str = "", *, key: str = "", **more: str) -> Reply:
    form = {"details": DETAILS, "agreed_time": agreed, **more}
    return member.post("/call-backs", form, headers={"Idempotency-Key": key or fresh_key()})


@pytest.mark.req("CWK-14", "SLA-09", "SUP-08")
def test_call_backs__some_missed__are_listed_first_and_told_of_once(cloud: Cloud) -> None:
    # Given three call-backs, promised in another order than they are due, one without a time
    member = support()
    for agreed in ("", "12/03/2026 16:00", "12/03/2026 14:00"):
        assert promise(member, agreed).status == 201
    # When the first of them is missed by a second
    found = []
    for at in (NOON + timedelta(hours=2), NOON + timedelta(hours=2, seconds=1), NOON + timedelta(hours=2, minutes=2)):
        sweep(at)
        lines = member.logging_in().get("/call-backs").json["call_backs"]
        found.append(([line["missed"] for line in lines], len(acts(cloud, "CallBackMissed"))))
    # Then it stands first, marked, and is told of once
    assert found == [([False] * 3, 0), ([True, False, False], 1), ([True, False, False], 1)]
    assert [line["due"] for line in lines] == [
        "2026-03-12T14:00:00+00:00",
        "2026-03-12T16:00:00+00:00",
        "2026-03-14T12:00:00+00:00",
    ]


@pytest.mark.req("SLA-09")
def test_call_back__kept__leaves_the_list_and_is_not_missed(cloud: Cloud) -> None:
    # Given a call-back that is kept in time, told of twice
    member = support()
    named = promise(member, "12/03/2026 14:00").json["call_back"]
    replies = [member.post(f"/call-backs/{named}/kept", {"notes": "Solved"}) for _ in range(2)]
    # When its time is over
    sweep(NOON + timedelta(hours=3))
    # Then it is in no list, and nothing is told
    assert [reply.status for reply in replies] == [200, 200]
    assert member.logging_in().get("/call-backs").json["call_backs"] == []
    assert acts(cloud, "CallBackMissed") == []
    assert len(acts(cloud, "CallBackKept")) == 1


@pytest.mark.req("SUP-08")
def test_call_back__about_a_work_item__leaves_the_issue_open_until_it_is_kept(cloud: Cloud) -> None:
    cloud.clock.reset()
    hold(PAYING)
    work_item, member = sent(cloud, "general query"), caseworker()
    reply = promise(member, work_item=work_item)
    assert reply.json["about"]["href"] == f"/staff/work-items/{work_item}"
    assert open_queue(cloud) == ["answer message"]


def test_call_back__promised_twice_by_one_form__is_one(cloud: Cloud) -> None:
    member, key = support(), fresh_key()
    assert {promise(member, key=key).json["call_back"] for _ in range(2)} == {
        member.get("/call-backs").json["call_backs"][0]["call_back"]
    }
    assert len(acts(cloud, "CallBackPromised")) == 1


def test_call_backs__of_another_team__are_not_seen_nor_kept() -> None:
    named = promise(support()).json["call_back"]
    other = hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    assert other.get("/call-backs").json["call_backs"] == []
    assert other.post(f"/call-backs/{named}/kept", {"notes": "Not mine"}).status == 404


@pytest.mark.parametrize(
    ("agreed", "status"),
    [
        ("12/03/2026 12:00", 422),
        ("12/03/2026 12:01", 201),
        ("11/05/2026 13:00", 201),
        ("11/05/2026 13:01", 422),
        ("29/03/2026 01:30", 422),
        ("29/03/2026 02:00", 201),
        ("tomorrow", 422),
        ("2026-03-12 14:00", 422),
    ],
    ids=["now", "next-minute", "60-days", "beyond", "clocks-skip-it", "after-the-change", "words", "another-form"],
)
def test_call_back__agreed_time__is_to_come_and_exists(agreed: str, status: int) -> None:
    assert promise(support(), agreed).status == status


def test_call_back__agreed_in_summer__is_due_at_that_time_of_the_united_kingdom() -> None:
    assert promise(support(), "30/03/2026 14:00").json["due"] == "2026-03-30T13:00:00+00:00"


def test_call_backs__many__are_paged_without_a_gap(cloud: Cloud) -> None:
    member = support()
    made = {promise(member).json["call_back"] for _ in range(30)}
    page = member.get("/call-backs").json
    after = page["more"]["href"].partition("after=")[2].replace("%23", "#")
    rest = member.get("/call-backs", query={"after": after}).json
    assert {line["call_back"] for line in (*page["call_backs"], *rest["call_backs"])} == made
    assert member.get("/call-backs", query={"after": "x"}).json["code"] == "CMS-4003"
