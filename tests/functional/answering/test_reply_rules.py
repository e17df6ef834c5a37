"""By which channel, by HTTP: the support team's, no address held, who is enrolled, and the settings."""

import json
from datetime import UTC, datetime

import pytest

from cms_common.domain.staff import StaffRole
from infra.demo import known
from infra.demo.records import Line
from tests.support.answering import (
    LINE,
    answering_with,
    call,
    caseworker,
    checked,
    open_queue,
    sent,
    support_item,
    taken,
    work_items,
)
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.http import call as ask
from tests.support.ledger import acts
from tests.support.staff import hire
from tests.support.visitors import PAYING, Person, fresh_key, hold

SUPPORTERS = pytest.mark.parametrize("who", [StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER])


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, known.ONE_ERN)
    changes = {"contact_preference": "Self Service", "self_service": True, "segment": "Segment 7"}
    cloud.update("clients", {"scin": PAYING.key}, **changes)


def refusal(reply: Reply) -> tuple[int, str, str]:
    return reply.status, reply.json["code"], reply.json["facts"]["rule"]


@SUPPORTERS
@pytest.mark.req("SUP-05", "CON-19", "NOT-15")
@pytest.mark.parametrize(
    ("line", "team"), [(PAYING, "Segment 7"), (known.ONE_ERN, "Employer Team")], ids=["client", "employer"]
)
def test_support_team__handing_over_a_complex_message__gives_it_to_the_owning_team(
    cloud: Cloud, who: StaffRole, line: Line, team: str
) -> None:
    # Given a problem with the site that the support team has taken
    owning = sent(cloud, "problem with the site", line)
    before = {one["work_item_id"]: one for one in work_items(cloud)}[owning]
    member = hire("SUPPOR1", who).logging_in()
    here = taken(member, support_item(cloud))
    # When it is handed over as complex
    assert member.post(f"{here}/correspondence", {"reason": "About the case"}).status == 200
    # Then the work is the owning team's, on the same activity, under the same due time
    [raised] = [one for one in work_items(cloud) if one["kind"] == "Correspondence (Inbound)"]
    assert (raised["team"], raised["status"]) == (team, "open")
    assert (raised["activity_id"], raised["due_at"]) == (before["activity_id"], before["due_at"])
    assert open_queue(cloud) == ["Correspondence (Inbound)"]


@SUPPORTERS
@pytest.mark.req("CWK-17", "CON-19")
@pytest.mark.parametrize("channel", ["letter", "the means that the special requirement names", "update letter"])
def test_support_team__answering_otherwise_than_by_telephone__is_refused_with_the_rule(
    cloud: Cloud, who: StaffRole, channel: str
) -> None:
    # Given a client who may not be telephoned, and a message that the support team has taken
    cloud.update("clients", {"scin": PAYING.key}, special_requirements=["Hearing"])
    sent(cloud, "submit feedback")
    member = hire("SUPPOR1", who).logging_in()
    here = taken(member, support_item(cloud))
    # When they tell of another answer, Then it is refused, and they are shown no way but to hand it over
    reply = member.post(f"{here}/answered", {"channel": channel, "reason": "Answered"})
    assert refusal(reply) == (409, "CMS-4086", "CON-19")
    page = member.get(here).json
    assert page["allowed"] == []
    assert [one["text"] for one in page["actions"]] == ["View document", "Too complex"]
    assert open_queue(cloud) == ["answer message"] * 2


@pytest.mark.req("CON-03", "SLA-01")
@pytest.mark.parametrize("held", [None, ""])
def test_email__where_no_address_is_held__is_refused_and_telephone_is_the_rule(cloud: Cloud, held: str | None) -> None:
    # Given a user preferring Self Service whose record has no address
    cloud.update("clients", {"scin": PAYING.key}, email=held)
    member = caseworker()
    here = taken(member, sent(cloud))
    # When email is tried, Then it is refused with the reason, and the call answers it
    reply = member.post(f"{here}/email", LINE)
    assert refusal(reply) == (409, "CMS-4086", "CON-03")
    assert reply.json["facts"]["reason"] == "No email address is held for the client."
    assert member.get(here).json["allowed"] == ["telephone"]
    assert cloud.items("notifications") == []
    assert call(member, here, outcome="answered", notes="Told", contact=checked(member)).status == 200


@pytest.mark.req("SLA-01")
def test_email__queued__names_the_work_item_that_it_answers(cloud: Cloud) -> None:
    member, work_item = caseworker(), sent(cloud)
    assert member.post(f"{taken(member, work_item)}/email", LINE).status == 200
    assert [mail["answers"] for mail in cloud.items("notifications")] == [work_item]


@pytest.mark.req("NOT-07", "CON-03")
def test_email__to_a_client_who_was_de_enrolled__is_refused_whatever_the_record_still_says(cloud: Cloud) -> None:
    # Given a message of a client who is de-enrolled before it is answered
    member = caseworker()
    here = taken(member, sent(cloud))
    [own] = [one for one in cloud.items("accounts") if one["key"] == f"identifier#SCIN#{PAYING.key}"]
    cloud.client("dynamodb").delete_item(TableName="cms-test-accounts", Key={"key": {"S": own["key"]}})
    # When email is tried, Then it is refused
    assert refusal(member.post(f"{here}/email", LINE)) == (409, "CMS-4086", "NOT-07")


@pytest.mark.req("NOT-09", "NOT-12")
@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"lines": ["never-seen"]}, "A line is not one of the lines to take that are listed."),
        ({"lines": ["payment-on-its-way"], "optional": ["none"]}, "A paragraph is not one of the optional ones"),
        ({"lines": ["payment-on-its-way"] * 2}, "Choose each line to take once."),
    ],
    ids=["line", "paragraph", "twice"],
)
def test_email__not_as_approved__is_refused_in_words(cloud: Cloud, form: dict[str, list[str]], says: str) -> None:
    member = caseworker()
    reply = member.post(f"{taken(member, sent(cloud))}/email", form)
    assert refusal(reply) == (409, "CMS-4086", "NOT-09")
    assert reply.json["facts"]["reason"].startswith(says)


@pytest.mark.req("CON-43", "NOT-11")
def test_answer__whatever_staff_type__puts_none_of_it_before_the_client(cloud: Cloud) -> None:
    # Given messages that are answered in every way in which staff type words
    person, member = Person.signed_in(), caseworker()
    first, second = (taken(member, sent(cloud, "general query", person=person)) for _ in range(2))
    words = "Typed by a member of staff"
    replies = [
        call(member, first, outcome="no answer", notes=words),
        call(member, first, outcome="answered", notes=words, contact=checked(member)),
        member.post(f"{second}/correspondence", {"reason": words}),
    ]
    assert [reply.status for reply in replies] == [200] * 3
    # When the client looks at the contact history, Then the calls stand there, and no word of it; nor is it sent
    page = person.get("/contact-history")
    assert [one["kind"] for one in page.json["entries"]].count("call") == 2
    assert words not in page.body
    assert words not in str(cloud.items("notifications"))


@pytest.mark.req("CON-03")
def test_setting__email_replies_off__is_telephone_alone(cloud: Cloud) -> None:
    member, work_item = caseworker(), sent(cloud)
    path = f"/staff/messages/{work_item}"
    with answering_with(EMAIL_REPLIES="off") as handler:
        page = ask(handler, "GET", path, token=member.token).json
    assert page["allowed"] == ["telephone"]
    assert {"channel": "email", "reason": "Email replies are switched off.", "rule": "CON-03"} in page["refused"]
    assert member.get(f"/messages/{work_item}").json["allowed"] == ["email", "telephone"]


@pytest.mark.req("GAP-31", "LET-12")
@pytest.mark.parametrize(("limit", "letters"), [("1", [1, 1, 1]), ("3", [0, 0, 1])])
def test_setting__calls_before_letter__is_after_how_many_the_letter_is_wanted(
    cloud: Cloud, limit: str, letters: list[int]
) -> None:
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    wanted = []
    with answering_with(CALLS_BEFORE_LETTER=limit) as handler:
        for _ in letters:
            key = {"Idempotency-Key": fresh_key()}
            path, form = f"/staff{here}/call", {"outcome": "no answer"}
            assert ask(handler, "POST", path, form, token=member.token, headers=key).status == 200
            wanted.append(len(acts(cloud, "LetterWanted")))
    assert wanted == letters


@pytest.mark.req("NOT-02", "NOT-03")
@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"sms_opted_in": True}, 1),
        ({"sms_opted_in": False}, 0),
        ({"sms_opted_in": True, "mobile_telephone": None}, 0),
        ({"sms_opted_in": True, "mobile_telephone": "0191 496 0000"}, 0),
    ],
    ids=["opted-in", "opted-out", "no-number", "no-mobile"],
)
def test_call__that_reached_nobody__has_a_text_message_beside_it_where_it_is_wanted(
    cloud: Cloud, changes: dict[str, object], texts: int
) -> None:
    # Given a client who wants text messages, or cannot have them
    cloud.update("clients", {"scin": PAYING.key}, **changes)
    member, key = caseworker(), fresh_key()
    here = taken(member, sent(cloud, "general query"))
    # When a call reaches nobody, told of twice, and a second one wants the letter
    for _ in range(2):
        assert call(member, here, key=key, outcome="no answer").status == 200
    assert call(member, here, outcome="no answer").json["unsuccessful_calls"] == 2
    # Then one text message went beside the first, in the history with it; beside the second goes the letter
    found = [one for one in cloud.items("notifications") if one["template"] == "sms-call-missed"]
    calls = [one for one in cloud.items("correspondence") if one.get("kind") == "call"]
    first = min(calls, key=lambda one: one["at"])
    assert len(calls) == 2
    assert [(one["to"], one["besides"]) for one in found] == [
        (f"client#{PAYING.key}", f"call#{first['entry_id']}")
    ] * texts


@pytest.mark.req("CON-44", "EMP-15")
@pytest.mark.parametrize(("preference", "mails"), [("Self Service", 1), ("Telephone", 0), (None, 0)])
@pytest.mark.parametrize("outcome", ["no answer", "answered"])
def test_call__of_an_employer__is_told_of_where_self_service_is_preferred(
    cloud: Cloud, preference: str | None, mails: int, outcome: str
) -> None:
    # Given an employer's message, taken
    cloud.update("employers", {"ern": known.ONE_ERN.key}, contact_preference=preference)
    member, key = hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in(), fresh_key()
    here = taken(member, sent(cloud, "general query", known.ONE_ERN))
    facts = {name: str(known.ONE_ERN.record[name]) for name in ("ern", "paye_reference")}
    # When a call is recorded, twice by one form
    for _ in range(2):
        assert call(member, here, key=key, outcome=outcome, notes="Called", **facts).status == 200
    # Then what is new in the contact history is told of once
    [entry] = [one for one in cloud.items("correspondence") if one.get("kind") == "call"]
    told = [(one["to"], one["template"], one["besides"]) for one in cloud.items("notifications")]
    assert told == [(f"employer#{known.ONE_ERN.key}", "new-for-employer", f"entry#{entry['entry_id']}")] * mails


@pytest.mark.req("CWK-25")
def test_message__of_an_employer__names_it_to_whoever_has_taken_it(cloud: Cloud) -> None:
    member = hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    work_item = sent(cloud, "general query", known.ONE_ERN)
    assert "call_name" not in member.get(f"/messages/{work_item}").json
    page = member.get(taken(member, work_item)).json
    assert page["call_name"] == known.ONE_ERN.record["name"]
    assert str(known.ONE_ERN.record["paye_reference"]) not in json.dumps(page)


@pytest.mark.req("SLA-04")
def test_queue__of_a_team__is_in_due_order_with_what_is_late_marked(cloud: Cloud) -> None:
    # Given messages that came at four times, more than the shards of a queue
    cloud.update("clients", {"scin": PAYING.key}, segment="Applications")
    cloud.clock.stop(datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC))
    person, expected = Person.signed_in(), []
    for number in range(6):
        cloud.clock.stop(datetime(2026, 3, 12, 12, 5 * number, 0, tzinfo=UTC))
        expected.append(sent(cloud, "general query", person=person))
    # When two of them are late: 48 hours and a second are over since the second came
    cloud.clock.stop(datetime(2026, 3, 14, 12, 5, 1, tzinfo=UTC))
    lines = caseworker().get("/messages").json["work"]
    # Then they stand first, in the order in which all are due
    assert [line["open"]["href"].rpartition("/")[2] for line in lines] == expected
    assert [line["overdue"] for line in lines] == [True] * 2 + [False] * 4
