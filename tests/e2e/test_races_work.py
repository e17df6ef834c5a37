"""Work under races: twenty caseworkers at one work item, and guesses at one security check."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from cms_common.adapters.passwords import Passwords
from cms_common.adapters.table import Table
from cms_common.adapters.tables import StaffItem
from cms_common.adapters.work import open_work, queue_place
from cms_common.adapters.work_tables import WorkItemItem
from cms_common.domain.work import RESPONSE_TIME, WorkItem, WorkKind
from infra.demo.known import RECEIVING_PARENT
from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy

AT_ONCE = 20
PASSWORD, SEGMENT = "k4w9zr2m", "Race Segment"


def put(copy: Copy, table: str, item: Table) -> None:
    copy.client("dynamodb").put_item(TableName=f"cms-test-{table}", Item=item.serialize())


@pytest.fixture(scope="module")
def caseworkers(local_cloud: Copy) -> list[str]:
    """Twenty caseworkers of a segment of their own."""
    kept = Passwords().hash(PASSWORD)
    names = [f"RACER{number}" for number in range(1, AT_ONCE + 1)]
    for name in names:
        member = StaffItem(
            StaffItem.DIRECTORY,
            name,
            first_name="Rae",
            surname="Cer",
            role="caseworker",
            functions=[],
            segment=SEGMENT,
            special_records_team=False,
            created_at=datetime.now(UTC),
            password_hash=kept,
            issued=False,
            sessions={},
        )
        put(local_cloud, "staff", member)
    return names


def logged_in(base_url: str, name: str) -> Browser:
    browser = Browser(base_url)
    reply = browser.post("/staff/login", {"user_id": name, "password": PASSWORD})
    assert reply.status == 200, reply.json
    return browser


def a_work_item(copy: Copy) -> str:
    now, name = datetime.now(UTC), uuid4().hex[:20]
    scin = RECEIVING_PARENT.key
    item = WorkItem(
        name,
        SEGMENT,
        WorkKind.UPLOAD_CONTACT,
        scin,
        "0" * 20,
        "Evidence upload error",
        "Call",
        now,
        now + RESPONSE_TIME,
    )
    kept = WorkItemItem(
        WorkItemItem.key_of(name),
        WorkItemItem.ITEM,
        work_item_id=name,
        team=SEGMENT,
        kind=item.kind.value,
        scin=scin,
        contact_id=item.contact_id,
        subject=item.subject,
        advice=item.advice,
        raised_at=now,
        due_at=item.due_at,
        status="open",
        notes=[],
        version=1,
    )
    for one in (kept, queue_place(item, SEGMENT), open_work(item, SEGMENT)):
        put(copy, "work", one)
    return f"/staff/work-items/{name}"


@pytest.mark.req("CWK-08")
def test_race__twenty_caseworkers_take_one_work_item__one_gets_it(
    base_url: str, local_cloud: Copy, caseworkers: list[str]
) -> None:
    # Given one work item, and twenty caseworkers who are logged in
    here = a_work_item(local_cloud)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        browsers = list(pool.map(lambda name: logged_in(base_url, name), caseworkers))
    # Twenty first starts at once would be the machine's race, not the service's.
    with ThreadPoolExecutor(2) as pool:
        assert {got.status for got in pool.map(lambda browser: browser.get(here), browsers)} == {200}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # When all take it at once
        took = list(pool.map(lambda browser: browser.post(f"{here}/take", {}), browsers))
    # Then one gets it, and everybody else is told that somebody has
    assert Counter(got.status for got in took) == {200: 1, 409: AT_ONCE - 1}, [got.json for got in took]
    winner = next(browser for browser, got in zip(browsers, took, strict=True) if got.status == 200)
    # And set to done twenty times at once it is done once, with one reason
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda _: winner.post(f"{here}/done", {"reason": "Spoken to"}), range(AT_ONCE)))
    assert {got.status for got in done} == {200}, [got.json for got in done]
    assert [note["text"] for note in winner.get(here).json["notes"]] == ["Spoken to"]


@pytest.mark.req("CWK-01", "SEC-09")
def test_race__twenty_security_checks_of_one_contact__one_counts(
    base_url: str, local_cloud: Copy, caseworkers: list[str]
) -> None:
    # Given one contact, and twenty sets of facts of which one is right
    browser, record = logged_in(base_url, caseworkers[0]), RECEIVING_PARENT.record
    begun = browser.post("/staff/contacts", {"scin": RECEIVING_PARENT.key})
    assert begun.status == 201, begun.json
    here = f"/staff/contacts/{begun.json['contact']}"
    right = {"scin": RECEIVING_PARENT.key, "nino": record["nino"], "date_of_birth": record["date_of_birth"]}

    def guess(number: int) -> Got:
        name = record["reference_name"] if number == 0 else f"Somebody {number}"
        return browser.post(f"{here}/security-check", {**right, "name": name})

    # When all are sent at once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(guess, range(AT_ONCE)))
    # Then all are told the one outcome, and it is what the contact keeps
    outcomes = {got.json.get("security_check") for got in answers}
    assert len(outcomes) == 1, [got.json for got in answers]
    assert outcomes == {browser.get(here).json["security_check"]}
