"""Whoever reads every table, event, queue and log, but may use no key and open no mailbox, signs in as nobody."""

import re
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from infra.demo import known
from infra.demo.records import Line
from tests.functional.edge.conftest import Printed, printed
from tests.support import reader, recoveries, staff
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply, invoke, send
from tests.support.reader import Reader
from tests.support.visitors import FORM, PASSWORD, PAYING, RECEIVING, Person, fresh_key, hold, log_in

__all__ = ["printed"]
EMPLOYER = known.ONE_ERN
NEW_PIN = "5820463"
HALF = re.compile(r"[A-Za-z0-9]{6}")


@dataclass
class Town:
    """What opens the service for those who used it, at the end of the day; and who read all of it meanwhile."""

    reader: Reader = field(default_factory=Reader)
    tokens: set[str] = field(default_factory=set)
    passwords: set[str] = field(default_factory=lambda: {PASSWORD, staff.PASSWORD})
    pins: set[str] = field(default_factory=lambda: {str(PAYING.record["pin"]), NEW_PIN})
    employer: str = ""
    """The user ID of the employer."""
    client: str = ""
    texts: set[str] = field(default_factory=set)
    """All that was read."""


def signs_in(town: Town, line: Line) -> str:
    """Register, enrol, make a mistake at each step, do both steps, and begin again elsewhere."""
    enrolled = Person.enrolled(line)
    log_in(enrolled.user_id, "maple5river", enrolled.service)
    full = enrolled.logging_in().answering()
    town.tokens |= {full.token, full.logging_in().token}
    return enrolled.user_id


def forgets_everything(cloud: Cloud, town: Town) -> None:
    """Recover the user ID, log in, recover the password in halves, which ends that session, then the PIN."""
    person = Person.enrolled(RECEIVING)
    recoveries.recover_user_id(person)
    person.logging_in().answering()
    password = recoveries.recover_password(person).json["half"] + recoveries.mailed_half(cloud)
    challenged = person.logging_in(password)
    challenged.give_pin(wrong=(0,))
    assert recoveries.answer_two(challenged).status == 200
    assert recoveries.set_pin(challenged, NEW_PIN).status == 200
    full = recoveries.give_digits(challenged, NEW_PIN)
    town.passwords.add(password)
    town.tokens.add(full.json["token"])


def staff_come_and_go(town: Town) -> None:
    """Create a user, who is shown a new password; issue another to a colleague, who confirms the one shown then."""
    admin = staff.it_support()
    staff.agent()
    form = {"first_name": "John", "surname": "Smithson", "role": "support team caseworker", "functions": ["look-up"]}
    made = admin.post("/users", form, headers={"Idempotency-Key": fresh_key()}).json
    shown = staff.log_in(made["user_id"], made["password"]).json
    issued = admin.post("/users/AAGENT1/password", {"confirmed": True}).json
    again = staff.log_in("AAGENT1", issued["password"]).json
    confirmed = staff.Member("AAGENT1", again["token"]).post("/login/confirmation").json
    town.tokens |= {admin.token, shown["token"], confirmed["token"]}
    town.passwords |= {made["password"], shown["password"], again["password"]}


@pytest.fixture
def town(cloud: Cloud, printed: Printed) -> Town:
    town = Town()
    with watched(Calls(tamper=town.reader.overhear)):
        hold(PAYING, RECEIVING, EMPLOYER)
        town.client, town.employer = signs_in(town, PAYING), signs_in(town, EMPLOYER)
        forgets_everything(cloud, town)
        staff_come_and_go(town)
        from publish.handler import lambda_handler  # noqa: PLC0415 - settings come from the tests' environment

        invoke(lambda_handler, {"Records": cloud.records()})
    town.reader.read_all(cloud)
    town.reader.read(printed())
    town.texts = town.reader.texts()
    return town


def recover(cloud: Cloud, service: str, user_id: str, **facts: Any) -> Reply:
    """Ask for somebody's password, with no limit in the way."""
    cloud._table("attempts").items.clear()
    return send("POST", f"/{service}/recovery/password", {"user_id": user_id, "email": FORM["email"], **facts})


@pytest.mark.req("SEC-07", "SEC-12")
def test_reader__tries_all_that_was_read__opens_no_session_and_knows_no_password_or_pin(
    cloud: Cloud, town: Town
) -> None:
    # Given everything that was written while people registered, recovered and worked, in every form it decodes to
    everything, kept = town.texts, reader.hashes(cloud)
    assert {town.client, town.employer, FORM["email"], "JSMITH1"} <= everything
    assert len(kept) == 7
    # When each text is tried as a token, a password of anybody, a PIN, and a key to work PIN digits out with
    found = (
        reader.tokens_that_open(everything),
        reader.passwords_that_match(everything, kept),
        reader.pins_that_match(everything, cloud),
        reader.digits_worked_out(everything, cloud),
    )
    # Then none opens anything
    assert found == ([], [], [], [])
    # And each true one would have been found, had it been written anywhere
    assert set(reader.tokens_that_open(town.tokens)) == town.tokens
    assert set(reader.passwords_that_match(town.passwords, kept)) == town.passwords
    assert set(reader.pins_that_match(town.pins, cloud)) == town.pins


@pytest.mark.req("REC-04", "SEC-07")
def test_reader__recovers_with_the_facts_that_were_read__gets_half_and_nowhere_the_other(
    cloud: Cloud, town: Town
) -> None:
    # Given that a client's NINO, date of birth and CMS password stand nowhere, and an employer's facts do
    assert not {str(PAYING.record[name]) for name in ("nino", "date_of_birth", "cms_password")} & town.texts
    facts = {"ern": EMPLOYER.key, "paye_reference": EMPLOYER.record["paye_reference"]}
    assert {*facts.values()} <= town.texts
    # When whoever read all of it asks for both passwords, the client's with all that looks like the facts
    ninos = [text for text in town.texts if re.fullmatch(r"[A-Z]{2}\d{6}[A-D]", text)]
    dates = [text for text in town.texts if re.fullmatch(r"\d\d/\d\d/\d{4}", text)]
    client = {
        recover(cloud, "client", town.client, scin=PAYING.key, nino=nino, date_of_birth=born).status
        for nino, born in product([*ninos, "AB123456C"], [*dates, "01/01/1984"])
    }
    employer = recover(cloud, "employer", town.employer, **facts)
    # Then the client's is refused (422: a day that nobody can be born on), and of the employer's half is shown
    assert 409 in client <= {409, 422}
    assert employer.status == 200
    # And no text anywhere makes a password of it
    town.reader.read_all(cloud)
    guesses = {employer.json["half"] + text for text in town.reader.texts() if HALF.fullmatch(text)}
    assert len(guesses) > 10
    assert reader.passwords_that_match(guesses, reader.hashes(cloud)) == []
    # And the half that is mailed would
    whole = employer.json["half"] + recoveries.mailed_half(cloud)
    assert reader.passwords_that_match([whole], reader.hashes(cloud)) == [whole]
