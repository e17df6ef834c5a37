"""One request made on the tests' cloud: its AWS calls and password hashes counted, AWS's answers recorded."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from argon2 import PasswordHasher
from botocore.exceptions import ClientError
from moto.core.botocore_stubber import BotocoreStubber

from tests.support.calls import Calls, Parameters, watched
from tests.support.http import FakeContext, event, handler_of

type Answer = tuple[int, dict[str, str], bytes]
CHECKED = "verify"
"""What argon2 calls checking a password; making a hash is "hash"."""


@dataclass(frozen=True)
class Measured:
    """One request: what it was and answered, the AWS calls it made, and their answers as they came and as read."""

    function: str
    name: str
    event: dict[str, Any]
    status: int
    calls: list[str]
    hashes: list[str]
    answers: list[Answer]
    read: list[Any]


@dataclass
class _Told(Calls):
    """Calls, whose refusals are answers too: {"Error": {...}}, as botocore reads them."""

    read: list[Any] = field(default_factory=list)

    def send(self, operation: str, parameters: Parameters, really: Callable[[Parameters], Any]) -> Any:  # noqa: ANN401
        try:
            self.read.append(super().send(operation, parameters, really))
        except ClientError as error:
            self.read.append(error.response)
            raise
        return self.read[-1]


def made(function: str, name: str, method: str, path: str, body: object, token: str | None) -> Measured:  # noqa: PLR0913
    """Make a request, and keep all that is measured of it. Needs the tests' cloud to run."""
    sent = event(method, path, body, token=token)
    # The site's switches are read once in five seconds: now, so that they are no part of this request.
    import_module(f"{function}.wiring").doors.sites.current()
    told = _Told()
    with watched(told), _hashing() as hashes, _recording() as answers:
        reply = handler_of(function)(sent, FakeContext())
    return Measured(function, name, sent, reply["statusCode"], told.made, hashes, answers, told.read)


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


@contextmanager
def _hashing() -> Iterator[list[str]]:
    done: list[str] = []
    originals = {name: getattr(PasswordHasher, name) for name in ("hash", CHECKED)}

    def counting(name: str) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:  # noqa: ANN401 - argon2's own
            done.append(name)
            return originals[name](*given)

        return counted

    for name in originals:
        setattr(PasswordHasher, name, counting(name))
    try:
        yield done
    finally:
        for name, original in originals.items():
            setattr(PasswordHasher, name, original)
