"""The journeys, by HTTP, on the running service: whoever comes reaches the own homepage, and nobody else's."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from infra.demo import known
from infra.demo.records import Line
from tests.support.browser import Browser, Got

PASSWORD = "Harbour42"
AT_ONCE = 50


def form_of(line: Line) -> dict[str, str]:
    return {
        "first_name": str(line.record.get("first_name", line.record.get("name")))[:40],
        "surname": str(line.record.get("surname", "")),
        "email": "somebody@example.com",
        "confirm_email": "somebody@example.com",
        "password": PASSWORD,
        "confirm_password": PASSWORD,
    }


def facts_of(line: Line) -> dict[str, Any]:
    names = ("scin", "nino", "date_of_birth", "reference_name") if line.kind == "client" else ("ern", "paye_reference")
    return {name: line.record[name] for name in names}


def register(base_url: str, line: Line) -> tuple[Browser, str]:
    browser = Browser(base_url)
    shown = browser.post(f"/{line.kind}/registration", form_of(line))
    assert shown.status == 201, shown.json
    assert browser.post(f"/{line.kind}/registration/confirmation", {"id_noted": True}).status == 200
    return browser, shown.json["user_id"]


def log_in(browser: Browser, line: Line, user_id: str) -> Got:
    return browser.post(f"/{line.kind}/login", {"user_id": user_id, "password": PASSWORD})


def answer_pin(browser: Browser, line: Line) -> Got:
    asked = browser.get("/client/login/challenge").json["positions"]
    pin = str(line.record["pin"])
    digits = [{"position": position, "digit": pin[position - 1]} for position in asked]
    return browser.post("/client/login/challenge", {"digits": digits})


@pytest.mark.req("REG-03", "LOG-15", "ENR-12")
@pytest.mark.parametrize(
    ("line", "role"),
    [
        # The printed journey enrols the others; each client can be enrolled once.
        (known.NORTHERN_IRELAND, "receiving parent"),
        (known.BOTH_ROLES, ""),
    ],
    ids=["northern-ireland", "both-roles"],
)
def test_journey__client__registers_enrols_logs_in_and_lands_on_the_own_homepage(
    base_url: str, line: Line, role: str
) -> None:
    # Given somebody registered
    browser, user_id = register(base_url, line)
    assert browser.get("/client/services").status == 200
    # When they enrol and log in with both steps
    assert browser.post("/client/enrolment", facts_of(line)).json["next"]["href"] == "/client/login"
    assert log_in(browser, line, user_id).json["next"]["href"] == "/client/login/challenge"
    assert browser.get("/client/homepage").status == 403
    assert answer_pin(browser, line).status == 200
    # Then their own homepage opens, until they log out
    page = browser.get("/client/homepage").json
    assert (page["welcome"], page["role"]) == (line.record["first_name"], role)
    assert browser.post("/client/logout").status == 200
    assert browser.get("/client/homepage").status == 401


@pytest.mark.req("ENR-13", "LOG-14")
def test_journey__employer_with_three_erns__uses_one_per_session(base_url: str) -> None:
    # Given an employer enrolled with one of three ERNs, on the portal at once
    first, second, _ = known.THREE_ERNS
    browser, user_id = register(base_url, first)
    assert browser.post("/employer/enrolment", facts_of(first)).status == 200
    assert browser.get("/employer/homepage").json["ern"] == first.key
    # When they log in with another
    assert log_in(browser, first, user_id).status == 200
    assert browser.post("/employer/login/challenge", {"ern": known.ONE_ERN.key}).status == 401
    assert browser.post("/employer/login/challenge", {"ern": second.key}).status == 200
    # Then the portal is that one's
    assert browser.get("/employer/homepage").json["ern"] == second.key


@pytest.mark.req("REG-20")
def test_race__one_form_submitted_fifty_times_at_once__makes_one_account(base_url: str) -> None:
    # Given one form, and its key
    key = uuid4().hex

    def submit(_: int) -> Got:
        return Browser(base_url).post("/client/registration", form_of(known.PAYING_PARENT), key=key)

    # When it is submitted fifty times at once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(submit, range(AT_ONCE)))
    # Then every answer that is not a refusal shows the same ID
    made = {answer.json["user_id"] for answer in answers if answer.status == 201}
    assert len(made) == 1, [answer.status for answer in answers]
    # Of those at the same moment more than three may be told to wait, as at a log-in
    assert {answer.status for answer in answers} <= {201, 423, 429}
    # And nobody is locked out by it: the same form shows the ID again
    assert submit(0).json["user_id"] in made


@pytest.mark.req("LOG-04")
def test_race__fifty_wrong_passwords_at_once__three_are_checked(base_url: str) -> None:
    # Given an account, and an ID that nobody has
    _, user_id = register(base_url, known.PAYING_PARENT)
    for typed in (user_id, "100000000001"):

        def guess(_: int, typed: str = typed) -> Got:
            return Browser(base_url).post("/client/login", {"user_id": typed, "password": "wrong1234"})

        # When fifty wrong passwords come at once, Then three are checked and all others told of the lock
        with ThreadPoolExecutor(AT_ONCE) as pool:
            statuses = [answer.status for answer in pool.map(guess, range(AT_ONCE))]
        assert statuses.count(401) == 3
        assert set(statuses) == {401, 423}


@pytest.mark.req("ENR-06")
def test_race__one_scin_enrolled_by_ten_accounts_at_once__belongs_to_one(base_url: str) -> None:
    # Given ten accounts and one client's facts
    line = known.WELSH_SPEAKER
    browsers = [register(base_url, line)[0] for _ in range(10)]
    # When all enrol at once
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda browser: browser.post("/client/enrolment", facts_of(line)), browsers))
    # Then one is enrolled; the others are told what anyone with wrong facts is told, or that the SCIN is locked
    statuses = [answer.status for answer in answers]
    assert statuses.count(200) == 1, statuses
    assert set(statuses) <= {200, 409, 423}


@pytest.mark.req("LOG-10")
def test_race__one_challenge_answered_twenty_times_at_once__opens_one_session(base_url: str) -> None:
    # Given somebody asked for two digits
    line = known.SPECIAL_CLIENT_RECORD
    browser, user_id = register(base_url, line)
    assert browser.post("/client/enrolment", facts_of(line)).status == 200
    log_in(browser, line, user_id)
    asked = browser.get("/client/login/challenge").json["positions"]
    digits = [{"position": position, "digit": str(line.record["pin"])[position - 1]} for position in asked]
    token = browser.token

    def answer(_: int) -> Got:
        mine = Browser(base_url)
        mine.token = token
        return mine.post("/client/login/challenge", {"digits": digits})

    # When the right answer is sent twenty times at once
    with ThreadPoolExecutor(20) as pool:
        statuses = [given.status for given in pool.map(answer, range(20))]
    # Then it opens one session, and nobody is locked out by it
    assert statuses.count(200) == 1, statuses
    assert max(statuses) < 500, statuses
    log_in(browser, line, user_id)
    assert answer_pin(browser, line).status == 200
