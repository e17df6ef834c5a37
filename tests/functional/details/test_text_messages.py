"""My details & circumstances: text messages, opted in or out by HTTP, and what that does to those on their way."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from infra.demo import known
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.functional.login.test_meanwhile import de_enrolment
from tests.support import ledger
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.details import PATH, choose, chosen, held
from tests.support.http import send
from tests.support.notifications import deliver, entries, message, put, state_of, told
from tests.support.visitors import PAYING, RECEIVING, Person, hold, log_in

SCIN = PAYING.key
CLIENT = f"client#{SCIN}"
TEXT: dict[str, Any] = {"template": "sms-call-missed", "besides": "call#0123456789abcdef0123"}
NEVER_ALONE = (
    "A text message always comes in addition to our telephone call or letter. It never replaces the call or the letter."
)
NO_MOBILE = "We hold no mobile number for you, so no text messages are sent, whatever you choose, until we hold one."
WANTED = Wanted("e" * 20, "sms-call-missed", Language.ENGLISH, CLIENT, besides="call#0123456789abcdef0123")


@pytest.fixture
def person(cloud: Cloud) -> Person:
    """A client of whom nothing was ever said about text messages."""
    hold(PAYING)
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=None)
    return Person.signed_in()


@pytest.mark.req("NOT-01", "NOT-02", "COC-02")
def test_choice__made_by_http__holds_at_once_for_the_next_text_message(cloud: Cloud, person: Person) -> None:
    # Given a client who opts in
    work = cloud.items("work")
    assert choose(person, opted_in=True).json["opted_in"] is True
    # When a text message is wanted, Then it is sent
    assert deliver(message(CLIENT, number=1, **TEXT)) == []
    assert [number for number, _ in cloud.texts()] == ["+447700900101"]
    # When the client opts out, and another is wanted, Then it is not sent, and says why
    assert choose(person, opted_in=False).json["opted_in"] is False
    assert deliver(message(CLIENT, number=2, **TEXT)) == []
    assert state_of(cloud, f"{2:020x}") == ("not wanted", "opted-out")
    # And no caseworker had anything to do
    assert cloud.items("work") == work
    assert [number for number, _ in cloud.texts()] == ["+447700900101"]


@pytest.mark.req("NOT-01", "NOT-02")
@pytest.mark.parametrize("opted_in", [True, False])
def test_choice__made_while_a_text_message_waits__counts_for_that_one_too(
    cloud: Cloud, person: Person, *, opted_in: bool
) -> None:
    # Given a text message that waits in the queue, wanted while the client's choice was the other
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=not opted_in)
    put(WANTED)
    # When the client chooses before it is sent
    assert choose(person, opted_in=opted_in).status == 200
    assert deliver(told(WANTED.notification)) == []
    # Then the choice at the moment of sending decides
    expected = ("sent", "") if opted_in else ("not wanted", "opted-out")
    assert state_of(cloud, WANTED.notification) == expected
    assert (len(cloud.texts()), len(entries(cloud, CLIENT))) == ((1, 1) if opted_in else (0, 0))


@pytest.mark.req("NOT-01", "NOT-03")
@pytest.mark.parametrize(
    ("opted_in", "words"),
    [
        (True, ["You have opted in to text messages.", "They go to your mobile number ending 101."]),
        (
            False,
            [
                "You have opted out of text messages: we do not send you any.",
                "If you opt in, they go to your mobile number ending 101.",
            ],
        ),
    ],
)
def test_page__either_choice__says_it_and_where_to_and_that_none_comes_alone(
    cloud: Cloud, person: Person, words: list[str], *, opted_in: bool
) -> None:
    # Given a choice
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=opted_in)
    # When the page is shown
    shown = person.get(PATH)
    # Then it says so, and of the number the last three digits alone
    assert shown.json["paragraphs"] == [*words, NEVER_ALONE]
    assert [choice["chosen"] for choice in shown.json["choices"]] == [opted_in, not opted_in]
    assert shown.json["mobile_ending"] == "101"
    assert "900101" not in shown.body.replace(" ", "")


@pytest.mark.req("NOT-02")
@pytest.mark.parametrize("number", [None, "", "020 7946 0018"], ids=["none", "empty", "not-a-mobile"])
def test_choice__no_mobile_number_held__is_kept_and_says_that_none_are_sent_until_there_is_one(
    cloud: Cloud, person: Person, number: str | None
) -> None:
    # Given a client without a number that text messages can go to
    cloud.update("clients", {"scin": SCIN}, mobile_telephone=number)
    assert person.get(PATH).json["paragraphs"][1] == NO_MOBILE
    # When they opt in
    answer = choose(person, opted_in=True).json
    # Then the choice is kept, and they are told that none are sent
    assert (answer["opted_in"], answer["mobile_ending"]) == (True, "")
    assert answer["paragraphs"] == ["You have opted in to text messages.", NO_MOBILE, NEVER_ALONE]
    assert deliver(message(CLIENT, number=1, **TEXT)) == []
    assert state_of(cloud, f"{1:020x}") == ("no address", "no-mobile-number")
    # And with a number the very choice brings them
    cloud.update("clients", {"scin": SCIN}, mobile_telephone="07700 900199")
    assert person.get(PATH).json["mobile_ending"] == "199"
    deliver(message(CLIENT, number=2, **TEXT))
    assert [number for number, _ in cloud.texts()] == ["+447700900199"]


@pytest.mark.req("COC-13")
def test_choice__made_twice_over__keeps_who_changed_what_and_when(cloud: Cloud, person: Person) -> None:
    # Given a client who opts in, and out again a minute later
    first = cloud.clock.now().replace(microsecond=0)
    cloud.clock.stop(first)
    choose(person, opted_in=True)
    cloud.clock.stop(first + timedelta(seconds=60))
    choose(person, opted_in=False)
    # When the records are read, Then each has who, when, the value before and after
    kept = sorted(ledger.acts(cloud, "TextMessagesChosen"), key=lambda act: int(act["version"]))
    assert chosen(cloud) == [(1, "opted out", "opted in"), (2, "opted in", "opted out")]
    assert {act["actor"] for act in kept} == {f"account#{person.user_id}"}
    assert {act["subject"] for act in kept} == {f"client-details#{SCIN}"}
    assert str(kept[0]["at"]).startswith(first.strftime("%Y-%m-%dT%H:%M:%S"))
    # And the 2012 System's record reads as the client left it, its own version untouched
    assert (held(cloud)["sms_opted_in"], held(cloud)["record_version"]) == (False, PAYING.record["record_version"])
    ledger.check(cloud)


def test_choice__event__tells_the_value_before_and_after_and_no_number(cloud: Cloud, person: Person) -> None:
    choose(person, opted_in=True)
    [detail] = [json.loads(item["detail"]) for item in cloud.items("outbox") if item["event"] == "TextMessagesChosen"]
    assert (detail["subject"], detail["version"]) == (f"client-details#{SCIN}", 1)
    assert detail["facts"] == {"before": "opted out", "after": "opted in"}


@pytest.mark.parametrize("before", [True, False, None])
def test_choice__what_is_chosen_already__writes_nothing_and_has_the_same_answer(
    cloud: Cloud, person: Person, *, before: bool | None
) -> None:
    # Given a choice; of whom nothing was said is opted out
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=before)
    shown = person.get(PATH).json
    # When the very same is chosen, twice
    with watched(Calls()) as calls:
        answers = [choose(person, opted_in=bool(before)) for _ in range(2)]
    # Then nothing is written, and the answer is what was shown before
    assert [(answer.status, answer.json) for answer in answers] == [(200, shown)] * 2
    assert "TransactWriteItems" not in calls.made
    assert chosen(cloud) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ("opted_in", "required")),
        ({"opted_in": None}, ("opted_in", "wrong_type")),
        ({"opted_in": "true"}, ("opted_in", "wrong_type")),
        ({"opted_in": ""}, ("opted_in", "wrong_type")),
        ({"opted_in": 1}, ("opted_in", "wrong_type")),
        ({"opted_in": []}, ("opted_in", "wrong_type")),
    ],
    ids=str,
)
def test_choice__neither_true_nor_false__is_told_what_to_send(
    cloud: Cloud, person: Person, body: dict[str, Any], field: tuple[str, str]
) -> None:
    reply = person.post(PATH, body)
    assert (reply.status, reply.json["code"]) == (422, "CMS-4221")
    assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [field]
    assert reply.json["errors"][0]["message"] == "Send true or false"
    assert chosen(cloud) == []


@pytest.mark.parametrize("body", ["true", "[true]", '{"opted_in": tru', '{"opted_in": true, "opted_in": false}', ""])
def test_choice__no_readable_object__is_a_clear_problem(cloud: Cloud, person: Person, body: str) -> None:
    reply = person.post(PATH, body)
    assert (reply.status, reply.json["code"]) == (400, "CMS-4001")
    assert chosen(cloud) == []


@pytest.mark.req("COC-11")
@pytest.mark.parametrize("more", [{"scin": RECEIVING.key}, {"user_id": "123456789012"}, {"client": RECEIVING.key}])
def test_choice__somebody_else_named__is_refused_and_changes_nobody(
    cloud: Cloud, person: Person, more: dict[str, str]
) -> None:
    # Given the other parent, who has chosen otherwise
    hold(RECEIVING)
    before = cloud.items("clients")
    # When a client names her in the form, the query or the path
    reply = person.post(PATH, {"opted_in": True, **more})
    assert (reply.status, reply.json["errors"][0]["code"]) == (422, "unknown")
    assert person.post(f"{PATH}/{RECEIVING.key}", {"opted_in": True}).status == 404
    # Then neither is changed
    assert cloud.items("clients") == before
    # And what is sent along in the address leads nowhere else: it is the own choice that changes
    assert person.post(PATH, {"opted_in": True}, query={"scin": RECEIVING.key}).status == 200
    assert held(cloud, RECEIVING.key) == next(item for item in before if item["scin"] == RECEIVING.key)
    assert held(cloud)["sms_opted_in"] is True


@pytest.mark.req("COC-11")
def test_page__of_each_parent_of_a_case__shows_the_own_choice_and_number_alone(cloud: Cloud, person: Person) -> None:
    # Given both parents of one case, one of them opted in
    hold(RECEIVING)
    other = Person.signed_in(RECEIVING)
    choose(other, opted_in=True)
    # When each looks, Then each sees their own
    pages = [each.get(PATH).json for each in (person, other)]
    assert [(page["opted_in"], page["mobile_ending"]) for page in pages] == [(False, "101"), (True, "102")]


def test_choice__special_client_record__is_as_anybodys_and_tells_nothing_of_it(cloud: Cloud) -> None:
    # Given a client whose record is special
    line = next(line for line in known.CLIENTS.values() if line.record["special_client_record"])
    hold(line)
    person = Person.signed_in(line)
    # When they choose, Then it holds, and neither answer nor record says what they are
    reply = choose(person, opted_in=True)
    assert (reply.status, held(cloud, line.key)["sms_opted_in"]) == (200, True)
    assert "special" not in reply.body.lower() + json.dumps(ledger.acts(cloud, "TextMessagesChosen"), default=str)


def test_choice__account_de_enrolled__finds_no_session_and_changes_nothing(cloud: Cloud, person: Person) -> None:
    de_enrolment(PAYING)()
    before = held(cloud)
    assert person.get("/details").status == 401
    assert (person.get(PATH).status, choose(person, opted_in=True).status) == (401, 401)
    assert held(cloud) == before


def test_choice__client_without_a_record__is_the_2012_systems_fault_and_makes_none(
    cloud: Cloud, person: Person
) -> None:
    cloud.client("dynamodb").delete_item(TableName="cms-test-clients", Key={"scin": {"S": SCIN}})
    for reply in (person.get(PATH), choose(person, opted_in=True)):
        assert (reply.status, reply.json["code"]) == (503, "CMS-5032")
    assert cloud.items("clients") == []
    assert chosen(cloud) == []


@pytest.mark.parametrize(("site", "name"), [({}, "Child Maintenance Service"), ({"site": "ni"}, "(NICMS)")])
def test_details__each_link__leads_to_a_page_that_is_there(
    cloud: Cloud, person: Person, site: dict[str, str], name: str
) -> None:
    # Given a client who came in by either site
    token = log_in(person.user_id, query=site).json["token"]
    person = Person("client", PAYING, person.user_id, token).answering()
    # When every link of the page is followed, and those of the pages behind
    page = person.get("/details").json
    assert [link["text"] for link in page["links"]] == ["Change PIN", "Text messages"]
    texts = person.get(PATH).json
    for link in (*page["links"], *texts["links"]):
        path, _, query = link["href"].partition("?")
        # Then each is there, with the wording of the site
        reply = send("GET", path, token=person.token, query=dict([query.split("=")]) if query else {})
        assert reply.status == 200
        assert name in reply.json["service_name"]
        assert query == "&".join(f"{key}={value}" for key, value in site.items())


def extract(version: int, *, opted_in: bool) -> Line:
    return Line("client", SCIN, {**PAYING.record, "record_version": version, "sms_opted_in": opted_in})


@pytest.mark.req("COC-13", "NOT-01")
@pytest.mark.parametrize("version", [4, 5], ids=["older", "the same"])
def test_choice__older_extract_loaded_after_it__stands(cloud: Cloud, person: Person, version: int) -> None:
    # Given a record of version 5, and a client who opted out since
    extracts.load(cloud, extract(5, opted_in=True))
    assert choose(person, opted_in=False).status == 200
    # When the same extract comes again, or an older one
    assert extracts.load(cloud, extract(version, opted_in=True))["unchanged"] == 1
    # Then the client's choice stands, and is what is read next
    assert (held(cloud)["sms_opted_in"], person.get(PATH).json["opted_in"]) == (False, False)


def test_choice__newer_record_of_the_2012_system__sets_it_and_the_next_choice_goes_on_from_there(
    cloud: Cloud, person: Person
) -> None:
    # Given a client who opted out of what the record said
    extracts.load(cloud, extract(5, opted_in=True))
    choose(person, opted_in=False)
    # When the 2012 System, the master, has a newer record
    assert extracts.load(cloud, extract(6, opted_in=True))["loaded"] == 1
    assert person.get(PATH).json["opted_in"] is True
    # Then the client may choose anew, and versions go on
    choose(person, opted_in=False)
    assert chosen(cloud) == [(1, "opted in", "opted out"), (2, "opted in", "opted out")]
    ledger.check(cloud)
