"""What comes between two calls of a recovery: a log-in, a lock, another PIN, a de-enrolment."""

from collections.abc import Callable
from typing import Any

import pytest

from infra.demo.records import Line
from tests.functional.login.test_meanwhile import BOTH, before, clients_sessions, de_enrolment
from tests.support import ledger, recoveries
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.visitors import PASSWORD, PAYING, Person, hold, log_in

NEW = "1357902"
FORM = {"pin": NEW, "confirm_pin": NEW}
WRITING, SECURITY = "TransactWriteItems", "client-security"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING)
    del cloud


def security(cloud: Cloud) -> dict[str, Any]:
    return cloud.items(SECURITY)[0]


def now_has(cloud: Cloud, **values: Any) -> Callable[[], None]:
    """Prepare to change what is held of the client's security, as another request does."""
    return lambda: cloud.update(SECURITY, {"scin": PAYING.key}, **values)


@pytest.mark.req("REC-05", "REC-06")
def test_password__recovered_while_its_owner_logs_in__is_given_and_ends_that_session_too(cloud: Cloud) -> None:
    # Given somebody whose details are all right
    person = Person.enrolled()
    # When a log-in comes between the reading and the writing
    with before(WRITING, lambda: log_in(person.user_id), times=2) as happened:
        reply = recoveries.recover_password(person)
    # Then the details are as right as before: nothing is refused, and no session is left
    assert (len(happened), reply.status) == (2, 200)
    assert ledger.acts(cloud, "RecoveryRefused") == []
    assert clients_sessions(cloud) == []
    assert log_in(person.user_id, PASSWORD).status == 401
    assert person.logging_in(reply.json["half"] + recoveries.mailed_half(cloud))
    ledger.check(cloud)


@pytest.mark.req("REC-06", "SEC-11")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"])
def test_recovery__account_changed_before_each_try__is_refused_and_recorded(
    cloud: Cloud, recover: Callable[..., Reply]
) -> None:
    # Given somebody de-enrolled in the middle of a recovery
    person = Person.enrolled()
    with before(WRITING, de_enrolment(PAYING)) as happened:
        reply = recover(person)
    # Then nothing is given out, and the attempt is recorded as any that fails
    assert (len(happened), reply.status, reply.json["code"]) == (1, 409, "CMS-4096")
    assert len(ledger.acts(cloud, "RecoveryRefused")) == 1
    assert cloud.queued("mails") == []


@pytest.mark.req("REC-16")
@pytest.mark.parametrize("route", ["answered", "logged in"])
def test_new_pin__client_locked_between_reading_and_writing__is_not_set(cloud: Cloud, route: str) -> None:
    # Given a client about to set a PIN, after right answers or logged in
    send = setting(route)
    macs = security(cloud)["pin_macs"]
    # When the security lock falls in between
    with before(WRITING, now_has(cloud, locked_at="2026-03-02T12:00:00.000000+0000")) as happened:
        reply = send()
    # Then the PIN is as it was
    assert happened
    assert reply.status in {403, 423}
    assert security(cloud)["pin_macs"] == macs
    assert ledger.acts(cloud, "PinSet") == []


@pytest.mark.req("REC-11", "REC-18")
@pytest.mark.parametrize("change", [{"version": 999}, {"new_pin_for": "another session"}], ids=["version", "session"])
def test_new_pin__something_else_came_between_reading_and_writing__is_not_set(
    cloud: Cloud, change: dict[str, Any]
) -> None:
    # Given right answers in a session
    send = setting("answered")
    macs = security(cloud)["pin_macs"]
    # When the client's security changes in between, as a wrong PIN or answers in another session change it
    with before(WRITING, now_has(cloud, **change)) as happened:
        reply = send()
    # Then what was read does not stand any more
    assert (len(happened), reply.status, reply.json["code"]) == (1, 403, "CMS-4035")
    assert security(cloud)["pin_macs"] == macs


def test_change_pin__something_else_came_between_reading_and_writing__is_made_again(cloud: Cloud) -> None:
    # Given a client who is logged in
    send = setting("logged in")
    # When something else changes in between, Then the change is made upon that
    with before(WRITING, now_has(cloud, version=999)) as happened:
        assert send().status == 200
    assert (len(happened), security(cloud)["version"]) == (1, 1000)


def setting(route: str) -> Callable[[], Reply]:
    """Come to where a PIN can be set, and return what sets it."""
    if route == "logged in":
        person = Person.signed_in()
        return lambda: person.post("/details/pin", FORM)
    challenged = Person.challenged()
    assert recoveries.answer_two(challenged).status == 200
    return lambda: recoveries.set_pin(challenged, NEW)


@pytest.mark.req("REC-12", "LOG-19")
def test_security_lock__falls__ends_every_other_session_of_the_account_at_once(cloud: Cloud) -> None:
    # Given a client who is logged in, and goes through the log-in twice elsewhere
    logged_in = Person.signed_in()
    waiting, answering = logged_in.logging_in(), logged_in.logging_in()
    # When one of those answers wrongly
    assert recoveries.answer_two(answering, wrong=(0,)).status == 423
    # Then the client is out everywhere: the session that answered opens nothing but the message
    assert logged_in.get("/homepage").status == 401
    assert waiting.get("/login/challenge").status == 401
    assert answering.get("/login/challenge").json["code"] == "CMS-4232"
    ledger.check(cloud)


@pytest.mark.req("REC-12")
def test_security_lock__session_begun_between_reading_and_writing__is_ended_too(cloud: Cloud) -> None:
    # Given a client who answers wrongly
    person = Person.challenged()
    answers = recoveries.two_answers(person, wrong=(0,))
    other: list[Person] = []
    # When they log in elsewhere right before the lock is written
    with before(WRITING, lambda: other.append(person.logging_in())) as happened:
        assert person.post("/recovery/pin", answers).status == 423
    # Then that session is over too
    assert happened
    assert other[0].get("/login/challenge").status == 401
    ledger.check(cloud)


@pytest.mark.req("REC-12", "REC-16")
def test_security_lock__sessions_begun_before_each_try__falls_all_the_same(cloud: Cloud) -> None:
    # Given a client who answers wrongly, and logs in again and again to be ahead of the lock
    person = Person.challenged()
    answers = recoveries.two_answers(person, wrong=(0,))
    with before(WRITING, person.logging_in, times=3) as happened:
        assert person.post("/recovery/pin", answers).status == 423
    # Then the lock does not wait for the sessions
    assert len(happened) == 3
    assert log_in(person.user_id).json["code"] == "CMS-4232"
    assert len(ledger.acts(cloud, "SecurityLocked")) == 1
    ledger.check(cloud)


@pytest.mark.req("REC-12", "SUP-28")
def test_security_lock__account_de_enrolled_meanwhile__falls_on_the_client(cloud: Cloud) -> None:
    person = Person.challenged()
    answers = recoveries.two_answers(person, wrong=(0,))
    # When the account goes right before the lock is written
    with before(WRITING, de_enrolment(PAYING)) as happened:
        assert person.post("/recovery/pin", answers).status == 423
    # Then the client is locked, and nothing of the account comes back
    assert (len(happened), "locked_at" in security(cloud)) == (1, True)
    assert clients_sessions(cloud) == []
    ledger.check(cloud)


@pytest.mark.req("LOG-19")
@pytest.mark.parametrize("before_it", [False, True], ids=["locked before", "locked in between"])
def test_pin__right_digits_after_the_security_lock__are_refused_unchecked(cloud: Cloud, *, before_it: bool) -> None:
    # Given a client who has the PIN page open, and is locked out, maybe at that very moment
    person = Person.challenged()
    asked = person.positions()
    locks = now_has(cloud, locked_at="2026-03-02T12:00:00.000000+0000")
    if before_it:
        with before("UpdateItem", locks, table="cms-test-client-security") as happened:
            reply = person.give_pin(positions=asked)
        assert happened
    else:
        locks()
        reply = person.give_pin(positions=asked)
    # When the right digits are sent, Then they are refused, and no attempt is counted
    assert (reply.status, reply.json["code"]) == (423, "CMS-4232")
    assert security(cloud)["wrong_pins"] == 0
    assert ledger.acts(cloud, "LoggedIn") == []


@pytest.mark.req("SUP-28", "LOG-12")
def test_pin__account_de_enrolled_while_right_digits_are_checked__spends_no_attempt(cloud: Cloud) -> None:
    # Given a client with one wrong PIN
    person = Person.challenged()
    person.give_pin(wrong=(0,))
    asked = person.positions()
    # When the account goes while the right digits are checked
    with before(WRITING, de_enrolment(PAYING)) as happened:
        assert person.give_pin(positions=asked).status == 401
    # Then the client, registered again, has the attempts that were left
    assert (len(happened), security(cloud)["wrong_pins"]) == (1, 1)


@BOTH
@pytest.mark.req("REC-08")
def test_recovery__the_other_of_id_and_password_meanwhile__is_refused(cloud: Cloud, line: Line) -> None:
    # Given somebody who sends both recoveries at once
    hold(line)
    person = Person.enrolled(line)
    with before(WRITING, lambda: recoveries.recover_user_id(person)) as happened:
        reply = recoveries.recover_password(person)
    # Then one of them is refused
    assert (len(happened), reply.status, reply.json["code"]) == (1, 423, "CMS-4235")
