"""Warm requests to one packaged handler, AWS's answers played back from a tape. Prints JSON.

Run as `python warm.py <function> <tape>`; the tape is a pickle of [(name, event, [answer, ...], [read, ...]), ...]:
each answer (status, headers, body) as it came over the wire, and as botocore read it. A request with no answers on the
tape is the constant answer through the same edge.
"""

import importlib
import io
import json
import logging
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.client
import botocore.httpsession
import msgspec
from botocore.awsrequest import AWSResponse

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
type Answer = tuple[int, dict[str, str], bytes]
ROUNDS = 300
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
        return self.answers[self.at - 1]

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
    if function == "enrolment":
        importlib.import_module("enrolment.wiring").enrolling.records._sealer._decoy = b"decoy"  # noqa: SLF001


def milliseconds(handler: Handler, event: dict[str, Any], answers: list[Any], tape: Tape) -> float:
    """Return the processor time of one warm request: the best of five runs of many."""
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        for _ in range(ROUNDS // 5):
            tape.insert(answers)
            reply = handler(event, Context)
        best = min(best, (time.process_time() - started) / (ROUNDS // 5))
        if reply["statusCode"] >= 300:
            raise SystemExit(f"{event['rawPath']} answered {reply['statusCode']}: {reply['body']}")
    return best * 1000


def main() -> None:
    """Measure each request of the tape."""
    function, recorded = sys.argv[1], pickle.loads(Path(sys.argv[2]).read_bytes())  # noqa: S301 # nosec B301 - our own
    tape = Tape()
    botocore.httpsession.URLLib3Session.send = tape.send
    handler = importlib.import_module(f"{function}.handler").lambda_handler
    logging.disable()
    seal_decoy(function)
    whole, own = {}, {}
    for name, event, answers, _ in recorded:
        served = handler if answers is not None else constant(function)
        whole[name] = milliseconds(served, event, answers or [], tape)
    peak = peak_megabytes()
    botocore.client.BaseClient._make_api_call = tape.call  # noqa: SLF001
    for name, event, _, read in recorded:
        if read is not None:
            own[name] = milliseconds(handler, event, read, tape)
    print(json.dumps({"whole": whole, "own": own, "peak_megabytes": peak}))


def peak_megabytes() -> float:
    """Return the most memory that this process held (getrusage would tell of the parent too)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


main()
