"""Recovery under races: fifty guesses at once get no more checks than the rule allows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest

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


@pytest.mark.req("LOG-12")
def test_race__fifty_wrong_pins_at_once__three_are_checked(base_url: str, lines: list[Line]) -> None:
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
    assert browser.get("/client/recovery/security-questions").status == 200


@pytest.mark.req("REC-12")
def test_race__fifty_answers_of_route_a_at_once__one_is_checked(base_url: str, lines: list[Line]) -> None:
    line = lines[3]
    browser = challenged(base_url, line)
    page = browser.get("/client/recovery/pin").json["questions"]
    digit = count()

    def answers(_: int) -> Got:
        # All differ: fifty guesses, not one sent fifty times.
        guess = f"{next(digit):02d}"
        given = [{**{key: one[key] for key in ("secret", "positions")}, "characters": list(guess)} for one in page]
        mine = Browser(base_url)
        mine.token = browser.token
        return mine.post("/client/recovery/pin", {"answers": given})

    got = at_once(answers)
    # Then the client is locked out, by one answer that was checked
    assert {one.status for one in got} <= {409, 423}, [one.status for one in got]
    assert log_in(Browser(base_url), line, "0" * 12).status == 401
    assert browser.get("/client/recovery/pin").status == 423


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
    # Then each is answered, the old password is dead, and a later recovery works
    assert {one.status for one in got} <= {200, 409, 423}, [one.status for one in got]
    assert 200 in {one.status for one in got}
    assert Browser(base_url).post("/client/login", {"user_id": user_id, "password": PASSWORD}).status == 401
