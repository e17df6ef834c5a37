"""Recovery under races: fifty guesses at once get no more checks than the rule allows."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pytest
import urllib3

from cms_common.adapters.passwords import Passwords
from infra.demo.aws import Cloud
from infra.demo.generator import further_clients
from infra.demo.loader import load
from infra.demo.records import Line
from infra.local.ministack import ROOT_USER
from tests.e2e.test_journeys import PASSWORD, facts_of, log_in, register
from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy

AT_ONCE = 50
EMAIL = "somebody@example.com"


@pytest.fixture(scope="module")
def lines(local_cloud: Copy) -> list[Line]:
    """Clients of this module's own, brought in through intake; the 25th has no PIN and the others have."""
    made = list(further_clients(6, seed=77))
    # Where functional tests ran in this process, moto has put credentials of its own into the environment.
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ROOT_USER.items():
            environment.setenv(name, value)
        environment.delenv("AWS_SESSION_TOKEN", raising=False)
        load(Cloud("test", local_cloud.card.endpoint), made, 120)
    return made


def at_once(ask: Callable[[int], Got], times: int = AT_ONCE) -> list[Got]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(ask, range(times)))


def sender(base_url: str, body: dict[str, Any]) -> Callable[[int], Got]:
    return lambda _: Browser(base_url).post("/client/recovery/password", body)


def facts(line: Line, **changes: str) -> dict[str, Any]:
    names = ("scin", "nino", "date_of_birth")
    return {"email": EMAIL, **{name: line.record[name] for name in names}, **changes}


def challenged(base_url: str, line: Line) -> Browser:
    browser, user_id = register(base_url, line)
    assert browser.post("/client/enrolment", facts_of(line)).status == 200
    assert log_in(browser, line, user_id).status == 200
    return browser


@pytest.mark.req("CON-42", "REC-06")
def test_race__fifty_wrong_recoveries_at_once__three_are_checked(base_url: str, lines: list[Line]) -> None:
    # Given an account, and an ID that nobody has
    _, user_id = register(base_url, lines[0])
    for typed in (user_id, "100000000002"):
        body = {"user_id": typed, **facts(lines[0], email="else@example.com")}
        # When fifty wrong recoveries come at once, Then three are checked
        statuses = [got.status for got in at_once(sender(base_url, body))]
        assert statuses.count(409) == 3, statuses
        assert set(statuses) == {409, 423}


@pytest.mark.req("ENR-19")
def test_race__fifty_wrong_enrolments_of_one_account_at_once__three_are_checked(
    base_url: str, lines: list[Line]
) -> None:
    browser, _ = register(base_url, lines[1])
    wrong = {**facts_of(lines[1]), "nino": "XX999999A"}

    def guess(_: int) -> Got:
        mine = Browser(base_url)
        mine.token = browser.token
        return mine.post("/client/enrolment", wrong)

    statuses = [got.status for got in at_once(guess)]
    assert statuses.count(409) == 3, statuses
    assert set(statuses) == {409, 423}


def held(local_cloud: Copy, table: str, key: dict[str, str]) -> dict[str, Any]:
    """Return an item of the local cloud's tables, numbers as text."""
    found = local_cloud.client("dynamodb").get_item(
        TableName=f"cms-test-{table}", Key={name: {"S": value} for name, value in key.items()}, ConsistentRead=True
    )
    return {name: next(iter(value.values())) for name, value in found.get("Item", {}).items()}


def acts(local_cloud: Copy, subject: str, *kinds: str) -> list[str]:
    """Return the acts of some kinds that the audit holds of a subject."""
    found = local_cloud.client("dynamodb").query(
        TableName="cms-test-audit",
        KeyConditionExpression="subject = :subject",
        ExpressionAttributeValues={":subject": {"S": subject}},
        ConsistentRead=True,
    )
    return [item["act"]["S"] for item in found["Items"] if item["act"]["S"] in kinds]


@pytest.mark.req("LOG-12", "SEC-11")
def test_race__fifty_wrong_pins_at_once__three_are_checked(base_url: str, lines: list[Line], local_cloud: Copy) -> None:
    browser = challenged(base_url, lines[2])
    asked = browser.get("/client/login/challenge").json["positions"]
    pin = str(lines[2].record["pin"])
    digits = [{"position": at, "digit": str((int(pin[at - 1]) + 1) % 10)} for at in asked]

    def guess(_: int) -> Got:
        mine = Browser(base_url)
        mine.token = browser.token
        return mine.post("/client/login/challenge", {"digits": digits})

    statuses = [got.status for got in at_once(guess)]
    # The third wrong one is answered as all after it: the security questions are due.
    assert statuses.count(401) == 2, statuses
    assert set(statuses) == {401, 403}
    # Then three were checked, and no more, whatever they were answered
    assert acts(local_cloud, f"client#{lines[2].key}", "PinRefused", "LoggedIn") == ["PinRefused"] * 3
    assert held(local_cloud, "client-security", {"scin": lines[2].key})["wrong_pins"] == "3"
    assert browser.get("/client/recovery/security-questions").status == 200


def right_characters(line: Line, question: dict[str, Any]) -> list[str]:
    texts = {**line.record, "date_of_birth": str(line.record["date_of_birth"]).replace("/", "")}
    return [str(texts[question["secret"]])[position - 1] for position in question["positions"]]


@pytest.mark.req("REC-12")
def test_race__fifty_answers_of_route_a_at_once__one_is_checked(
    base_url: str, lines: list[Line], local_cloud: Copy
) -> None:
    # Given a client with the two questions, and fifty answers of which every fifth is right
    line = lines[3]
    browser = challenged(base_url, line)
    page = browser.get("/client/recovery/pin").json["questions"]

    def answers(number: int) -> Got:
        given = []
        for index, one in enumerate(page):
            characters = right_characters(line, one)
            if index == 0 and number % 5:
                characters[0] = str((number + int(characters[0], 36)) % 10)
                wrong = characters != right_characters(line, one)
                characters[0] = characters[0] if wrong else str((int(characters[0]) + 1) % 10)
            given.append({"secret": one["secret"], "positions": one["positions"], "characters": characters})
        mine = Browser(base_url)
        mine.token = browser.token
        return mine.post("/client/recovery/pin", {"answers": given})

    # When they are sent at once
    got = at_once(answers)
    # Then one was checked: it locked, or it was right and no other was looked at, since what was asked is answered
    checked = acts(local_cloud, f"client#{line.key}", "SecurityLocked", "SecurityAnswered")
    assert len(checked) == 1, checked
    assert {one.status for one in got} <= {200, 409, 423}, [one.status for one in got]
    locked = checked == ["SecurityLocked"]
    assert (423 in {one.status for one in got}) is locked
    assert (200 in {one.status for one in got}) is not locked
    assert browser.get("/client/recovery/pin").status == (423 if locked else 200)


@pytest.mark.req("REC-04", "REC-05")
def test_race__one_password_recovered_ten_times_at_once__ends_with_one_that_works(
    base_url: str, lines: list[Line], local_cloud: Copy
) -> None:
    # Given an enrolled client
    line = lines[4]
    browser, user_id = register(base_url, line)
    assert browser.post("/client/enrolment", facts_of(line)).status == 200
    body = {"user_id": user_id, **facts(line)}
    # When the right form is sent ten times at once
    got = at_once(sender(base_url, body), 10)
    # Then none is called wrong: each is given out, or told of the limit
    assert {one.status for one in got} <= {200, 423}, [one.status for one in got]
    shown = [one.json["half"] for one in got if one.status == 200]
    assert shown
    # And one shown half and one mailed half make the password that is kept, which logs in; the old one is dead
    kept = held(local_cloud, "accounts", {"key": f"account#{user_id}"})["password_hash"]
    made = [one + other for one, other in product(shown, mailed_halves(base_url, len(shown)))]
    [password] = [one for one in made if Passwords().matches(one, kept)]
    assert Browser(base_url).post("/client/login", {"user_id": user_id, "password": password}).status == 200
    assert Browser(base_url).post("/client/login", {"user_id": user_id, "password": PASSWORD}).status == 401


def mailed_halves(base_url: str, many: int) -> list[str]:
    """Wait for so many mails with a half of a password, and return the newest halves."""
    for _ in range(120):
        page = urllib3.request("GET", f"{base_url}/_local", timeout=60).data.decode()
        found: list[str] = re.findall(r" are: ([A-Za-z0-9]{6})", page)
        if len(found) >= many:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{len(found)} of {many} mails came")
