"""Letters that were delivered online and are posted after all: their client left, or could not be told of them."""

from datetime import timedelta
from typing import Any

import pytest

from cms_common.adapters.history import entry_at, open_entry
from cms_common.adapters.transaction import Transaction
from infra.demo.known import PAYING_PARENT, WELSH_SPEAKER
from tests.support import ledger, notifications
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.letters import (
    AT,
    books_agree,
    deliver,
    facts,
    hand_over,
    items,
    not_told,
    notices,
    objects,
    online,
    text_of,
    told,
    wanted,
)
from tests.support.stack import application_stack

MOVED = ["9 New Street", "Swansea", "SA1 1AA"]


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def issued(cloud: Cloud, line: Any = PAYING_PARENT, code: str = "CMSL9548") -> dict[str, Any]:
    """Issue a letter online."""
    assert deliver(wanted(online(cloud, line), code)) == []
    [letter] = items(cloud, "letter#")
    assert letter["delivery"] == "online"
    return letter


def opened(letter: dict[str, Any]) -> None:
    """Let the client open a letter."""
    entry = entry_at(f"client#{letter['scin']}", letter["entry"])
    assert entry is not None
    with Transaction() as transaction:
        open_entry(transaction, entry, AT)


def left(scin: str, number: int = 9) -> dict[str, Any]:
    """Tell that a client has left the site."""
    return told("AccountDeEnrolled", {"service": "client", "customer": scin}, number)


def printed(cloud: Cloud) -> str:
    """Read the one letter that waits for the printer."""
    [waiting] = items(cloud, "print#")
    return text_of(objects(cloud, "correspondence")[f"{waiting['document_id']}.pdf"])


@pytest.mark.req("PRF-37")
def test_account__de_enrolled__posts_what_was_not_opened_with_the_address_held_now(cloud: Cloud) -> None:
    # Given two letters delivered online, one of them opened, and a client who has since moved
    scin = online(cloud, PAYING_PARENT)
    assert deliver(wanted(scin, "CMSL9548", 1), wanted(scin, "UPDATE", 2)) == []
    opened(next(item for item in items(cloud, "letter#") if item["code"] == "UPDATE"))
    cloud.update("clients", {"scin": scin}, address=MOVED)
    # When the account is de-enrolled, and told twice
    assert deliver(left(scin)) == []
    assert deliver(left(scin)) == []
    # Then the one not opened is posted, once, to the new address
    assert "9 New Street" in printed(cloud)
    assert "14 Cathedral Road" not in printed(cloud)
    assert [act["letter_code"] for act in facts(cloud, "LetterPosted")] == ["CMSL9548"]
    # And what the history opens as delivered online is what was delivered
    [shown] = [
        one for one in items(cloud, f"client#{scin}") if (one["template"], one["delivery"]) == ("CMSL9548", "online")
    ]
    assert "14 Cathedral Road" in text_of(objects(cloud, "correspondence")[f"{shown['document_id']}.pdf"])


@pytest.mark.req("NOT-18")
def test_letter__posted_after_it_was_online__is_recorded_as_what_was_posted(cloud: Cloud) -> None:
    # Given a letter delivered online
    letter = issued(cloud)
    # When it is posted ten days later
    cloud.clock.stop(AT + timedelta(days=10))
    assert deliver(left(letter["scin"])) == []
    # Then the letter knows the document that was posted, as the print queue does, beside the one that was delivered
    [kept], [waiting] = items(cloud, "letter#"), items(cloud, "print#")
    assert (kept["posted_document_id"], kept["posted_sha256"]) == (waiting["document_id"], waiting["sha256"])
    assert (kept["document_id"], kept["sha256"]) == (letter["document_id"], letter["sha256"])
    assert kept["posted_sha256"] != kept["sha256"]
    # And so does the record of the act
    [act] = facts(cloud, "LetterPosted")
    assert (act["document"], act["sha256"]) == (waiting["document_id"], waiting["sha256"])
    assert act["reason"] == "left-the-site"
    # And the history has it with its own time and template
    posted = max(items(cloud, f"client#{letter['scin']}"), key=lambda entry: str(entry["at"]))
    assert (posted["delivery"], posted["template"], posted["document_id"]) == (
        "post",
        "CMSL9548",
        waiting["document_id"],
    )
    assert str(posted["at"]).startswith("2026-03-12")
    books_agree(cloud)


@pytest.mark.parametrize(
    ("line", "dated", "first"),
    [
        (PAYING_PARENT, "Date: 10 June 2026", "First issued online: 2 March 2026"),
        (WELSH_SPEAKER, "Dyddiad: 10 Mehefin 2026", "Anfonwyd ar-lein yn gyntaf: 2 Mawrth 2026"),
    ],
    ids=["English", "Welsh"],
)
def test_letter__made_anew_for_the_post__bears_that_day_and_says_when_it_was_first_issued(
    cloud: Cloud, line: Any, dated: str, first: str
) -> None:
    # Given a letter online, and data that have changed a hundred days later
    letter = issued(cloud, line)
    cloud.clock.stop(AT + timedelta(days=100))
    cloud.update("clients", {"scin": letter["scin"]}, address=MOVED)
    # When it is posted
    assert deliver(left(letter["scin"])) == []
    # Then the new data stand under the new date
    assert dated in printed(cloud)
    assert first in printed(cloud)


def test_letter__opened_while_it_is_made_for_the_post__is_not_posted(cloud: Cloud) -> None:
    # Given a letter that its client opens between the reading and the posting
    letter = issued(cloud)
    done: list[bool] = []

    def open_now(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems" and not done:
            done.append(True)
            opened(letter)
        return parameters

    # When the account is de-enrolled
    with watched(Calls(tamper=open_now)):
        assert deliver(left(letter["scin"])) == []
    # Then it is not printed
    assert done
    assert items(cloud, "print#") == []
    assert ledger.acts(cloud, "LetterPosted") == []


@pytest.mark.req("LET-07", "NOT-04")
@pytest.mark.parametrize("state", ["no address", "blocked", "failed", "bounced", "complained"])
def test_notice__that_came_to_nothing__has_the_letter_posted_once(cloud: Cloud, state: str) -> None:
    # Given a letter online whose notice reached nobody
    letter = issued(cloud)
    # When that is told, twice, and once more of another report
    again = not_told(letter["letter_id"], 5, state)
    assert deliver(again, again, not_told(letter["letter_id"], 6, state)) == []
    # Then the letter is posted, once
    [waiting] = items(cloud, "print#")
    assert waiting["letter_id"] == letter["letter_id"]
    assert [act["reason"] for act in facts(cloud, "LetterPosted")] == ["not-told"]


def test_notice__that_came_to_nothing_for_a_letter_opened_all_the_same__posts_nothing(cloud: Cloud) -> None:
    letter = issued(cloud)
    opened(letter)
    assert deliver(not_told(letter["letter_id"])) == []
    assert items(cloud, "print#") == []


def test_notice__that_was_delivered__posts_nothing(cloud: Cloud) -> None:
    letter = issued(cloud)
    assert deliver(not_told(letter["letter_id"], state="delivered")) == []
    assert items(cloud, "print#") == []


def test_notice__of_a_letter_that_nobody_has__posts_nothing(cloud: Cloud) -> None:
    assert deliver(not_told("0" * 20)) == []
    assert cloud.items("correspondence") == []


@pytest.mark.req("LET-07")
def test_notice__bounced_by_the_mail_service__ends_with_the_letter_at_the_printer(cloud: Cloud) -> None:
    # Given a letter online, and its mail sent by `notify` as wanted here
    issued(cloud)
    [notice] = notices(cloud)
    assert notifications.deliver(notifications.told(notice["notification"])) == []
    # When the mail comes back, and the event that this makes comes to the queue of letters by its rule
    assert notifications.deliver(notifications.report("bounce", notice["notification"])) == []
    [act] = facts(cloud, "MailReported")
    rules = application_stack().made("AWS::Events::Rule").values()
    [rule] = [one["EventPattern"] for one in rules if "MailReported" in one["EventPattern"].get("detail-type", ())]
    for fact, wanted_ones in rule["detail"]["facts"].items():
        said = act[fact]
        assert [one for one in wanted_ones if said == one or (isinstance(one, dict) and said.startswith(one["prefix"]))]
    assert deliver(told("MailReported", act, 7)) == []
    # Then an hour later it is handed to the printer
    cloud.clock.stop(AT + timedelta(hours=1))
    hand_over()
    assert len([key for key in objects(cloud, "print") if key.endswith(".pdf")]) == 1


def test_account__of_an_employer_de_enrolled__posts_nothing(cloud: Cloud) -> None:
    assert deliver(told("AccountDeEnrolled", {"service": "employer", "customer": "700100017"})) == []
    assert cloud.items("correspondence") == []
