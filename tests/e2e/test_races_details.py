"""Details under races: what stands is what the last record says, however many choices come at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.demo.aws import Cloud
from infra.demo.generator import further_clients
from infra.demo.loader import load
from infra.demo.records import Line
from infra.local.ministack import ROOT_USER
from tests.e2e.test_races_messages import signed_in
from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy

AT_ONCE = 20
PATH = "/client/details/text-messages"


@pytest.fixture(scope="module")
def lines(local_cloud: Copy) -> list[Line]:
    """Clients of this module's own, brought in through intake."""
    # Not those of the other races: a client can enrol once.
    made = list(further_clients(11, seed=77))[9:]
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ROOT_USER.items():
            environment.setenv(name, value)
        environment.delenv("AWS_SESSION_TOKEN", raising=False)
        load(Cloud("test", local_cloud.card.endpoint), made, 120)
    return made


def at_once(base_url: str, token: str, choices: list[bool]) -> list[Got]:
    def send(choice: bool) -> Got:  # noqa: FBT001 - a choice is nothing else
        browser = Browser(base_url)
        browser.token = token
        return browser.post(PATH, {"opted_in": choice})

    with ThreadPoolExecutor(len(choices)) as pool:
        return list(pool.map(send, choices))


def recorded(copy: Copy, scin: str) -> list[tuple[int, str, str]]:
    """Return the choices of a client that are recorded, in the order of their versions."""
    items: list[Any] = copy.client("dynamodb").query(
        TableName="cms-test-audit",
        KeyConditionExpression="subject = :subject",
        ExpressionAttributeValues={":subject": {"S": f"client-details#{scin}"}},
        ConsistentRead=True,
    )["Items"]
    facts = [(int(item["version"]["N"]), json.loads(item["facts"]["S"])) for item in items]
    return sorted((version, told["before"], told["after"]) for version, told in facts)


def test_race__one_choice_twenty_times_at_once__is_recorded_once_and_answered_alike(
    base_url: str, local_cloud: Copy, lines: list[Line]
) -> None:
    # Given a client who is opted out, When the button is clicked twenty times at once
    browser = signed_in(base_url, lines[0])
    got = at_once(base_url, browser.token, [True] * AT_ONCE)
    # Then every click is answered alike, and one choice is recorded
    assert {answer.status for answer in got} == {200}, [answer.json for answer in got]
    assert all(answer.json == got[0].json for answer in got)
    assert recorded(local_cloud, lines[0].key) == [(1, "opted out", "opted in")]


@pytest.mark.req("COC-13")
def test_race__both_choices_ten_times_at_once__the_last_recorded_is_what_stands(
    base_url: str, local_cloud: Copy, lines: list[Line]
) -> None:
    # Given a client, When both choices come ten times each at once
    browser = signed_in(base_url, lines[1])
    got = at_once(base_url, browser.token, [True, False] * (AT_ONCE // 2))
    # Then each is answered with what was chosen, or told that it was not kept
    assert {answer.status for answer in got} <= {200, 409}, [answer.json for answer in got]
    chosen = [answer.json["opted_in"] for answer in got if answer.status == 200]
    assert chosen == [n % 2 == 0 for n, answer in enumerate(got) if answer.status == 200]
    # And the records are a chain without a gap, whose end is what stands
    kept = recorded(local_cloud, lines[1].key)
    assert [version for version, _, _ in kept] == list(range(1, len(kept) + 1))
    assert [before for _, before, _ in kept] == ["opted out", *[after for _, _, after in kept[:-1]]]
    assert browser.get(PATH).json["opted_in"] is (kept[-1][2] == "opted in")
