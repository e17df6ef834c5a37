"""Asking at once: the daily limits hold."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy
from tests.support.senders import ask, sender

AT_ONCE = 20
FILE = ("a.pdf", "application/pdf", 1000)


@pytest.mark.req("UPL-05")
def test_race__twenty_requests_at_once__never_pass_the_tenth_document(local_cloud: Copy) -> None:
    # Given a client
    browser = sender(local_cloud)

    def one(_: int) -> Got:
        again = Browser(local_cloud.card.base_url)
        again.token = browser.token
        return ask(again, FILE)

    # When twenty documents are asked for at once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(one, range(AT_ONCE)))
    # Then ten have somewhere to go, and ten are refused by the limit
    assert [answer.status for answer in made] == [201] * AT_ONCE
    causes = [answer.json["files"][0].get("cause", "") for answer in made]
    assert causes.count("") == 10
    assert causes.count("daily limit exceeded: number of documents") == 10


def test_race__one_form_sent_twenty_times_at_once__is_one_upload(local_cloud: Copy) -> None:
    browser, key = sender(local_cloud), uuid4().hex

    def one(_: int) -> Got:
        again = Browser(local_cloud.card.base_url)
        again.token = browser.token
        return ask(again, FILE, key=key)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(one, range(AT_ONCE)))
    assert {answer.status for answer in made} == {201}
    assert len({answer.json["upload"] for answer in made}) == 1
    assert len(browser.get("/client/uploads").json["uploads"]) == 1
