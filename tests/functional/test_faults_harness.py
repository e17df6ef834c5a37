"""The fault harness proves itself: a use case with a piece missing must not pass."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.functional.test_faults_identity import CLIENT, LOGS_OUT, REGISTERS, challenged, is_signed_in, second_step
from tests.support.calls import Parameters, Tamper
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults

_CONDITION = ("ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues")


def without(unwanted: Callable[[str, Parameters], bool]) -> Tamper:
    """Take writes out of transactions: the use case as if nobody had written that line."""

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        kept = [write for write in parameters["TransactItems"] if not any(unwanted(*part) for part in write.items())]
        return {**parameters, "TransactItems": kept}

    return tamper


def unconditional(wanted: Callable[[Parameters], bool]) -> Tamper:
    """Take the condition off writes of transactions."""

    def bare(write: dict[str, Parameters]) -> dict[str, Parameters]:
        kind, part = next(iter(write.items()))
        if not wanted(part):
            return write
        return {kind: {name: value for name, value in part.items() if name not in _CONDITION}}

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        return {**parameters, "TransactItems": [bare(write) for write in parameters["TransactItems"]]}

    return tamper


def to_table(name: str) -> Callable[[str, Parameters], bool]:
    return lambda _, part: part["TableName"] == f"cms-test-{name}"


def is_submission(part: Parameters) -> bool:
    return str(part.get("Item", {}).get("key", {}).get("S", "")).startswith("registration#")


@pytest.mark.parametrize("table", ["outbox", "audit", "sessions"])
def test_harness__a_transaction_that_leaves_out_an_item__fails(cloud: Cloud, table: str) -> None:
    # Given a registration that forgets its event, its audit record or its session
    # When its calls are broken in turn
    broken = broken_by_faults(cloud, REGISTERS, without(to_table(table)))
    # Then the harness says so
    assert broken
    cloud.empty()


def test_harness__a_write_without_its_condition__fails_where_the_answer_is_lost(cloud: Cloud) -> None:
    # Given a registration that does not look whether its form was seen before
    # When its calls are broken in turn
    broken = broken_by_faults(cloud, REGISTERS, unconditional(is_submission))
    # Then a lost answer makes a second account, and the harness says so
    assert [str(one) for one in broken if "2 accounts for one form" in one.reason]
    cloud.empty()


def test_harness__a_session_that_is_not_ended__fails(cloud: Cloud) -> None:
    # Given a logout that records itself and keeps the session
    # When its calls are broken in turn
    broken = broken_by_faults(cloud, LOGS_OUT, without(lambda kind, _: kind == "Delete"))
    # Then the harness says so
    assert broken
    cloud.empty()


def test_harness__attempts_that_are_not_given_back__fail(cloud: Cloud) -> None:
    # Given a PIN step that leaves its attempt spent
    case = UseCase("PIN step", challenged(CLIENT), second_step, is_signed_in)
    # When its calls are broken in turn
    broken = broken_by_faults(cloud, case, without(to_table("client-security")))
    # Then the harness says so
    assert any("held against" in one.reason for one in broken)
    cloud.empty()


def test_harness__a_use_case_that_calls_nothing__is_refused(cloud: Cloud) -> None:
    # Given a use case without an AWS call
    case: UseCase[None] = UseCase("nothing", lambda _: None, lambda _: "done", lambda *_: None)
    # When it is given to the harness
    # Then it is refused, since nothing would be proved
    with pytest.raises(ValueError, match="makes no AWS call"):
        broken_by_faults(cloud, case)


def test_harness__a_use_case_that_fails_by_itself__is_refused(cloud: Cloud) -> None:
    # Given a use case that raises with nothing broken
    def fails(_: Any) -> None:
        cloud.client("dynamodb").list_tables()
        raise RuntimeError("by itself")

    case: UseCase[None] = UseCase("broken", lambda _: None, fails, lambda *_: None)
    # When it is given to the harness
    # Then it is refused
    with pytest.raises(RuntimeError, match="by itself"):
        broken_by_faults(cloud, case)
