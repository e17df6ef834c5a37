"""CMSL9800 after a failed security check, and what happens instead where the record is special."""

import pytest

from infra.demo.known import RECEIVING_PARENT
from tests.support import staff
from tests.support.cloud import Cloud
from tests.support.letters import (
    AT,
    CONTACT,
    books_agree,
    deliver,
    facts,
    items,
    notices,
    objects,
    of_work,
    reached,
    read,
)
from tests.support.letters import security_check_failed as check_failed


@pytest.fixture(autouse=True)
def _stopped(cloud: Cloud) -> None:
    cloud.clock.stop(AT)


@pytest.mark.req("LET-13", "CWK-02")
def test_security_check__failed__issues_the_letter_with_the_form(cloud: Cloud) -> None:
    # Given a client whose security check failed
    scin = reached(cloud, RECEIVING_PARENT)
    # When that is told
    assert deliver(check_failed(scin)) == []
    # Then CMSL9800 waits for the printer, with the form on a page of its own
    [letter] = items(cloud, "letter#")
    assert (letter["code"], letter["cause"]) == ("CMSL9800", "security-check-failed")
    assert len(items(cloud, "print#")) == 1
    [content] = objects(cloud, "correspondence").values()
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) == 2
    assert "We need to update your security details" in pages[0]
    assert "Change to security details form" in pages[1]


def test_security_check__failed_for_a_number_nobody_has__writes_to_nobody(cloud: Cloud) -> None:
    assert deliver(check_failed("121000199999")) == []
    assert cloud.items("correspondence") == cloud.items("work") == []


@pytest.mark.req("SEC-04")
def test_security_check__failed_for_a_special_record__is_work_for_its_team_and_no_letter(cloud: Cloud) -> None:
    # Given a special client record: whoever is not of its team sees a failed check, also where the answers were right
    scin = reached(cloud, RECEIVING_PARENT, special_client_record=True, sms_opted_in=True)
    # When a failed check is told, twice
    assert deliver(check_failed(scin), check_failed(scin)) == []
    # Then nothing is said to the client
    assert cloud.items("correspondence") == notices(cloud) == []
    assert objects(cloud, "correspondence") == {}
    # And the team finds it in its queue, once, with the contact that it was
    [work] = of_work(cloud, "work-item")
    assert (work["team"], work["kind"]) == ("Special Client Records Team", "security check failed")
    assert (work["scin"], work["contact_id"], work["status"]) == (scin, CONTACT, "open")
    [told] = facts(cloud, "SecurityLetterWithheld")
    assert told["work_item"] == work["work_item_id"]
    books_agree(cloud)
    queues = [member.get("/work").json["work"] for member in (staff.special_caseworker(), staff.caseworker())]
    assert [[line["kind"] for line in queue] for queue in queues] == [["security check failed"], []]


def test_security_check__failed_for_a_special_record_again__is_work_again(cloud: Cloud) -> None:
    scin = reached(cloud, RECEIVING_PARENT, special_client_record=True)
    assert deliver(check_failed(scin, 1), check_failed(scin, 2)) == []
    assert len(of_work(cloud, "work-item")) == 2
