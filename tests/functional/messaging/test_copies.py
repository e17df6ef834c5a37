"""What a client receives in My messages: the copy of each approved mail and text message (MSG-13, CON-43)."""

import json
from typing import Any

import pytest

from tests.support.answering import caseworker, sent, taken
from tests.support.cloud import Cloud
from tests.support.notifications import HALF, deliver, entries, message, told
from tests.support.visitors import PAYING, Person, hold

CLIENT = f"client#{PAYING.key}"
ANSWER = {"lines": ["payment-on-its-way", "check-account-details"], "optional": ["call-us"]}
SUBJECT = "Important Information about your Child Maintenance case"


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def answered(cloud: Cloud) -> Person:
    """Have a message of the client answered by email, and the mail sent; returns the client."""
    person, member = Person.signed_in(PAYING), caseworker()
    reply = member.post(f"{taken(member, sent(cloud, person=person))}/email", ANSWER)
    assert reply.status == 200, reply.body
    [mail] = cloud.items("notifications")
    assert deliver(told(mail["notification"])) == []
    return person


def received(person: Person, kind: str) -> dict[str, Any]:
    """Return what the client reads of the one mail or text message in My messages."""
    reply = person.get("/contact-history")
    assert reply.status == 200, reply.body
    [entry] = [entry for entry in reply.json["entries"] if entry["kind"] == kind]
    return dict(entry)


@pytest.mark.req("MSG-13", "NOT-18")
@pytest.mark.parametrize("language", ["English", "Welsh"])
def test_answer__by_email__is_read_in_my_messages_word_by_word(cloud: Cloud, language: str) -> None:
    # Given a client whose message is answered by email, in the language of the record
    cloud.update("clients", {"scin": PAYING.key}, preferred_language=language)
    person = answered(cloud)
    # When they open My messages
    entry = received(person, "email")
    # Then they read exactly the paragraphs that were sent, under its subject
    [(_, subject, body)] = cloud.mails()
    assert "\n\n".join(entry["paragraphs"]) == body
    assert entry["subject"] == subject == SUBJECT
    assert entry["language"] == {"English": "en", "Welsh": "cy"}[language]
    # And what is kept are identifiers, none of the words
    kept = json.dumps([cloud.items(table) for table in cloud.tables], default=repr, ensure_ascii=False)
    assert not [words for words in entry["paragraphs"] if words in kept]


@pytest.mark.req("MSG-13", "NOT-09")
def test_answer__of_an_earlier_version__is_read_in_the_words_of_that_version(cloud: Cloud) -> None:
    # Given an answer that went out before its template and its line were changed
    person = answered(cloud)
    now = received(person, "email")["paragraphs"]
    [entry] = [one for one in entries(cloud, CLIENT) if one["kind"] == "email"]
    assert (entry["template_version"], entry["lines"][0]) == (2, "payment-on-its-way@2")
    key = {"key": entry["key"], "item": entry["item"]}
    cloud.update("correspondence", key, template_version=1, lines=["payment-on-its-way@1"], telephone="0800 999 9999")
    # When the client opens it today
    before = received(person, "email")["paragraphs"]
    # Then it says what it said then
    assert "You sent us a message about a payment that you expected." in before
    assert "You sent us a message about a payment." in now
    assert any("sent it to the account that we hold for you" in words for words in before)
    assert "If you would like to talk to us about this, telephone us on 0800 999 9999." in before


def test_half_of_a_secret__in_a_recovery_mail__is_never_shown(cloud: Cloud) -> None:
    person = Person.signed_in(PAYING)
    assert deliver(message(person.user_id, "recovered-password")) == []
    [(_, _, body)] = cloud.mails()
    paragraphs = received(person, "email")["paragraphs"]
    assert "\n\n".join(paragraphs) == body.replace(HALF, "••••••") != body


@pytest.mark.req("MSG-13")
def test_text_message__sent__is_read_in_my_messages_without_a_subject(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": PAYING.key}, sms_opted_in=True)
    person = Person.signed_in(PAYING)
    assert deliver(message(CLIENT, "sms-call-missed", besides="call#1")) == []
    [(_, text)] = cloud.texts()
    entry = received(person, "SMS")
    assert (entry["paragraphs"], entry["subject"]) == ([text], "")


def test_mail__kept_before_versions_were__shows_its_title_alone(cloud: Cloud) -> None:
    person = answered(cloud)
    [entry] = [one for one in entries(cloud, CLIENT) if one["kind"] == "email"]
    gone = {"language": None, "lines": None}
    cloud.update("correspondence", {"key": entry["key"], "item": entry["item"]}, **gone)
    shown = received(person, "email")
    assert (shown["paragraphs"], shown["title"]) == ([], "Our answer to your message about a payment")
