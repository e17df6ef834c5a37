"""Contact history and its documents, by HTTP."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cms_common.adapters.history import place_of
from cms_common.domain.history import Category, Delivery, Entry
from infra.demo import known
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.correspondence import finish_document, hold_letter, path_of, send_message
from tests.support.http import Reply, send
from tests.support.ledger import acts
from tests.support.visitors import PAYING, RECEIVING, Person, hold

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
MINE, OTHERS = f"client#{PAYING.key}", f"client#{RECEIVING.key}"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.ONE_ERN, *known.THREE_ERNS)
    cloud.clock.set(NOON + timedelta(days=30))


def prefer(cloud: Cloud, preference: str) -> None:
    cloud.update("clients", {"scin": PAYING.key}, contact_preference=preference)


def titles(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.body
    return [entry["title"] for entry in reply.json["entries"]]


def follow(person: Person, href: str) -> Reply:
    path, _, query = href.partition("?")
    return send("GET", path, token=person.token, query=dict(part.split("=", 1) for part in query.split("&") if part))


def refusal(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["code"]


@pytest.mark.req("LET-03", "LET-15", "MSG-13")
def test_history__of_each_party__lists_their_own_items_newest_first_and_no_others(cloud: Cloud) -> None:
    # Given letters to both parents of a case, and a message of one
    hold_letter(MINE, NOON, 1, title="First")
    hold_letter(OTHERS, NOON, 2, title="To the other")
    hold_letter(MINE, NOON + timedelta(days=2), 3, title="Third")
    hold_letter(MINE, NOON + timedelta(days=1), 4, title="Second")
    person = Person.signed_in()
    send_message(person)
    # When each opens the contact history, Then they see their own, newest first
    assert titles(person.get("/contact-history")) == ["Missing payment enquiry", "Third", "Second", "First"]
    assert titles(Person.signed_in(RECEIVING).get("/contact-history")) == ["To the other"]


def test_history__nothing_sent_yet__is_an_empty_page() -> None:
    page = Person.signed_in().get("/contact-history").json
    assert (page["entries"], page.get("more")) == ([], None)


@pytest.mark.req("LET-03")
@pytest.mark.parametrize(("held", "pages"), [(20, [20]), (21, [20, 1]), (45, [20, 20, 5])])
def test_history__of_many_items__is_paged_without_a_gap_or_a_double(held: int, pages: list[int]) -> None:
    # Given so many letters, two of them at the very same moment
    for number in range(held):
        hold_letter(MINE, NOON + timedelta(seconds=max(number, 1)), number, title=f"Letter {number}")
    person = Person.signed_in()
    # When page after page is opened
    reply, found = person.get("/contact-history"), []
    while True:
        found.append(titles(reply))
        if not reply.json["more"]:
            break
        reply = follow(person, reply.json["more"]["href"])
    # Then each letter is there once, newest first
    assert [len(page) for page in found] == pages
    assert [title for page in found for title in page] == [f"Letter {number}" for number in reversed(range(held))]


def tampered(token: str, other: Entry) -> list[str]:
    """Return places that were never given to this person."""
    flipped = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    strange = [f"client#{RECEIVING.key}", "message#00", f"entry#{OTHERS}", "entry#" + "x" * 500, "entry#a\x00", ""]
    written = [urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in (*strange, place_of(other))]
    return [flipped, token + "=", token[:-1], "", "a", "é", "%00", "../../x", "A" * 5000, *written]


@pytest.mark.req("SES-16", "LET-15")
def test_history__page_after_a_place_that_is_not_ones_own__is_refused_and_shows_nothing() -> None:
    # Given a history of two pages, and an entry of the other parent
    for number in range(21):
        hold_letter(MINE, NOON + timedelta(seconds=number), number)
    other = hold_letter(OTHERS, NOON + timedelta(seconds=5), 99, title="To the other")
    person = Person.signed_in()
    token = person.get("/contact-history").json["more"]["href"].partition("after=")[2]
    # When the place is changed, made up or taken from the other
    replies = [person.get("/contact-history", query={"after": place}) for place in tampered(token, other)]
    # Then every one is refused alike
    assert {refusal(reply) for reply in replies} == {(400, "CMS-4003")}
    assert not any("To the other" in reply.body for reply in replies)


@pytest.mark.req("SES-16", "LET-15")
def test_document__of_somebody_else__is_answered_as_one_that_does_not_exist() -> None:
    # Given a letter of the other parent, one of an employer, and one that nobody has
    person = Person.signed_in()
    others = hold_letter(OTHERS, NOON, 7, delivery=Delivery.ONLINE)
    employers = hold_letter(f"employer#{known.ONE_ERN.key}", NOON, 8)
    nobodys = Entry(**{name: getattr(others, name) for name in others.__slots__} | {"entry_id": "0" * 20})
    # When each is asked for by its right address
    paths = [path_of(others), path_of(employers), path_of(nobodys), "/contact-history/x/document"]
    replies = [person.get(path) for path in paths]
    # Then all are answered alike
    assert {refusal(reply) for reply in replies} == {(404, "CMS-4041")}
    # And the other parent opens theirs
    assert Person.signed_in(RECEIVING).get(path_of(others)).status == 200


def test_history__of_an_employer_with_several_erns__is_that_of_the_ern_of_the_session() -> None:
    # Given letters to two ERNs of one employer
    first, second, *_ = known.THREE_ERNS
    mine = hold_letter(f"employer#{first.key}", NOON, 1, title="To the first")
    other = hold_letter(f"employer#{second.key}", NOON, 2, title="To the second")
    # When the employer is logged in with the first
    person = Person.signed_in(first)
    # Then there is its history alone
    assert titles(person.get("/contact-history")) == ["To the first"]
    assert person.get(path_of(other)).status == 404
    assert mine.owner != other.owner


@pytest.mark.req("LET-01", "LET-03")
def test_document__of_a_letter_with_preference_self_service__opens_by_a_link_for_a_minute(cloud: Cloud) -> None:
    # Given a client with preference Self Service and a letter
    prefer(cloud, "Self Service")
    letter = hold_letter(MINE, NOON)
    person = Person.signed_in()
    # When the link in the contact history is followed
    [entry] = person.get("/contact-history").json["entries"]
    reply = follow(person, entry["document"]["href"])
    # Then a link opens this very document, as PDF, for 60 seconds
    assert reply.status == 200, reply.body
    url = urlsplit(reply.json["url"])
    signed = parse_qs(url.query)
    assert url.path.endswith(f"/{letter.document_id}.pdf")
    assert signed["X-Amz-Expires"] == ["60"]
    assert signed["response-content-type"] == ["application/pdf"]
    assert PAYING.key not in reply.json["url"]
    assert "Whitfield" not in reply.json["url"]
    ends = datetime.fromisoformat(reply.json["ends_at"])
    assert timedelta(seconds=50) < ends - cloud.clock.now() <= timedelta(seconds=60)


@pytest.mark.req("LET-02", "CON-12")
@pytest.mark.parametrize("preference", ["Telephone", "Letter"])
def test_document__of_a_posted_letter_with_another_preference__says_how_letters_become_available(
    cloud: Cloud, preference: str
) -> None:
    # Given a posted letter and another preference than Self Service
    prefer(cloud, preference)
    letter, person = hold_letter(MINE, NOON), Person.signed_in()
    # When it is looked at, Then it does not open, and the client is told to choose Self Service
    [entry] = person.get("/contact-history").json["entries"]
    reply = person.get(path_of(letter))
    assert "document" not in entry or entry["document"] is None
    assert "Choose Self Service as your contact preference" in entry["told"]
    assert refusal(reply) == (403, "CMS-4027")
    assert "Choose Self Service as your contact preference" in reply.json["detail"]
    # When they choose Self Service, Then it opens at once
    prefer(cloud, "Self Service")
    assert person.get(path_of(letter)).status == 200


@pytest.mark.req("LET-01")
def test_document__delivered_online__stays_open_whatever_the_preference_becomes(cloud: Cloud) -> None:
    prefer(cloud, "Letter")
    letter = hold_letter(MINE, NOON, delivery=Delivery.ONLINE)
    assert Person.signed_in().get(path_of(letter)).status == 200


@pytest.mark.req("LET-06")
def test_document__of_a_post_only_kind__opens_with_no_preference(cloud: Cloud) -> None:
    prefer(cloud, "Self Service")
    letter, person = hold_letter(MINE, NOON, category=Category.POST_ONLY), Person.signed_in()
    [entry] = person.get("/contact-history").json["entries"]
    assert entry["document"] is None
    assert "by post" in entry["told"]
    assert refusal(person.get(path_of(letter))) == (404, "CMS-4041")


@pytest.mark.req("MSG-13")
def test_document__of_an_own_message__opens_once_it_is_made(cloud: Cloud) -> None:
    # Given a message whose document is being made
    person = Person.signed_in()
    message = send_message(person).json["message"]
    [entry] = [item for item in cloud.items("correspondence") if item["item"].startswith("entry#")]
    path = path_of(None, entry["item"])  # type: ignore[arg-type]
    # When it is opened at once, Then the client is told to wait
    reply = person.get(path)
    assert refusal(reply) == (409, "CMS-4087")
    assert reply.headers["retry-after"] == "10"
    # When it is made, Then it opens, whatever the preference, and is no letter that counts as opened
    document = finish_document(cloud, message)
    assert document in person.get(path).json["url"]
    assert acts(cloud, "LetterOpened") == []


def opened_at(cloud: Cloud) -> list[Any]:
    return [item.get("opened_at") for item in cloud.items("correspondence") if item["item"].startswith("entry#")]


@pytest.mark.req("PRF-37")
def test_document__of_a_letter_opened_twice__is_marked_opened_once(cloud: Cloud) -> None:
    # Given a letter delivered online and not opened
    letter, person = hold_letter(MINE, NOON, delivery=Delivery.ONLINE), Person.signed_in()
    assert person.get("/contact-history").json["entries"][0]["new"] is True
    assert any(item["key"] == f"unopened#{MINE}" for item in cloud.items("correspondence"))
    # When it is opened, and once more later
    assert person.get(path_of(letter)).status == 200
    first = opened_at(cloud)
    cloud.clock.forward(minutes=5)
    assert person.get(path_of(letter)).status == 200
    # Then the first time is kept, recorded once, and it is among the unopened no more
    assert opened_at(cloud) == first != [None]
    assert len(acts(cloud, "LetterOpened")) == 1
    assert not any(item["key"].startswith("unopened#") for item in cloud.items("correspondence"))
    assert person.get("/contact-history").json["entries"][0]["new"] is False


def test_document__that_is_refused__marks_nothing(cloud: Cloud) -> None:
    letter = hold_letter(MINE, NOON)
    assert Person.signed_in().get(path_of(letter)).status == 403
    assert opened_at(cloud) == [None]


def calls_of(person: Person, act: Any) -> list[str]:
    # Whether the site is open is known for a while: it is looked up here, so that no step does.
    person.get("/messages")
    with watched(Calls()) as calls:
        assert act().status < 300
    return calls.made


def test_calls__with_a_few_and_with_many_entries__are_the_same(cloud: Cloud) -> None:
    # Given a client with few entries
    person = Person.signed_in()
    prefer(cloud, "Self Service")
    letter = hold_letter(MINE, NOON, 0)
    steps = {
        "send": lambda: send_message(person),
        "form": lambda: person.get("/messages/new"),
        "history": lambda: person.get("/contact-history"),
        "open": lambda: person.get(path_of(letter)),
    }
    before = {name: calls_of(person, act) for name, act in steps.items()}
    # When they have sixty more, three pages, and the letter was opened before
    for number in range(1, 61):
        hold_letter(MINE, NOON + timedelta(hours=number), number)
    after = {name: calls_of(person, act) for name, act in steps.items()}
    # Then a request makes the same calls, and the second opening no transaction
    assert before.pop("open") == [*after.pop("open"), "TransactWriteItems"]
    assert before == after
    assert {name: len(made) for name, made in after.items()} == {"send": 4, "form": 2, "history": 3}


def test_history__words_of_letters_and_messages__are_not_in_it(cloud: Cloud) -> None:
    person = Person.signed_in()
    send_message(person, text="Quincunx marmalade")
    assert "marmalade" not in json.dumps(person.get("/contact-history").json)
