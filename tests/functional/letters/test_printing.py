"""The print batch: all that waits, once, and whole or not at all."""

import json
from hashlib import sha256
from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT
from letters.printing import IN_A_BATCH
from tests.support import ledger
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.letters import AT, deliver, hand_over, items, objects, reached, read, wanted


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def issue(cloud: Cloud, count: int, first: int = 1) -> None:
    scin = reached(cloud, PAYING_PARENT)
    assert deliver(*(wanted(scin, "UPDATE", number) for number in range(first, first + count))) == []


def manifests(cloud: Cloud) -> list[dict[str, Any]]:
    found = objects(cloud, "print")
    return [json.loads(content) for key, content in sorted(found.items()) if key.endswith("/manifest.json")]


@pytest.mark.req("LET-08")
def test_batch__of_two_letters__has_both_and_a_manifest_that_fits_them(cloud: Cloud) -> None:
    # Given two letters that wait, to two clients
    issue(cloud, 1)
    deliver(wanted(reached(cloud, RECEIVING_PARENT), "CMSL9547", 2))
    # When the hour strikes
    hand_over()
    # Then a batch lies there with both
    found, [manifest] = objects(cloud, "print"), manifests(cloud)
    assert (manifest["version"], manifest["batch"], manifest["count"]) == (1, "20260302-000001", 2)
    assert set(found) == {
        f"20260302-000001/{name}" for name in ("manifest.json", *(each["file"] for each in manifest["letters"]))
    }
    # And each is what the manifest says
    for each in manifest["letters"]:
        content = found[f"20260302-000001/{each['file']}"]
        assert sha256(content).hexdigest() == each["sha256"]
        assert len(read(content).pages) == each["pages"]
    # And nothing waits any more
    assert [item["item"] for item in items(cloud, "print#")] == ["newest"]
    assert {item["batch"] for item in items(cloud, "letter#")} == {"20260302-000001"}
    # And the manifest holds nothing of the clients
    assert set(manifest["letters"][0]) == {"letter", "code", "file", "pages", "sha256"}


def test_batch__asked_for_again__hands_nothing_over_twice(cloud: Cloud) -> None:
    issue(cloud, 3)
    hand_over()
    before = objects(cloud, "print")
    hand_over()
    assert objects(cloud, "print") == before
    assert len(ledger.acts(cloud, "LettersHandedOver")) == 1


def test_batch__with_nothing_waiting__is_none(cloud: Cloud) -> None:
    hand_over()
    assert objects(cloud, "print") == {}
    assert cloud.items("audit") == []


def test_batches__more_than_one_holds__are_several_with_each_letter_once(cloud: Cloud) -> None:
    issue(cloud, IN_A_BATCH + 2)
    hand_over()
    batches = manifests(cloud)
    assert [batch["count"] for batch in batches] == [IN_A_BATCH, 2]
    printed = [letter["letter"] for batch in batches for letter in batch["letters"]]
    assert len(printed) == len(set(printed)) == IN_A_BATCH + 2


def test_batch__broken_off_anywhere__has_no_manifest_before_it_is_whole_and_is_gone_on_with(cloud: Cloud) -> None:
    # Given two letters that wait
    issue(cloud, 2)
    start = cloud.snapshot()
    documents = objects(cloud, "correspondence")
    with watched(Calls()) as calls:
        hand_over()
    for number in range(1, len(calls.made) + 1):
        cloud.restore(start)
        for key, content in documents.items():
            cloud.client("s3").put_object(Bucket="cms-test-correspondence-123456789012", Key=key, Body=content)
        # When one call of a run breaks, whichever it is
        with watched(Calls(number, Fault.BEFORE)), pytest.raises(Exception, match=r".+"):
            hand_over()
        # Then there is no manifest without all its letters
        left = objects(cloud, "print")
        whole = [key for key in left if key.endswith("manifest.json")]
        assert not whole or len(left) == 3
        # And another letter that comes in the meantime is left to the next batch
        issue(cloud, 1, first=50)
        hand_over()
        letters = [letter["letter"] for batch in manifests(cloud) for letter in batch["letters"]]
        assert len(letters) == len(set(letters)) == 3, calls.made[number - 1]


@pytest.mark.parametrize("before", [0, 1], ids=["the first batch", "a later one"])
@pytest.mark.parametrize("operation", ["UpdateItem", "TransactWriteItems"], ids=["beginning", "handing over"])
def test_batch__of_a_run_that_another_overtakes__is_handed_over_once(cloud: Cloud, operation: str, before: int) -> None:
    # Given perhaps a batch that went before, and a run that is overtaken as it begins its own or hands it over
    if before:
        issue(cloud, 1)
        hand_over()
    issue(cloud, 2, first=50)
    overtaken: list[bool] = []

    def overtake(called: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if called == operation and not overtaken:
            overtaken.append(True)
            hand_over()
        return parameters

    # When it goes on, and the next hour strikes
    with watched(Calls(tamper=overtake)):
        hand_over()
    hand_over()
    # Then each letter was handed over once, and so it is told
    assert overtaken
    counts = [1, 2] if before else [2]
    assert [batch["count"] for batch in manifests(cloud)] == counts
    assert len(ledger.acts(cloud, "LettersHandedOver")) == len(counts)


def test_batch__handed_over_by_another_run_that_began_the_next__leaves_that_one_open(cloud: Cloud) -> None:
    # Given a run about to hand over its batch, when another hands it over and breaks off in the next
    issue(cloud, 1)
    done: list[bool] = []

    def overtake(called: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if called == "TransactWriteItems" and not done:
            done.append(True)
            hand_over()
            issue(cloud, 1, first=50)
            with watched(Calls(tamper=break_off)), pytest.raises(RuntimeError):
                hand_over()
        return parameters

    def break_off(called: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if called == "PutObject":
            raise RuntimeError
        return parameters

    # When the first goes on, and the next hour strikes
    with watched(Calls(tamper=overtake)):
        hand_over()
    hand_over()
    # Then both batches are whole, and each letter is in one
    assert done
    assert [batch["count"] for batch in manifests(cloud)] == [1, 1]
    assert len(ledger.acts(cloud, "LettersHandedOver")) == 2
