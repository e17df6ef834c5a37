"""Warm requests to one packaged handler, AWS's answers played back from a tape. Prints JSON.

Run as `python warm.py <function> <tape>`; the tape is a pickle of [(name, event, status, answers, read), ...]: the
status that the request must be answered with, and AWS's answers as they came over the wire, each (status, headers,
body), and as botocore read them. A request with no answers on the tape is the constant answer through the same edge.
"""

import importlib
import io
import json
import logging
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import botocore.client
import botocore.httpsession
import msgspec
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
type Answer = tuple[int, dict[str, str], bytes]
RUNS, ROUNDS = 20, 15
SITE_TABLE = b'"cms-test-site"'
CLOSED = (200, {"content-type": "application/x-amz-json-1.0"}, b"{}")


class Context:
    """The Lambda context, as far as the functions read it."""

    aws_request_id = "00000000-0000-4000-8000-000000000000"
    function_name = invoked_function_arn = "bench"
    memory_limit_in_mb = 512


class Body(io.BytesIO):
    """An answer's body as botocore reads it."""

    def stream(self) -> Iterator[bytes]:
        """Give the body in one piece."""
        yield self.read()


class Tape:
    """Plays answers back in order; the site's switches, read every five seconds, are answered aside."""

    def __init__(self) -> None:
        """Start empty."""
        self.answers: list[Any] = []
        self.at = 0

    def insert(self, answers: list[Any]) -> None:
        """Begin a request."""
        self.answers, self.at = answers, 0

    def send(self, request: Any) -> AWSResponse:  # noqa: ANN401 - botocore's request
        """Answer one AWS call."""
        if SITE_TABLE in (request.body or b""):
            return self.response(request, CLOSED)
        self.at += 1
        return self.response(request, self.answers[self.at - 1])

    def call(self, operation: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - what botocore read
        """Answer one call above the client library."""
        if operation == "GetItem" and "site" in parameters["TableName"]:
            return {}
        self.at += 1
        answer = self.answers[self.at - 1]
        if "Error" in answer:
            raise ClientError(answer, operation)
        return answer

    def response(self, request: Any, answer: Answer) -> AWSResponse:  # noqa: ANN401 - as above
        """Make botocore's response."""
        status, headers, body = answer
        return AWSResponse(request.url, status, headers, Body(body))


def constant(function: str) -> Handler:
    """Serve one constant answer through the edge of a function."""
    api = importlib.import_module("cms_common.edge.api")
    access = importlib.import_module("cms_common.edge.access")
    doors = importlib.import_module(f"{function}.wiring").doors

    class Answer(msgspec.Struct):
        message: str = "constant"

    made = api.Api("Constant")
    made.route("GET", "/constant", access=access.EVERYONE, answer=Answer, summary="Constant")(lambda _: Answer())
    served: Handler = api.serve(made, doors)
    return served


def seal_decoy(function: str) -> None:
    """Do what only the first request of a process does besides: seal what unknown SCINs are checked against."""
    use_case = {"enrolment": "enrolling", "recovery": "recovering"}.get(function)
    if use_case:
        wiring = importlib.import_module(f"{function}.wiring")
        getattr(wiring, use_case).records._sealer._decoy = b"decoy"  # noqa: SLF001


class NoHasher:
    """Hashes no password: what hashing costs is chosen, not saved."""

    def hash(self, _: str) -> str:
        """Return a hash's like."""
        return "$argon2id$"


@dataclass(frozen=True)
class Request:
    """A request to time: who serves it, and how it must be answered; `play` puts AWS's answers in."""

    handler: Handler
    event: dict[str, Any]
    status: int
    play: Callable[[], None]


def milliseconds(requests: dict[str, Request]) -> dict[str, float]:
    """Return the processor time of each warm request: the best of many short runs.

    They run in turn, so that what else the machine does falls on all alike, and they can be held against each other.
    """
    best = dict.fromkeys(requests, float("inf"))
    for _ in range(RUNS):
        for name, request in requests.items():
            best[name] = min(best[name], one_run(request))
    return best


def one_run(request: Request) -> float:
    """Return the milliseconds of one request, from one short run. Raises SystemExit where it is answered otherwise."""
    started = time.process_time()
    for _ in range(ROUNDS):
        request.play()
        reply = request.handler(request.event, Context)
    took = time.process_time() - started
    if reply["statusCode"] != request.status:
        answered = f"{reply['statusCode']}, not {request.status}: {reply['body']}"
        raise SystemExit(f"{request.event['rawPath']} answered {answered}")
    return took / ROUNDS * 1000


def main() -> None:
    """Measure each request of the tape."""
    function, recorded = sys.argv[1], pickle.loads(Path(sys.argv[2]).read_bytes())  # noqa: S301 # nosec B301 - our own
    tape = Tape()
    botocore.httpsession.URLLib3Session.send = tape.send
    handler = importlib.import_module(f"{function}.handler").lambda_handler
    logging.disable()
    seal_decoy(function)
    vars(importlib.import_module("cms_common.adapters.passwords"))["_hasher"] = NoHasher
    fixed = constant(function)
    whole = milliseconds(
        {
            name: Request(fixed if answers is None else handler, event, status, partial(tape.insert, answers or []))
            for name, event, status, answers, _ in recorded
        }
    )
    peak = peak_megabytes()
    botocore.client.BaseClient._make_api_call = tape.call  # noqa: SLF001
    own = milliseconds(
        {
            name: Request(handler, event, status, partial(tape.insert, read))
            for name, event, status, _, read in recorded
            if read is not None
        }
    )
    print(json.dumps({"whole": whole, "own": own, "peak_megabytes": peak}))


def peak_megabytes() -> float:
    """Return the most memory that this process held (getrusage would tell of the parent too)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


main()
