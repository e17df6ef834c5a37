"""Letters as they are issued: which way they go, what is kept of them, and what a client is told."""

from datetime import timedelta
from typing import Any

import pytest

from cms_common.adapters.notifications import notifications_of
from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT, WELSH_SPEAKER
from tests.support import ledger
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.letters import AT, deliver, items, notices, objects, online, reached, read, text_of, told, wanted


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
    # And one notice is wanted to the client, whom staff see it listed for at once, and nothing waits for the printer
    [notice] = notices(cloud)
    assert (notice["to"], notice["template"], notice["language"]) == (f"client#{scin}", "new-letter", "en")
    [listed] = notifications_of(f"client#{scin}", None, 10).notifications
    assert (listed.wanted.notification, listed.wanted.besides) == (
        notice["notification"],
        f"letter#{letter(cloud)['letter_id']}",
    )
    assert items(cloud, "print#") == []


@pytest.mark.req("NOT-05")
def test_notice__of_a_letter__says_nothing_of_it(cloud: Cloud) -> None:
    # Given a letter that was issued online
    scin = online(cloud, PAYING_PARENT)
    deliver(wanted(scin, "CMSL9800"))
    # When its notice is read
    [notice] = notices(cloud)
    # Then it names the letter's ID, the client and the text of the notice, and nothing that could fill it
    assert notice["besides"] == f"letter#{letter(cloud)['letter_id']}"
    assert (notice["lines"], notice["optional"]) == ([], [])
    assert not [said for said in ("CMSL9800", "security") if said in repr(notice)]


def test_notice__of_a_letter_that_is_not_kept__is_not_wanted(cloud: Cloud) -> None:
    # Given a letter online, whose client leaves between the making and the keeping, at each try
    scin = online(cloud, PAYING_PARENT)

    def come_and_go(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems":
            cloud._table("accounts").items.clear()
        elif operation == "PutObject":
            cloud.put("accounts", {"key": f"identifier#SCIN#{scin}", "user_id": "123456789012"})
        return parameters

    # When it is issued
    with watched(Calls(tamper=come_and_go)):
        assert deliver(wanted(scin, "CMSL9548")) == []
    # Then it goes by post, and nobody is told to look for it on the site
    assert (letter(cloud)["delivery"], notices(cloud)) == ("post", [])


@pytest.mark.req("NOT-02", "NOT-03")
@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"sms_opted_in": True, "mobile_telephone": "07700 900101"}, ["sms-letter-sent"]),
        ({"sms_opted_in": False, "mobile_telephone": "07700 900101"}, []),
        ({"sms_opted_in": True, "mobile_telephone": ""}, []),
        ({"sms_opted_in": True, "mobile_telephone": "029 2018 0000"}, []),
    ],
    ids=["opted in", "opted out", "no number", "no mobile"],
)
def test_text_message__of_a_letter_by_post__is_wanted_besides_it_where_the_client_takes_texts(
    cloud: Cloud, changes: dict[str, Any], texts: list[str]
) -> None:
    # Given a client who is written to by post
    scin = reached(cloud, PAYING_PARENT, contact_preference="Letter", **changes)
    # When a letter is issued, and its event comes twice
    assert deliver(wanted(scin, "CMSL9548"), wanted(scin, "CMSL9548")) == []
    # Then it waits for the printer all the same, and a text message goes with it where one may
    assert len(items(cloud, "print#")) == 1
    assert [notice["template"] for notice in notices(cloud)] == texts
    assert {notice["besides"] for notice in notices(cloud)} <= {f"letter#{letter(cloud)['letter_id']}"}


def test_text_message__of_a_letter_online__is_none(cloud: Cloud) -> None:
    scin = online(cloud, PAYING_PARENT, sms_opted_in=True)
    assert deliver(wanted(scin, "CMSL9548")) == []
    assert [notice["template"] for notice in notices(cloud)] == ["new-letter"]


@pytest.mark.req("LET-08", "LET-10")
@pytest.mark.parametrize(
    ("enrolled", "changes"),
    [
        (True, {"contact_preference": "Letter", "self_service": True}),
        (True, {"contact_preference": "Telephone", "self_service": True}),
        (False, {"contact_preference": "Self Service", "self_service": True}),
        (True, {"contact_preference": "Self Service", "self_service": False}),
        (True, {"contact_preference": "Self Service", "self_service": True, "email": ""}),
        (True, {"contact_preference": "Self Service", "self_service": True, "email": None}),
    ],
    ids=["letter", "telephone", "not enrolled", "not using it", "no email", "never an email"],
)
def test_letter__to_anybody_else__waits_for_the_printer(
    cloud: Cloud, *, enrolled: bool, changes: dict[str, Any]
) -> None:
    scin = reached(cloud, PAYING_PARENT, enrolled=enrolled, **changes)
    assert deliver(wanted(scin, "CMSL9548")) == []
    [waiting] = items(cloud, "print#")
    assert waiting["letter_id"] == letter(cloud)["letter_id"]
    assert notices(cloud) == []


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
    # And one notice, to the one who reads online
    assert [notice["to"] for notice in notices(cloud)] == [f"client#{first}"]


def test_event__handled_by_two_runs_at_once__is_one_letter(cloud: Cloud) -> None:
    # Given a run that is overtaken, a second later, by another with the same event
    scin = reached(cloud, PAYING_PARENT)
    overtaken: list[bool] = []

    def overtake(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems" and not overtaken:
            overtaken.append(True)
            cloud.clock.stop(AT + timedelta(seconds=1))
            assert deliver(wanted(scin, "UPDATE")) == []
        return parameters

    # When it goes on
    with watched(Calls(tamper=overtake)):
        assert deliver(wanted(scin, "UPDATE")) == []
    # Then there is one letter, one entry, one place in the print queue
    assert overtaken
    assert [len(items(cloud, kind)) for kind in ("letter#", "client#", "print#")] == [1, 1, 1]
    assert len(ledger.acts(cloud, "LetterIssued")) == 1


def test_batch__with_records_that_cannot_be_handled__does_the_others(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    # Given a batch with three poisoned records
    scin = reached(cloud, PAYING_PARENT)
    bad = {**wanted(scin, "CMSL9548", 2), "body": "{"}
    batch = [
        bad,
        wanted(scin, "CMSL0000", 3),
        wanted("121000199999", "CMSL9548", 4),
        wanted(scin, "CMSL9548", 6),
    ]
    # When it is worked on
    assert deliver(*batch) == ["m2", "m3", "m4"]
    # Then the good one is issued, and the log says why the others were not, without a name
    assert letter(cloud)["scin"] == scin
    told_why = [(record.__dict__["error"], record.__dict__["reason"]) for record in caplog.records]
    assert told_why == [
        ("DecodeError", ""),
        ("ValueError", ""),
        ("NotIssued", "no-such-client"),
    ]
    assert "121000199999" not in repr([record.__dict__ for record in caplog.records])


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
    assert notices(cloud) == []


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
    beside = repr((kept, notices(cloud), list(objects(cloud, "correspondence")), caplog.text))
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
