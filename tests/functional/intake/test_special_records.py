"""What is open of a client whose record comes as special: it goes to the Special Client Records Team at once."""

from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.support import casework, ledger, staff
from tests.support.cloud import Cloud
from tests.support.staff import Member

SPECIAL_TEAM = "Special Client Records Team"


def special(line: Line = PAYING_PARENT, version: int = 2, **more: Any) -> Line:
    return Line(line.kind, line.key, {**line.record, "record_version": version, "special_client_record": True, **more})


def of(cloud: Cloud, item: str) -> list[tuple[str, str]]:
    """Return the client and team of all items of a kind."""
    return sorted((one["scin"], one["team"]) for one in cloud.items("work") if one["item"] == item)


def queued(member: Member, team: str = "") -> list[str]:
    lines = member.get("/work", query={"team": team} if team else {}).json["work"]
    return [line["work_item"]["href"].rpartition("/")[2] for line in lines]


@pytest.mark.req("SEC-04", "SEC-03")
def test_intake__record_that_becomes_special__takes_its_open_work_and_call_backs_to_the_special_team(
    cloud: Cloud,
) -> None:
    # Given work that is open, work that is taken, work that is done and a call-back, and as much of the other parent
    extracts.load(cloud, PAYING_PARENT, RECEIVING_PARENT)
    opened, taken, done = (casework.failed_upload() for _ in range(3))
    others = casework.failed_upload(RECEIVING_PARENT)
    called, other_call = casework.promised(), casework.promised(RECEIVING_PARENT)
    member = staff.caseworker()
    for item in (taken, done):
        assert member.post(f"/work-items/{item.work_item_id}/take", {}).status == 200
    assert member.post(f"/work-items/{done.work_item_id}/done", {"reason": "Told to try again"}).status == 200
    # When the next extract says that the record is special
    extracts.load(cloud, special())
    # Then nothing of it stands in the segment's queue or list any more, without anybody opening it
    assert queued(member, "Segment 4") == [others.work_item_id]
    assert [one["call_back"] for one in member.get("/call-backs").json["call_backs"]] == [other_call.call_back_id]
    # And the special team has it, for anybody of it to take
    team = staff.special_caseworker()
    assert sorted(queued(team)) == sorted([opened.work_item_id, taken.work_item_id])
    assert [one["call_back"] for one in team.get("/call-backs").json["call_backs"]] == [called.call_back_id]
    assert team.post(f"/work-items/{taken.work_item_id}/take", {}).status == 200
    # And each was moved by intake, once, in an act of its own
    moved = [*ledger.acts(cloud, "WorkItemMoved"), *ledger.acts(cloud, "CallBackMoved")]
    assert {act["actor"] for act in moved} == {"system#intake"}
    assert sorted(act["subject"].partition("#")[2] for act in moved) == sorted(
        [opened.work_item_id, taken.work_item_id, called.call_back_id]
    )
    ledger.check(cloud)


@pytest.mark.req("SEC-04")
def test_intake__special_record_that_comes_again__moves_what_a_broken_run_left_and_nothing_twice(cloud: Cloud) -> None:
    # Given a special record that is in, with work of which a run that broke off left one piece
    extracts.load(cloud, PAYING_PARENT)
    casework.failed_upload()
    extracts.load(cloud, special())
    casework.failed_upload()
    # When the same extract comes again, twice
    tallies = [extracts.load(cloud, special()) for _ in range(2)]
    # Then the rest has moved too, each piece once
    assert [tally["unchanged"] for tally in tallies] == [1, 1]
    assert of(cloud, "work-item") == [(PAYING_PARENT.key, SPECIAL_TEAM)] * 2
    assert len(ledger.acts(cloud, "WorkItemMoved")) == 2
    ledger.check(cloud)


@pytest.mark.req("SEC-03")
def test_intake__older_record_that_says_special__moves_nothing_of_a_record_that_is_not(cloud: Cloud) -> None:
    # Given a record that is not special, in its third version
    newer = Line(PAYING_PARENT.kind, PAYING_PARENT.key, {**PAYING_PARENT.record, "record_version": 3})
    extracts.load(cloud, newer)
    casework.failed_upload()
    # When the second version comes late, and says that it is
    extracts.load(cloud, special())
    # Then the work stays with the segment
    assert of(cloud, "work-item") == [(PAYING_PARENT.key, "Segment 4")]
    assert ledger.acts(cloud, "WorkItemMoved") == []


def test_intake__record_becomes_special_after_a_referral_here__finds_nothing_left_to_move(cloud: Cloud) -> None:
    # Given a client whom a caseworker referred, with work
    extracts.load(cloud, PAYING_PARENT)
    casework.failed_upload()
    member = staff.caseworker()
    assert member.post(f"{casework.passed(member)}/special-records", {"reason": "Afraid"}).status == 200
    # When the 2012 System says so too
    extracts.load(cloud, special())
    # Then the work moved once, by the caseworker
    assert [act["actor"] for act in ledger.acts(cloud, "WorkItemMoved")] == ["staff#CWORKE1"]
