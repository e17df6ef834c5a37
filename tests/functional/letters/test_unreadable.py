"""A document that cannot be read: the others go to the printer without it, and it is tried again."""

import json
from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT
from letters.printing import IN_A_BATCH, Unreadable
from tests.support import ledger, stack
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.letters import AT, books_agree, deliver, facts, hand_over, items, objects, reached, wanted

BUCKET = f"cms-test-correspondence-{stack.ACCOUNT}"


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def issue(cloud: Cloud, *numbers: int) -> list[dict[str, Any]]:
    """Issue letters by post; returns all that wait."""
    scin = reached(cloud, PAYING_PARENT)
    for at in range(0, len(numbers), 10):
        assert deliver(*(wanted(scin, "UPDATE", number) for number in numbers[at : at + 10])) == []
    return [item for item in items(cloud, "print#") if item["item"] != "newest"]


def spoil(cloud: Cloud, letter: dict[str, Any], content: bytes | None = None) -> bytes:
    """Take a letter's document away, or put another in its place; returns what it was."""
    key, s3 = f"{letter['document_id']}.pdf", cloud.client("s3")
    was: bytes = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    s3.delete_object(Bucket=BUCKET, Key=key)
    if content:
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)
    return was


def printed(cloud: Cloud) -> list[str]:
    """Name the letters of every batch that is whole."""
    found = objects(cloud, "print")
    batches = [json.loads(content) for key, content in found.items() if key.endswith("manifest.json")]
    return sorted(letter["letter"] for batch in batches for letter in batch["letters"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "NoSuchKey"), (b"%PDF-1.7", "other-content")],
    ids=["gone", "another"],
)
@pytest.mark.req("LET-08")
def test_document__that_cannot_be_read__is_set_aside_and_the_others_go(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], content: bytes | None, reason: str
) -> None:
    # Given three letters that wait, the document of one of them spoilt
    bad, *good = issue(cloud, 1, 2, 3)
    was = spoil(cloud, bad, content)
    # When the hour strikes
    hand_over()
    # Then the others are handed over, and it is set aside with a record, and counted
    assert printed(cloud) == sorted(letter["letter_id"] for letter in good)
    [aside] = items(cloud, "print#aside")
    assert (aside["letter_id"], aside["item"]) == (bad["letter_id"], bad["item"])
    assert [(act["letter"], act["reason"]) for act in facts(cloud, "LetterSetAside")] == [(bad["letter_id"], reason)]
    assert '"LettersSetAside":[1.0]' in capsys.readouterr().out
    # And so in the next hour, with what comes meanwhile
    [new] = [letter for letter in issue(cloud, 4) if letter["key"] != "print#aside"]
    hand_over()
    assert printed(cloud) == sorted([new["letter_id"], *(letter["letter_id"] for letter in good)])
    assert len(facts(cloud, "LetterSetAside")) == 1
    assert '"LettersSetAside":[1.0]' in capsys.readouterr().out
    # When its document is there again
    key = f"{bad['document_id']}.pdf"
    cloud.client("s3").put_object(Bucket=BUCKET, Key=key, Body=was)
    hand_over()
    hand_over()
    # Then it goes too, once, and nothing is left aside
    assert printed(cloud) == sorted([bad["letter_id"], new["letter_id"], *(letter["letter_id"] for letter in good)])
    assert items(cloud, "print#aside") == []
    assert '"LettersSetAside":[0.0]' in capsys.readouterr().out
    books_agree(cloud)


def test_document__of_the_only_letter__is_set_aside(cloud: Cloud) -> None:
    [bad] = issue(cloud, 1)
    spoil(cloud, bad)
    hand_over()
    assert [item["letter_id"] for item in items(cloud, "print#aside")] == [bad["letter_id"]]
    assert objects(cloud, "print") == {}


def test_documents__none_of_which_can_be_read__are_no_fault_of_a_letter(cloud: Cloud) -> None:
    # Given a bucket that gives nothing out
    for letter in issue(cloud, 1, 2):
        spoil(cloud, letter)
    # When the hour strikes, then the run fails, and nothing is set aside
    with pytest.raises(Unreadable):
        hand_over()
    assert items(cloud, "print#aside") == facts(cloud, "LetterSetAside") == []


def test_documents__more_than_a_batch_that_come_back__go_once_each(cloud: Cloud) -> None:
    # Given as many letters aside as a batch holds, whose documents are back, and one more that waits
    count = IN_A_BATCH + 1
    for letter in issue(cloud, *range(1, count + 1))[:IN_A_BATCH]:
        key = {name: {"S": letter[name]} for name in ("key", "item")}
        cloud.client("dynamodb").delete_item(TableName="cms-test-correspondence", Key=key)
        cloud.put("correspondence", {**letter, "key": "print#aside"})
    waiting = {item["letter_id"] for item in items(cloud, "print#")}
    # When the hour strikes twice
    hand_over()
    hand_over()
    # Then each went once
    assert set(printed(cloud)) == waiting
    assert len(printed(cloud)) == len(waiting)


def test_letter__taken_into_a_batch_by_another_run__is_not_set_aside(cloud: Cloud) -> None:
    # Given a run that finds a document gone, and another that took the letter into its batch while it was there
    bad, good = issue(cloud, 1, 2)
    was = spoil(cloud, bad)
    done: list[bool] = []

    def overtake(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems" and not done:
            done.append(True)
            cloud.client("s3").put_object(Bucket=BUCKET, Key=f"{bad['document_id']}.pdf", Body=was)
            with watched(Calls(tamper=break_off)), pytest.raises(RuntimeError):
                hand_over()
        return parameters

    def break_off(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "PutObject" and parameters["Bucket"].startswith("cms-test-print"):
            raise RuntimeError
        return parameters

    # When the first goes on
    with watched(Calls(tamper=overtake)):
        hand_over()
    hand_over()
    # Then both letters are printed once, and none is left aside
    assert done
    assert printed(cloud) == sorted([bad["letter_id"], good["letter_id"]])
    assert items(cloud, "print#aside") == []
    assert ledger.acts(cloud, "LetterSetAside") == []
