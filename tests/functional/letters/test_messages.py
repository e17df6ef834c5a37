"""Messages as documents: what was typed, unchangeable, and never read as anything but text."""

import pytest
from botocore.exceptions import ClientError

from infra.demo.known import ONE_ERN, PAYING_PARENT, WELSH_SPEAKER
from tests.support import stack
from tests.support.cloud import Cloud
from tests.support.letters import AT, MESSAGE, deliver, items, message, message_received, objects, reached, text_of
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
def test_document__put_again_under_its_name__is_refused_and_stays(cloud: Cloud) -> None:
    # Given the document of a message
    scin = reached(cloud, PAYING_PARENT)
    made(cloud, f"client#{scin}", "Hello")
    [(key, before)] = objects(cloud, "correspondence").items()
    # When somebody puts another under its name, as the bucket lets things be put
    put = {"Bucket": f"cms-test-correspondence-{stack.ACCOUNT}", "Key": key, "Body": b"other", "IfNoneMatch": "*"}
    with pytest.raises(ClientError) as refused:
        cloud.client("s3").put_object(**put)
    # Then it stays what it was
    assert refused.value.response["Error"]["Code"] == "PreconditionFailed"
    assert objects(cloud, "correspondence") == {key: before}


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
