"""Enrolment by known facts, by HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cms_common.domain.accounts import Service
from cms_common.edge.access import SIGNED_IN
from infra.apis import routes
from infra.demo import known
from infra.demo.records import Line
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import send
from tests.support.visitors import PAYING, RECEIVING, Person, facts_of, hold, log_in

FACTS = facts_of(PAYING)


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.APPLICANT, known.ONE_ERN, *known.THREE_ERNS)


@pytest.mark.req("ENR-01")
def test_services_page__after_log_on__lists_both_services_to_select() -> None:
    page = Person.registered().get("/services").json
    assert page["title"] == "Your services / Services Available"
    assert page["paragraphs"] == ["Select a service to enrol"]
    assert [link["text"] for link in page["links"][:2]] == [
        "Child Maintenance Service",
        "Child Maintenance Service - Employer",
    ]
    assert page["links"][0]["href"] == "/client/enrolment/information"


@pytest.mark.req("ENR-02")
def test_services_page__has_the_questions_link_in_a_new_window() -> None:
    links = Person.registered().get("/services").json["links"]
    assert [
        link["new_window"] for link in links if link["text"] == "Which government services are available online?"
    ] == [True]


@pytest.mark.req("ENR-03")
def test_login__already_enrolled__is_not_asked_to_enrol_again() -> None:
    # Given one who is enrolled and one who is not
    enrolled = Person.enrolled()
    new = Person.registered()
    # When both log in, Then one goes on to the PIN page and the other to the services list
    assert log_in(enrolled.user_id).json["next"]["href"] == "/client/login/challenge"
    assert log_in(new.user_id).json["next"]["href"] == "/client/services"


@pytest.mark.req("ENR-03")
def test_start_page__first_time_user__chooses_enrol_now() -> None:
    choices = send("GET", "/client").json["choices"]
    assert {"text": "Enrol now", "href": "/client/login"} in choices[0]["inside"]


@pytest.mark.req("ENR-04")
def test_information_page__before_the_form__says_who_and_what_and_continues_to_it() -> None:
    page = Person.registered().get("/enrolment/information").json
    assert "You can use this site if" in page["paragraphs"][0]
    says = "You must enter your known facts. These were recorded earlier and are used for security."
    assert page["paragraphs"][1] == says
    assert page["buttons"] == ["Continue"]
    assert page["links"] == [{"text": "Continue", "href": "/client/enrolment"}]


@pytest.mark.req("ENR-05")
def test_enrolment_form__for_clients__has_four_mandatory_fields_and_next() -> None:
    page = Person.registered().get("/enrolment").json
    assert [field["name"] for field in page["fields"]] == ["scin", "nino", "date_of_birth", "reference_name"]
    assert all(field["label"].endswith(" *") for field in page["fields"])
    assert page["buttons"] == ["Next"]


@pytest.mark.req("ENR-05")
@pytest.mark.parametrize("field", list(FACTS))
def test_enrolment__a_field_missing__is_refused_and_named(field: str) -> None:
    reply = Person.registered().post("/enrolment", {**FACTS, field: ""})
    assert reply.status == 422
    assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [(field, "required")]


@pytest.mark.req("ENR-06")
def test_enrolment__all_facts_of_one_record__succeeds() -> None:
    assert Person.registered().post("/enrolment", FACTS).status == 200


OTHER = facts_of(RECEIVING)
WRONG = {
    "another's SCIN": {"scin": OTHER["scin"]},
    "unknown SCIN": {"scin": "999999999999"},
    "another's NINO": {"nino": OTHER["nino"]},
    "another's birth": {"date_of_birth": OTHER["date_of_birth"]},
    "another's name": {"reference_name": OTHER["reference_name"]},
    "all but the name": {name: OTHER[name] for name in ("scin", "nino", "date_of_birth")},
}


@pytest.mark.req("ENR-06", "ENR-10")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_enrolment__facts_do_not_agree__is_refused_without_saying_which_and_can_be_mended(
    wrong: dict[str, str],
) -> None:
    # Given facts that are not all of one record
    person = Person.registered()
    # When they are sent
    refused = person.post("/enrolment", {**FACTS, **wrong})
    # Then the answer is the same whichever is wrong, and nobody is enrolled
    assert refused.status == 409
    assert {name: value for name, value in refused.json.items() if name != "transaction_id"} == {
        "type": "/error-codes#CMS-4093",
        "title": "We could not validate your details",
        "status": 409,
        "detail": "Check the details you entered and enter them again. "
        "If you enrolled before, telephone the Child Maintenance Service.",
        "code": "CMS-4093",
    }
    assert log_in(person.user_id).json["next"]["href"] == "/client/services"
    # And the details can be corrected and entered again
    assert person.post("/enrolment", FACTS).status == 200


@pytest.mark.req("ENR-06")
@pytest.mark.parametrize("name", ["THOMAS WHITFIELD", "thomas-whitfield", " Thómas  Whit'field "])
def test_enrolment__reference_name_written_another_way__agrees(name: str) -> None:
    assert Person.registered().post("/enrolment", {**FACTS, "reference_name": name}).status == 200


@pytest.mark.req("ENR-07")
@pytest.mark.parametrize("scin", ["12100012168", "1210001216888", "12100012168A", "١٢١٠٠٠١٢١٦٨٨"])
def test_enrolment__scin_not_12_digits__is_a_format_error(scin: str) -> None:
    reply = Person.registered().post("/enrolment", {**FACTS, "scin": scin})
    assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [("scin", "not_a_scin")]


@pytest.mark.req("ENR-08")
@pytest.mark.parametrize("nino", ["xx100001a", "XX 10 00 01 A", " xX 100001 a "])
def test_enrolment__nino_in_any_case_and_spacing__is_accepted(nino: str) -> None:
    assert Person.registered().post("/enrolment", {**FACTS, "nino": nino}).status == 200


@pytest.mark.req("ENR-08")
@pytest.mark.parametrize("nino", ["XX100001E", "QQ123456C", "X1100001A", "XX10001A", "XO100001A", "GB123456A"])
def test_enrolment__nino_of_no_such_shape__is_refused(nino: str) -> None:
    reply = Person.registered().post("/enrolment", {**FACTS, "nino": nino})
    assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [("nino", "not_a_nino")]


@pytest.mark.req("ENR-09")
@pytest.mark.parametrize(
    "born", ["14-03-1984", "1984/03/14", "14/3/1984", "31/02/1984", "29/02/1985", "14/03/2184", "x"]
)
def test_enrolment__date_of_birth_not_a_real_past_date__is_refused(born: str) -> None:
    reply = Person.registered().post("/enrolment", {**FACTS, "date_of_birth": born})
    assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [("date_of_birth", "not_a_past_date")]


@pytest.mark.req("ENR-11", "ENR-12")
def test_enrolment__client_confirmed__must_log_in_with_pin_before_any_case_data() -> None:
    # Given a client who has just enrolled
    person = Person.registered()
    page = person.post("/enrolment", FACTS).json
    # Then the start page confirms it and links to the service again
    assert page["message"] == "You are enrolled with the Child Maintenance Service."
    assert page["next"] == {"text": "Child Maintenance Service", "href": "/client/login"}
    assert "token" not in page
    # And no case data opens with the session so far, nor after the password alone
    assert person.get("/homepage").status == 403
    assert person.logging_in().get("/homepage").status == 403
    assert person.logging_in().answering().get("/homepage").status == 200


@pytest.mark.req("ENR-13", "LOG-14")
def test_enrolment__employer_confirmed__is_shown_the_portal_homepage_at_once() -> None:
    # Given an employer with three ERNs
    person = Person.registered(known.THREE_ERNS[1])
    # When ERN and PAYE are confirmed
    page = person.post("/enrolment", facts_of(known.THREE_ERNS[1])).json
    # Then the portal homepage opens, of that ERN
    assert page["next"] == {"text": "Home", "href": "/employer/homepage"}
    homepage = send("GET", "/employer/homepage", token=page["token"])
    assert (homepage.status, homepage.json["ern"]) == (200, known.THREE_ERNS[1].key)


@pytest.mark.req("ENR-13")
@pytest.mark.parametrize("field", ["ern", "paye_reference"])
def test_enrolment__employer_fact_wrong__is_refused(field: str) -> None:
    facts = {**facts_of(known.ONE_ERN), field: facts_of(known.THREE_ERNS[0])[field]}
    reply = Person.registered(known.ONE_ERN).post("/enrolment", facts)
    assert (reply.status, reply.json["code"]) == (409, "CMS-4093")


@pytest.mark.req("ENR-14")
def test_enrolment__application_still_in_progress__a_scin_is_enough() -> None:
    assert Person.registered().post("/enrolment", facts_of(known.APPLICANT)).status == 200


@pytest.mark.req("ENR-15")
def test_enrolment__account_holds_the_client_service__cannot_hold_the_employer_service_too() -> None:
    # Given an account logged on at both sites before it was enrolled
    person = Person.registered()
    elsewhere = log_in(person.user_id, service="employer").json["token"]
    assert person.post("/enrolment", FACTS).status == 200
    # When the employer service is asked for as well
    reply = send("POST", "/employer/enrolment", facts_of(known.ONE_ERN), token=elsewhere)
    # Then it is refused with the advice to register again
    assert (reply.status, reply.json["code"]) == (403, "CMS-4032")
    assert "Register again" in reply.json["detail"]


@pytest.mark.req("ENR-15")
def test_enrolment__account_holds_the_employer_service__cannot_hold_the_client_service_too() -> None:
    person = Person.registered(known.ONE_ERN)
    elsewhere = log_in(person.user_id).json["token"]
    assert person.post("/enrolment", facts_of(known.ONE_ERN)).status == 200
    assert send("POST", "/client/enrolment", FACTS, token=elsewhere).json["code"] == "CMS-4032"


@pytest.mark.req("ENR-16")
def test_not_enrolled__every_self_service_function__is_refused() -> None:
    # Given somebody registered and not enrolled
    person = Person.registered()
    # When every route for people who are logged in is asked for, Then each is refused, and none opens to nobody
    signed_in = [route for _, route in routes() if route.access is SIGNED_IN and route.service is Service.CLIENT]
    assert len(signed_in) > 0
    for route in signed_in:
        assert send(route.method, route.path, token=person.token).json["code"] == "CMS-4031"
        assert send(route.method, route.path).status == 401


@pytest.mark.req("ENR-17")
def test_enrolment__stored__holds_the_details_that_staff_see(cloud: Cloud) -> None:
    # Given a client who needed two tries
    person = Person.registered()
    person.post("/enrolment", {**FACTS, "reference_name": "Somebody Else"})
    person.post("/enrolment", FACTS)
    # Then the enrolment holds what the helpdesk's screen shows
    account = next(
        item for item in cloud.items("accounts") if item.get("user_id") == person.user_id and "enrolment" in item
    )
    enrolment: dict[str, Any] = account["enrolment"]
    assert enrolment["service"] == "client"
    assert enrolment["user_name"] == "Thomas Whitfield"
    assert enrolment["identifiers"] == [f"SCIN={PAYING.key}"]
    assert enrolment["status"] == "Activated"
    assert enrolment["activated_at"] == enrolment["enrolled_at"]
    assert (enrolment["activation_code_status"], enrolment["activation_code_expires"]) == ("-", "-")
    assert account["failed_activations"] == 1


@pytest.mark.req("ENR-18")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_enrolment_form__while_facts_are_checked__says_so(line: Line) -> None:
    message = Person.registered(line).get("/enrolment").json["waiting_message"]
    assert "being checked with the service owner" in message
    assert "may take a few moments" in message


def test_enrolment__identifier_of_another_account__is_refused_like_any_wrong_fact() -> None:
    Person.enrolled()
    assert Person.registered().post("/enrolment", FACTS).json["code"] == "CMS-4093"


def test_enrolment__second_ern_of_an_enrolled_paye_reference__is_refused_to_another_account() -> None:
    Person.enrolled(known.THREE_ERNS[0])
    other = Person.registered(known.THREE_ERNS[1])
    assert other.post("/enrolment", facts_of(known.THREE_ERNS[1])).json["code"] == "CMS-4093"


def test_enrolment__sent_twice__is_done_once(cloud: Cloud) -> None:
    person = Person.registered()
    assert [person.post("/enrolment", FACTS).status for _ in range(2)] == [200, 200]
    assert [item["event"] for item in cloud.items("outbox")].count("ClientEnrolled") == 1


@pytest.mark.req("ENR-17")
def test_enrolment__overtaken_by_the_same_one__is_confirmed_and_counts_no_failure(cloud: Cloud) -> None:
    # Given a client whose form is sent twice at once: the other is stored while this one is about to be
    person = Person.registered()
    writes: list[str] = []

    def overtake(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems" and not writes:
            writes.append(operation)
            assert person.post("/enrolment", FACTS).status == 200
        return parameters

    # When it is sent
    with watched(Calls(tamper=overtake)):
        reply = person.post("/enrolment", FACTS)
    # Then both are confirmed, and no failed activation is counted
    assert reply.status == 200
    assert all("failed_activations" not in item for item in cloud.items("accounts"))


@pytest.mark.req("ENR-10")
def test_enrolment__unknown_scin__costs_the_same_calls_as_a_wrong_fact() -> None:
    person = Person.registered()
    person.post("/enrolment", {**FACTS, "reference_name": "Somebody Else"})
    made = []
    for facts in ({**FACTS, "scin": "999999999999"}, {**FACTS, "nino": OTHER["nino"]}):
        with watched(Calls()) as calls:
            assert Person.registered().post("/enrolment", facts).status == 409
        made.append(calls.made)
    assert made[0] == made[1]


@pytest.mark.req("LOG-21")
def test_enrolment__employer_enrols_again_in_a_second_session__keeps_the_time_of_that_login(cloud: Cloud) -> None:
    # Given an employer logged on in two places, who enrols in one
    cloud.clock.stop(datetime(2027, 5, 4, 10, 0, tzinfo=UTC))
    person = Person.registered(known.ONE_ERN)
    second = log_in(person.user_id, service="employer").json["token"]
    assert person.post("/enrolment", facts_of(known.ONE_ERN)).status == 200
    # When the same facts come from the other ten minutes later, Then that is the latest login
    cloud.clock.stop(datetime(2027, 5, 4, 10, 10, tzinfo=UTC))
    reply = send("POST", "/employer/enrolment", facts_of(known.ONE_ERN), token=second)
    assert reply.status == 200
    account = next(
        item for item in cloud.items("accounts") if item.get("user_id") == person.user_id and "email" in item
    )
    assert account["last_successful_login"].startswith("2027-05-04T10:10")
