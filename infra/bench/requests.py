"""The requests that are measured, made once on the tests' cloud: their AWS calls counted, AWS's answers recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from moto.core.botocore_stubber import BotocoreStubber

from tests.support import journeys
from tests.support.calls import Calls, watched
from tests.support.http import FakeContext, event, handler_of
from tests.support.people import Client, Employer, hold_client, hold_employer

type Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Measured:
    """One request: what it was, the AWS calls it made, and their answers, as they came and as botocore read them."""

    function: str
    name: str
    event: dict[str, Any]
    calls: list[str]
    answers: list[Answer]
    read: list[Any]


def all_requests() -> Iterator[Measured]:
    """Make every measured request, in the order of the journey. Needs the tests' cloud to run."""
    client, employer = hold_client(Client()), hold_employer(Employer())
    # The first enrolment of a process seals a decoy besides; what is measured is every other one.
    journeys.enrolled(hold_client(Client(scin="121000121704")))
    token = journeys.registered()[1]
    yield _made("enrolment", "services page", "GET", "/client/services", None, token)
    yield _made("enrolment", "enrolment", "POST", "/client/enrolment", client.facts, token)
    yield from _client_signs_in(journeys.done(journeys.register()).json["user_id"])
    yield from _employer_signs_in(employer)
    yield _made("start", "start page", "GET", "/client", None, None)


def _client_signs_in(nobody: str) -> Iterator[Measured]:
    other = hold_client(Client(scin="121000121696"))
    user_id = journeys.enrolled(other)
    login = "/client/login"
    yield _made("login", "sign-in, first step, wrong", "POST", login, _credentials(nobody, "wrong1234"), None)
    locked = "100000000009"
    for _ in range(3):
        journeys.give_password("client", locked, "wrong1234")
    yield _made("login", "sign-in, first step, locked", "POST", login, _credentials(locked), None)
    yield _made("login", "sign-in, first step", "POST", login, _credentials(user_id), None)
    token = journeys.challenged(other, user_id)
    yield _made("login", "PIN page", "GET", f"{login}/challenge", None, token)
    digits = other.digits(journeys.asked_positions(token))
    yield _made("login", "sign-in, second step, PIN", "POST", f"{login}/challenge", digits, token)
    full = journeys.signed_in(other, user_id)
    yield _made("homepage", "client homepage", "GET", "/client/homepage", None, full)


def _employer_signs_in(employer: Employer) -> Iterator[Measured]:
    user_id = journeys.enrolled(employer)
    token = journeys.challenged(employer, user_id)
    ern = {"ern": employer.ern}
    yield _made("login", "sign-in, second step, ERN", "POST", "/employer/login/challenge", ern, token)
    full = journeys.signed_in(employer, user_id)
    yield _made("homepage", "employer homepage", "GET", "/employer/homepage", None, full)


def _credentials(user_id: str, password: str = journeys.PASSWORD) -> dict[str, str]:
    return {"user_id": user_id, "password": password}


def _made(function: str, name: str, method: str, path: str, body: object, token: str | None) -> Measured:  # noqa: PLR0913
    sent = event(method, path, body, token=token)
    # The site's switches are read once in five seconds: now, so that they are no part of this request.
    import_module(f"{function}.wiring").doors.sites.current()
    with watched(Calls()) as calls, _recording() as answers:
        handler_of(function)(sent, FakeContext())
    return Measured(function, name, sent, calls.made, answers, calls.answers)


@contextmanager
def _recording() -> Iterator[list[Answer]]:
    answers: list[Answer] = []
    original = BotocoreStubber.__call__

    def listening(self: BotocoreStubber, event_name: str, request: Any, **more: Any) -> Any:  # noqa: ANN401
        answer = original(self, event_name, request, **more)
        if answer is not None:
            answers.append((answer.status_code, dict(answer.headers), answer.content))
        return answer

    BotocoreStubber.__call__ = listening  # type: ignore[method-assign]
    try:
        yield answers
    finally:
        BotocoreStubber.__call__ = original  # type: ignore[method-assign]
