"""Answering messages by HTTP: by the channel that is allowed, and no other."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cms_common.domain.staff import StaffRole
from infra.demo import known
from tests.support.answering import (
    LINE,
    answers_to,
    call,
    caseworker,
    checked,
    done_document,
    known_facts,
    open_queue,
    sent,
    taken,
)
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.ledger import acts
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, RECEIVING, hold


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.ONE_ERN)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def code(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["code"]


def message_of(cloud: Cloud) -> str:
    [message] = [one for one in cloud.items("correspondence") if one["item"] == "message"]
    return str(message["message_id"])


def another(user_id: str = "CWORK2", **more: Any) -> Member:
    return caseworker(user_id, **more)


@pytest.mark.req("CWK-16", "CWK-17", "MSG-07")
def test_message__opened__shows_header_channels_with_reasons_and_when_it_is_due(cloud: Cloud) -> None:
    # Given a missing payment enquiry of a self-service user who prefers Self Service
    work_item = sent(cloud)
    # When a caseworker opens it
    page = caseworker().get(f"/messages/{work_item}").json
    # Then header, due time and the channels are there: email is the normal answer
    assert (page["subject"], page["message_type"]) == ("Missing payment enquiry", "missing payments")
    assert (page["allowed"], page["overdue"]) == (["email", "telephone"], False)
    refused = {one["channel"]: one["rule"] for one in page["refused"]}
    assert refused["Complaint/Dissatisfaction - Log"] == "CON-03"
    assert refused["update letter"] == "LET-12"
    assert "Nothing has come" not in str(page)


@pytest.mark.req("CWK-20", "CWK-27")
def test_message__opened__gives_lines_and_prompts_and_whom_to_call_to_the_taker_alone(cloud: Cloud) -> None:
    work_item = sent(cloud)
    one, other = caseworker(), another()
    here = taken(one, work_item)
    mine, theirs = one.get(here).json, other.get(here).json
    assert any("upload" in prompt for prompt in mine["prompts"])
    assert any("check it online next time" in prompt for prompt in mine["prompts"])
    assert any("looked at the FAQ and My details" in line for line in mine["lines"])
    assert any("paid in full and on time" in line for line in mine["lines"])
    assert mine["call_telephone"]
    assert "call_telephone" not in theirs


@pytest.mark.req("SLA-04")
def test_message__past_its_time__is_marked(cloud: Cloud) -> None:
    work_item = sent(cloud)
    cloud.clock.forward(hours=48, seconds=2)
    member = caseworker()
    assert member.get(f"/messages/{work_item}").json["overdue"] is True


@pytest.mark.req("CWK-16")
def test_document__of_a_message__opens_for_a_minute_once_it_is_made(cloud: Cloud) -> None:
    # Given a message whose PDF is being made
    work_item, member = sent(cloud), caseworker()
    assert code(member.post(f"/messages/{work_item}/document", {})) == (409, "CMS-4087")
    # When it is made
    document = done_document(cloud, message_of(cloud))
    reply = member.post(f"/messages/{work_item}/document", {})
    # Then it opens, and that is recorded
    url = urlsplit(reply.json["url"])
    assert url.path.endswith(f"/{document}.pdf")
    assert parse_qs(url.query)["X-Amz-Expires"] == ["60"]
    assert len(acts(cloud, "MessageDocumentOpened")) == 1


@pytest.mark.req("NOT-08", "NOT-09", "CWK-23")
def test_email__where_allowed__queues_one_mail_and_ends_the_work(cloud: Cloud) -> None:
    # Given a missing payment enquiry that is taken
    member = caseworker()
    here = taken(member, sent(cloud))
    # When it is answered with a line to take, twice as a lost answer makes it
    replies = [member.post(f"{here}/email", LINE) for _ in range(2)]
    # Then one mail goes to the client, the work is done and the activity too
    assert [reply.status for reply in replies] == [200, 200]
    [mail] = cloud.items("notifications")
    assert (mail["to"], mail["template"], mail["lines"]) == (
        f"client#{PAYING.key}",
        "reply-missing-payment",
        ["payment-on-its-way"],
    )
    assert open_queue(cloud) == []
    [activity] = [one for one in cloud.items("work") if str(one["item"]).startswith("activity#")]
    assert activity["status"] == "Done"
    assert len(acts(cloud, "MessageAnswered")) == 1


@pytest.mark.req("NOT-09", "NOT-10", "NOT-11")
@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"lines": ["Your payment is on its way, I promise"]}, 409),
        ({"lines": ["how-it-is-worked-out"]}, 409),
        ({"lines": ["payment-on-its-way"], "optional": ["notice"]}, 409),
        ({"lines": []}, 422),
        ({"lines": ["payment-on-its-way"], "text": "and more"}, 422),
    ],
    ids=["typed-text", "other-enquiry", "read-only-paragraph", "no-line", "free-text-field"],
)
def test_email__with_anything_but_approved_lines__is_refused(cloud: Cloud, form: dict[str, Any], status: int) -> None:
    member = caseworker()
    here = taken(member, sent(cloud))
    assert member.post(f"{here}/email", form).status == status
    assert cloud.items("notifications") == []
    assert open_queue(cloud) == ["answer message"]


@pytest.mark.req("NOT-07", "NOT-15", "CWK-17")
@pytest.mark.parametrize(
    ("message_type", "changes", "rule"),
    [
        ("general query", {}, "NOT-07"),
        ("make a complaint", {}, "NOT-15"),
        ("missing payments", {"contact_preference": "Telephone"}, "NOT-15"),
        ("missing payments", {"contact_preference": "Letter"}, "NOT-08"),
        ("missing payments", {"self_service": False}, "NOT-07"),
    ],
)
def test_email__where_not_allowed__is_refused_with_the_rule(
    cloud: Cloud, message_type: str, changes: dict[str, Any], rule: str
) -> None:
    # Given a message for which email is not allowed
    work_item = sent(cloud, message_type)
    if changes:
        cloud.update("clients", {"scin": PAYING.key}, **changes)
    member = caseworker()
    # When email is tried
    reply = member.post(f"{taken(member, work_item)}/email", LINE)
    # Then it is refused, and nothing is sent
    assert (code(reply), reply.json["facts"]["rule"]) == ((409, "CMS-4086"), rule)
    assert cloud.items("notifications") == []


@pytest.mark.req("CON-03", "CWK-17")
def test_call__with_a_hearing_requirement__is_refused(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": PAYING.key}, special_requirements=["Hearing"])
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    assert code(call(member, here, outcome="no answer")) == (409, "CMS-4086")
    reply = member.post(f"{here}/answered", {"channel": "letter", "reason": "Letter sent"})
    assert (reply.status, reply.json["answered_by_channel"]) == (200, "letter")


@pytest.mark.req("SLA-01", "SEC-09", "CWK-08")
def test_call__answered_in_a_passed_contact__answers_the_message_with_its_notes(cloud: Cloud) -> None:
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    reply = call(member, here, outcome="answered", notes="Explained the plan", contact=checked(member))
    assert (reply.status, reply.json["answered_by_channel"]) == (200, "telephone")
    assert open_queue(cloud) == []
    [item] = [one for one in cloud.items("work") if one["item"] == "work-item"]
    assert [note["text"] for note in item["notes"]] == ["telephone: Explained the plan"]
    [act] = acts(cloud, "MessageAnswered")
    assert json.loads(act["facts"])["checked_by"] == "contact"
    [entry] = [one for one in cloud.items("correspondence") if one.get("kind") == "call"]
    assert "Explained" not in str(entry)


@pytest.mark.req("LET-12", "SLA-03", "GAP-31")
def test_call__unsuccessful_twice__wants_one_update_letter(cloud: Cloud) -> None:
    # Given a message that is taken
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    # When two calls reach nobody, the first of them told of twice by a double click
    wanted = []
    for key in ("a" * 20, "a" * 20, "b" * 20, "c" * 20):
        reply = call(member, here, key=key, outcome="no answer")
        assert reply.status == 200, reply.body
        wanted.append((reply.json["unsuccessful_calls"], len(acts(cloud, "LetterWanted"))))
    # Then the second wants the letter, and a third no other
    assert wanted == [(1, 0), (1, 0), (2, 1), (3, 1)]
    assert reply.json["allowed"] == ["update letter", "telephone"]
    done = member.post(f"{here}/answered", {"channel": "update letter", "reason": "Two calls reached nobody"})
    assert done.status == 200
    assert open_queue(cloud) == []


@pytest.mark.req("NOT-15", "MSG-10")
def test_complaint__is_answered_in_the_log_alone(cloud: Cloud) -> None:
    member = caseworker()
    here = taken(member, sent(cloud, "make a complaint"))
    assert member.get(here).json["allowed"] == ["Complaint/Dissatisfaction - Log"]
    assert code(call(member, here, outcome="no answer")) == (409, "CMS-4086")
    assert code(member.post(f"{here}/correspondence", {"reason": "Complex"})) == (409, "CMS-4086")
    form = {"channel": "Complaint/Dissatisfaction - Log", "reason": "Logged"}
    assert member.post(f"{here}/answered", form).status == 200
    assert open_queue(cloud) == ["Complaint/Dissatisfaction - Log"]


@pytest.mark.req("NOT-15")
def test_complex_enquiry__handed_over__is_correspondence_inbound_due_when_the_message_is(cloud: Cloud) -> None:
    member = caseworker()
    work_item = sent(cloud)
    due = answers_to(cloud, message_of(cloud))[0]["due_at"]
    reply = member.post(f"{taken(member, work_item)}/correspondence", {"reason": "Needs a new calculation"})
    assert (reply.status, reply.json["answered_by_channel"]) == (200, "Correspondence (Inbound)")
    assert open_queue(cloud) == ["Correspondence (Inbound)"]
    [raised] = [one for one in cloud.items("work") if one.get("kind") == "Correspondence (Inbound)" and "notes" in one]
    assert raised["due_at"] == due
    assert cloud.items("notifications") == []


@pytest.mark.req("CON-19", "SUP-06")
@pytest.mark.parametrize("message_type", ["problem with the site", "submit feedback"])
@pytest.mark.parametrize("who", [StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER])
def test_support_team__answers_by_telephone__closes_both_teams_work(
    cloud: Cloud, message_type: str, who: StaffRole
) -> None:
    # Given a message that two teams are to see
    own = sent(cloud, message_type)
    theirs = answers_to(cloud, message_of(cloud))[1]["work_item_id"]
    member = hire("SUPPOR1", who).logging_in()
    # When the support team answers it: from its own queue alone, and never by email
    assert member.get("/messages").json["work"][0]["open"]["href"] == f"/staff/messages/{theirs}"
    assert member.get(f"/messages/{own}").status == 404
    here = taken(member, theirs)
    assert code(member.post(f"{here}/email", LINE)) == (403, "CMS-4038")
    reply = call(member, here, outcome="answered", notes="Cleared the cache", **known_facts(PAYING))
    # Then nobody has it in a queue any more
    assert reply.status == 200
    assert open_queue(cloud) == []
    assert code(caseworker().post(f"/messages/{own}/take", {})) == (409, "CMS-4083")


def test_employer_caseworker__answers_employers_alone(cloud: Cloud) -> None:
    # Given a message of an employer and one of a client
    employers = sent(cloud, "general query", known.ONE_ERN)
    member = hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    assert caseworker().get(f"/messages/{employers}").status == 404
    # When it is opened, Then telephone is allowed
    here = taken(member, employers)
    assert member.get(here).json["allowed"] == ["telephone"]
    assert call(member, here, outcome="answered", notes="Told", **known_facts(known.ONE_ERN)).status == 200
    client = sent(cloud)
    assert member.get(f"/messages/{client}").status == 404


@pytest.mark.req("SEC-04")
def test_message__of_a_special_client_record__is_open_to_its_team_alone(cloud: Cloud) -> None:
    work_item = sent(cloud)
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)
    assert caseworker().get(f"/messages/{work_item}").status == 404
    assert another(special_records_team=True).get(f"/messages/{work_item}").status == 200


def test_message__taken_by_another_or_nobody__is_answered_by_neither(cloud: Cloud) -> None:
    work_item = sent(cloud)
    one, other = caseworker(), another()
    assert code(one.post(f"/messages/{work_item}/email", LINE)) == (409, "CMS-4082")
    here = taken(one, work_item)
    assert code(other.post(f"{here}/take", {})) == (409, "CMS-4081")
    assert code(other.post(f"{here}/email", LINE)) == (409, "CMS-4081")
    assert one.post(f"{here}/email", LINE).status == 200
    assert code(other.post(f"{here}/email", LINE)) == (409, "CMS-4083")


@pytest.mark.parametrize("named", ["x", "0" * 20, "contact#1", "é", "a" * 300])
def test_message__that_there_is_not__is_not_found(named: str) -> None:
    assert caseworker().get(f"/messages/{named}").status == 404


@pytest.mark.req("CWK-05", "LET-11")
def test_notification__sent_again__goes_out_once_more_however_often_it_is_asked(cloud: Cloud) -> None:
    # Given an answer by email that was sent
    member = caseworker()
    member.post(f"{taken(member, sent(cloud))}/email", LINE)
    [mail] = cloud.items("notifications")
    path = f"/notifications/{mail['notification']}/resend"
    assert code(member.post(path, {})) == (409, "CMS-4085")
    cloud.update("notifications", {"notification": mail["notification"]}, state="bounced")
    # When a caseworker sends it again, twice
    assert [member.post(path, {}).status for _ in range(2)] == [200, 200]
    # Then there is one more, to the same client
    assert [one["to"] for one in cloud.items("notifications")] == [f"client#{PAYING.key}"] * 2
    assert hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in().post(path, {}).status == 404
