"""`publish` as it is woken, with the real adapters."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.adapters.tables import OutboxItem
from cms_common.adapters.transaction import OUTBOX_SHARDS, Transaction
from cms_common.domain.acts import Act, ActKind
from infra.templates import ROOT
from publish.handler import EntriesStayed, lambda_handler
from publish.outbox import EventBridgeBus
from publish.service import Entry
from tests.support.cloud import Cloud
from tests.support.events import faults
from tests.support.http import invoke

SCHEDULED = json.loads((ROOT / "events" / "schedule.json").read_text())


def record_acts(count: int, at: datetime) -> None:
    """Write acts as a use case does, a second apart."""
    for number in range(count):
        when = at + timedelta(seconds=number)
        subject = "account#123456789012"
        act = Act(ActKind.USER_ID_NOTED, f"{number:020x}", subject, number + 1, subject, when, "transaction", {})
        with Transaction() as transaction:
            transaction.record(act)


def sent_ids(cloud: Cloud) -> list[str]:
    return [event["detail"]["event_id"] for event in cloud.sent()]


def test_stream__new_entries__reach_the_bus_and_leave_the_outbox(cloud: Cloud) -> None:
    # Given three acts
    record_acts(3, datetime.now(UTC))
    # When the stream wakes the function
    answer = invoke(lambda_handler, {"Records": cloud.records()})
    # Then each is on the bus once, by name and with its detail, and the outbox is empty
    assert answer == {"batchItemFailures": []}
    assert sent_ids(cloud) == [f"{number:020x}" for number in range(3)]
    assert {(event["source"], event["detail-type"]) for event in cloud.sent()} == {("cms", "UserIdNoted")}
    assert cloud.items("outbox") == []


def test_stream__the_sample_event__reaches_the_bus(cloud: Cloud) -> None:
    # Given the sample that `sam local invoke` is given
    sample = json.loads((ROOT / "events" / "outbox-stream.json").read_text())
    # When it wakes the function
    answer = invoke(lambda_handler, sample)
    # Then its event is on the bus, and follows its schema
    assert answer == {"batchItemFailures": []}
    assert [faults(event["detail-type"], event["detail"]) for event in cloud.sent()] == [[]]


def test_stream__the_same_records_twice__same_event_ids_and_no_error(cloud: Cloud) -> None:
    # Given records that were published, whose answer was lost
    record_acts(1, datetime.now(UTC))
    invoke(lambda_handler, {"Records": cloud.records()})
    # When the platform brings them again
    answer = invoke(lambda_handler, {"Records": cloud.records()})
    # Then the event may come twice, under one id
    assert answer == {"batchItemFailures": []}
    assert set(sent_ids(cloud)) == {f"{0:020x}"}


def test_sweep__entries_older_than_a_minute__are_sent_and_newer_ones_left_to_the_stream(cloud: Cloud) -> None:
    # Given twelve acts of an hour ago and one of now
    record_acts(12, datetime.now(UTC) - timedelta(hours=1))
    cloud.put("outbox", {"shard": "0", "entry": f"{int(datetime.now(UTC).timestamp() * 1000):015d}#new", **an_item()})
    # When the schedule wakes the function
    invoke(lambda_handler, SCHEDULED)
    # Then the old ones went, oldest first, and the new one stays
    assert sent_ids(cloud) == [f"{number:020x}" for number in range(12)]
    assert [item["entry"].split("#")[1] for item in cloud.items("outbox")] == ["new"]


def test_sweep__bus_refuses__says_so_and_keeps_the_entry(cloud: Cloud) -> None:
    # Given an old entry that the bus cannot read, and one that it can
    cloud.put("outbox", {"shard": "0", "entry": f"{1:015d}#poison", "event": "UserIdNoted", "detail": "not JSON"})
    record_acts(1, datetime.now(UTC) - timedelta(hours=1))
    # When the schedule wakes the function
    with pytest.raises(EntriesStayed, match="stayed in the outbox"):
        invoke(lambda_handler, SCHEDULED)
    # Then the good one went, and the other is still there to be seen
    assert sent_ids(cloud) == [f"{0:020x}"]
    assert [item["entry"].split("#")[1] for item in cloud.items("outbox")] == ["poison"]
    cloud.empty()


def test_outbox_shards__all_of_them__are_swept(cloud: Cloud) -> None:
    # Given an old entry in every shard that the writer uses
    for shard in range(OUTBOX_SHARDS):
        OutboxItem(str(shard), f"{shard:015d}#{shard:020x}", event="UserIdNoted", detail='{"event_id": "a"}').save()
    # When the schedule wakes the function
    invoke(lambda_handler, SCHEDULED)
    # Then none is left
    assert cloud.items("outbox") == []


class FakeEvents:
    """A bus that answers as it is told."""

    def __init__(self, answers: list[dict[str, str]]) -> None:
        self.answers = answers

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - botocore's name
        return {"FailedEntryCount": 1, "Entries": self.answers[: len(Entries)]}


def test_bus__an_entry_with_an_error_code__counts_as_not_taken() -> None:
    # Given a bus that takes the first of two and throttles the second
    answers = [{"EventId": "1"}, {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}]
    bus = EventBridgeBus("cms-test", lambda: FakeEvents(answers))
    # When both are sent
    left = bus.send([Entry("0", "one", "LoggedIn", "{}"), Entry("0", "two", "LoggedIn", "{}")])
    # Then the second is not confirmed
    assert left == {"two"}


def an_item() -> dict[str, str]:
    detail = {
        "event_id": "0" * 20,
        "subject": "account#123456789012",
        "version": 1,
        "occurred_at": "2026-03-12T12:00:00+00:00",
        "transaction_id": "transaction",
        "facts": {},
    }
    return {"event": "UserIdNoted", "detail": json.dumps(detail)}
