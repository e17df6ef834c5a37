"""Letters as they are issued: which way they go, what is kept of them, and what a client is told."""

import json
from typing import Any

import pytest

from cms_common.adapters.history import entry_at, open_entry
from cms_common.adapters.transaction import Transaction
from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT, WELSH_SPEAKER
from tests.support import ledger
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.letters import AT, deliver, items, objects, online, reached, read, text_of, told, wanted


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def letter(cloud: Cloud) -> dict[str, Any]:
    [found] = items(cloud, "letter#")
    return found


def pdf(cloud: Cloud) -> bytes:
    [content] = objects(cloud, "correspondence").values()
    return content


@pytest.mark.req("LET-07", "NOT-04", "LET-01")
def test_letter__preference_self_service_and_using_it__is_stored_and_announced_and_not_posted(cloud: Cloud) -> None:
    # Given a client who uses self-service and prefers it
    scin = online(cloud, PAYING_PARENT)
    # When a letter is wanted
    assert deliver(wanted(scin, "CMSL9548")) == []
    # Then it stands in the contact history with its document
    [entry] = items(cloud, f"client#{scin}")
    assert (entry["kind"], entry["delivery"], entry["category"]) == ("letter", "online", "ordinary")
    assert f"{entry['document_id']}.pdf" in objects(cloud, "correspondence")
    # And one notice is queued to the client, and nothing waits for the printer
    [notice] = cloud.queued("mails")
    body = json.loads(notice["body"])
    assert (body["to"], body["template"], body["language"]) == (f"client#{scin}", "new-letter", "en")
    assert items(cloud, "print#") == []


@pytest.mark.req("NOT-05")
def test_notice__of_a_letter__says_nothing_of_it(cloud: Cloud) -> None:
    # Given a letter that was issued online
    scin = online(cloud, PAYING_PARENT)
    deliver(wanted(scin, "CMSL9800"))
    # When its notice is read
    body = json.loads(cloud.queued("mails")[0]["body"])
    # Then it names the letter's ID, the client and the text of the notice, and no more
    assert set(body) == {"notification", "template", "language", "to", "sealed"}
    assert body["notification"] == letter(cloud)["letter_id"]
    assert "CMSL9800" not in json.dumps(body)


@pytest.mark.req("LET-08", "LET-10")
@pytest.mark.parametrize(
    ("enrolled", "changes"),
    [
        (True, {"contact_preference": "Letter", "self_service": True}),
        (True, {"contact_preference": "Telephone", "self_service": True}),
        (False, {"contact_preference": "Self Service", "self_service": True}),
        (True, {"contact_preference": "Self Service", "self_service": False}),
    ],
    ids=["letter", "telephone", "not enrolled", "not using it"],
)
def test_letter__to_anybody_else__waits_for_the_printer(
    cloud: Cloud, *, enrolled: bool, changes: dict[str, Any]
) -> None:
    scin = reached(cloud, PAYING_PARENT, enrolled=enrolled, **changes)
    assert deliver(wanted(scin, "CMSL9548")) == []
    [waiting] = items(cloud, "print#")
    assert waiting["letter_id"] == letter(cloud)["letter_id"]
    assert cloud.queued("mails") == []


@pytest.mark.req("LET-13", "CWK-02")
def test_security_check__failed__issues_the_letter_with_the_form(cloud: Cloud) -> None:
    # Given a client whose security check failed
    scin = reached(cloud, RECEIVING_PARENT)
    # When that is told
    assert deliver(told("SecurityCheckFailed", {"scin": scin})) == []
    # Then CMSL9800 waits for the printer, with the form on a page of its own
    assert (letter(cloud)["code"], letter(cloud)["cause"]) == ("CMSL9800", "security-check-failed")
    pages = [page.extract_text() for page in read(pdf(cloud)).pages]
    assert len(pages) == 2
    assert "We need to update your security details" in pages[0]
    assert "Change to security details form" in pages[1]


def test_security_check__failed_for_a_number_nobody_has__writes_to_nobody(cloud: Cloud) -> None:
    assert deliver(told("SecurityCheckFailed", {"scin": "121000199999"})) == []
    assert cloud.items("correspondence") == []


@pytest.mark.req("PRF-27", "LET-14")
@pytest.mark.parametrize(("line", "code"), [(RECEIVING_PARENT, "CMSL9547"), (PAYING_PARENT, "CMSL9548")])
def test_details_letter__to_either_parent__has_the_data_sheet_and_no_known_fact(
    cloud: Cloud, line: Any, code: str
) -> None:
    # Given a parent
    scin = reached(cloud, line, contact_preference="Telephone")
    # When the letter about their details is issued
    assert deliver(wanted(scin, code)) == []
    # Then its data sheet has address and contact preferences as the system holds them
    text, record = text_of(pdf(cloud)), line.record
    for held in (*record["address"], record["email"], record["mobile_telephone"], scin, "Telephone", "English"):
        assert str(held) in text
    # And nothing that proves who somebody is
    assert not [fact for fact in ("nino", "date_of_birth", "pin") if str(record[fact]) in text]


@pytest.mark.req("LNG-04", "LNG-06")
def test_letter__to_a_welsh_speaker__is_in_welsh_and_marked_so(cloud: Cloud) -> None:
    # Given a client whose preferred language is Welsh
    scin = reached(cloud, WELSH_SPEAKER)
    # When a letter is issued
    assert deliver(wanted(scin, "CMSL9547")) == []
    # Then the document says that it is Welsh, and its title and the history's are
    made = read(pdf(cloud))
    assert str(made.root_object["/Lang"]) == "cy-GB"
    assert made.metadata is not None
    assert made.metadata.title == "Rydym wedi diweddaru eich manylion personol"
    [entry] = items(cloud, f"client#{scin}")
    assert entry["title"] == made.metadata.title
    assert "2 Mawrth 2026" in text_of(pdf(cloud))


def test_event__delivered_again__is_one_letter_one_place_in_the_queue_one_notice(cloud: Cloud) -> None:
    # Given one client online and one by post
    first, second = online(cloud, PAYING_PARENT), reached(cloud, RECEIVING_PARENT)
    batch = [wanted(first, "CMSL9548", 1), wanted(second, "CMSL9547", 2)]
    # When the events come three times, one of them twice in a batch
    for _ in range(2):
        assert deliver(*batch) == []
    assert deliver(*batch, batch[0]) == []
    # And one comes again although its client could no longer be written to
    cloud.update("clients", {"scin": second}, address=[])
    assert deliver(batch[1]) == []
    # Then there is one letter of each, with one document
    assert len(items(cloud, "letter#")) == 2
    assert len(objects(cloud, "correspondence")) == 2
    assert len(items(cloud, "print#")) == 1
    # And every notice bears the same ID, by which it is sent once
    assert len({json.loads(each["body"])["notification"] for each in cloud.queued("mails")}) == 1


def test_batch__with_records_that_cannot_be_handled__does_the_others(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    # Given a batch with four poisoned records
    scin = reached(cloud, PAYING_PARENT)
    nobody = reached(cloud, RECEIVING_PARENT, address=[])
    bad = {**wanted(scin, "CMSL9548", 2), "body": "{"}
    batch = [
        bad,
        wanted(scin, "CMSL0000", 3),
        wanted("121000199999", "CMSL9548", 4),
        wanted(nobody, "CMSL9547", 5),
        wanted(scin, "CMSL9548", 6),
    ]
    # When it is worked on
    assert deliver(*batch) == ["m2", "m3", "m4", "m5"]
    # Then the good one is issued, and the log says why the others were not, without a name
    assert letter(cloud)["scin"] == scin
    told_why = [(record.__dict__["error"], record.__dict__["reason"]) for record in caplog.records]
    assert told_why == [
        ("DecodeError", ""),
        ("ValueError", ""),
        ("NotIssued", "no-such-client"),
        ("NotIssued", "no-address"),
    ]
    assert nobody not in repr([record.__dict__ for record in caplog.records])


def test_letter__whose_account_is_de_enrolled_while_it_is_made__is_posted(cloud: Cloud) -> None:
    # Given a client online whose account goes between the reading and the keeping
    scin = online(cloud, PAYING_PARENT)

    def leave(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems":
            cloud._table("accounts").items.clear()
        return parameters

    # When a letter is issued
    with watched(Calls(tamper=leave)):
        assert deliver(wanted(scin, "CMSL9548")) == []
    # Then it goes by post, and nobody is told to look at a site that they have left
    assert letter(cloud)["delivery"] == "post"
    assert len(items(cloud, "print#")) == 1
    assert cloud.queued("mails") == []


@pytest.mark.req("PRF-37")
def test_account__de_enrolled__posts_what_was_not_opened_with_the_address_held_now(cloud: Cloud) -> None:
    # Given two letters delivered online, one of them opened, and a client who has since moved
    scin = online(cloud, PAYING_PARENT)
    assert deliver(wanted(scin, "CMSL9548", 1), wanted(scin, "UPDATE", 2)) == []
    opened = next(item for item in items(cloud, "letter#") if item["code"] == "UPDATE")
    entry = entry_at(f"client#{scin}", opened["entry"])
    assert entry is not None
    with Transaction() as transaction:
        open_entry(transaction, entry, AT)
    cloud.update("clients", {"scin": scin}, address=["9 New Street", "Swansea", "SA1 1AA"])
    # When the account is de-enrolled, and told twice
    gone = told("AccountDeEnrolled", {"service": "client", "customer": scin}, 3)
    assert deliver(gone) == []
    assert deliver(gone) == []
    # Then the one not opened is posted, once, to the new address, and still the letter of its day
    [waiting] = items(cloud, "print#")
    assert waiting["code"] == "CMSL9548"
    printed = objects(cloud, "correspondence")[f"{waiting['document_id']}.pdf"]
    assert "9 New Street" in text_of(printed)
    assert "14 Cathedral Road" not in text_of(printed)
    # And what the history opens is what was delivered
    [shown] = [item for item in items(cloud, f"client#{scin}") if item["template"] == "CMSL9548"]
    assert "14 Cathedral Road" in text_of(objects(cloud, "correspondence")[f"{shown['document_id']}.pdf"])
    assert (shown["delivery"], len(ledger.acts(cloud, "LetterPosted"))) == ("online", 1)


def test_account__of_an_employer_de_enrolled__posts_nothing(cloud: Cloud) -> None:
    assert deliver(told("AccountDeEnrolled", {"service": "employer", "customer": "700100017"})) == []
    assert cloud.items("correspondence") == []


def test_event__that_nothing_waits_for__comes_again(cloud: Cloud) -> None:
    assert deliver(told("LoggedOut", {})) == ["m1"]


@pytest.mark.req("NOT-18")
def test_letter__issued__leaves_nothing_of_it_in_keys_queues_logs_or_history(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    # Given a letter issued online and one by post
    first, second = online(cloud, PAYING_PARENT), reached(cloud, RECEIVING_PARENT)
    assert deliver(wanted(first, "CMSL9548", 1), wanted(second, "CMSL9547", 2)) == []
    # When all that is written beside the documents is put together
    kept = [cloud.items(table) for table in ("correspondence", "audit", "outbox")]
    beside = repr((kept, cloud.queued("mails"), list(objects(cloud, "correspondence")), caplog.text))
    # Then no name, address or number to call stands in it
    private = {*PAYING_PARENT.record["address"], *RECEIVING_PARENT.record["address"]}  # type: ignore[misc]
    private |= {line.record[name] for line in (PAYING_PARENT, RECEIVING_PARENT) for name in ("surname", "email")}
    assert not [value for value in private if value in beside]
    # And each entry has its time and template
    entries = items(cloud, "client#")
    assert {(entry["template"], int(entry["template_version"])) for entry in entries} == {
        ("CMSL9547", 1),
        ("CMSL9548", 1),
    }
