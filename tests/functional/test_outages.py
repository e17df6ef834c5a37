"""An outage locks nobody: what could not be checked, or was right and could not be kept, is not a failed attempt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from infra.demo import known
from infra.demo.records import Line
from tests.support import recoveries
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.visitors import PAYING, RECEIVING, Person, facts_of, fresh_key, hold, log_in, register

WRITING = "TransactWriteItems"
RECOVER = pytest.mark.parametrize(
    "recover", [recoveries.recover_password, recoveries.recover_user_id], ids=["password", "id"]
)


@dataclass
class Down(Calls):
    """Every call of one operation fails."""

    operation: str = ""

    def send(self, operation: str, parameters: Parameters, really: Callable[[Parameters], Any]) -> Any:
        if operation == self.operation:
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return super().send(operation, parameters, really)


def thrice(operation: str, act: Callable[[], Reply]) -> list[int]:
    """Do something three times while an operation fails, and return the answers' statuses."""
    with watched(Down(operation=operation)):
        return [act().status for _ in range(3)]


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.ONE_ERN)
    # So that the decoy is sealed while the key service works.
    recoveries.recover_password(Person("client", PAYING, "888888888888", ""), scin="999999999999")


@pytest.mark.req("CON-42", "CON-08")
@RECOVER
@pytest.mark.parametrize("changes", [{}, {"email": "else@example.com"}], ids=["right", "wrong"])
def test_recovery__key_service_down_three_times__is_open_when_it_is_back(
    recover: Callable[..., Reply], changes: dict[str, str]
) -> None:
    # Given somebody whose details cannot be checked, three times within an hour
    person = Person.enrolled()
    assert thrice("Decrypt", lambda: recover(person, **changes)) == [503] * 3
    # When they can be again, Then none of that was an attempt
    assert [recover(person, email="else@example.com").status for _ in range(2)] == [409, 409]
    assert recover(person).status == 200


@pytest.mark.req("CON-42", "CON-08")
@RECOVER
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_recovery__right_and_not_kept_three_times__is_open_when_the_tables_are_back(
    recover: Callable[..., Reply], line: Line
) -> None:
    person = Person.enrolled(line)
    assert thrice(WRITING, lambda: recover(person)) == [500] * 3
    assert recover(person).status == 200


@pytest.mark.req("CON-42", "SEC-11")
def test_recovery__wrong_and_not_recorded_three_times__is_locked_all_the_same() -> None:
    # Given wrong details that were checked, and whose record failed
    person = Person.enrolled()
    assert thrice(WRITING, lambda: recoveries.recover_password(person, email="else@example.com")) == [500] * 3
    # Then they count: a fault after the verdict opens no way round the limit
    assert recoveries.recover_password(person).status == 423


@pytest.mark.req("ENR-19", "CON-08")
@pytest.mark.parametrize(
    ("line", "operation", "status"),
    [(PAYING, "Decrypt", 503), (PAYING, WRITING, 500), (known.ONE_ERN, WRITING, 500)],
    ids=["client not checked", "client not kept", "employer not kept"],
)
def test_enrolment__not_checked_or_not_kept_three_times__is_open_afterwards(
    line: Line, operation: str, status: int
) -> None:
    # Given somebody whose right facts come to nothing, three times within an hour
    person = Person.registered(line)
    assert thrice(operation, lambda: person.post("/enrolment", facts_of(line))) == [status] * 3
    # Then neither the account nor the SCIN or ERN is locked
    assert person.post("/enrolment", facts_of(line)).status == 200


@pytest.mark.req("ENR-19", "CON-08")
def test_enrolment__employers_records_down_three_times__is_open_afterwards() -> None:
    # Given an employer whose ERN cannot be looked up
    person = Person.registered(known.ONE_ERN)
    assert thrice("GetItem", lambda: person.post("/enrolment", facts_of(known.ONE_ERN))) == [503] * 3
    assert person.post("/enrolment", facts_of(known.ONE_ERN)).status == 200


@pytest.mark.req("ENR-19", "SEC-11")
def test_enrolment__wrong_and_not_recorded_three_times__is_locked_all_the_same() -> None:
    person = Person.registered()
    wrong = {**facts_of(PAYING), "nino": "XX999999A"}
    assert thrice(WRITING, lambda: person.post("/enrolment", wrong)) == [500] * 3
    assert person.post("/enrolment", facts_of(PAYING)).status == 423


@pytest.mark.req("LOG-04", "CON-08")
def test_password__right_and_no_session_kept_three_times__is_open_when_the_tables_are_back() -> None:
    person = Person.enrolled()
    assert thrice(WRITING, lambda: log_in(person.user_id)) == [500] * 3
    assert log_in(person.user_id).status == 200


@pytest.mark.req("LOG-04", "SEC-11")
def test_password__wrong_and_not_recorded_three_times__is_locked_all_the_same() -> None:
    person = Person.enrolled()
    assert thrice(WRITING, lambda: log_in(person.user_id, "wrong1234")) == [500] * 3
    assert log_in(person.user_id).json["code"] == "CMS-4231"


@pytest.mark.req("LOG-12")
def test_pin__right_and_no_session_kept_three_times__all_attempts_are_left() -> None:
    # Given a client whose right digits come to nothing, three times
    person = Person.challenged()
    asked = person.positions()
    assert thrice(WRITING, lambda: person.give_pin(positions=asked)) == [500] * 3
    # Then three attempts are left, and the digits let in
    assert person.give_pin(wrong=(0,)).json["facts"] == {"attempts_left": 2}
    assert person.give_pin().status == 200


@pytest.mark.req("REG-20", "CON-08")
def test_registration__same_form_and_no_session_kept_three_times__shows_the_id_when_the_tables_are_back() -> None:
    # Given a form that made an account, sent again while only the session cannot be kept
    key = fresh_key()
    made = register(key=key).json["user_id"]
    for _ in range(3):
        with watched(Calls()) as counted:
            counted.tamper = fails_on_second(WRITING)
            assert register(key=key).status == 500
    # Then the account is not locked
    assert register(key=key).json["user_id"] == made
    assert log_in(made).status == 200


def fails_on_second(operation: str) -> Callable[[str, Parameters], Parameters]:
    """Let the second call of an operation fail."""
    seen: list[str] = []

    def tamper(called: str, parameters: Parameters) -> Parameters:
        seen.append(called)
        if called == operation and seen.count(operation) == 2:
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return parameters

    return tamper
