"""Whose work somebody may open, give back and take over, by HTTP (roles table, SEC-04, SUP-06)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.staff import StaffRole
from infra.demo import known
from tests.support import answering, casework, ledger, staff
from tests.support.cloud import Cloud
from tests.support.correspondence import FORM, finish_document, send_message
from tests.support.staff import Member
from tests.support.visitors import PAYING, Person, fresh_key, hold

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
EMPLOYER = known.ONE_ERN
REASON = {"reason": "On leave from tomorrow"}


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    cloud.clock.stop(NOON)
    hold(PAYING, EMPLOYER)
    yield
    ledger.check(cloud)


def of_employers() -> Member:
    return staff.hire("ECASE1", StaffRole.EMPLOYER_CASEWORKER, ()).logging_in()


def work(cloud: Cloud, kind: str, team: str) -> str:
    [found] = [
        one
        for one in cloud.items("work")
        if (one["item"], one.get("kind"), one.get("team")) == ("work-item", kind, team)
    ]
    return str(found["work_item_id"])


@pytest.mark.req("MSG-10", "SLA-02")
@pytest.mark.parametrize(
    ("message_type", "kind"),
    [
        ("make a complaint", "Complaint/Dissatisfaction - Log"),
        ("ask for subject access request form", "send SAR form"),
    ],
)
def test_work_of_an_employer__is_found_taken_and_done_by_the_employer_team_alone(
    cloud: Cloud, message_type: str, kind: str
) -> None:
    # Given an employer's message that raises work of its own
    assert send_message(Person.signed_in(EMPLOYER), message_type=message_type).status == 201
    item = work(cloud, kind, "Employer Team")
    # When the employer team does it, and a caseworker of clients tries to
    member, other = of_employers(), staff.caseworker()
    links = [line["work_item"]["href"] for line in member.get("/work").json["work"]]
    assert f"/staff/work-items/{item}" in links
    tried = [other.get(f"/work-items/{item}"), other.post(f"/work-items/{item}/take", {})]
    taken = member.post(f"/work-items/{item}/take", {})
    done = member.post(f"/work-items/{item}/done", {"reason": "Logged in the complaints process"})
    # Then it is done, and for the other there was none
    assert [reply.status for reply in tried] == [404, 404]
    assert (taken.status, taken.json["call"]["name"]) == (200, EMPLOYER.record["name"])
    assert (done.status, done.json["status"]) == (200, "done")
    assert item not in str(member.get("/work").json)


@pytest.mark.req("MSG-07", "CWK-16")
def test_activity_of_a_message__opens_by_its_id_with_its_header_and_its_pdf(cloud: Cloud) -> None:
    # Given a client's message whose PDF is made a minute later
    sent = send_message(Person.signed_in()).json["message"]
    item = work(cloud, "answer message", "Segment 4")
    member = staff.caseworker()
    link = member.get(f"/work-items/{item}").json["activities"][0]["activity"]["href"].removeprefix("/staff")
    # When the activity is opened before and after
    page = member.get(link).json
    early = member.post(f"{link}/document", {})
    document = finish_document(cloud, sent)
    cloud.update("correspondence", {"key": f"message#{sent}", "item": "message"}, document_id=document, pages=2)
    opened = member.post(page["document"]["open"]["href"].removeprefix("/staff"), {})
    # Then it shows the contact reason, and View document opens the PDF once there is one, for a minute
    assert (page["kind"], page["subject"]) == ("inbound correspondence", "Missing payment enquiry")
    assert page["document"]["open"]["text"] == "View document"
    assert (early.status, early.json["code"]) == (409, "CMS-4087")
    assert opened.status == 200
    assert f"/{document}.pdf?" in opened.json["url"]
    assert opened.json["until"] == (NOON + timedelta(seconds=60)).isoformat()
    assert FORM["text"] not in str(page)
    assert member.get(link).json["document"]["pages"] == 2
    assert len(ledger.acts(cloud, "MessageDocumentOpened")) == 1


@pytest.mark.req("CWK-16", "SEC-04")
def test_activity_of_an_employers_message__opens_to_the_employer_team_alone(cloud: Cloud) -> None:
    # Given an employer's message and a client's
    for person in (Person.signed_in(EMPLOYER), Person.signed_in()):
        assert send_message(person).status == 201
    theirs, clients = (
        next(one["activity_id"] for one in cloud.items("work") if one.get("message_id") and bool(one.get("ern")) is own)
        for own in (True, False)
    )
    # When both teams open both
    member, other = of_employers(), staff.caseworker()
    # Then each opens its own
    assert [member.get(f"/activities/{one}").status for one in (theirs, clients)] == [200, 404]
    assert [other.get(f"/activities/{one}").status for one in (theirs, clients)] == [404, 200]


@pytest.mark.req("SUP-06")
def test_item_of_the_support_team__is_not_there_for_a_caseworker_and_stays_free(cloud: Cloud) -> None:
    # Given a problem with the site, in both teams' queues
    send_message(Person.signed_in(), message_type="problem with the site")
    item = work(cloud, "answer message", "Support Team")
    # When a caseworker of clients tries to take the support team's
    tried = staff.caseworker().post(f"/work-items/{item}/take", {})
    # Then there is none, and the support team takes it
    assert tried.status == 404
    agent = staff.hire("AGENT1", StaffRole.SUPPORT_TEAM, ()).logging_in()
    assert agent.post(f"/messages/{item}/take", {}).status == 200


@pytest.mark.req("SLA-02")
def test_work_item__given_back_or_taken_over__is_due_as_before_with_the_reason_in_its_notes(cloud: Cloud) -> None:
    # Given work that somebody has taken
    item = casework.failed_upload()
    here = f"/work-items/{item.work_item_id}"
    first, second = staff.caseworker("CWORKE1"), staff.caseworker("CWORKE2")
    assert first.post(f"{here}/take", {}).status == 200
    due = first.get(here).json["due"]
    # When a colleague gives it back, which is not theirs; then takes it over; then gives it back
    refused = second.post(f"{here}/give-back", REASON)
    over = second.post(f"{here}/take-over", REASON)
    lost = first.post(f"{here}/done", {"reason": "I had it"})
    back = second.post(f"{here}/give-back", {"reason": "Wrong client group"})
    # Then it changes hands once each, with its notes, and its due time stays
    assert (refused.status, refused.json["code"]) == (409, "CMS-4081")
    assert (over.status, over.json["taken_by"], over.json["due"]) == (200, "CWORKE2", due)
    assert lost.status == 409
    assert (back.status, back.json["status"], "taken_by" in back.json) == (200, "open", False)
    assert [(note["by"], note["text"]) for note in back.json["notes"]] == [
        ("CWORKE2", REASON["reason"]),
        ("CWORKE2", "Wrong client group"),
    ]
    [line] = first.get("/work", query={"team": "Segment 4"}).json["work"]
    assert "taken_by" not in line
    assert first.post(f"{here}/take", {}).status == 200
    acts = ("WorkItemTakenOver", "WorkItemGivenBack")
    assert [len(ledger.acts(cloud, act)) for act in acts] == [1, 1]


@pytest.mark.req("CWK-08")
@pytest.mark.parametrize("path", ["give-back", "take-over"])
def test_work_item__given_away_without_a_reason__is_refused_and_stays(cloud: Cloud, path: str) -> None:
    item, member = casework.failed_upload(), staff.caseworker("CWORKE1")
    here = f"/work-items/{item.work_item_id}"
    member.post(f"{here}/take", {})
    other = member if path == "give-back" else staff.caseworker("CWORKE2")
    assert other.post(f"{here}/{path}", {"reason": " "}).status == 422
    assert member.get(here).json["taken_by"] == "CWORKE1"


def test_notes__of_which_there_are_very_many__are_refused_before_the_end_finds_no_room(cloud: Cloud) -> None:
    # Given a work item with 99,850 bytes of notes; 100,000 are the most there may be
    item, member = casework.failed_upload(), staff.caseworker()
    here = f"/work-items/{item.work_item_id}"
    member.post(f"{here}/take", {})
    for number in range(25):
        assert member.post(f"{here}/notes", {"text": f"{number:04d}" + "\U0001f600" * 997 + "xx"}).status == 200
    # When a byte too much is added, then one that just fits, and then it is done with long words
    reply = member.post(f"{here}/notes", {"text": "x" * 151})
    assert member.post(f"{here}/notes", {"text": "x" * 150}).status == 200
    done = member.post(f"{here}/done", {"reason": "\U0001f600" * 1_200, "notes": "\U0001f600" * 1_200})
    # Then the note is refused and the end is kept
    assert (reply.status, reply.json["code"]) == (409, "CMS-4078")
    assert (done.status, done.json["status"]) == (200, "done")


@pytest.mark.req("CWK-17")
def test_work_item_of_a_message__taken__shows_no_number_to_call(cloud: Cloud) -> None:
    # Given a message of a client whose needs forbid the telephone, taken by way of the work item
    cloud.update("clients", {"scin": PAYING.key}, special_requirements=["Hearing: Textbox"])
    item, member = answering.sent(cloud, "general query"), staff.caseworker()
    page = member.post(f"/work-items/{item}/take", {}).json
    # Then whom to call is told where it is answered, if at all
    assert page["taken_by"] == "CWORKE1"
    assert "call" not in page
    assert [link["text"] for link in page["actions"]] == ["Add a note", "Give back", "Take over"]


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("segment", ["Special Client Records Team", "Support Team", "Employer Team"])
def test_segment__by_the_name_of_a_team_that_is_none__opens_no_queue(cloud: Cloud, segment: str) -> None:
    # Given somebody whose record names such a team as their segment, from before that was refused
    send_message(Person.signed_in(), message_type="problem with the site")
    member = staff.hire("CNAMED1", StaffRole.CASEWORKER, (), segment=segment).logging_in()
    # When they ask for their own queues
    own, messages = member.get("/work"), member.get("/messages").json
    # Then that team's work is not theirs
    assert own.status == 422 or own.json["work"] == []
    assert messages["work"] == []
    assert messages["team"] == "Applications"


@pytest.mark.req("SUP-08")
def test_work_item__with_a_call_back_open__is_done_once_that_is_kept(cloud: Cloud) -> None:
    # Given work that somebody has taken, and a call-back that was promised about it
    item, member = casework.failed_upload(), answering.caseworker("CWORKE1")
    here = f"/work-items/{item.work_item_id}"
    member.post(f"{here}/take", {})
    form, reason = {"details": "On the number he gave", "work_item": item.work_item_id}, {"reason": "Told how"}
    promised = member.post("/call-backs", form, headers={"Idempotency-Key": fresh_key()}).json
    # When it is set to done, by itself or with the contact about it
    refused = member.post(f"{here}/done", reason)
    call = casework.passed(member, work_item=item.work_item_id, channel="telephone", direction="outbound")
    assert member.post(f"{call}/close", reason).status == 200
    # Then it stays to be done, and leads to the call-back
    assert (refused.status, refused.json["code"]) == (409, "CMS-4076")
    assert refused.json["facts"]["call_backs"] == [promised["kept"]["href"]]
    assert member.get(here).json["status"] == "taken"
    # And once that is kept it is done
    assert member.post(promised["kept"]["href"].removeprefix("/staff"), {"notes": "Reached him"}).status == 200
    assert member.post(f"{here}/done", reason).json["status"] == "done"
