"""An attempt that the client library sends again, because its answer was lost, counts once: for every kind of slot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import recoveries, staff
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import PASSWORD, Member
from tests.support.visitors import PAYING, Person, facts_of, hold, log_in

ELSE = {"email": "else@example.com"}


@dataclass(frozen=True)
class Slot:
    """A kind of attempt: how many wrong ones leave one more, who makes them, a wrong one and a right one."""

    name: str
    wrong_ones: int
    somebody: Callable[[], Any]
    wrong: Callable[[Any], Reply]
    right: Callable[[Any], Reply]


def agent() -> Member:
    return staff.agent()


def enrols(person: Person, **changes: str) -> Reply:
    return person.post("/enrolment", {**facts_of(PAYING), **changes})


def changes_own(member: Member, password: str) -> Reply:
    return member.post("/password", {"current_password": password})


SLOTS = [
    Slot("log-in", 2, Person.enrolled, lambda who: log_in(who.user_id, "wrong1234"), lambda who: log_in(who.user_id)),
    Slot("pin", 2, Person.challenged, lambda who: who.give_pin(wrong=(0,)), lambda who: who.give_pin()),
    Slot(
        "recovery of the password",
        2,
        Person.enrolled,
        lambda who: recoveries.recover_password(who, **ELSE),
        recoveries.recover_password,
    ),
    Slot(
        "recovery of the user ID",
        2,
        Person.enrolled,
        lambda who: recoveries.recover_user_id(who, **ELSE),
        recoveries.recover_user_id,
    ),
    Slot("enrolment", 2, Person.registered, lambda who: enrols(who, nino="XX999999D"), enrols),
    Slot(
        "staff log-in",
        4,
        agent,
        lambda who: staff.log_in(who.user_id, "wrong123"),
        lambda who: staff.log_in(who.user_id),
    ),
    Slot(
        "staff password",
        4,
        agent,
        lambda who: changes_own(who, "wrong123"),
        lambda who: changes_own(who, PASSWORD),
    ),
]


@pytest.mark.req("LOG-04", "CON-42", "ITS-10")
@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name.replace(" ", "-"))
def test_last_attempt__right_with_any_call_sent_twice__is_let_in(cloud: Cloud, slot: Slot) -> None:
    # Given as many wrong attempts as leave one more
    hold(PAYING)
    somebody = slot.somebody()
    assert {slot.wrong(somebody).status for _ in range(slot.wrong_ones)} <= {401, 409}
    start = cloud.snapshot()
    with watched(Calls()) as calls:
        assert slot.right(somebody).status == 200
    updates = [number for number, operation in enumerate(calls.made, 1) if operation == "UpdateItem"]
    # When the last one is right, and a call of it is sent again after its answer was lost, Then it is let in
    for number in updates:
        cloud.restore(start)
        with watched(Calls(number, Fault.TWICE)):
            assert slot.right(somebody).status == 200, number
    assert updates


@pytest.mark.req("LOG-04", "CON-42", "ITS-10")
@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name.replace(" ", "-"))
def test_wrong_attempt__with_any_call_sent_twice__leaves_the_others(cloud: Cloud, slot: Slot) -> None:
    # Given as many wrong attempts as leave two more
    hold(PAYING)
    somebody = slot.somebody()
    assert {slot.wrong(somebody).status for _ in range(slot.wrong_ones - 1)} <= {401, 409}
    start = cloud.snapshot()
    with watched(Calls()) as calls:
        slot.wrong(somebody)
    updates = [number for number, operation in enumerate(calls.made, 1) if operation == "UpdateItem"]
    for number in updates:
        # When the next is wrong, and a call of it is sent again after its answer was lost
        cloud.restore(start)
        with watched(Calls(number, Fault.TWICE)):
            assert slot.wrong(somebody).status in {401, 409}, number
        # Then the last one that is left is let in
        assert slot.right(somebody).status == 200, number
