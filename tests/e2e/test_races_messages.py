"""Messages under races: one form is one message, however often it comes at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import urllib3

from infra.demo.aws import Cloud
from infra.demo.generator import further_clients
from infra.demo.loader import load
from infra.demo.records import Line
from infra.local.ministack import ROOT_USER
from tests.e2e.test_journeys import answer_pin, facts_of, log_in, register
from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy

AT_ONCE = 20
FORM = {"message_type": "problem with the site", "text": "The page of my payments does not open."}


@pytest.fixture(scope="module")
def lines(local_cloud: Copy) -> list[Line]:
    """Clients of this module's own, brought in through intake."""
    # Not those of the other races: a client can enrol once.
    made = list(further_clients(9, seed=77))[6:]
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ROOT_USER.items():
            environment.setenv(name, value)
        environment.delenv("AWS_SESSION_TOKEN", raising=False)
        load(Cloud("test", local_cloud.card.endpoint), made, 120)
    return made


def signed_in(base_url: str, line: Line) -> Browser:
    browser, user_id = register(base_url, line)
    assert browser.post("/client/enrolment", facts_of(line)).status == 200
    assert log_in(browser, line, user_id).status == 200
    assert answer_pin(browser, line).status == 200
    return browser


def at_once(base_url: str, token: str, keys: list[str]) -> list[Got]:
    def send(key: str) -> Got:
        browser = Browser(base_url)
        browser.token = token
        return browser.post("/client/messages", FORM, key=key)

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(send, keys))


def held(copy: Copy, table: str, key: str, beginning: str) -> list[dict[str, Any]]:
    """Return a partition's items whose range key begins so."""
    found: Iterator[Any] = (
        copy.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=f"cms-test-{table}",
            KeyConditionExpression="#key = :key AND begins_with(#item, :item)",
            ExpressionAttributeNames={"#key": "key", "#item": "item"},
            ExpressionAttributeValues={":key": {"S": key}, ":item": {"S": beginning}},
            ConsistentRead=True,
        )
    )
    return [item for page in found for item in page["Items"]]


@pytest.mark.req("MSG-06")
def test_race__one_form_twenty_times_at_once__is_one_message_with_one_activity(
    base_url: str, local_cloud: Copy, lines: list[Line]
) -> None:
    # Given a client with a message written
    browser, client = signed_in(base_url, lines[0]), f"client#{lines[0].key}"
    # When the button is clicked twenty times at once
    got = at_once(base_url, browser.token, ["0123456789abcdef"] * AT_ONCE)
    # Then every click is answered alike, and there is one message, one contact, and a work item in each of two queues
    assert {answer.status for answer in got} == {201}, [answer.json for answer in got]
    assert len({answer.json["message"] for answer in got}) == 1
    assert len(held(local_cloud, "correspondence", client, "entry#")) == 1
    assert len(held(local_cloud, "work", client, "contact#")) == 1
    assert len(held(local_cloud, "work", client, "work-item#")) == 2


def test_race__twenty_forms_at_once__are_twenty_messages(base_url: str, local_cloud: Copy, lines: list[Line]) -> None:
    # Given a client, When twenty different forms come at once
    browser, client = signed_in(base_url, lines[1]), f"client#{lines[1].key}"
    got = at_once(base_url, browser.token, [f"form-{number:016d}" for number in range(AT_ONCE)])
    # Then each is a message, and the history lists them all on one page
    assert {answer.status for answer in got} == {201}, [answer.json for answer in got]
    assert len({answer.json["message"] for answer in got}) == AT_ONCE
    assert len(held(local_cloud, "correspondence", client, "entry#")) == AT_ONCE
    assert len(browser.get("/client/contact-history").json["entries"]) == AT_ONCE


def opened(browser: Browser) -> tuple[str, str]:
    """Wait until the newest entry has its document, and return its title and the link to it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        [entry] = browser.get("/client/contact-history").json["entries"]
        if entry["document"]:
            return entry["title"], browser.get(entry["document"]["href"]).json["url"]
        time.sleep(0.2)
    raise AssertionError("the document of a message is not made")


@pytest.mark.req("MSG-07", "LET-03")
def test_message__sent_by_http__opens_as_a_pdf_by_its_link_and_by_no_other(base_url: str, lines: list[Line]) -> None:
    # Given a message, and its document made
    browser = signed_in(base_url, lines[2])
    assert browser.post("/client/messages", FORM).status == 201
    title, url = opened(browser)
    # When the link is followed, Then it is the PDF; without its signature it opens nothing
    answer = urllib3.request("GET", url)
    assert (answer.status, answer.headers["content-type"], answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert title == "Problem with the site"
    assert urllib3.request("GET", url.partition("?")[0]).status == 403
