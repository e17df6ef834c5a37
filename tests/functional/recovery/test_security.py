"""Forgotten PIN by HTTP: Route A by two questions, Route B by three, the new PIN, and the lock without end."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.demo import known
from tests.support import ledger, recoveries, stack
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply, send
from tests.support.visitors import PAYING, RECEIVING, Person, answers_of, hold, log_in

NEW = "1357902"
NO_PASSWORD = known.BOTH_ROLES


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, NO_PASSWORD, known.NO_PIN, known.ONE_ERN)


def security(cloud: Cloud, person: Person) -> dict[str, Any]:
    return next(item for item in cloud.items("client-security") if item["scin"] == person.line.key)


def locked_out(person: Person) -> None:
    """Neither PIN, nor either route, nor a new log-in goes on (LOG-19)."""
    for path in ("/login/challenge", "/recovery/pin", "/recovery/security-questions"):
        reply = person.get(path)
        assert (reply.status, reply.json["code"]) == (423, "CMS-4232"), path
        assert reply.json["facts"]["telephone"]
    again = log_in(person.user_id)
    assert (again.status, again.json["code"]) == (423, "CMS-4232")
    assert "Telephone the Child Maintenance Service" in again.json["detail"]


@pytest.mark.req("REC-10", "REC-11", "REC-18")
def test_route_a__both_answers_right__a_new_pin_is_set_and_lets_in(cloud: Cloud) -> None:
    # Given two wrong PINs, and then the forgotten-PIN button
    person = Person.challenged()
    for _ in range(2):
        person.give_pin(wrong=(0,))
    step = recoveries.answer_two(person)
    # When both questions are answered rightly and a PIN is set
    assert (step.status, step.json["next"]["href"]) == (200, "/client/recovery/new-pin")
    assert recoveries.set_pin(person, NEW).json["next"]["href"] == "/client/login/challenge"
    # Then nothing is held against it, the old one is useless, and it lets in
    assert security(cloud, person)["wrong_pins"] == 0
    assert person.give_pin(wrong=()).status == 401
    assert recoveries.give_digits(person, NEW).status == 200


@pytest.mark.req("REC-09", "CON-29")
def test_route_a__no_pin_ever_set__leads_to_one() -> None:
    person = Person.challenged(known.NO_PIN)
    assert person.get("/login/challenge").json["code"] == "CMS-4095"
    assert recoveries.answer_two(person).status == 200
    assert recoveries.set_pin(person, NEW).status == 200
    assert recoveries.give_digits(person, NEW).status == 200


@pytest.mark.req("REC-10")
def test_route_a__over_many_times__asks_every_pair_of_questions() -> None:
    # Given a client with a CMS password, and one without
    pairs: dict[str, set[tuple[str, str]]] = {"with": set(), "without": set()}
    for name, line in (("with", PAYING), ("without", NO_PASSWORD)):
        person = Person.enrolled(line)
        # When the questions are asked anew after right answers
        for _ in range(24):
            challenged = person.logging_in()
            first, second = challenged.get("/recovery/pin").json["questions"]
            pairs[name].add((first["secret"], second["secret"]))
            assert all(one["positions"][0] < one["positions"][1] for one in (first, second))
            assert recoveries.answer_two(challenged).status == 200
    # Then SCIN or CMS password goes with NINO or date of birth, and without a CMS password it is SCIN (GAP-38)
    assert pairs["with"] == {(a, b) for a in ("scin", "cms_password") for b in ("nino", "date_of_birth")}
    assert {first for first, _ in pairs["without"]} == {"scin"}


@pytest.mark.req("REC-10", "REC-20", "CON-01")
def test_route_a__page_asked_again_and_after_a_new_login__keeps_its_questions_and_names_the_other_way() -> None:
    person = Person.challenged()
    page = person.get("/recovery/pin").json
    assert [person.logging_in().get("/recovery/pin").json["questions"] for _ in range(5)] == [page["questions"]] * 5
    assert "to have your security reset" in " ".join(page["paragraphs"])
    assert page["telephone"] in " ".join(page["paragraphs"])


@pytest.mark.req("REC-12", "REC-16", "LOG-19")
@pytest.mark.parametrize("wrong", [(0,), (1,), (0, 1)], ids=["first", "second", "both"])
def test_route_a__any_answer_wrong__locks_at_once_and_without_end(cloud: Cloud, wrong: tuple[int, ...]) -> None:
    # Given a client on the forgotten-PIN page
    person = Person.challenged()
    # When any answer is wrong
    reply = recoveries.answer_two(person, wrong=wrong)
    # Then the client is locked out, and told to telephone; which was wrong is not said
    assert (reply.status, reply.json["code"]) == (423, "CMS-4232")
    assert reply.json["detail"] == "Telephone the Child Maintenance Service to have your security reset."
    assert len(ledger.acts(cloud, "SecurityLocked")) == 1
    locked_out(person)
    # And waiting does not lift it
    cloud.clock.forward(hours=2, seconds=1)
    assert log_in(person.user_id).status == 423
    cloud.clock.forward(days=400)
    assert log_in(person.user_id).json["code"] == "CMS-4232"


@pytest.mark.req("REC-12")
@pytest.mark.parametrize(
    ("question", "typed"),
    [
        *(("scin 1,2", typed) for typed in (" 1", "1 ", "  ", "1O", "1-", "1\u0661", "1\uff11")),
        *(("date_of_birth 1,2", typed) for typed in ("1 ", "O1", "/1", "1.")),
        *(("nino 1,2", typed) for typed in ("X ", "X-", "\uff38X")),
        *(("cms_password 1,2", typed) for typed in ("a\t", "a\u00a0")),
    ],
)
def test_route_a__box_with_what_the_secret_cannot_hold__is_refused_and_no_attempt(
    cloud: Cloud, question: str, typed: str
) -> None:
    # Given a client of whom that is asked
    person = Person.challenged()
    first, second = ("scin 1,2", question) if question[0] in "nd" else (question, "nino 1,2")
    cloud.update("client-security", {"scin": PAYING.key}, forgotten_pin=f"{first} {second}")
    answers = recoveries.two_answers(person)
    index = 1 if second == question else 0
    # When a box is sent with only a space in it, or with what such a secret never has
    slip = [
        {**answer, "characters": list(typed)} if at == index else answer for at, answer in enumerate(answers["answers"])
    ]
    reply = person.post("/recovery/pin", {"answers": slip})
    # Then that question is named, and nobody is locked out
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [f"answers.{index}"])
    assert person.post("/recovery/pin", answers).status == 200


@pytest.mark.req("REC-10")
def test_route_a__cms_password_with_a_space__is_asked_for_and_taken(cloud: Cloud) -> None:
    # Given a client whose CMS password has a space at the second place
    line = replace(PAYING, record={**PAYING.record, "cms_password": "a bcdefg"})
    hold(line)
    person = Person.challenged(line)
    cloud.update("client-security", {"scin": PAYING.key}, forgotten_pin="cms_password 1,2 nino 1,2")
    # When it is typed as it is, Then it is right
    assert recoveries.two_answers(person)["answers"][0]["characters"] == ["a", " "]
    assert recoveries.answer_two(person).status == 200


@pytest.mark.req("LOG-19", "SEC-10")
def test_login__locked_client_with_a_wrong_password__is_told_nothing_of_the_lock() -> None:
    person = Person.challenged()
    recoveries.answer_two(person, wrong=(0,))
    assert log_in(person.user_id, "wrong1234").json["code"] == "CMS-4012"


@pytest.mark.req("REC-24")
def test_security_lock__on_or_off__leaves_the_credential_lock_as_it_is(cloud: Cloud) -> None:
    # Given a client with the security lock
    person = Person.challenged()
    recoveries.answer_two(person, wrong=(0,))
    # When right passwords are given, Then they do not count as failures
    assert [log_in(person.user_id).json["code"] for _ in range(4)] == ["CMS-4232"] * 4
    # And the credential lock comes and goes by itself
    for _ in range(3):
        log_in(person.user_id, "wrong1234")
    assert log_in(person.user_id).json["code"] == "CMS-4231"
    cloud.clock.forward(hours=2, seconds=1)
    assert log_in(person.user_id).json["code"] == "CMS-4232"
    # And a recovered password does not lift it either
    half = recoveries.recover_password(person).json["half"]
    assert log_in(person.user_id, half + recoveries.mailed_half(cloud)).json["code"] == "CMS-4232"


@pytest.mark.req("REC-13", "REC-14", "LOG-12")
def test_route_b__three_answers_right__a_new_pin_is_set_and_lets_in(cloud: Cloud) -> None:
    # Given three wrong PINs
    person = Person.challenged()
    recoveries.three_wrong_pins(person)
    told = person.get("/login/challenge").json
    assert (told["code"], told["facts"]["next"]) == ("CMS-4033", "/client/recovery/security-questions")
    # When the three questions are answered, in other case and spacing
    answers = recoveries.three_answers(person)
    assert len({answer["question"] for answer in answers["answers"]}) == 3
    assert person.post("/recovery/security-questions", answers).status == 200
    assert recoveries.set_pin(person, NEW).status == 200
    # Then the new PIN lets in
    assert security(cloud, person)["wrong_pins"] == 0
    assert recoveries.give_digits(person, NEW).status == 200


@pytest.mark.req("REC-15", "REC-16", "CON-38")
def test_route_b__one_answer_wrong__locks_without_end(cloud: Cloud) -> None:
    person = Person.challenged()
    recoveries.three_wrong_pins(person)
    reply = person.post("/recovery/security-questions", recoveries.three_answers(person, wrong=True))
    assert (reply.status, reply.json["code"]) == (423, "CMS-4232")
    locked_out(person)
    cloud.clock.forward(days=30)
    assert log_in(person.user_id).status == 423


@pytest.mark.req("CON-02")
def test_route_b__begun__neither_pin_page_nor_route_a_is_offered_in_this_or_a_later_login(cloud: Cloud) -> None:
    # Given Route A asked for, and then three wrong PINs
    person = Person.challenged()
    answers = recoveries.two_answers(person)
    recoveries.three_wrong_pins(person)
    questions = person.get("/recovery/security-questions").json["questions"]
    cloud.clock.forward(days=3)
    # When the client logs in again
    later = person.logging_in()
    # Then only Route B is offered, with the same questions
    assert later.get("/login/challenge").json["code"] == "CMS-4033"
    assert later.get("/recovery/pin").json["code"] == "CMS-4033"
    assert later.post("/recovery/pin", answers).json["code"] == "CMS-4033"
    assert later.get("/recovery/security-questions").json["questions"] == questions


@pytest.mark.req("CON-02", "REC-11")
def test_new_pin__after_right_answers_and_then_three_wrong_pins__is_not_due_any_more() -> None:
    # Given right answers of Route A, and then three wrong PINs instead of a new one
    person = Person.challenged()
    assert recoveries.answer_two(person).status == 200
    recoveries.three_wrong_pins(person)
    # When a PIN is sent, Then Route B comes first
    assert recoveries.set_pin(person, NEW).json["code"] == "CMS-4035"


@pytest.mark.req("REC-13")
def test_route_b__before_three_wrong_pins__is_not_due() -> None:
    person = Person.challenged()
    assert person.get("/recovery/security-questions").json["code"] == "CMS-4036"


@pytest.mark.req("REC-17")
@pytest.mark.parametrize("pin", ["123456", "12345678", "123456a", "12345\uff167", "", "-123456"])
def test_new_pin__not_exactly_seven_digits__is_refused(pin: str) -> None:
    person = Person.challenged()
    recoveries.answer_two(person)
    assert recoveries.set_pin(person, pin).status == 422
    assert recoveries.set_pin(person, NEW, confirm="7654321").status == 422
    assert recoveries.set_pin(person, NEW).status == 200


@pytest.mark.req("REC-11")
def test_new_pin__without_right_answers_in_this_session__is_refused() -> None:
    # Given a session without answers, and one with, Then a PIN can be set in the latter alone, and once
    person = Person.challenged()
    assert recoveries.set_pin(person, NEW).json["code"] == "CMS-4035"
    other = person.logging_in()
    assert recoveries.answer_two(other).status == 200
    assert recoveries.set_pin(person, NEW).json["code"] == "CMS-4035"
    assert recoveries.set_pin(other, NEW).status == 200
    assert recoveries.set_pin(other, "7654321").json["code"] == "CMS-4035"


@pytest.mark.req("REC-23")
@pytest.mark.parametrize("path", ["pin", "security-questions", "new-pin"])
def test_pin_recovery__for_an_employer__is_not_there(path: str) -> None:
    person = Person.enrolled(known.ONE_ERN).logging_in()
    assert person.get(f"/recovery/{path}").status == 404
    assert send("GET", f"/client/recovery/{path}", token=person.token).status == 403


@pytest.mark.req("REC-12")
def test_answers__sent_at_once__one_is_checked(cloud: Cloud) -> None:
    # Given the right answers and many wrong ones, sent at once
    person = Person.challenged()
    right, wrong = recoveries.two_answers(person), recoveries.two_answers(person, wrong=(0,))
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda body: person.post("/recovery/pin", body), [wrong, right] + [wrong] * 14))
    # Then one was checked, and the others came too late or learnt no more than that
    acts = [*ledger.acts(cloud, "SecurityLocked"), *ledger.acts(cloud, "SecurityAnswered")]
    assert len(ledger.acts(cloud, "SecurityLocked")) <= 1
    assert len(acts) <= 2
    assert {reply.status for reply in replies} <= {200, 409, 423}


@pytest.mark.req("REC-12")
def test_attempt__that_never_came_to_an_answer__may_be_made_again_after_a_minute(cloud: Cloud) -> None:
    # Given an attempt that broke in the middle: its mark stays, and nothing was said
    person = Person.challenged()
    answers = recoveries.two_answers(person)
    cloud.clock.stop(cloud.clock.now())
    with watched(Calls()) as counted:
        person.get("/recovery/pin")
    before_mark = len(counted.made) + 1
    with watched(Calls(before_mark + 1, Fault.BEFORE)) as broken:
        assert person.post("/recovery/pin", answers).status == 503
    assert broken.made[-1] == "GetItem"
    begun = cloud.clock.now()
    # When it is made again within a minute, Then it is not checked; at a minute it is
    cloud.clock.stop(begun + timedelta(seconds=59))
    assert person.post("/recovery/pin", answers).json["code"] == "CMS-4097"
    cloud.clock.stop(begun + timedelta(seconds=60))
    assert person.post("/recovery/pin", answers).status == 200


@pytest.mark.req("SEC-07")
def test_tables__after_intake_and_recovery__hold_no_secret_in_clear(cloud: Cloud) -> None:
    # Given somebody who used both routes
    person = Person.challenged()
    assert recoveries.answer_two(person).status == 200
    assert recoveries.set_pin(person, NEW).status == 200
    # When every table is read
    everything = json.dumps({table: cloud.items(table) for table in cloud.tables}, default=repr, ensure_ascii=False)
    record = person.line.record
    # Then PIN, CMS password, answers, NINO and date of birth are nowhere
    answers = [answer for _, answer in answers_of(record)]
    secrets = [NEW, record["pin"], record["cms_password"], record["nino"], record["date_of_birth"], *answers]
    assert [secret for secret in secrets if str(secret) in everything and secret != "Cardiff"] == []


def on_route_a(_: Cloud) -> Person:
    hold(PAYING)
    person = Person.challenged()
    person.get("/recovery/pin")
    return person


def on_route_b(_: Cloud) -> Person:
    hold(PAYING)
    person = Person.challenged()
    recoveries.three_wrong_pins(person)
    return person


def answered(_: Cloud) -> Person:
    hold(PAYING)
    person = Person.challenged()
    assert recoveries.answer_two(person).status == 200
    return person


def minute_later(cloud: Cloud) -> None:
    cloud.clock.forward(seconds=61)


def a_new_pin_lets_in(cloud: Cloud, person: Person, reply: Reply) -> None:
    """Whatever broke, a minute later the client gets on; nothing is locked."""
    assert reply.status in {200, 409}, reply.body
    minute_later(cloud)
    again = person.logging_in()
    if security(cloud, again)["wrong_pins"] >= 3:
        assert again.post("/recovery/security-questions", recoveries.three_answers(again)).status == 200
    else:
        assert recoveries.answer_two(again).status == 200
    assert recoveries.set_pin(again, NEW).status == 200
    assert recoveries.give_digits(again, NEW).status == 200


def the_lock_stands(cloud: Cloud, person: Person, reply: Reply) -> None:
    """Whatever broke, the wrong answer locks as soon as it is checked, and stays."""
    if reply.status == 409:
        minute_later(cloud)
        assert recoveries.answer_two(person, wrong=(0,)).status == 423
    locked_out(person)


def the_new_pin_lets_in(_: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status in {200, 403}, reply.body
    assert recoveries.give_digits(person, NEW).status == 200


def answer_wrongly(person: Person) -> Reply:
    """Answer one question wrongly, unless that has locked already and the answer was lost."""
    page = person.get("/recovery/pin")
    return page if page.status == 423 else recoveries.answer_two(person, wrong=(0,))


CASES = [
    UseCase("Route A", on_route_a, recoveries.answer_two, a_new_pin_lets_in),
    UseCase("Route A wrong", on_route_a, answer_wrongly, the_lock_stands),
    UseCase(
        "Route B",
        on_route_b,
        lambda person: person.post("/recovery/security-questions", recoveries.three_answers(person)),
        a_new_pin_lets_in,
    ),
    UseCase("new PIN", answered, lambda person: recoveries.set_pin(person, NEW), the_new_pin_lets_in),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_routes__every_aws_call_broken_in_turn__lose_no_lock_and_open_none(cloud: Cloud, case: UseCase[Any]) -> None:
    broken = broken_by_faults(cloud, case)
    assert not broken, "\n".join(map(str, broken))


@pytest.mark.req("CON-36", "REC-12")
def test_lock__told__says_to_telephone_the_service_and_gives_the_number() -> None:
    # Given a client locked out by a wrong answer / Then the message names CMS, and the number to call
    person = Person.challenged()
    reply = recoveries.answer_two(person, wrong=(0,))
    assert reply.json["detail"].startswith("Telephone the Child Maintenance Service")
    assert reply.json["facts"] == {"telephone": stack.environment("recovery")["CMS_TELEPHONE"]}
