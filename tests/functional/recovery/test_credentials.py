"""Forgotten user ID or password, by HTTP: given back in halves to whoever knows all the facts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.demo import known
from infra.demo.records import Line
from tests.support import ledger, recoveries, staff
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply, send
from tests.support.visitors import FORM, PASSWORD, PAYING, RECEIVING, Person, facts_of, hold, log_in

NOBODY = "999999999999"
WELSH = known.WELSH_SPEAKER
WRONG_CLIENT = [
    *({"email": "else@example.com"}, {"scin": RECEIVING.key}, {"scin": NOBODY}),
    *({"nino": "XX100002B"}, {"date_of_birth": "15/03/1984"}),
]
WRONG_EMPLOYER = [{"email": "else@example.com"}, {"ern": "700200015"}, {"ern": "1"}, {"paye_reference": "1/2"}]
# The hour from 01:00 to 02:00 on this day happens once: clocks go forward in the United Kingdom.
SUMMER_TIME = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, WELSH, known.ONE_ERN, known.THREE_ERNS[0])


@pytest.mark.req("REC-02", "REC-04", "REC-05")
def test_client_password__all_facts_right__comes_in_halves_that_work_joined(cloud: Cloud) -> None:
    # Given a client who forgot the password
    person = Person.enrolled()
    # When all five facts are given
    reply = recoveries.recover_password(person)
    # Then half is on the screen, and half in a mail to the address held
    assert reply.status == 200, reply.body
    half = reply.json["half"]
    other = recoveries.mailed_half(cloud)
    assert cloud.mails()[-1][0] == FORM["email"]
    assert (len(half), len(other)) == (6, 6)
    # And the halves joined work, and the old password does not
    assert log_in(person.user_id, PASSWORD).status == 401
    assert person.logging_in(half + other).answering().get("/homepage").status == 200


@pytest.mark.req("REC-03", "REC-05")
def test_employer_password__all_facts_right__comes_in_halves_that_work_joined(cloud: Cloud) -> None:
    # Given an employer who forgot the password
    person = Person.enrolled(known.ONE_ERN)
    # When all four facts are given
    half = recoveries.recover_password(person).json["half"]
    # Then the halves joined work
    assert person.logging_in(half + recoveries.mailed_half(cloud)).answering().get("/homepage").status == 200


@pytest.mark.req("REC-07", "REC-04", "CON-39")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_user_id__all_facts_right__is_the_same_one_six_and_six(cloud: Cloud, line: Line) -> None:
    # Given somebody who forgot the user ID
    person = Person.enrolled(line)
    # When the address and the known facts are given
    half = recoveries.recover_user_id(person).json["half"]
    # Then it is the one they have, and the password is as it was
    assert half + recoveries.mailed_half(cloud) == person.user_id
    assert log_in(person.user_id, PASSWORD, person.service).status == 200


@pytest.mark.req("REC-06", "SEC-11")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
@pytest.mark.parametrize(
    ("line", "changes"),
    [*((PAYING, wrong) for wrong in WRONG_CLIENT), *((known.ONE_ERN, wrong) for wrong in WRONG_EMPLOYER)],
)
def test_recovery__one_detail_wrong__nothing_changes_and_the_attempt_is_recorded(
    cloud: Cloud, recover: Callable[..., Reply], line: Line, changes: dict[str, str]
) -> None:
    # Given somebody enrolled
    person = Person.enrolled(line)
    # When one detail is wrong
    reply = recover(person, **changes)
    # Then nothing is reset, nothing sent, and the attempt recorded
    assert (reply.status, reply.json["code"]) == (409, "CMS-4096")
    assert cloud.queued("mails") == []
    assert len(ledger.acts(cloud, "RecoveryRefused")) == 1
    assert log_in(person.user_id, PASSWORD, person.service).status == 200


def bare(reply: Reply) -> tuple[int, dict[str, str], dict[str, Any]]:
    headers = {name: value for name, value in reply.headers.items() if name != "transaction-id"}
    return reply.status, headers, {**reply.json, "transaction_id": ""}


@pytest.mark.req("SEC-10", "REC-06")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
def test_recovery__unknown_wrong_and_not_enrolled__are_alike_in_answer_and_work(
    cloud: Cloud, recover: Callable[..., Reply]
) -> None:
    # Given somebody enrolled, somebody with an account only, and somebody who is nobody
    enrolled = Person.enrolled()
    registered = Person.registered(RECEIVING)
    nobody = Person("client", known.BOTH_ROLES, NOBODY, "")
    recover(Person("client", PAYING, "888888888888", ""), email="first@example.com")
    answers, works = [], []
    for person in (enrolled, registered, nobody):
        # When each asks with a wrong address
        with watched(Calls()) as calls:
            answers.append(bare(recover(person, email="else@example.com")))
        works.append(calls.made)
    # Then status, body, headers and calls are the same
    assert answers[0] == answers[1] == answers[2]
    assert works[0] == works[1] == works[2]
    assert works[0].count("Decrypt") == 1
    del cloud


@pytest.mark.req("SEC-10")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
@pytest.mark.parametrize("changes", [{}, {"email": "else@example.com"}], ids=["right", "wrong"])
def test_recovery__of_a_welsh_and_an_english_speaker__are_alike_in_work(
    recover: Callable[..., Reply], changes: dict[str, str]
) -> None:
    # Given two clients, one of whom is written to in Welsh
    people = [Person.enrolled(line) for line in (PAYING, WELSH)]
    recover(Person("client", PAYING, "888888888888", ""), email="first@example.com")
    works = []
    for person in people:
        # When each asks
        with watched(Calls()) as calls:
            recover(person, **changes)
        works.append(calls.made)
    # Then the language costs no call, and shows in none
    assert works[0] == works[1]
    assert ("SendMessage" in works[0]) is not bool(changes)


@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
@pytest.mark.parametrize(
    ("line", "language"), [(WELSH, "cy"), (PAYING, "en"), (known.ONE_ERN, "en")], ids=["Welsh", "English", "employer"]
)
def test_mail__of_a_recovery__is_asked_for_in_the_language_of_the_clients_record(
    cloud: Cloud, recover: Callable[..., Reply], line: Line, language: str
) -> None:
    # Given somebody enrolled, whose record may say Welsh (GAP-37)
    person = Person.enrolled(line)
    # When the user ID or password is recovered
    assert recover(person).status == 200
    # Then the mail that waits is to be in that language
    [queued] = cloud.queued("mails")
    assert json.loads(queued["body"])["language"] == language
    # And it is sent, in approved words
    assert len(recoveries.mailed_half(cloud)) == 6


@pytest.mark.req("CON-42", "SEC-10")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
@pytest.mark.parametrize("exists", [True, False], ids=["known", "unknown"])
def test_recovery__three_wrong_within_an_hour__locks_two_hours_from_the_last(
    cloud: Cloud, recover: Callable[..., Reply], *, exists: bool
) -> None:
    # Given three wrong attempts, the third one second before the hour is over
    person = Person.enrolled() if exists else Person("client", PAYING, NOBODY, "")
    for after in (0, 10, 3599):
        cloud.clock.stop(SUMMER_TIME + timedelta(seconds=after))
        assert recover(person, email="else@example.com").status == 409
    last = cloud.clock.now()
    # When it is tried one second before two hours are over, Then it is refused and neither checked nor counted
    cloud.clock.stop(last + timedelta(hours=2, seconds=-1))
    with watched(Calls()) as calls:
        refused = recover(person)
    assert (refused.status, refused.json["code"]) == (423, "CMS-4233")
    assert "TransactWriteItems" not in calls.made
    # And at two hours it is checked
    cloud.clock.stop(last + timedelta(hours=2))
    assert recover(person).status == (200 if exists else 409)


@pytest.mark.req("CON-42")
def test_recovery__third_wrong_exactly_an_hour_after_the_first__does_not_lock(cloud: Cloud) -> None:
    person = Person.enrolled()
    for after in (0, 10, 3600):
        cloud.clock.stop(SUMMER_TIME + timedelta(seconds=after))
        recoveries.recover_password(person, email="else@example.com")
    assert recoveries.recover_password(person).status == 200


@pytest.mark.req("REC-24", "CON-42")
def test_locks__of_login_and_recovery__do_not_touch_each_other(cloud: Cloud) -> None:
    # Given an account locked by wrong passwords
    person = Person.enrolled()
    for _ in range(3):
        log_in(person.user_id, "wrong1234")
    # When the password is recovered
    half = recoveries.recover_password(person).json["half"]
    # Then the credential lock stands
    new = half + recoveries.mailed_half(cloud)
    assert log_in(person.user_id, new).status == 423
    # And a recovery that is locked does not lock the log-in
    cloud.clock.forward(hours=2)
    for _ in range(4):
        locked = recoveries.recover_password(person, email="else@example.com")
    assert locked.status == 423
    assert log_in(person.user_id, new).status == 200


@pytest.mark.req("REC-05")
def test_password__recovered__ends_every_session(cloud: Cloud) -> None:
    # Given two sessions
    person = Person.signed_in()
    other = person.logging_in()
    # When the password is recovered
    assert recoveries.recover_password(person).status == 200
    # Then both are over
    assert {person.get("/homepage").status, other.get("/login/challenge").status} == {401}


@pytest.mark.req("REC-01", "REC-08", "REC-25")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_pages__of_recovery__say_what_to_do_and_disclose_nothing(service: str) -> None:
    # Given the links on the login page
    links = {link["text"]: link["href"] for link in send("GET", f"/{service}/login").json["links"]}
    for what in ("user ID", "password"):
        name = "User ID" if what == "user ID" else what
        # When each is followed
        page = send("GET", links[f"Forgotten your {name}?"]).json
        said = " ".join(page["paragraphs"])
        # Then it says what to do who forgot both, is locked, or forgot the SCIN or ERN
        assert "forgotten both your user ID and your password" in said
        assert "the helpdesk deletes your account, and you register again" in said
        assert ("SCIN" if service == "client" else "employer caseworker") in said
        assert ("user_id" in {field["name"] for field in page["fields"]}) is (what == "password")


@pytest.mark.req("REC-21")
def test_lock__told__names_both_ways_out() -> None:
    person = Person.enrolled()
    for _ in range(4):
        reply = recoveries.recover_password(person, email="else@example.com")
    assert "two hours after" in reply.json["detail"]
    assert "delete your account, and you register again" in reply.json["detail"]
    assert reply.json["facts"]["locked_until_shown"]


@pytest.mark.req("REC-04", "NOT-16", "SEC-12")
def test_halves__anywhere_else__are_not_there(cloud: Cloud) -> None:
    # Given a password recovered
    person = Person.enrolled()
    half = recoveries.recover_password(person).json["half"]
    other = recoveries.mailed_half(cloud)
    # When tables, queue and mail are read
    everything = json.dumps({table: cloud.items(table) for table in cloud.tables}, default=repr)
    waiting = json.dumps(cloud.queued("mails"))
    # Then neither half is in a table or the queue, and the mail has one of them
    assert not [part for part in (half, other) if part in everything + waiting]
    assert half not in cloud.mails()[-1][2]


BOTH_KINDS = [recoveries.recover_password, recoveries.recover_user_id]


@pytest.mark.req("REC-08")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
@pytest.mark.parametrize(("first", "then"), [BOTH_KINDS, BOTH_KINDS[::-1]], ids=["password first", "ID first"])
def test_recovery__of_both_one_after_the_other__is_refused_until_a_complete_login(
    cloud: Cloud, line: Line, first: Callable[..., Reply], then: Callable[..., Reply]
) -> None:
    # Given somebody who recovered the one
    person = Person.enrolled(line)
    assert first(person).status == 200
    # When the other is asked for, Then the person is told to call, and nothing is given out
    refused = [then(person) for _ in range(4)]
    assert {(one.status, one.json["code"]) for one in refused} == {(423, "CMS-4235")}
    assert "the helpdesk deletes your account, and you register again" in refused[0].json["detail"]
    assert refused[0].json["facts"]["telephone"]
    assert (len(cloud.queued("mails")), len(ledger.acts(cloud, "RecoveryRefused"))) == (1, 4)
    # And with a wrong detail nothing is told of that
    assert then(person, email="else@example.com").json["code"] == "CMS-4096"
    # And the first can be had again, as when the mail did not come
    half = first(person).json["half"]
    password = half + recoveries.mailed_half(cloud) if first is recoveries.recover_password else PASSWORD
    # And the password step alone does not end it, but a complete log-in does
    challenged = person.logging_in(password)
    assert then(person).json["code"] == "CMS-4235"
    challenged.answering()
    assert then(person).status == 200


@pytest.mark.req("CON-42")
@pytest.mark.parametrize("recover", BOTH_KINDS, ids=["password", "id"])
def test_recovery__right_four_times_in_an_hour__passes_each_time(recover: Callable[..., Reply]) -> None:
    # Given somebody to whom no mail comes / When they ask four times, Then nothing is held against them
    person = Person.enrolled()
    assert [recover(person).status for _ in range(4)] == [200] * 4


@pytest.mark.req("CON-42", "LOG-06")
@pytest.mark.parametrize("recover", BOTH_KINDS, ids=["password", "id"])
def test_recovery__two_wrong_then_right_then_two_wrong__is_still_open(recover: Callable[..., Reply]) -> None:
    # Given two wrong ones, a right one, and two wrong ones within one hour
    person, wrong = Person.enrolled(), {"email": "else@example.com"}
    statuses = [recover(person, **typed).status for typed in (wrong, wrong, {}, wrong, wrong)]
    assert statuses == [409, 409, 200, 409, 409]
    # Then the right one has set the count to zero
    assert recover(person).status == 200


@pytest.mark.req("SUP-20", "SUP-21")
def test_password__recovered__shows_the_helpdesk_when_it_was_changed(cloud: Cloud) -> None:
    # Given a client whose password is as registered
    person = Person.enrolled()
    cloud.clock.stop(SUMMER_TIME + timedelta(days=60))
    agent = staff.agent()

    def changed() -> str:
        facts = {name: PAYING.record[name] for name in ("scin", "nino", "date_of_birth")}
        shown = agent.post("/helpdesk/look-ups", {"service": "client", **facts})
        told = {detail["label"]: detail["value"] for detail in shown.json["details"]}
        return str(told["User changed password"])

    before = changed()
    # When it is recovered, Then that time is shown, in the time of the United Kingdom
    assert recoveries.recover_password(person).status == 200
    assert (before != changed(), changed()) == (True, "28 May 2026 01:59")


@pytest.mark.req("CON-42", "ENR-19", "REC-21")
@pytest.mark.parametrize("exists", [True, False], ids=["known", "unknown"])
def test_locks__of_login_recovery_and_enrolment__each_say_their_own_way_out(*, exists: bool) -> None:
    # Given each lock, of somebody or of an ID that nobody has
    person = Person.enrolled() if exists else Person("client", PAYING, NOBODY, "")
    for _ in range(3):
        log_in(person.user_id, "wrong1234")
        recoveries.recover_password(person, email="else@example.com")
    login, recovery = log_in(person.user_id), recoveries.recover_password(person)
    fresh = Person.registered(RECEIVING)
    for _ in range(3):
        fresh.post("/enrolment", {**facts_of(RECEIVING), "nino": "XX999999A"})
    enrolment = fresh.post("/enrolment", facts_of(RECEIVING))
    # Then all are 423, with a code of their own and the time
    told = {reply.json["code"]: reply.json["detail"] for reply in (login, recovery, enrolment)}
    assert list(told) == ["CMS-4231", "CMS-4233", "CMS-4234"]
    assert {reply.status for reply in (login, recovery, enrolment)} == {423}
    assert all(reply.json["facts"]["locked_until_shown"] for reply in (login, recovery, enrolment))
    # And deleting the account is a way out of the first two alone
    deleting = ["delete your account, and you register again" in words for words in told.values()]
    assert deleting == [True, True, False]
    assert "registering again does not help" in told["CMS-4234"]
    assert all("two hours after the last of them" in " ".join(words.split()) for words in told.values())


def enrolled(_: Cloud) -> Person:
    hold(PAYING)
    return Person.enrolled()


def password_can_be_learnt(cloud: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert person.logging_in(reply.json["half"] + recoveries.mailed_half(cloud)).answering().token


def id_can_be_learnt(cloud: Cloud, person: Person, reply: Reply) -> None:
    assert reply.json["half"] + recoveries.mailed_half(cloud) == person.user_id


def refusal_is_kept(cloud: Cloud, _: Person, reply: Reply) -> None:
    assert reply.status == 409, reply.body
    assert ledger.acts(cloud, "RecoveryRefused")
    assert not cloud.queued("mails")


CASES = [
    UseCase("password", enrolled, recoveries.recover_password, password_can_be_learnt),
    UseCase("user ID", enrolled, recoveries.recover_user_id, id_can_be_learnt),
    UseCase(
        "refused",
        enrolled,
        lambda person: recoveries.recover_password(person, email="else@example.com"),
        refusal_is_kept,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_recovery__every_aws_call_broken_in_turn__can_always_be_done_again(cloud: Cloud, case: UseCase[Any]) -> None:
    broken = broken_by_faults(cloud, case)
    assert not broken, "\n".join(map(str, broken))
