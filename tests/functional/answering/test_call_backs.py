"""Call-backs by HTTP: promised, listed with the missed ones first, kept, and told of when missed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.staff import StaffRole
from tests.support.answering import caseworker, checked, sent, sweep
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.ledger import acts
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, RECEIVING, fresh_key, hold

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


def test_call_back__promised_twice_by_one_form__is_one(cloud: Cloud) -> None:
    # Given a form that is sent twice, twenty minutes apart
    member, key = support(), fresh_key()
    first = promise(member, key=key).json
    cloud.clock.stop(NOON + timedelta(minutes=20))
    # When it is answered, Then both are told the same, and there is one
    assert promise(member, key=key).json == first
    assert [one["call_back"] for one in member.get("/call-backs").json["call_backs"]] == [first["call_back"]]
    assert len(acts(cloud, "CallBackPromised")) == 1


@pytest.mark.req("CWK-14")
@pytest.mark.parametrize("changes", [{"details": "Somebody else"}, {"agreed_time": "12/03/2026 16:00"}])
def test_call_back__another_one_by_a_form_that_was_used__is_refused_and_not_lost_unsaid(
    cloud: Cloud, changes: dict[str, str]
) -> None:
    member, key = support(), fresh_key()
    assert promise(member, key=key).status == 201
    form = {"details": DETAILS, **changes}
    reply = member.post("/call-backs", form, headers={"Idempotency-Key": key})
    assert (reply.status, reply.json["code"]) == (409, "CMS-4077")
    assert len(acts(cloud, "CallBackPromised")) == 1


def test_call_backs__shown__are_on_record_with_who_saw_which(cloud: Cloud) -> None:
    # Given a team's two call-backs, with what people left to be called by
    member = support()
    assert member.get("/call-backs").json["call_backs"] == []
    named = {promise(member).json["call_back"] for _ in range(2)}
    # When somebody looks at them, Then it is recorded who saw which, and nothing of what they hold
    member.get("/call-backs")
    [act] = acts(cloud, "CallBacksShown")
    facts = json.loads(act["facts"])
    assert (act["actor"], facts["team"]) == ("staff#SUPPOR1", "Support Team")
    assert set(facts["call_backs"].split()) == named


def test_call_back__form_wrong_in_all_fields__has_each_of_them_named() -> None:
    reply = support().post(
        "/call-backs",
        {"details": " ", "agreed_time": "soon", "contact": "Mrs Jones, 07700 900123"},
        headers={"Idempotency-Key": fresh_key()},
    )
    assert (reply.status, [one["field"] for one in reply.json["errors"]]) == (
        422,
        ["details", "agreed_time", "contact"],
    )


@pytest.mark.req("CWK-14")
@pytest.mark.parametrize("wrong", ["another-log-in", "another-person", "made-up"])
def test_call_back__with_a_contact_that_is_not_of_this_log_in__is_refused(cloud: Cloud, wrong: str) -> None:
    hold(PAYING)
    member = caseworker()
    made: dict[str, Callable[[], str]] = {
        "another-log-in": lambda: checked(member, staff_session="0" * 64),
        "another-person": lambda: checked(member, opened_by="staff#OTHER1"),
        "made-up": lambda: "x" * 20,
    }
    reply = promise(member, contact=made[wrong]())
    assert (reply.status, [one["field"] for one in reply.json["errors"]]) == (422, ["contact"])
    assert acts(cloud, "CallBackPromised") == []


@pytest.mark.req("CWK-14")
def test_call_back__promised_in_a_contact__is_of_its_client_and_of_no_other(cloud: Cloud) -> None:
    # Given a contact of this log-in, with another client than a message is of
    hold(PAYING, RECEIVING)
    cloud.clock.reset()
    work_item, member = sent(cloud, "general query"), caseworker()
    contact = checked(member, RECEIVING)
    # When a call-back names both, Then it is refused; by itself the contact says whose it is
    assert promise(member, contact=contact, work_item=work_item).status == 422
    assert promise(member, contact=contact).status == 201
    [kept] = [one for one in cloud.items("work") if one["item"] == "call-back"]
    assert (kept["scin"], kept["contact_id"]) == (RECEIVING.key, contact)


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
        ("29/03/2026 02:00 GMT", 422),
        ("12/03/2026 14:00 GMT", 201),
    ],
    ids=[
        *("now", "next-minute", "60-days", "beyond", "clocks-skip-it", "after-the-change", "words", "another-form"),
        *("other-zone", "its-zone"),
    ],
)
def test_call_back__agreed_time__is_to_come_and_exists(agreed: str, status: int) -> None:
    assert promise(support(), agreed).status == status


def test_call_back__agreed_in_summer__is_due_at_that_time_of_the_united_kingdom() -> None:
    assert promise(support(), "30/03/2026 14:00").json["due"] == "2026-03-30T13:00:00+00:00"


@pytest.mark.req("SLA-09")
@pytest.mark.parametrize(
    ("agreed", "due"),
    [
        ("25/10/2026 00:59", "2026-10-24T23:59:00+00:00"),
        ("25/10/2026 01:00", ""),
        ("25/10/2026 01:30", ""),
        ("25/10/2026 01:30 BST", "2026-10-25T00:30:00+00:00"),
        ("25/10/2026 01:30 gmt", "2026-10-25T01:30:00+00:00"),
        ("25/10/2026 01:59", ""),
        ("25/10/2026 02:00", "2026-10-25T02:00:00+00:00"),
    ],
)
def test_call_back__agreed_where_the_clocks_go_back__says_which_hour_is_meant(
    cloud: Cloud, agreed: str, due: str
) -> None:
    # Given the week in which one hour comes twice
    cloud.clock.stop(datetime(2026, 10, 20, 12, 0, 0, tzinfo=UTC))
    # When a time is agreed, Then of the hour that comes twice it is asked which
    reply = promise(support(), agreed)
    if due:
        assert (reply.status, reply.json["due"]) == (201, due)
    else:
        assert (reply.status, reply.json["errors"][0]["field"]) == (422, "agreed_time")
        assert "comes twice" in reply.json["errors"][0]["message"]


def test_call_backs__many__are_paged_without_a_gap(cloud: Cloud) -> None:
    member = support()
    made = {promise(member).json["call_back"] for _ in range(30)}
    page = member.get("/call-backs").json
    after = page["more"]["href"].partition("after=")[2].replace("%23", "#")
    rest = member.get("/call-backs", query={"after": after}).json
    assert {line["call_back"] for line in (*page["call_backs"], *rest["call_backs"])} == made
    assert member.get("/call-backs", query={"after": "x"}).json["code"] == "CMS-4003"
