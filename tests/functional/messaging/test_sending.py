"""Sending messages, by HTTP."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.domain.messages import MessageType
from infra.demo import known
from tests.support.cloud import Cloud
from tests.support.correspondence import FORM, send_message
from tests.support.http import Reply, call, handler_of, send
from tests.support.visitors import PAYING, RECEIVING, Person, hold

EVERYBODY = (*known.CLIENTS.values(), *known.EMPLOYERS.values())
TEAM = "Segment 4"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(*EVERYBODY)
    for scin in (PAYING.key, RECEIVING.key, known.SPECIAL_CLIENT_RECORD.key):
        cloud.update("clients", {"scin": scin}, segment=TEAM)


def kept(cloud: Cloud, table: str, beginning: str) -> list[dict[str, Any]]:
    return [item for item in cloud.items(table) if str(item["item"]).split("#")[0] == beginning]


def work_items(cloud: Cloud) -> list[dict[str, Any]]:
    """Return the work items, without the pointers to them."""
    return sorted(
        (item for item in cloud.items("work") if item["item"] == "work-item"),
        key=lambda item: (item["kind"], item["team"]),
    )


@pytest.mark.req("MSG-01", "LET-04")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_my_messages__of_either_service__offers_both_and_says_that_the_reader_is_needed(line: Any) -> None:
    # Given somebody logged in, When they open My messages
    person = Person.signed_in(line)
    page = person.get("/messages").json
    links = {link["text"]: link.get("href") for link in page["links"]}
    # Then Contact history and Send a message lead to pages that open, and the reader stands out
    for text in ("Contact history", "Send a message"):
        assert send("GET", links[text], token=person.token).status == 200
    assert "must download Adobe Acrobat Reader" in page["notice"]
    assert "Download Adobe Acrobat Reader" in links


@pytest.mark.req("MSG-02", "MSG-03")
@pytest.mark.parametrize(("query", "chosen"), [({}, []), ({"from": "feedback"}, ["submit feedback"])])
def test_form__with_and_without_the_feedback_link__chooses_feedback_then_alone(
    query: dict[str, str], chosen: list[str]
) -> None:
    page = Person.signed_in().get("/messages/new", query=query).json
    assert [choice["value"] for choice in page["types"]] == [one.value for one in MessageType]
    assert [choice["value"] for choice in page["types"] if choice["chosen"]] == chosen


@pytest.mark.req("SES-15")
def test_feedback_link__followed__opens_the_form_with_feedback_chosen() -> None:
    # Given the feedback link of My messages
    person = Person.signed_in()
    link = next(link for link in person.get("/messages").json["links"] if link["text"] == "Feedback")
    path, _, query = link["href"].partition("?")
    # When it is followed, Then the type is chosen
    page = send("GET", path, token=person.token, query=dict([query.split("=")])).json
    assert [choice["value"] for choice in page["types"] if choice["chosen"]] == ["submit feedback"]


@pytest.mark.req("MSG-04")
def test_form__of_each_client__lists_the_children_of_their_own_cases() -> None:
    # Given a parent, the other parent, one with two cases and an employer
    forms = [_form(line) for line in (PAYING, known.BOTH_ROLES, known.APPLICANT, known.ONE_ERN)]
    # When the children are listed, Then each sees their own, the employer not even the question
    listed = [[choice["text"] for choice in form["children"]] for form in forms]
    assert listed == [["Anaya", "Rohan"], ["Macsen", "Jakub", "Maja", "Zofia"], [], []]
    assert ["child" in [field["name"] for field in form["fields"]] for form in forms] == [True, True, True, False]


def _form(line: Any) -> Any:
    return Person.signed_in(line).get("/messages/new").json


@pytest.mark.req("MSG-05")
def test_form__for_a_client__points_to_the_faq_and_my_details_first() -> None:
    # Given the form, When it is read from the top
    page = _form(PAYING)
    # Then the advice comes before the fields, and the questions open
    assert [link["href"] for link in page["advice_links"]] == ["/client/faq", "/client/details"]
    assert list(page).index("advice") < list(page).index("fields")
    faq = send("GET", page["advice_links"][0]["href"]).json
    assert any("48 hours" in one["answer"] for one in faq["questions"])


@pytest.mark.req("MSG-06", "MSG-07")
def test_send__a_message__stands_in_the_history_and_as_an_activity_with_its_subject(cloud: Cloud) -> None:
    # Given a paying parent, When a message about a child is sent
    reply = send_message(Person.signed_in(), child="440000000011 Rohan")
    # Then it is kept with its text and child
    assert reply.status == 201, reply.body
    [message] = kept(cloud, "correspondence", "message")
    assert (message["text"], message["child"], message["owner"]) == (FORM["text"], "Rohan", f"client#{PAYING.key}")
    # And it is an inbound correspondence activity under a contact of the client, which leads to it
    [activity] = [item for item in cloud.items("work") if item["item"] == "activity#001"]
    assert (activity["kind"], activity["subject"]) == ("inbound correspondence", "Missing payment enquiry")
    assert (activity["message_id"], activity["scin"]) == (reply.json["message"], PAYING.key)
    [contact] = [item for item in cloud.items("work") if item["item"] == "contact"]
    assert (contact["channel"], contact["direction"], contact["security_check"]) == (
        "Self Service",
        "inbound",
        "full log-in",
    )
    # And it stands in the contact history, its document being made
    [entry] = kept(cloud, "correspondence", "entry")
    assert (entry["kind"], entry["direction"], entry["state"]) == ("message", "inbound", "waiting")


@pytest.mark.req("MSG-11", "MSG-12", "SLA-02")
@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 12, 3, 14, 15, tzinfo=UTC),
        datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 25, 13, 0, 0, tzinfo=UTC),
    ],
    ids=["at-night", "before-summer-time", "christmas"],
)
def test_send__at_any_hour__is_taken_and_due_48_hours_later(cloud: Cloud, at: datetime) -> None:
    # Given a moment outside every office's hours
    cloud.clock.set(at)
    person = Person.signed_in()
    # When a message is sent
    reply = send_message(person)
    # Then it is taken, and due 48 hours after receipt to the second, in the queue too
    assert reply.status == 201, reply.body
    received = datetime.fromisoformat(reply.json["received_at"])
    due = datetime.fromisoformat(reply.json["answer_due"])
    assert due - received == timedelta(hours=48)
    [place] = [item for item in cloud.items("work") if item["key"].startswith(f"queue#{TEAM}#")]
    assert int(place["item"].split("#")[0]) == int(due.timestamp())


@pytest.mark.req("MSG-08", "CON-19")
@pytest.mark.parametrize("message_type", list(MessageType))
def test_send__each_type__is_queued_for_the_owning_team_and_some_for_support_too(
    cloud: Cloud, message_type: MessageType
) -> None:
    # Given a client of a segment, When a message of a type is sent
    assert send_message(Person.signed_in(), message_type=message_type.value).status == 201
    # Then the segment has it, and the support team a problem or feedback; both close together
    answers = [item for item in work_items(cloud) if item["kind"] == "answer message"]
    expected = [TEAM, "Support Team"] if message_type in {"problem with the site", "submit feedback"} else [TEAM]
    assert sorted(item["team"] for item in answers) == expected
    links = {item["work_item_id"]: item.get("closes_with") for item in answers}
    assert all(other is None or links[other] == one for one, other in links.items())
    assert len(links) == 1 or None not in links.values()
    queued = {item["key"].split("#")[1] for item in cloud.items("work") if item["key"].startswith("queue#")}
    assert queued == set(expected)


@pytest.mark.req("MSG-09", "MSG-10")
@pytest.mark.parametrize(
    ("message_type", "kind"),
    [
        ("ask for subject access request form", "send SAR form"),
        ("make a complaint", "Complaint/Dissatisfaction - Log"),
    ],
)
def test_send__a_type_with_a_process_of_its_own__raises_that_besides(
    cloud: Cloud, message_type: str, kind: str
) -> None:
    assert send_message(Person.signed_in(), message_type=message_type).status == 201
    assert [(item["kind"], item["team"]) for item in work_items(cloud)] == sorted(
        [(kind, TEAM), ("answer message", TEAM)]
    )


@pytest.mark.req("SEC-04")
def test_send__from_a_special_client_record__is_in_no_queue_but_its_own(cloud: Cloud) -> None:
    person = Person.signed_in(known.SPECIAL_CLIENT_RECORD)
    assert send_message(person, message_type="problem with the site").status == 201
    queued = {item["key"].split("#")[1] for item in cloud.items("work") if item["key"].startswith("queue#")}
    assert queued == {"Special Client Records Team"}


def test_send__by_an_employer__goes_to_the_employer_team(cloud: Cloud) -> None:
    # Given an employer, When a message is sent
    reply = send_message(Person.signed_in(known.ONE_ERN), message_type="general query")
    # Then the employer team has it, and it stands under the ERN
    assert reply.status == 201, reply.body
    assert [item["team"] for item in work_items(cloud)] == ["Employer Team"]
    [message] = kept(cloud, "correspondence", "message")
    assert message["owner"] == f"employer#{known.ONE_ERN.key}"
    made = [item for item in cloud.items("work") if "service-request" not in item["item"]]
    pointers = {item["key"] for item in made if "#" in item["item"]}
    assert f"employer#{known.ONE_ERN.key}" in pointers
    assert not [key for key in pointers if key.startswith("client#")]


@pytest.mark.req("MSG-02", "MSG-14")
@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, ["message_type", "text"]),
        ({"message_type": "", "text": "  \n"}, ["message_type", "text"]),
        ({"message_type": "general query", "text": ""}, ["text"]),
        ({"message_type": "appeal", "text": "Hello"}, ["message_type"]),
        ({"message_type": "general query", "text": "Hello", "subject": "x"}, ["subject"]),
        ({"message_type": "general query", "text": "a" * 4001}, ["text"]),
        ({"message_type": "general query", "text": "4111 1111 1111 1111"}, ["text"]),
        ({"message_type": "general query", "text": 7}, ["text"]),
    ],
)
def test_send__a_form_that_cannot_be_taken__names_the_fields_and_keeps_nothing(
    cloud: Cloud, form: dict[str, Any], fields: list[str]
) -> None:
    # Given a form with something wrong, When it is sent
    reply = Person.signed_in().post("/messages", form, headers={"Idempotency-Key": "a" * 20})
    # Then each field is named, and nothing is kept
    assert (reply.status, reply.json["code"]) == (422, "CMS-4221")
    assert [error["field"] for error in reply.json["errors"]] == fields
    assert cloud.items("correspondence") == []
    assert [item for item in cloud.items("work") if "service-request" not in item["item"]] == []


@pytest.mark.req("MSG-04", "SEC-01")
def test_send__about_a_child_of_others__is_refused_as_one_that_does_not_exist(cloud: Cloud) -> None:
    # Given another client's child, and one that nobody has
    person = Person.signed_in()
    replies = [send_message(person, child=child) for child in ("440000000037 Zofia", "440000000011 Nobody")]
    # When a message about either is sent, Then both are refused alike
    assert {(reply.status, reply.body.replace(reply.json["transaction_id"], "")) for reply in replies} == {
        (422, replies[0].body.replace(replies[0].json["transaction_id"], ""))
    }
    assert cloud.items("correspondence") == []


def test_send__a_text_of_the_longest__is_kept_whole(cloud: Cloud) -> None:
    text = "ŵ" * 3999 + "."
    assert send_message(Person.signed_in(), text=text).status == 201
    [message] = kept(cloud, "correspondence", "message")
    assert message["text"] == text


def test_send__the_same_form_twice__makes_one_message_and_answers_the_same(cloud: Cloud) -> None:
    # Given a form, When it is sent twice, a minute apart
    person = Person.signed_in()
    first = send_message(person, key="0123456789abcdef", message_type="problem with the site")
    cloud.clock.forward(minutes=1)
    second = send_message(person, key="0123456789abcdef", message_type="problem with the site")
    # Then there is one message, and both answers are alike
    assert (first.status, first.json) == (second.status, second.json)
    assert len(kept(cloud, "correspondence", "message")) == 1
    assert len(work_items(cloud)) == 2


def test_send__another_message_under_the_same_key__is_refused(cloud: Cloud) -> None:
    person = Person.signed_in()
    assert send_message(person, key="0123456789abcdef").status == 201
    reply = send_message(person, key="0123456789abcdef", text="Something else")
    assert (reply.status, reply.json["code"]) == (409, "CMS-4088")
    assert len(kept(cloud, "correspondence", "message")) == 1


def test_send__the_same_key_by_two_people__makes_two_messages(cloud: Cloud) -> None:
    # Given two parents whose browsers made the same key, When both send, Then both are received
    replies = [send_message(Person.signed_in(line), key="0123456789abcdef") for line in (PAYING, RECEIVING)]
    assert [reply.status for reply in replies] == [201, 201]
    assert {item["owner"] for item in kept(cloud, "correspondence", "message")} == {
        f"client#{PAYING.key}",
        f"client#{RECEIVING.key}",
    }


@pytest.mark.req("SES-17")
def test_send__words_of_the_message__stand_in_no_event_audit_record_key_or_queue(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a message with words that stand nowhere else
    said = "Quincunx marmalade about Rohan"
    reply = send_message(Person.signed_in(), text=said, child="440000000011 Rohan")
    assert reply.status == 201
    # When all that was written is looked through
    told = json.dumps([cloud.items("audit"), cloud.items("outbox")], default=str)
    keys = [f"{item['key']} {item['item']}" for table in ("work", "correspondence") for item in cloud.items(table)]
    work = json.dumps(cloud.items("work"), default=str)
    out = capsys.readouterr()
    # Then they stand in the message alone
    for text in (told, " ".join(keys), work, out.out, out.err):
        assert "marmalade" not in text
        assert "Rohan" not in text
    assert [item["item"] for item in cloud.items("correspondence") if "marmalade" in str(item)] == ["message"]


@pytest.mark.req("MSG-06")
def test_send__a_message__tells_so_by_an_event_with_identifiers_alone(cloud: Cloud) -> None:
    reply = send_message(Person.signed_in())
    [event] = [item for item in cloud.items("outbox") if item["event"] == "MessageReceived"]
    facts = json.loads(event["detail"])["facts"]
    assert facts["message"] == reply.json["message"]
    assert facts["owner"] == f"client#{PAYING.key}"


def test_send__client_record_gone__says_that_siebel_failed_and_keeps_nothing(cloud: Cloud) -> None:
    # Given somebody logged in whose record is not there any more
    person = Person.signed_in()
    cloud.client("dynamodb").delete_item(TableName="cms-test-clients", Key={"scin": {"S": PAYING.key}})
    # When a message is sent, Then it is not taken: nobody could be told to answer it
    reply = send_message(person)
    assert (reply.status, reply.json["code"]) == (503, "CMS-5032")
    assert cloud.items("correspondence") == []


@pytest.mark.parametrize("site", ["ni"])
def test_pages__of_northern_ireland__keep_their_wording_in_every_link(cloud: Cloud, site: str) -> None:
    # Given somebody who came in by /ni
    person = Person.enrolled(known.NORTHERN_IRELAND)
    reply = send("POST", "/client/login", {"user_id": person.user_id, "password": "maple4river"}, query={"site": site})
    person = Person("client", known.NORTHERN_IRELAND, person.user_id, reply.json["token"]).answering()
    # When the pages are opened, Then each says so, and each link within the site keeps it
    pages = [person.get("/messages").json, person.get("/messages/new").json, person.get("/contact-history").json]
    assert {page["service_name"] for page in pages} == {"Child Maintenance Service (NICMS)"}
    links = [link["href"] for page in pages for link in page["links"] if link["href"].startswith("/")]
    assert links
    assert all("site=ni" in link for link in links)


def test_send__double_message_type_in_one_body__is_malformed() -> None:
    person = Person.signed_in()
    body = '{"message_type": "general query", "message_type": "make a complaint", "text": "x"}'
    reply: Reply = call(
        handler_of("messaging"),
        "POST",
        "/client/messages",
        body,
        token=person.token,
        headers={"Idempotency-Key": "a" * 20},
    )
    assert (reply.status, reply.json["code"]) == (400, "CMS-4001")


@pytest.mark.req("SEC-12")
@pytest.mark.parametrize(
    "written",
    ["4111 1111 1111 1111", "4111-1111.1111 1111", "4111\n1111\n1111\n1111", "\uff14" + "\uff11" * 15],
)
def test_message__with_the_number_of_a_card__is_refused_whatever_way_it_is_written(cloud: Cloud, written: str) -> None:
    # Given a client who types a card's number (a published test number) among other words
    hold(PAYING)
    person = Person.signed_in()
    # When it is sent, and then the same words without it
    refused = send_message(person, text=f"Take it from {written} please")
    sent = send_message(person, text="Take it from my card please, order 121000121688")
    # Then the one is refused for that and kept nowhere, and the other is received
    assert (refused.status, [error["code"] for error in refused.json["errors"]]) == (422, ["card_number"])
    assert written not in str([cloud.items(table) for table in cloud.tables])
    assert sent.status == 201
