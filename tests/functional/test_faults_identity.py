"""Registration, enrolment and sign-in, with every AWS call broken in turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import journeys, ledger
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply, send
from tests.support.people import Client, Employer, hold_client, hold_employer


@dataclass(frozen=True)
class Person:
    """Someone on their way in: who they are, their user ID, and the token that they hold."""

    who: Client | Employer
    user_id: str = ""
    token: str = ""
    key: str = "0123456789abcdef0123456789abcdef"

    @property
    def service(self) -> str:
        return journeys.service_of(self.who)


def held(who: Client | Employer) -> Client | Employer:
    return hold_client(who) if isinstance(who, Client) else hold_employer(who)


def newcomer(who: Client | Employer) -> Callable[[Cloud], Person]:
    return lambda _: Person(held(who))


def with_account(who: Client | Employer) -> Callable[[Cloud], Person]:
    def prepare(_: Cloud) -> Person:
        person = Person(held(who))
        shown = journeys.done(journeys.register(person.service)).json
        return Person(who, shown["user_id"], shown["token"])

    return prepare


def noted(who: Client | Employer) -> Callable[[Cloud], Person]:
    return lambda _: Person(held(who), *journeys.registered(journeys.service_of(who)))


def enrolled(who: Client | Employer) -> Callable[[Cloud], Person]:
    return lambda _: Person(held(who), journeys.enrolled(who))


def enrolled_elsewhere(who: Employer) -> Callable[[Cloud], Person]:
    """Two sessions of one account, one of which has enrolled it."""

    def prepare(_: Cloud) -> Person:
        user_id, token = journeys.registered(journeys.service_of(held(who)))
        other = journeys.done(journeys.give_password("employer", user_id)).json["token"]
        journeys.done(journeys.enrol(who, token))
        return Person(who, user_id, other)

    return prepare


def challenged(who: Client | Employer) -> Callable[[Cloud], Person]:
    def prepare(_: Cloud) -> Person:
        user_id = journeys.enrolled(held(who))
        return Person(who, user_id, journeys.challenged(who, user_id))

    return prepare


def signed_in(who: Client | Employer) -> Callable[[Cloud], Person]:
    def prepare(_: Cloud) -> Person:
        user_id = journeys.enrolled(held(who))
        return Person(who, user_id, journeys.signed_in(who, user_id))

    return prepare


def second_step(person: Person) -> Reply:
    if isinstance(person.who, Client):
        return journeys.give_pin(person.who, person.token)
    return journeys.give_ern(person.who.ern, person.token)


def log_in_again(person: Person) -> Reply:
    """The token of the step may be used up: begin with the password."""
    token = journeys.give_password(person.service, person.user_id).json["token"]
    return second_step(Person(person.who, person.user_id, token))


def tick_again(person: Person) -> Reply:
    return journeys.note(person.service, person.token)


def enrol_again(person: Person) -> Reply:
    """Send the facts again; who is enrolled already, and logged out by it, logs in."""
    reply = journeys.enrol(person.who, person.token)
    return log_in_again(person) if reply.status == 401 else reply


def lets_in(token: str, service: str) -> None:
    assert send("GET", f"/{service}/homepage", token=token).status == 200, "the homepage does not open"


def no_attempt_is_held_against(cloud: Cloud) -> None:
    """After a right password and a right PIN nothing is left of a lock."""
    for account in cloud.items("accounts"):
        assert "newest_attempt" not in account, "a slot is left in the credential lock"
    for security in cloud.items("client-security"):
        assert security["wrong_pins"] == 0, "a PIN attempt is held against the client"


def one_account(cloud: Cloud, person: Person, reply: Reply) -> None:
    made = ledger.acts(cloud, "AccountRegistered")
    assert len(made) == 1, f"{len(made)} accounts for one form"
    assert reply.status == 201, reply.body
    assert made[0]["subject"] == f"account#{reply.json['user_id']}", "the ID shown is not the account's"
    journeys.done(journeys.note(person.service, reply.json["token"]))


def id_is_noted(_: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert send("GET", f"/{person.service}/services", token=person.token).status == 200, "the next step does not open"


def is_enrolled(cloud: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert not ledger.acts(cloud, "EnrolmentRefused"), "a right answer counts as refused"
    lets_in(journeys.signed_in(person.who, person.user_id), person.service)


def password_is_taken(cloud: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    no_attempt_is_held_against(cloud)
    token = journeys.done(second_step(Person(person.who, person.user_id, reply.json["token"]))).json["token"]
    lets_in(token, person.service)


def is_signed_in(cloud: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    no_attempt_is_held_against(cloud)
    lets_in(reply.json["token"], person.service)
    marked = [record for record in cloud.items("clients") if record.get("self_service")]
    assert bool(marked) == isinstance(person.who, Client), "the client record is not marked"


def is_logged_out(_: Cloud, person: Person, reply: Reply) -> None:
    assert reply.status in {200, 401}, reply.body
    assert send("GET", f"/{person.service}/homepage", token=person.token).status == 401, "the session is still open"


def wrong_password_counts(cloud: Cloud, person: Person, reply: Reply) -> None:
    """A failure is never forgotten; where the answer was lost it may count once more, never enough to lock."""
    assert reply.status == 401, reply.body
    assert ledger.acts(cloud, "PasswordRefused"), "a failed log-in left no record"
    assert any("newest_attempt" in account for account in cloud.items("accounts")), "a failure is forgotten"


def wrong_pin_counts(cloud: Cloud, person: Person, reply: Reply) -> None:
    """As for the password."""
    assert reply.status in {401, 403}, reply.body
    assert ledger.acts(cloud, "PinRefused"), "a wrong PIN left no record"
    assert cloud.items("client-security")[0]["wrong_pins"] >= 1, "a wrong PIN is forgotten"


CLIENT, EMPLOYER = Client(), Employer()


def enrols(who: Client | Employer) -> UseCase[Person]:
    name = f"{journeys.service_of(who)} enrols"
    return UseCase(name, noted(who), lambda person: journeys.enrol(person.who, person.token), is_enrolled, enrol_again)


REGISTERS = UseCase(
    "registers", newcomer(CLIENT), lambda person: journeys.register(person.service, key=person.key), one_account
)
LOGS_OUT = UseCase(
    "logs out",
    signed_in(CLIENT),
    lambda person: send("POST", f"/{person.service}/logout", token=person.token),
    is_logged_out,
)
CASES = [
    pytest.param(REGISTERS, marks=pytest.mark.req("REG-20")),
    UseCase("notes the ID", with_account(CLIENT), tick_again, id_is_noted),
    enrols(CLIENT),
    enrols(EMPLOYER),
    UseCase(
        "employer enrols again",
        enrolled_elsewhere(EMPLOYER),
        lambda person: journeys.enrol(person.who, person.token),
        is_enrolled,
        enrol_again,
    ),
    UseCase(
        "password step",
        enrolled(CLIENT),
        lambda person: journeys.give_password(person.service, person.user_id),
        password_is_taken,
    ),
    UseCase("PIN step", challenged(CLIENT), second_step, is_signed_in, log_in_again),
    UseCase("ERN step", challenged(EMPLOYER), second_step, is_signed_in, log_in_again),
    LOGS_OUT,
    UseCase(
        "wrong password",
        enrolled(CLIENT),
        lambda person: journeys.give_password(person.service, person.user_id, "wrong1234"),
        wrong_password_counts,
    ),
    UseCase(
        "wrong PIN digits",
        challenged(CLIENT),
        lambda person: journeys.give_pin(CLIENT, person.token, wrong=True),
        wrong_pin_counts,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a use case
    # When each of its calls breaks, and the caller tries again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))
