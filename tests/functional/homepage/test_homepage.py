"""The homepages, by HTTP."""

from dataclasses import replace

import pytest

from infra.apis import routes
from infra.demo import known
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.support.cloud import Cloud
from tests.support.http import Reply, send
from tests.support.visitors import PAYING, RECEIVING, Person, facts_of, hold

EVERYBODY = (*known.CLIENTS.values(), *known.EMPLOYERS.values())
WHO_CAN_LOG_IN = [line for line in EVERYBODY if line.kind == "employer" or line.record["pin"]]


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(*EVERYBODY)


def texts_of(page: dict[str, object]) -> list[str]:
    """Return the texts of every link in the boxes."""
    boxes: list[dict[str, object]] = page["boxes"]  # type: ignore[assignment]
    return [link["text"] for box in boxes for link in [box["heading"], *box["links"]]]  # type: ignore[misc]


@pytest.mark.req("HOM-01")
@pytest.mark.parametrize("line", WHO_CAN_LOG_IN, ids=lambda line: line.key)
def test_homepage__after_login__is_there_for_every_kind_of_user(line: Line) -> None:
    assert Person.signed_in(line).get("/homepage").status == 200


@pytest.mark.req("HOM-03")
def test_homepage__each_role__shows_its_own_items_only() -> None:
    paying, receiving = (texts_of(Person.signed_in(line).get("/homepage").json) for line in (PAYING, RECEIVING))
    employer = texts_of(Person.signed_in(known.ONE_ERN).get("/homepage").json)
    assert "Make a payment" in paying
    assert "View online statement" not in paying
    assert "View online statement" in receiving
    assert "Make a payment" not in receiving
    assert not {"My case details", "Change PIN", "My details & circumstances"} & set(employer)


@pytest.mark.req("HOM-03")
def test_homepage__client_with_both_roles__is_that_of_the_case_chosen() -> None:
    # Given a paying parent in one case and receiving parent in another
    person = Person.signed_in(known.BOTH_ROLES)
    # When no case is chosen, Then the cases are shown to choose from, and no role's items
    page = person.get("/homepage").json
    assert page["choose_a_case"] is True
    assert page["boxes"] == []
    assert [case["role"] for case in page["cases"]] == ["paying parent", "receiving parent"]
    # When one is chosen, Then only that role's items and cases are there
    for case, mine, others in zip(
        page["cases"],
        ("Make a payment", "View online statement"),
        ("View online statement", "Make a payment"),
        strict=True,
    ):
        chosen = person.get("/homepage", query={"case": case["case_id"]}).json
        assert chosen["role"] == case["role"]
        assert mine in texts_of(chosen)
        assert others not in texts_of(chosen)
        assert [shown["case_id"] for shown in chosen["cases"]] == [case["case_id"]]


@pytest.mark.req("HOM-10")
def test_homepage__application_in_progress__shows_the_progress_bar() -> None:
    page = Person.signed_in(known.APPLICANT).get("/homepage").json
    bar = page["applications"][0]
    assert bar["reference"] == "APP1000042"
    assert bar["status"] == "Checking your details"
    assert [stage["done"] for stage in bar["stages"]] == [True, True, False, False, False]


@pytest.mark.req("HOM-10")
def test_homepage__both_roles_and_an_application__shows_progress_before_a_case_is_chosen() -> None:
    applying = replace(
        known.BOTH_ROLES,
        record={**known.BOTH_ROLES.record, "applications": known.APPLICANT.record["applications"]},
    )
    hold(applying)
    page = Person.signed_in(applying).get("/homepage").json
    assert page["choose_a_case"] is True
    assert [bar["reference"] for bar in page["applications"]] == ["APP1000042"]


@pytest.mark.req("HOM-11")
def test_homepage__application_without_a_case__works_and_shows_no_payment_figures() -> None:
    page = Person.signed_in(known.APPLICANT).get("/homepage")
    assert page.status == 200
    assert page.json["cases"] == []
    assert page.json["role"] == ""
    assert "Make a payment" not in texts_of(page.json)
    assert "£" not in page.body
    assert not {"amount", "owed", "due"} & set(page.json)


@pytest.mark.req("SEC-01")
def test_homepage__the_other_parent__is_a_first_name() -> None:
    page = Person.signed_in(PAYING).get("/homepage").json
    assert [(case["other_parent"], case["children"]) for case in page["cases"]] == [("Priya", ["Anaya", "Rohan"])]
    assert Person.signed_in(RECEIVING).get("/homepage").json["cases"][0]["other_parent"] == "Thomas"


@pytest.mark.req("SEC-02")
def test_homepage__client_with_an_alias__shows_the_real_name(cloud: Cloud) -> None:
    # Given a record with an alias, brought in as the 2012 System sends it
    extracts.load(cloud, PAYING)
    assert PAYING.record["known_as"] == "Tommy W"
    # When the client and the other parent look, Then both see the real name
    page = Person.signed_in(PAYING).get("/homepage")
    assert page.json["welcome"] == "Thomas"
    assert "Tommy" not in page.body
    assert Person.signed_in(RECEIVING).get("/homepage").json["cases"][0]["other_parent"] == "Thomas"


PRIVATE = ("scin", "nino", "date_of_birth", "surname", "email", "mobile_telephone")


@pytest.mark.req("SEC-05", "SEC-01")
@pytest.mark.parametrize(("reader", "other"), [(PAYING, RECEIVING), (RECEIVING, PAYING)], ids=["paying", "receiving"])
def test_every_answer__to_one_parent__holds_nothing_private_of_the_other(reader: Line, other: Line) -> None:
    # Given both parents of a case on the site, and all that one is answered at every stage, from every route
    Person.signed_in(other)
    registered = Person.registered(reader)
    enrolled = registered.post("/enrolment", facts_of(reader))
    challenged = registered.logging_in()
    answers = [enrolled, *everything(registered), *everything(challenged), *everything(challenged.answering())]
    # Then nothing of the other's is in it but the first name
    address = [str(line) for line in other.record["address"]]  # type: ignore[union-attr]
    private = [str(other.record[name]) for name in PRIVATE] + address
    bodies = "".join(answer.body for answer in answers)
    assert sum(answer.status == 200 for answer in answers) > 10
    assert not [text for text in private if text in bodies]
    assert str(other.record["first_name"]) in bodies


def everything(person: Person) -> list[Reply]:
    """Ask for every page of the API, with the case named where a page takes one."""
    case = person.line.record["cases"][0]["case_id"]  # type: ignore[index, call-overload]
    pages = [
        route for _, route in routes() if route.method == "GET" and "<" not in route.path and "{" not in route.path
    ]
    return [send("GET", page.path, token=person.token, query={"case": case}) for page in pages]


@pytest.mark.req("SES-16")
def test_homepage__another_clients_case__is_answered_as_one_that_does_not_exist() -> None:
    person = Person.signed_in(PAYING)
    other = known.SPECIAL_CLIENT_RECORD.record["cases"][0]["case_id"]  # type: ignore[index, call-overload]
    replies = [person.get("/homepage", query={"case": case}) for case in (str(other), "440000009999")]
    assert [(reply.status, reply.json["code"]) for reply in replies] == [(404, "CMS-4041")] * 2


def test_homepage__of_northern_ireland__keeps_its_wording_to_the_end() -> None:
    token = Person.enrolled(known.NORTHERN_IRELAND)
    reply = send("POST", "/client/login", {"user_id": token.user_id, "password": "maple4river"}, query={"site": "ni"})
    person = Person("client", known.NORTHERN_IRELAND, token.user_id, reply.json["token"]).answering()
    page = person.get("/homepage").json
    assert page["service_name"] == "Child Maintenance Service (NICMS)"
    assert all(box["heading"]["href"].endswith("?site=ni") for box in page["boxes"])
