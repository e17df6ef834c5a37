"""Messages as documents: what was typed, unchangeable, and never read as anything but text."""

from typing import Any

import pytest

from infra.demo.known import ONE_ERN, PAYING_PARENT, WELSH_SPEAKER
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.letters import (
    AT,
    MESSAGE,
    deliver,
    facts,
    hand_over,
    items,
    message,
    message_received,
    objects,
    reached,
    sha256_of,
    text_of,
    wanted,
)  # fmt: skip
from tests.support.visitors import hold


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def made(cloud: Cloud, owner: str, text: str, child: str | None = None) -> str:
    """Keep a message, tell of it, and return its document's text."""
    message(cloud, owner, text, child)
    assert deliver(message_received(owner)) == []
    [content] = objects(cloud, "correspondence").values()
    return text_of(content)


@pytest.mark.req("MSG-06", "MSG-07")
def test_message__received__becomes_a_document_that_its_history_opens(cloud: Cloud) -> None:
    # Given a message about one child
    scin = reached(cloud, PAYING_PARENT)
    # When its event comes
    text = made(cloud, f"client#{scin}", "Where is my payment?\n\nI sent it on Monday.", child="Anaya")
    # Then the document says from whom, when, about what and whom, and what was typed
    for said in ("Thomas Whitfield", scin, "2 March 2026, 11:58", "general query", "Anaya", "I sent it on Monday."):
        assert said in text
    # And the message and its entry know it
    [kept], [entry] = items(cloud, "message#"), items(cloud, "client#")
    assert f"{kept['document_id']}.pdf" in objects(cloud, "correspondence")
    assert (entry["document_id"], entry["state"]) == (kept["document_id"], "ready")


def test_message__event_delivered_again__is_one_document(cloud: Cloud) -> None:
    scin = reached(cloud, PAYING_PARENT)
    made(cloud, f"client#{scin}", "Hello")
    assert deliver(message_received(f"client#{scin}"), message_received(f"client#{scin}")) == []
    assert len(objects(cloud, "correspondence")) == 1
    assert int(items(cloud, "message#")[0]["version"]) == 2


@pytest.mark.req("MSG-15")
def test_document__of_a_message_letter_or_batch__is_put_where_there_is_none_alone(cloud: Cloud) -> None:
    # Given a message and a letter
    scin = reached(cloud, PAYING_PARENT)
    message(cloud, f"client#{scin}")
    asked: list[dict[str, Any]] = []

    def listen(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "PutObject":
            asked.append(parameters)
        return parameters

    # When their documents are kept, and the letter goes to the printer
    with watched(Calls(tamper=listen)):
        assert deliver(message_received(f"client#{scin}"), wanted(scin, "UPDATE", 2)) == []
        hand_over()
    # Then each object is asked for as one that is not there yet: the buckets refuse any other put (tests/template)
    assert len(asked) == 4
    assert {put.get("IfNoneMatch") for put in asked} == {"*"}


@pytest.mark.req("MSG-15")
def test_document__of_a_message__can_be_told_from_any_other_by_what_is_kept_of_it(cloud: Cloud) -> None:
    # Given a message's document
    scin = reached(cloud, PAYING_PARENT)
    made(cloud, f"client#{scin}", "Hello")
    [content] = objects(cloud, "correspondence").values()
    # When the message and the record of the act are read
    [kept] = items(cloud, "message#")
    # Then both know its SHA-256
    assert kept["sha256"] == sha256_of(content)
    assert [act["sha256"] for act in facts(cloud, "MessageDocumentMade")] == [kept["sha256"]]


@pytest.mark.req("LNG-06")
def test_message__of_a_welsh_speaker__is_framed_in_welsh(cloud: Cloud) -> None:
    scin = reached(cloud, WELSH_SPEAKER)
    text = made(cloud, f"client#{scin}", "Ble mae fy nhaliad?")
    assert "Neges i'r Gwasanaeth Cynhaliaeth Plant" in text
    assert "ymholiad cyffredinol" in text
    assert not [english for english in ("Message", "From", "About", "general", "Page") if english in text]


def test_message__of_an_employer__bears_the_employers_name_and_number(cloud: Cloud) -> None:
    hold(ONE_ERN)
    text = made(cloud, f"employer#{ONE_ERN.key}", "Which schedule?")
    assert "Harbour Lights Bakery Ltd" in text
    assert ONE_ERN.key in text


def test_message__that_is_not_held__comes_again(cloud: Cloud) -> None:
    assert deliver(message_received("client#121000121688")) == ["m1"]
    assert objects(cloud, "correspondence") == {}


def test_message__document_id__names_the_message_and_the_content(cloud: Cloud) -> None:
    scin = reached(cloud, PAYING_PARENT)
    made(cloud, f"client#{scin}", "Hello")
    [key] = objects(cloud, "correspondence")
    assert key.startswith(f"{MESSAGE}-")
