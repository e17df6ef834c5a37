"""Choosing text messages, with every AWS call broken in turn."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.calls import Parameters
from tests.support.cloud import Cloud
from tests.support.details import choose, chosen, held
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.visitors import PAYING, Person, hold

SHOWN = {True: "opted in", False: "opted out"}


def with_client(*, opted_in: bool) -> Callable[[Cloud], Person]:
    """Prepare a client who is logged in, with a choice."""

    def prepare(cloud: Cloud) -> Person:
        hold(PAYING)
        cloud.update("clients", {"scin": PAYING.key}, sms_opted_in=opted_in)
        return Person.signed_in()

    return prepare


def chooses(*, opted_in: bool) -> Callable[[Person], Reply]:
    return lambda person: choose(person, opted_in=opted_in)


def chosen_once(*, opted_in: bool) -> Callable[[Cloud, Person, Reply], None]:
    """The choice and its record together: neither without the other, and one record however often it was tried."""

    def check(cloud: Cloud, _: Person, reply: Reply) -> None:
        assert reply.status == 200, reply.body
        assert reply.json["opted_in"] is opted_in, "another choice was answered"
        assert held(cloud)["sms_opted_in"] is opted_in, "not kept"
        assert chosen(cloud) == [(1, SHOWN[not opted_in], SHOWN[opted_in])], "not recorded once"

    return check


CASES = [
    UseCase(SHOWN[value], with_client(opted_in=not value), chooses(opted_in=value), chosen_once(opted_in=value))
    for value in (True, False)
]


@pytest.mark.req("COC-13")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_choice__every_aws_call_broken_in_turn__is_kept_with_its_record_or_not_at_all(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a choice, When each of its calls breaks, and the client tries again
    broken = broken_by_faults(cloud, case)
    # Then choice and record are there together, once
    assert not broken, "\n".join(map(str, broken))


def without(table: str) -> Callable[[str, Parameters], Parameters]:
    """Leave what goes to one table out of the transaction on its way to AWS."""

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        writes = parameters["TransactItems"]
        return {**parameters, "TransactItems": [one for one in writes if table not in str(list(one.values()))]}

    return tamper


@pytest.mark.parametrize("table", ["cms-test-clients", "cms-test-audit", "cms-test-outbox"])
def test_harness__a_choice_with_one_piece_missing__notices(cloud: Cloud, table: str) -> None:
    # Given a choice with one piece left out, When it is looked at as above, Then that is noticed
    assert broken_by_faults(cloud, CASES[0], without(table))
