"""Work from a queue, by HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.domain.staff import StaffRole
from infra.demo import known
from tests.support import answering, casework, ledger, staff
from tests.support.cloud import Cloud
from tests.support.visitors import PAYING, hold

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
REASON = {"reason": "Told the client to scan it again"}


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    cloud.clock.stop(NOON)
    hold(PAYING, known.WELSH_SPEAKER, known.SPECIAL_CLIENT_RECORD)
    yield
    ledger.check(cloud)


def activities(cloud: Cloud) -> list[Any]:
    return [item["status"] for item in cloud.items("work") if str(item["item"]).startswith("activity#")]


@pytest.mark.req("SLA-02")
def test_queue__of_the_own_segment__is_by_due_time_with_what_is_overdue_marked(cloud: Cloud) -> None:
    # Given three pieces of work of a segment, due at three times, and one of another segment
    ids = [casework.failed_upload(due_in=timedelta(hours=hours)).work_item_id for hours in (48, 1, 24)]
    casework.failed_upload(known.WELSH_SPEAKER, "Welsh Segment")
    # When its caseworker looks, at the very second that one is due, and a second later
    cloud.clock.stop(NOON + timedelta(hours=1))
    member = staff.caseworker()
    exactly = member.get("/work").json["work"]
    cloud.clock.stop(NOON + timedelta(hours=1, seconds=1))
    later = member.get("/work").json["work"]
    # Then all three are there by due time, and one is overdue from the second after
    shown = [line["work_item"]["href"].rpartition("/")[2] for line in exactly]
    assert shown == [ids[1], ids[2], ids[0]]
    assert [line["overdue"] for line in exactly] == [False, False, False]
    assert [line["overdue"] for line in later] == [True, False, False]


def test_queue__entries__hold_nothing_of_the_client(cloud: Cloud) -> None:
    casework.failed_upload()
    line = staff.caseworker().get("/work").json["work"][0]
    assert set(line) == {"kind", "due", "due_shown", "overdue", "work_item"}
    assert PAYING.key not in str(line)


def test_queue__longer_than_a_page__goes_on_where_it_ended(cloud: Cloud) -> None:
    # Given 51 pieces of work: two pages and one
    ids = [casework.failed_upload(due_in=timedelta(minutes=minute)).work_item_id for minute in range(51)]
    member = staff.caseworker()
    # When the caseworker follows the links
    page, shown = member.get("/work").json, []
    for _ in range(3):
        shown += [line["work_item"]["href"].rpartition("/")[2] for line in page["work"]]
        if "more" not in page:
            break
        query = dict(part.split("=") for part in page["more"]["href"].partition("?")[2].split("&"))
        page = member.get("/work", query={**query, "team": "Segment 4"}).json
    # Then each is there once, in order
    assert shown == ids


@pytest.mark.parametrize("after", ["not a token", "Zm9v=", "x" * 300, "w6k", "é"])
def test_queue__token_that_is_none_of_ours__is_refused(cloud: Cloud, after: str) -> None:
    reply = staff.caseworker().get("/work", query={"after": after})
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["after"])


@pytest.mark.req("SEC-04")
def test_queue__of_the_special_team__is_its_members_alone(cloud: Cloud) -> None:
    # Given work on a special client record
    item = casework.failed_upload(known.SPECIAL_CLIENT_RECORD, "Special Client Records Team")
    named = {"team": "Special Client Records Team"}
    # When a caseworker of another team and a member ask for it
    refused = staff.caseworker().get("/work", query=named)
    own = staff.special_caseworker().get("/work")
    # Then the member alone sees it, without naming it
    assert refused.status == 404
    assert [line["work_item"]["href"] for line in own.json["work"]] == [f"/staff/work-items/{item.work_item_id}"]


def test_queue__caseworker_without_a_segment__names_a_team(cloud: Cloud) -> None:
    casework.failed_upload(known.WELSH_SPEAKER, "Welsh Segment")
    member = staff.caseworker(segment="")
    assert member.get("/work").status == 422
    assert len(member.get("/work", query={"team": "Welsh Segment"}).json["work"]) == 1


@pytest.mark.req("UPL-13", "UPL-14")
def test_work_item__taken__shows_advice_and_whom_to_call_to_the_taker_alone(cloud: Cloud) -> None:
    # Given the task that a refused file left
    here = f"/work-items/{casework.failed_upload().work_item_id}"
    member, other = staff.caseworker(), staff.caseworker("OTHER1")
    # When it is opened, and taken
    before, taken, to_other = member.get(here).json, member.post(f"{here}/take", {}), other.get(here).json
    # Then its advice shows, and name and telephone from when it is taken, to whoever has it
    assert before["advice"] == casework.ADVICE
    assert before["status"] == "open"
    assert taken.json["call"] == {"name": "Thomas Whitfield", "mobile_telephone": "07700 900101"}
    assert taken.json["taken_by"] == to_other["taken_by"] == "CWORKE1"
    assert "call" not in before
    assert "call" not in to_other
    assert not {PAYING.key, str(PAYING.record["nino"])} & set(str(taken.json).replace('"', "'").split("'"))
    kinds = [item["act"] for item in cloud.items("audit") if str(item["subject"]).startswith("work-item#")]
    assert sorted(kinds) == ["WorkItemOpened", "WorkItemOpened", "WorkItemTaken"]


def test_work_item__taken_by_another__is_refused_and_by_oneself_is_done_already(cloud: Cloud) -> None:
    here = f"/work-items/{casework.failed_upload().work_item_id}"
    member, other = staff.caseworker(), staff.caseworker("OTHER1")
    assert [member.post(f"{here}/take", {}).status for _ in range(2)] == [200, 200]
    refused = other.post(f"{here}/take", {})
    assert (refused.status, refused.json["code"]) == (409, "CMS-4081")
    assert len(ledger.acts(cloud, "WorkItemTaken")) == 1
    assert member.get("/work").json["work"][0]["taken_by"] == "CWORKE1"


@pytest.mark.req("CWK-08", "UPL-11", "CWK-19")
def test_done__without_a_reason__is_refused_and_with_one_ends_item_and_error_once(cloud: Cloud) -> None:
    # Given an In Error activity whose task a caseworker has taken
    item = casework.failed_upload()
    here, member = f"/work-items/{item.work_item_id}", staff.caseworker()
    member.post(f"{here}/take", {})
    assert activities(cloud) == ["In Progress"]
    # When it is set to done without a reason, with blanks for one, and with a reason, twice
    refused = [member.post(f"{here}/done", body) for body in ({}, {"reason": "  \n "})]
    done = [member.post(f"{here}/done", {**REASON, "notes": "Will send it today"}) for _ in range(2)]
    # Then it is refused first; then it is done once, the reason is in the notes, and the error's activity is done
    assert [(reply.status, reply.json["errors"][0]["field"]) for reply in refused] == [(422, "reason")] * 2
    assert [(reply.status, reply.json["status"]) for reply in done] == [(200, "done")] * 2
    assert [(note["by"], note["text"]) for note in done[1].json["notes"]] == [
        ("CWORKE1", "Told the client to scan it again"),
        ("CWORKE1", "Will send it today"),
    ]
    assert activities(cloud) == ["Done"]
    assert len(ledger.acts(cloud, "WorkItemDone")) == 1
    assert member.get("/work").json["work"] == []
    assert not [one for one in cloud.items("work") if one["key"].startswith(("queue#", "client#")) and "due_at" in one]


def test_done__not_taken_or_taken_by_another__is_refused(cloud: Cloud) -> None:
    here = f"/work-items/{casework.failed_upload().work_item_id}"
    member, other = staff.caseworker(), staff.caseworker("OTHER1")
    assert member.post(f"{here}/done", REASON).json["code"] == "CMS-4082"
    other.post(f"{here}/take", {})
    assert member.post(f"{here}/done", REASON).json["code"] == "CMS-4081"
    other.post(f"{here}/done", REASON)
    assert member.post(f"{here}/take", {}).json["code"] == "CMS-4083"


def test_done__of_evidence_in_several_files__ends_the_activity_of_each(cloud: Cloud) -> None:
    here, member = f"/work-items/{casework.evidence(documents=3).work_item_id}", staff.caseworker()
    shown = member.post(f"{here}/take", {}).json
    assert [line["activity"]["text"] for line in shown["activities"]] == ["Self Service inbound"] * 3
    assert member.post(f"{here}/done", REASON).status == 200
    assert activities(cloud) == ["Done"] * 3


def test_note__said_twice__is_written_once_and_not_on_what_is_done(cloud: Cloud) -> None:
    here, member = f"/work-items/{casework.failed_upload().work_item_id}", staff.caseworker()
    for _ in range(2):
        reply = member.post(f"{here}/notes", {"text": "No answer.\nTry again after five."})
    assert [note["text"] for note in reply.json["notes"]] == ["No answer.\nTry again after five."]
    assert member.post(f"{here}/notes", {"text": "x" * 2001}).status == 422
    member.post(f"{here}/take", {})
    member.post(f"{here}/done", REASON)
    assert member.post(f"{here}/notes", {"text": "More"}).json["code"] == "CMS-4083"


@pytest.mark.req("SEC-04")
def test_work_item__of_a_special_client__is_not_there_for_others_and_goes_to_its_team(cloud: Cloud) -> None:
    # Given work that was raised for a segment while the client's record became special
    item = casework.failed_upload(known.SPECIAL_CLIENT_RECORD, "Segment 4")
    here, member, special = f"/work-items/{item.work_item_id}", staff.caseworker(), staff.special_caseworker()
    # When a caseworker of the segment finds and opens it
    listed = member.get("/work").json["work"]
    answers = [member.get(here), member.post(f"{here}/take", {}), member.post(f"{here}/notes", {"text": "x"})]
    nobody = member.get(f"/work-items/{'f' * 20}")
    # Then it is as if not there, and it has gone to where it can be done
    assert len(listed) == 1
    same = {(reply.status, reply.json["code"], reply.json["detail"]) for reply in (*answers, nobody)}
    assert same == {(404, "CMS-4041", nobody.json["detail"])}
    assert member.get("/work").json["work"] == []
    assert len(special.get("/work").json["work"]) == 1
    assert special.post(f"{here}/take", {}).json["call"]["name"] == "Eleanor Ashdown"
    assert len(ledger.acts(cloud, "WorkItemMoved")) == 1


@pytest.mark.parametrize("named", ["x" * 101, "x" * 3000, "%20", "é", "a#b"])
def test_work__ids_that_none_can_have__are_not_there(cloud: Cloud, named: str) -> None:
    member = staff.caseworker()
    paths = ["/work-items/{}", "/activities/{}-1", "/activities/{}", "/service-requests/{}", "/contacts/{}"]
    assert {member.get(path.format(named)).status for path in paths} == {404}


def test_queue__other_roles__see_their_own_teams_alone_or_are_refused(cloud: Cloud) -> None:
    teams = {
        StaffRole.EMPLOYER_CASEWORKER: "Employer Team",
        StaffRole.SUPPORT_TEAM: "Support Team",
        StaffRole.TEAM_LEADER: "Support Team",
    }
    casework.failed_upload()
    for number, role in enumerate(sorted(set(StaffRole) - {StaffRole.CASEWORKER}), start=1):
        member = staff.hire(f"AOTHER{number}", role).logging_in()
        own, other = member.get("/work"), member.get("/work", query={"team": "Segment 4"})
        if role in teams:
            assert (own.status, own.json["team"], own.json["work"], other.status) == (200, teams[role], [], 404), role
        else:
            assert {(reply.status, reply.json["code"]) for reply in (own, other)} == {(403, "CMS-4038")}, role


@pytest.mark.req("CWK-17")
def test_done__of_a_message__is_by_its_answer_alone(cloud: Cloud) -> None:
    # Given a message that a caseworker has taken
    member = answering.caseworker("CWORK9")
    item = answering.sent(cloud, "general query")
    here = f"/work-items/{item}"
    assert member.post(f"{here}/take", {}).status == 200
    # When it is set to done without an answer
    reply = member.post(f"{here}/done", {"reason": "spoke with the client"})
    # Then that is refused, it stays to be done, and its page leads to where it is answered
    assert (reply.status, reply.json["code"]) == (409, "CMS-4080")
    page = member.get(here).json
    assert page["status"] == "taken"
    assert page["about"]["href"] == f"/staff/messages/{item}"
    assert "Done" not in [link["text"] for link in page["actions"]]
