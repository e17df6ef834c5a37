"""Intake that fails at any of its AWS calls, before or after the call took effect, and is run again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from infra.demo.known import BOTH_ROLES, ONE_ERN
from infra.demo.records import Line, Record
from intake.files import LinesFailedError
from tests.functional.intake import extracts
from tests.support import casework, ledger
from tests.support.cloud import Cloud

type Begin = Callable[[Cloud], dict[str, Any]]
type State = Callable[[Cloud], dict[str, Any]]
type Call = Callable[[BaseClient, str, dict[str, Any]], Any]


class KilledError(BaseException):
    """The process ended in the middle: nothing catches it."""


def _newer() -> tuple[Line, Line]:
    # A new PIN, one case less, and a case with other children: every kind of write there is.
    first, _ = extracts.cases_of(BOTH_ROLES)
    kept = {**first, "children_first_names": ["Macsen", "Elin"]}
    fields: Record = {"record_version": 2, "cases": [kept], "pin": "7777123", "pin_version": 2}
    return Line("client", BOTH_ROLES.key, {**BOTH_ROLES.record, **fields}), ONE_ERN


def _begin(cloud: Cloud) -> dict[str, Any]:
    cloud.empty()
    extracts.load(cloud, BOTH_ROLES)
    return extracts.arrive(cloud, extracts.seal(cloud, *_newer()))


def _state(cloud: Cloud) -> dict[str, Any]:
    """Return all that is held, but for ciphertext, which differs each time, and the acts' own identifiers."""
    clients = [
        {name: value for name, value in item.items() if name != "sealed_facts"} for item in cloud.items("clients")
    ]
    details = [json.loads(item["detail"]) for item in cloud.items("outbox")]
    return {
        "clients": clients,
        **{table: cloud.items(table) for table in ("client-security", "cases", "employers")},
        "audit": sorted((item["subject"], item["act"], item["version"]) for item in cloud.items("audit")),
        "outbox": sorted((detail["subject"], detail["version"]) for detail in details),
    }


def _begin_special(cloud: Cloud) -> dict[str, Any]:
    cloud.empty()
    extracts.load(cloud, BOTH_ROLES)
    for _ in range(2):
        casework.failed_upload(BOTH_ROLES, team="Welsh Segment")
        casework.promised(BOTH_ROLES, team="Welsh Segment")
    special = {**BOTH_ROLES.record, "record_version": 2, "special_client_record": True}
    return extracts.arrive(cloud, extracts.seal(cloud, Line("client", BOTH_ROLES.key, special)))


def _open_work(cloud: Cloud) -> dict[str, Any]:
    """Return whose everything open is, and in whose queue and list; what only an opening counts is left out."""
    ledger.check(cloud)
    work = cloud.items("work")
    return {
        "special": [item["special_client_record"] for item in cloud.items("clients")],
        "items": [(one["team"], one["status"]) for one in work if one["item"] == "work-item"],
        "call-backs": [one["team"] for one in work if one["item"] == "call-back"],
        "pointers": [one["team"] for one in work if one["item"].startswith("work-item#")],
        "queues": [one["key"].split("#")[1] for one in work if one["key"].startswith(("queue#", "call-backs#"))],
        "acts": sorted((act["act"], act["actor"]) for act in cloud.items("audit")),
    }


def _watch(monkeypatch: pytest.MonkeyPatch, fault: Callable[[int, Callable[[], Any]], Any]) -> list[str]:
    """Let `fault` stand between the code and each of its AWS calls; returns the calls' names as they are made."""
    made: list[str] = []
    real: Call = BaseClient._make_api_call

    def call(self: BaseClient, name: str, arguments: dict[str, Any]) -> Any:
        made.append(name)
        return fault(len(made), lambda: real(self, name, arguments))

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return made


def _calls_of_one_run(cloud: Cloud, begin: Begin) -> list[str]:
    event = begin(cloud)
    with pytest.MonkeyPatch.context() as patch:
        made = _watch(patch, lambda _, do: do())
        extracts.run(event)
    return made


def _worth_failing(calls: list[str]) -> list[int]:
    """Return the calls to fail, counted from 1: all but the MACs between the first and the last, which are alike."""
    macs = [number for number, name in enumerate(calls, start=1) if name == "GenerateMac"]
    return [number for number in range(1, len(calls) + 1) if number not in macs[1:-1]]


def _killed_before(at: int) -> Callable[[int, Callable[[], Any]], Any]:
    def fault(number: int, do: Callable[[], Any]) -> Any:
        if number == at:
            raise KilledError
        return do()

    return fault


def _answer_lost(at: int) -> Callable[[int, Callable[[], Any]], Any]:
    def fault(number: int, do: Callable[[], Any]) -> Any:
        answer = do()
        if number == at:
            raise ReadTimeoutError(endpoint_url="https://aws.example")
        return answer

    return fault


@pytest.mark.parametrize("kind", [_killed_before, _answer_lost], ids=["killed before", "answer lost"])
@pytest.mark.parametrize(
    ("begin", "state", "transactions"),
    # A special record is a transaction, and each of the client's two work items and two call-backs is one more.
    [(_begin, _state, 2), (_begin_special, _open_work, 1 + 2 + 2)],
    ids=["newer record", "special record"],
)
def test_intake__failing_at_any_call_and_run_again__ends_as_if_nothing_had_happened(
    cloud: Cloud,
    begin: Begin,
    state: State,
    transactions: int,
    kind: Callable[[int], Callable[[int, Callable[[], Any]], Any]],
) -> None:
    # Given what an undisturbed run makes, and the calls it takes
    calls = _calls_of_one_run(cloud, begin)
    undisturbed = state(cloud)
    assert calls.count("TransactWriteItems") == transactions
    for at in _worth_failing(calls):
        event = begin(cloud)
        # When one call fails
        with pytest.MonkeyPatch.context() as patch:
            _watch(patch, kind(at))
            with pytest.raises((KilledError, LinesFailedError, ReadTimeoutError)):
                extracts.run(event)
        # When the platform runs the event again
        extracts.run(event)
        # Then everything is there once
        assert state(cloud) == undisturbed, f"call {at}, {calls[at - 1]}"
