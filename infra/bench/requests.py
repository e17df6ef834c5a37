"""The requests that are measured, made once on the tests' cloud in the order of the journey."""

from collections.abc import Iterator

from infra.bench.recording import Measured, made
from infra.bench.recoveries import recovery_requests
from tests.support import journeys
from tests.support.people import Client, Employer, hold_client, hold_employer


def all_requests() -> Iterator[Measured]:
    """Make every measured request, in the order of the journey. Needs the tests' cloud to run."""
    client, employer = hold_client(Client()), hold_employer(Employer())
    # The first enrolment of a process seals a decoy besides; what is measured is every other one.
    journeys.enrolled(hold_client(Client(scin="121000121704")))
    token = journeys.registered()[1]
    yield made("enrolment", "services page", "GET", "/client/services", None, token)
    yield made("enrolment", "enrolment", "POST", "/client/enrolment", client.facts, token)
    yield from _client_signs_in(journeys.done(journeys.register()).json["user_id"])
    yield from _employer_signs_in(employer)
    yield from recovery_requests()
    yield made("start", "start page", "GET", "/client", None, None)


def _client_signs_in(nobody: str) -> Iterator[Measured]:
    other = hold_client(Client(scin="121000121803"))
    user_id = journeys.enrolled(other)
    login = "/client/login"
    yield made("login", "sign-in, first step, wrong", "POST", login, _credentials(nobody, "wrong1234"), None)
    locked = "100000000009"
    for _ in range(3):
        journeys.give_password("client", locked, "wrong1234")
    yield made("login", "sign-in, first step, locked", "POST", login, _credentials(locked), None)
    yield made("login", "sign-in, first step", "POST", login, _credentials(user_id), None)
    token = journeys.challenged(other, user_id)
    yield made("login", "PIN page", "GET", f"{login}/challenge", None, token)
    digits = other.digits(journeys.asked_positions(token))
    yield made("login", "sign-in, second step, PIN", "POST", f"{login}/challenge", digits, token)
    full = journeys.signed_in(other, user_id)
    yield made("homepage", "client homepage", "GET", "/client/homepage", None, full)


def _employer_signs_in(employer: Employer) -> Iterator[Measured]:
    user_id = journeys.enrolled(employer)
    token = journeys.challenged(employer, user_id)
    ern = {"ern": employer.ern}
    yield made("login", "sign-in, second step, ERN", "POST", "/employer/login/challenge", ern, token)
    full = journeys.signed_in(employer, user_id)
    yield made("homepage", "employer homepage", "GET", "/employer/homepage", None, full)


def _credentials(user_id: str, password: str = journeys.PASSWORD) -> dict[str, str]:
    return {"user_id": user_id, "password": password}
