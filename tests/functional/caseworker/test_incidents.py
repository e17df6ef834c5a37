"""Incidents: raised in a contact whose security check is passed, dealt with by the support team, by HTTP."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from cms_common.domain.history import EntryKind
from cms_common.domain.staff import StaffRole
from infra.demo import known
from tests.support import casework, correspondence, ledger, staff
from tests.support.answering import sweep
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import Member
from tests.support.visitors import PAYING, RECEIVING, fresh_key, hold

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
SPECIAL = known.SPECIAL_CLIENT_RECORD
OWNER, OTHER = f"client#{PAYING.key}", f"client#{RECEIVING.key}"
WORDS = "Thomas Whitfield, 07700 900101: the reader is installed, and every letter opens blank."
REQUEST_ID = "6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b"
DONE = {"reason": "The letter was made again"}


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    cloud.clock.stop(NOON)
    hold(PAYING, RECEIVING, SPECIAL)
    yield
    ledger.check(cloud)


def raised(member: Member, here: str, key: str = "", **form: Any) -> Reply:
    body = {"description": WORDS, **form}
    return member.post(f"{here}/incidents", body, headers={"Idempotency-Key": key or fresh_key()})


def support(user_id: str = "SUPPOR1", role: StaffRole = StaffRole.SUPPORT_TEAM) -> Member:
    return staff.hire(user_id, role).logging_in()


def path_of(link: dict[str, str]) -> str:
    return urlsplit(link["href"]).path.removeprefix("/staff")


def queued(member: Member) -> list[str]:
    return [path_of(line["work_item"]) for line in member.get("/work").json["work"]]


def items(cloud: Cloud) -> list[dict[str, Any]]:
    return [one for one in cloud.items("work") if one["key"].startswith("incident#")]


@pytest.mark.req("LET-05", "LET-04")
def test_contact__letters_that_cannot_be_read__leads_to_an_incident_once_the_check_is_passed(cloud: Cloud) -> None:
    # Given a contact before and after its check
    member = staff.caseworker()
    before, after = casework.opened(member), casework.passed(member)
    # When its screen is looked at
    topics = [
        next(one for one in member.get(here).json["topics"] if one["text"] == "Letters that cannot be read")
        for here in (before, after)
    ]
    # Then the reader comes first, and an incident where that does not help
    assert topics[0]["how"] == (
        "Letters open with Adobe Acrobat Reader, which must be downloaded first. If the client still cannot read "
        "letters with the reader installed, raise an incident."
    )
    assert "action" not in topics[0]
    assert raised(member, path_of(topics[1]["action"]).removesuffix("/incidents")).status == 201
    assert len(items(cloud)) == 1


@pytest.mark.req("LET-05", "SEC-09")
def test_incident__without_a_passed_check__is_refused_and_nothing_is_raised(cloud: Cloud) -> None:
    # Given contacts before the check, after a failed one, closed, and of another log-in
    member = staff.caseworker()
    due, failed, closed = (casework.opened(member) for _ in range(3))
    assert member.post(f"{failed}/security-check", casework.said(name="Somebody Else")).status == 200
    assert member.post(f"{closed}/security-check", casework.said()).status == 200
    assert member.post(f"{closed}/close", DONE).status == 200
    others = casework.passed(staff.caseworker("CWORKE2"))
    # When an incident is raised in each
    replies = [raised(member, here) for here in (due, failed, closed, others)]
    # Then each is refused for its reason
    assert [(reply.status, reply.json["code"]) for reply in replies] == [
        (403, "CMS-4029"),
        (403, "CMS-4030"),
        (409, "CMS-4084"),
        (404, "CMS-4041"),
    ]
    assert items(cloud) == []
    assert ledger.acts(cloud, "IncidentRaised") == []


@pytest.mark.req("LET-05", "GAP-06")
def test_incident__letter_that_cannot_be_read__has_all_that_an_incident_has_and_stands_with_the_support_team(
    cloud: Cloud,
) -> None:
    # Given a letter in the client's contact history
    letter = correspondence.hold_letter(OWNER, NOON)
    member = staff.caseworker()
    here = casework.passed(member)
    # When an incident is raised for it, with what the client was shown
    told = {"error_code": "cms-5001", "transaction_id": REQUEST_ID.upper()}
    reply = raised(member, here, entry=casework.place_of(cloud, OWNER), **told)
    # Then it has number, who raised it, user, error code, transaction ID, description and status
    assert reply.status == 201, reply.body
    page = reply.json
    assert (page["raised_by"], page["user"], page["status"]) == ("CWORKE1", PAYING.key, "open")
    assert (page["error_code"], page["error_transaction_id"]) == ("CMS-5001", REQUEST_ID)
    assert (page["description"], page["letter"]) == (WORDS, letter.entry_id)
    number = page["incident"]
    assert number.startswith("INC")
    assert len(number) == 11
    # And it is one piece of work of the support team, due in 48 hours, and nothing of the client stands in its line
    [line] = support().get("/work").json["work"]
    assert (line["kind"], line["due"]) == ("incident", "2027-04-19T12:00:00+00:00")
    [work] = [one for one in cloud.items("work") if one["item"] == "work-item"]
    assert (work["team"], work["subject"], work["scin"]) == ("Support Team", f"Incident {number}", PAYING.key)
    assert "activity_id" not in work
    # And whoever raised it finds it again, but not its work item
    assert member.get(path_of(page["here"])).json == page
    assert "work_item" not in page
    assert member.get(f"/work-items/{number}").status == 404


@pytest.mark.req("LET-05")
def test_incident__sent_again__is_the_same_one_and_other_words_by_its_form_are_refused(cloud: Cloud) -> None:
    # Given an incident
    member, key = staff.caseworker(), fresh_key()
    here = casework.passed(member)
    letter = correspondence.hold_letter(OWNER, NOON)
    place = casework.place_of(cloud, OWNER)
    first = raised(member, here, key, entry=place)
    # When its form comes again, and then with anything in it changed, in this contact or in another
    again = raised(member, here, key, entry=place)
    others = [
        raised(member, here, key, entry=place, description="Something else"),
        raised(member, here, key),
        raised(member, here, key, entry=place, error_code="CMS-5001"),
        raised(member, here, key, entry=place, transaction_id=REQUEST_ID),
        raised(member, casework.passed(member), key, entry=place),
    ]
    # Then it is that very incident, and none of the others is kept
    assert (again.status, again.json) == (201, first.json)
    assert {(reply.status, reply.json["code"]) for reply in others} == {(409, "CMS-4077")}
    assert [(one["description"], one["letter"]) for one in items(cloud)] == [(WORDS, letter.entry_id)]
    assert len(ledger.acts(cloud, "IncidentRaised")) == 1
    assert len(queued(support())) == 1
    # And a new form is a new one, and so is another person's form of the same key
    colleague = staff.caseworker("CWORKE2")
    new = [raised(member, here, entry=place), raised(colleague, casework.passed(colleague), key)]
    assert len({one.json["incident"] for one in (first, *new)}) == 3


@pytest.mark.req("LET-05", "GAP-06")
@pytest.mark.parametrize("role", [StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER])
def test_incident__support_team__sees_takes_and_finishes_it_which_closes_it(cloud: Cloud, role: StaffRole) -> None:
    # Given an incident
    member = staff.caseworker()
    incident = path_of(raised(member, casework.passed(member)).json["here"])
    # When the support team opens its work, follows it to the incident, takes it and finishes it
    helper = support(role=role)
    [item] = queued(helper)
    page = helper.get(item).json
    assert page["about"] == {"text": "The incident", "href": f"/staff{incident}"}
    assert page["subject"] == f"Incident {incident.rpartition('/')[2]}"
    shown = helper.get(incident)
    assert (shown.status, shown.json["description"], shown.json["status"]) == (200, WORDS, "open")
    assert path_of(shown.json["work_item"]) == item
    taken = helper.post(f"{item}/take", {}).json
    # Then whom to call is not shown: it is whoever raised it who speaks with the client
    assert "call" not in taken
    assert "Call the client" not in [one["text"] for one in taken["actions"]]
    assert helper.get(incident).json["status"] == "taken"
    assert helper.post(f"{item}/done", DONE).status == 200
    # And its status then reads done, for whoever raised it too
    assert [one.get(incident).json["status"] for one in (helper, member)] == ["done", "done"]
    assert queued(helper) == []


@pytest.mark.req("LET-05")
def test_incident__of_whom_it_is_not__is_not_there(cloud: Cloud) -> None:
    # Given an incident that a caseworker raised
    member = staff.caseworker()
    incident = path_of(raised(member, casework.passed(member)).json["here"])
    before = len(cloud.items("audit"))
    # When a colleague asks for it, in a contact with another client or without
    colleague = staff.caseworker("CWORKE2")
    casework.passed(colleague, RECEIVING)
    found = colleague.get(incident)
    # Then it is told as one that nobody raised
    nobodys = colleague.get("/incidents/INC00000000")
    assert (found.status, found.json["code"]) == (nobodys.status, nobodys.json["code"]) == (404, "CMS-4041")
    assert colleague.get("/incidents/no such").status == 404
    assert not [act for act in cloud.items("audit")[before:] if act["act"] == "WorkItemOpened"]
    # And employers' caseworkers have no incidents at all
    of_employers = staff.hire("ECASE1", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    assert of_employers.get(incident).status == 403


@pytest.mark.req("LET-05")
@pytest.mark.parametrize("whose", ["other client", "message", "none", "made up"])
def test_incident__entry_that_is_no_letter_of_the_client__is_not_there(cloud: Cloud, whose: str) -> None:
    # Given a letter of another client, a message of this one, a place where nothing stands, and no place at all
    places = {"none": "ZW50cnkjMjAyNy0wNC0xN1QxMjowMDowMC4wMDAwMDArMDA6MDAjYTE", "made up": "%%%"}
    if whose == "other client":
        correspondence.hold_letter(OTHER, NOON)
        places[whose] = casework.place_of(cloud, OTHER)
    if whose == "message":
        correspondence.hold_letter(OWNER, NOON, kind=EntryKind.MESSAGE)
        places[whose] = casework.place_of(cloud, OWNER)
    member = staff.caseworker()
    # When an incident names it
    reply = raised(member, casework.passed(member), entry=places[whose])
    # Then there is no such letter, and no incident
    assert (reply.status, reply.json["code"]) == (404, "CMS-4041")
    assert items(cloud) == []


@pytest.mark.req("LET-05")
def test_incident__form_wrong_in_all_fields__has_each_of_them_named(cloud: Cloud) -> None:
    member = staff.caseworker()
    here = casework.passed(member)
    wrong = {"description": "  ", "error_code": "CMS-9999", "transaction_id": "Mrs Jones"}
    reply = raised(member, here, **wrong)
    assert reply.status == 422
    assert [one["field"] for one in reply.json["errors"]] == ["description", "error_code", "transaction_id"]
    assert raised(member, here, description="x" * 2_001).json["errors"][0]["code"] == "too_long"
    assert raised(member, here, description="x" * 2_000).status == 201
    assert len(items(cloud)) == 1


@pytest.mark.req("LET-05", "SEC-04")
def test_incident__of_a_special_client__is_the_special_teams_and_nobody_elses(cloud: Cloud) -> None:
    # Given the special team in a contact with a special client
    team, helper = staff.special_caseworker(), support()
    reply = raised(team, casework.passed(team, SPECIAL))
    incident = path_of(reply.json["here"])
    # Then its own queue has it, the support team's has not, and the support team finds none
    item = path_of(reply.json["work_item"])
    assert queued(team) == [item]
    assert queued(helper) == []
    assert [helper.get(path).status for path in (incident, item)] == [404, 404]
    # And a colleague of the team, who did not raise it, deals with it
    colleague = staff.special_caseworker("SPECIA2")
    assert colleague.get(incident).json["description"] == WORDS
    assert colleague.post(f"{item}/take", {}).status == 200
    assert colleague.post(f"{item}/done", DONE).status == 200
    assert team.get(incident).json["status"] == "done"


@pytest.mark.req("SEC-04", "SEC-03")
@pytest.mark.parametrize("done", [False, True])
def test_incident__of_a_client_who_became_special__is_shut_for_the_support_team_and_for_whoever_raised_it(
    cloud: Cloud, *, done: bool
) -> None:
    # Given an incident, open or done, of a client who is then referred
    member, helper = staff.caseworker(), support()
    here = casework.passed(member)
    incident = path_of(raised(member, here).json["here"])
    [item] = queued(helper)
    if done:
        assert [helper.post(f"{item}/take", {}).status, helper.post(f"{item}/done", DONE).status] == [200, 200]
    assert member.post(f"{here}/special-records", {"reason": "Afraid of being found"}).status == 200
    # When either asks for it, Then it is not there
    assert [one.get(incident).status for one in (member, helper)] == [404, 404]
    assert queued(helper) == []
    # And the special team opens it, and has the work of it where that is not done
    team = staff.special_caseworker()
    assert queued(team) == ([] if done else [item])
    assert team.get(incident).json["status"] == ("done" if done else "open")


@pytest.mark.req("LET-05", "SEC-12")
def test_incident__its_whole_life__leaves_its_words_in_no_event_and_no_audit_record(cloud: Cloud) -> None:
    # Given an incident whose description names the client, raised, shown, dealt with and late
    correspondence.hold_letter(OWNER, NOON)
    member, helper = staff.caseworker(), support()
    told = {"entry": casework.place_of(cloud, OWNER), "error_code": "CMS-5001", "transaction_id": REQUEST_ID}
    page = raised(member, casework.passed(member), **told).json
    cloud.clock.stop(NOON + timedelta(hours=49))
    sweep(cloud.clock.now())
    helper = helper.logging_in()
    [item] = queued(helper)
    for path, body in (("take", {}), ("done", DONE)):
        assert helper.post(f"{item}/{path}", body).status == 200
    assert helper.get(path_of(page["here"])).status == 200
    # When all events and audit records are read
    kept = json.dumps([cloud.items("outbox"), cloud.items("audit")], default=str)
    # Then they name what is to be named, and say nothing
    assert page["incident"] in kept
    assert [word for word in ("Whitfield", "07700", "blank", REQUEST_ID) if word in kept] == []
    [act] = ledger.acts(cloud, "IncidentRaised")
    facts = json.loads(act["facts"]) if isinstance(act["facts"], str) else act["facts"]
    assert facts == {
        "scin": PAYING.key,
        "incident": page["incident"],
        "letter": page["letter"],
        "error_code": "CMS-5001",
    }
    assert len(ledger.acts(cloud, "SlaBreached")) == 1
