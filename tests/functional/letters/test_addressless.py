"""Letters that must be posted to clients without an address: they wait, somebody is asked, and none is lost."""

from itertools import islice
from typing import Any

import pytest

from cms_common.adapters.correspondence_tables import AddresslessItem
from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT
from letters.addressless import ADVICE, IN_A_RUN, SUBJECT
from tests.support import staff
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
    objects,
    of_work,
    online,
    reached,
    told,
    wanted,
)

ADDRESS = ["9 New Street", "Swansea", "SA1 1AA"]


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


def batches(cloud: Cloud) -> int:
    return len([key for key in objects(cloud, "print") if key.endswith(".pdf")])


@pytest.mark.req("LET-10")
def test_letter__without_an_address__waits_with_work_for_its_team_raised_once(cloud: Cloud) -> None:
    # Given a client of whom no address is held
    scin = reached(cloud, PAYING_PARENT, address=[], segment="Segment 7")
    # When a letter is wanted, its event comes three times, and hours go by
    for _ in range(3):
        assert deliver(wanted(scin, "CMSL9548")) == []
    hand_over()
    hand_over()
    # Then it waits, and there is one thing to do for the team of the client, within 48 hours
    [waiting], [work], [contact] = items(cloud, "addressless#"), of_work(cloud, "work-item"), of_work(cloud, "contact")
    assert (waiting["scin"], waiting["code"]) == (scin, "CMSL9548")
    assert (work["kind"], work["team"]) == ("letter without address", "Segment 7")
    assert (work["scin"], work["contact_id"]) == (scin, contact["contact_id"])
    assert str(work["due_at"]).startswith("2026-03-04T12:00:00")
    [act] = facts(cloud, "LetterWithoutAddress")
    assert act["work_item"] == work["work_item_id"]
    # And nothing was made or said yet
    assert items(cloud, "letter#") == items(cloud, "client#") == []
    # And nothing of the client stands in any of it
    private = {str(PAYING_PARENT.record[name]) for name in ("first_name", "surname", "email", "nino")}
    assert not [value for value in private if value in repr((waiting, cloud.items("work"), act))]
    books_agree(cloud)


@pytest.mark.req("LET-10")
def test_letter__whose_client_has_an_address_by_now__goes_within_the_hour_and_once(cloud: Cloud) -> None:
    # Given a letter that waits for an address
    scin = reached(cloud, PAYING_PARENT, address=[])
    assert deliver(wanted(scin, "CMSL9548")) == []
    # When an address is held, and the hour strikes three times
    cloud.update("clients", {"scin": scin}, address=ADDRESS)
    for _ in range(3):
        hand_over()
    # Then it is issued and with the printer, once, and waits no more
    [letter] = items(cloud, "letter#")
    assert (letter["scin"], letter["delivery"]) == (scin, "post")
    assert batches(cloud) == 1
    assert items(cloud, "addressless#") == []


def test_letter__of_a_special_record_without_an_address__is_work_for_that_team(cloud: Cloud) -> None:
    scin = reached(cloud, PAYING_PARENT, address=[], special_client_record=True)
    assert deliver(wanted(scin, "CMSL9548")) == []
    [work] = of_work(cloud, "work-item")
    assert work["team"] == "Special Client Records Team"


def test_work__for_a_letter_without_an_address__is_found_taken_and_opened_by_its_team(cloud: Cloud) -> None:
    # Given a letter that waits for an address, to a client of a segment
    scin = reached(cloud, PAYING_PARENT, address=[], segment="Segment 4")
    assert deliver(wanted(scin, "CMSL9548")) == []
    # When its caseworker looks into the queue, takes the work and opens it
    member = staff.caseworker()
    [line] = member.get("/work").json["work"]
    here = "/work-items/" + line["work_item"]["href"].rpartition("/")[2]
    assert member.post(f"{here}/take", {}).status == 200
    page = member.get(here)
    # Then it says what to do
    assert (line["kind"], page.status) == ("letter without address", 200)
    assert SUBJECT in str(page.json)
    assert ADVICE in str(page.json)


@pytest.mark.parametrize(
    ("event", "reason"),
    [("AccountDeEnrolled", "left-the-site"), ("not told", "not-told")],
)
def test_letter__online_that_must_be_posted_without_an_address__waits_and_goes(
    cloud: Cloud, event: str, reason: str
) -> None:
    # Given a letter online, to a client of whom no address is held
    scin = online(cloud, PAYING_PARENT, address=[])
    assert deliver(wanted(scin, "UPDATE")) == []
    [letter] = items(cloud, "letter#")
    gone = told(event, {"service": "client", "customer": scin}, 2)
    # When it must be posted, and that is told twice
    come = gone if event == "AccountDeEnrolled" else not_told(letter["letter_id"], 2)
    assert deliver(come, come) == []
    # Then there is one thing to do
    [work] = of_work(cloud, "work-item")
    assert work["kind"] == "letter without address"
    # When an address is held
    hand_over()
    cloud.update("clients", {"scin": scin}, address=ADDRESS)
    hand_over()
    # Then it goes
    assert batches(cloud) == 1
    assert [act["reason"] for act in facts(cloud, "LetterPosted")] == [reason]
    assert items(cloud, "addressless#") == items(cloud, "unopened#") == []
    books_agree(cloud)


def test_letter__issued_online_while_it_waits__is_not_posted_as_well(cloud: Cloud) -> None:
    # Given a letter that waits for an address, and a client who begins to read online
    scin = reached(cloud, PAYING_PARENT, address=[], contact_preference="Letter")
    assert deliver(wanted(scin, "UPDATE")) == []
    cloud.update("clients", {"scin": scin}, contact_preference="Self Service", self_service=True)
    # When its event comes again, and an address comes, and the hour strikes
    assert deliver(wanted(scin, "UPDATE")) == []
    cloud.update("clients", {"scin": scin}, address=ADDRESS)
    hand_over()
    # Then it is online, and waits no more
    [letter] = items(cloud, "letter#")
    assert letter["delivery"] == "online"
    assert (items(cloud, "addressless#"), items(cloud, "print#"), batches(cloud)) == ([], [], 0)


def test_letters__that_wait__do_not_hold_one_another_up(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    # Given two letters that wait, one to a client whose record is gone by now, one to a client with an address by now
    gone = reached(cloud, RECEIVING_PARENT, address=[])
    scin = reached(cloud, PAYING_PARENT, address=[])
    assert deliver(wanted(gone, "CMSL9547", 1), wanted(scin, "CMSL9548", 2)) == []
    cloud.client("dynamodb").delete_item(TableName="cms-test-clients", Key={"scin": {"S": gone}})
    cloud.update("clients", {"scin": scin}, address=ADDRESS)
    # When the hour strikes
    hand_over()
    # Then the other goes, and the log says what broke
    assert [letter["scin"] for letter in items(cloud, "letter#")] == [scin]
    assert [item["scin"] for item in items(cloud, "addressless#")] == [gone]
    assert [record.__dict__["reason"] for record in caplog.records if "reason" in record.__dict__] == ["no-such-client"]


def test_letters__more_than_a_run_looks_at__are_bounded_and_all_go_in_the_end(cloud: Cloud) -> None:
    # Given more letters in one share than a run looks at
    scin = reached(cloud, PAYING_PARENT, address=[])
    every = (f"{number * 7919:05x}".ljust(20, "0") for number in range(1, 1000))
    many = list(islice((one for one in every if AddresslessItem.shard_of(one) == 0), IN_A_RUN + 10))
    for one in many:
        kept = {
            "letter_id": one,
            "code": "UPDATE",
            "scin": scin,
            "cause": "x",
            "since": "2026-03-02T12:00:00.000000+0000",
        }
        cloud.put("correspondence", {"key": "addressless#0", "item": one, **kept})
    asked: list[Any] = []

    def count(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "GetItem" and parameters["TableName"] == "cms-test-clients":
            asked.append(parameters)
        return parameters

    # When the hour strikes
    with watched(Calls(tamper=count)):
        hand_over()
    # Then so many are looked at and no more
    assert len(asked) == IN_A_RUN
    # And with an address none is left after two hours
    cloud.update("clients", {"scin": scin}, address=ADDRESS)
    hand_over()
    assert len(items(cloud, "letter#")) == IN_A_RUN
    hand_over()
    assert {letter["letter_id"] for letter in items(cloud, "letter#")} == set(many)
    assert items(cloud, "addressless#") == []
