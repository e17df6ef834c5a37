"""Reading the records of the outbox's stream."""

from typing import Any

from publish import records
from publish.service import Entry


def a_record(number: str, *, name: str = "INSERT", **image: Any) -> dict[str, Any]:
    given = {"shard": {"S": "1"}, "entry": {"S": f"e{number}"}, "event": {"S": "LoggedIn"}, "detail": {"S": "{}"}}
    return {"eventName": name, "dynamodb": {"SequenceNumber": number, "NewImage": {**given, **image}}}


def test_read__one_poison_record_in_ten__keeps_nine_and_reports_that_one() -> None:
    # Given ten records, the seventh without a detail that can be read
    batch = [a_record(str(number)) for number in range(10)]
    batch[6] = a_record("6", detail={"N": "1"})
    # When they are read
    read = records.read(batch)
    # Then nine entries are there, and the seventh is reported to come again
    assert len(read.entries) == 9
    assert read.failures([]) == {"batchItemFailures": [{"itemIdentifier": "6"}]}


def test_read__a_deletion__is_nothing_to_send() -> None:
    # Given the record of an entry that was deleted
    removed = {"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "1", "Keys": {}}}
    # When it is read
    read = records.read([removed])
    # Then there is neither an entry nor a failure
    assert (read.entries, read.failures([])) == ({}, {"batchItemFailures": []})


def test_failures__a_refused_entry__is_reported_by_its_sequence_number() -> None:
    # Given two records read
    read = records.read([a_record("1"), a_record("2")])
    # When the bus refused the second
    report = read.failures([Entry("1", "e2", "LoggedIn", "{}")])
    # Then that one comes again
    assert report == {"batchItemFailures": [{"itemIdentifier": "2"}]}
