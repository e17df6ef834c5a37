"""What comes between two calls of one request: a lock lifted while it is told of, an account that comes or goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.demo.known import ONE_ERN
from infra.demo.records import Line
from tests.functional.edge import seed
from tests.support import ledger, staff
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud, Item
from tests.support.visitors import PASSWORD, PAYING, Person, hold, log_in

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
WRONG = "maple5river"
BOTH = pytest.mark.parametrize("line", [PAYING, ONE_ERN], ids=["client", "employer"])
ACCOUNTS = "cms-test-accounts"
SLOTS = ("newest_attempt", "second_attempt", "third_attempt", "attempts_span")


@contextmanager
def before(operation: str, act: Callable[[], Any], *, times: int = 1, table: str = "") -> Iterator[list[str]]:
    """Let something happen right before calls of an operation (on one table), so many times; yields when it did."""
    happened: list[str] = []
    busy = False

    def tamper(called: str, parameters: Parameters) -> Parameters:
        nonlocal busy
        there = parameters.get("TableName", "") == table
        if called == operation and there and not busy and len(happened) < times:
            busy = True
            happened.append(called)
            act()
            busy = False
        return parameters

    with watched(Calls(tamper=tamper)):
        yield happened


def account(cloud: Cloud, user_id: str) -> Item:
    return next((item for item in cloud.items("accounts") if item["key"] == f"account#{user_id}"), {})


def lock(cloud: Cloud, user_id: str) -> None:
    """Fill the slots as three failures at this very second do."""
    now = int(cloud.clock.now().timestamp())
    values = dict(zip(SLOTS, (now, now, now, 0), strict=True))
    cloud.update("accounts", {"key": f"account#{user_id}"}, **values)


def free(cloud: Cloud, user_id: str) -> None:
    """Give the slots back, as a right password does."""
    cloud.client("dynamodb").update_item(
        TableName=ACCOUNTS,
        Key={"key": {"S": f"account#{user_id}"}},
        UpdateExpression=f"REMOVE {', '.join(SLOTS)}",
    )


def de_enrolment(line: Line) -> Callable[[], None]:
    """Prepare the helpdesk to de-enrol whoever is enrolled with a record."""
    agent = staff.agent()
    names = ("scin", "nino", "date_of_birth") if line.kind == "client" else ("ern", "paye_reference")
    facts = {"service": line.kind, **{name: line.record[name] for name in names}}
    found = agent.post("/helpdesk/look-ups", facts).json["look_up"]

    def de_enrol() -> None:
        body = {"confirmed": True, "reason": "forgotten user ID and password"}
        assert agent.post(f"/helpdesk/look-ups/{found}/de-enrolment", body).status == 200

    return de_enrol


@pytest.mark.req("LOG-05", "LOG-06")
def test_lock__lifted_between_refusal_and_reading__lets_the_right_password_in(cloud: Cloud) -> None:
    # Given a locked account
    hold(PAYING)
    person = Person.enrolled()
    cloud.clock.stop(NOON)
    lock(cloud, person.user_id)
    # When another log-in gives the slots back before it is read until when they lock
    with before("GetItem", lambda: free(cloud, person.user_id), table=ACCOUNTS) as happened:
        reply = log_in(person.user_id)
    # Then no lock is told of that is not there: the attempt is made again, and let in
    assert (happened, reply.status) == (["GetItem"], 200)


@pytest.mark.req("LOG-05", "SUP-23")
def test_lock__lifted_each_time_before_it_is_read__is_told_to_end_now_and_not_in_1970(cloud: Cloud) -> None:
    # Given an account that is locked whenever it is tried
    hold(PAYING)
    person = Person.enrolled()
    cloud.clock.stop(NOON)
    lock(cloud, person.user_id)
    # When each attempt finds three failures, and each reading finds none
    locked = before("UpdateItem", lambda: lock(cloud, person.user_id), times=9, table=ACCOUNTS)
    with locked, before("GetItem", lambda: free(cloud, person.user_id), times=9, table=ACCOUNTS) as read:
        reply = log_in(person.user_id)
    # Then the attempt is given up after three tries, and what is said ends now: the person can try at once
    assert len(read) == 3
    assert (reply.status, reply.json["code"]) == (423, "CMS-4231")
    assert reply.json["facts"]["locked_until"] == NOON.isoformat()
    assert reply.json["facts"]["locked_until_shown"] == "02 Mar 2027 12:00"
    free(cloud, person.user_id)
    assert log_in(person.user_id).status == 200


@pytest.mark.req("SUP-20", "SUP-23")
def test_customer_details__nobody_ever_failed_to_log_in__names_no_time(cloud: Cloud) -> None:
    # Given an account that has no failed log-in, and no log-in at all
    hold(PAYING)
    Person.enrolled()
    facts = {"service": "client", **{name: PAYING.record[name] for name in ("scin", "nino", "date_of_birth")}}
    # When the helpdesk looks at it
    shown = staff.agent().post("/helpdesk/look-ups", facts)
    told = {detail["label"]: detail["value"] for detail in shown.json["details"]}
    # Then neither a time nor a lock is made up
    assert [told[name] for name in ("Last successful login", "Last failed login", "Locked out")] == ["-", "-", "No"]
    assert (shown.json["locked_out"], shown.json.get("locked_until", "")) == (False, "")
    assert "1970" not in shown.body


@pytest.mark.req("SUP-28", "LOG-03")
@BOTH
def test_wrong_password__account_de_enrolled_meanwhile__is_recorded_and_brings_nothing_back(
    cloud: Cloud, line: Line
) -> None:
    # Given somebody enrolled, whom the helpdesk is about to de-enrol
    hold(line)
    person = Person.enrolled(line)
    # When that happens while a wrong password is checked
    with before("TransactWriteItems", de_enrolment(line)) as happened:
        reply = log_in(person.user_id, WRONG, line.kind)
    # Then it is refused as any wrong password, and recorded
    assert (len(happened), reply.status, reply.json["code"]) == (1, 401, "CMS-4012")
    assert len(ledger.acts(cloud, "PasswordRefused")) == 1
    # And nothing of the account comes back with it
    assert {"password_hash", "last_failed_login", "email"} & account(cloud, person.user_id).keys() == set()
    assert log_in(person.user_id, service=line.kind).status == 401
    ledger.check(cloud)


@pytest.mark.req("LOG-03", "SEC-10")
def test_wrong_password__account_registered_meanwhile__is_recorded_and_does_not_let_the_account_expire(
    cloud: Cloud,
) -> None:
    # Given a user ID that nobody has, until it is given out while a password is tried on it
    with before("TransactWriteItems", lambda: seed.account(cloud)) as happened:
        reply = log_in(seed.USER_ID, WRONG)
    # Then the attempt is refused and recorded, and the new account is not marked to be tidied away
    assert (len(happened), reply.status) == (1, 401)
    assert len(ledger.acts(cloud, "PasswordRefused")) == 1
    assert "password_hash" in account(cloud, seed.USER_ID)
    assert "expires_at" not in account(cloud, seed.USER_ID)


@pytest.mark.req("SUP-28", "LOG-01")
@BOTH
def test_right_password__account_de_enrolled_meanwhile__opens_nothing(cloud: Cloud, line: Line) -> None:
    hold(line)
    person = Person.enrolled(line)
    # When the account goes while its password is checked
    with before("TransactWriteItems", de_enrolment(line)) as happened:
        reply = log_in(person.user_id, PASSWORD, line.kind)
    # Then it is refused as a wrong one, and no session is left
    assert (len(happened), reply.status, reply.json["code"]) == (1, 401, "CMS-4012")
    assert clients_sessions(cloud) == []
    ledger.check(cloud)


@pytest.mark.req("SUP-28", "LOG-15")
@BOTH
def test_second_step__account_de_enrolled_meanwhile__opens_nothing_and_marks_nothing(cloud: Cloud, line: Line) -> None:
    # Given somebody who has given the password
    hold(line)
    person = Person.challenged(line)
    records = [cloud.items(table) for table in ("clients", "employers")]
    if line is PAYING:
        person.positions()
    # When the account goes while the right PIN digits, or the right ERN, are checked
    with before("TransactWriteItems", de_enrolment(line)) as happened:
        reply = person.give_pin() if line is PAYING else person.post("/login/challenge", {"ern": line.key})
    # Then there is no way on but to log in, no session is left, and the record shows no log-in
    assert (len(happened), reply.status, reply.json["code"]) == (1, 401, "CMS-4011")
    assert clients_sessions(cloud) == []
    assert ledger.acts(cloud, "LoggedIn") == []
    assert [cloud.items(table) for table in ("clients", "employers")] == records
    assert "sessions" not in account(cloud, person.user_id)
    ledger.check(cloud)


@BOTH
def test_logout__account_de_enrolled_meanwhile__is_done_and_brings_nothing_back(cloud: Cloud, line: Line) -> None:
    hold(line)
    person = Person.signed_in(line)
    # When the account goes while its owner logs out
    with before("TransactWriteItems", de_enrolment(line)) as happened:
        reply = person.post("/logout")
    # Then they are logged out, which the de-enrolment did
    assert (len(happened), reply.status) == (1, 200)
    assert ledger.acts(cloud, "LoggedOut") == []
    assert "sessions" not in account(cloud, person.user_id)
    ledger.check(cloud)


def clients_sessions(cloud: Cloud) -> list[Item]:
    """Return the sessions of clients and employers."""
    return [item for item in cloud.items("sessions") if "stage" in item]
