"""Calling a handler as API Gateway's HTTP API does (payload format 2.0)."""

import base64
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any
from uuid import uuid4

from infra import application
from tests.support import description

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
SOURCE = "192.0.2.10"


@dataclass
class FakeContext:
    """The Lambda context, as far as the functions and Powertools read it."""

    function_name: str = "cms-test-function"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-2:123456789012:function:cms-test-function"
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))

    def get_remaining_time_in_millis(self) -> int:
        """Return the time left, as at the start of an invocation."""
        return 10_000


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the headers in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The body read as JSON; None where there is none."""
        return json.loads(self.body) if self.body else None


def event(
    method: str,
    path: str,
    body: object = None,
    *,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    source: str = SOURCE,
) -> dict[str, Any]:
    """Make the event of one request. A body that is text or bytes goes as it is; anything else as JSON."""
    sent = {"host": "cms.example.com", "user-agent": "tests", "x-forwarded-for": source}
    if body is not None:
        sent["content-type"] = "application/json"
    if token is not None:
        sent["authorization"] = f"Bearer {token}"
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    found = application.route_of(method, path)
    route = " ".join(found) if found != ("ANY", "$default") else "$default"
    raw_query = "&".join(f"{name}={value}" for name, value in (query or {}).items())
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": source, "userAgent": "tests"}
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": raw_query,
        "headers": sent,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "tests",
            "domainName": "cms.example.com",
            "domainPrefix": "cms",
            "http": http,
            "requestId": uuid4().hex,
            "routeKey": route,
            "stage": "$default",
            "time": "12/Mar/2026:19:03:58 +0000",
            "timeEpoch": 1773342238000,
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if query:
        made["queryStringParameters"] = dict(query)
    if body is not None:
        made["body"] = _text(body)
    return made


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return base64.b64encode(body).decode()
    return body if isinstance(body, str) else json.dumps(body)


def call(
    handler: Handler,
    method: str,
    path: str,
    body: object = None,
    *,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    source: str = SOURCE,
) -> Reply:
    """Send one request to a handler: `call(handler, "POST", "/client/login", {"user_id": ...}, token=...)`."""
    made = event(method, path, body, token=token, headers=headers, query=query, source=source)
    answer = handler(made, FakeContext())
    text = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        text = base64.b64decode(text).decode()
    many = {name: ", ".join(values) for name, values in (answer.get("multiValueHeaders") or {}).items()}
    got = {name.lower(): value for name, value in {**many, **(answer.get("headers") or {})}.items()}
    described = application.route_of(method, path)[1]
    at = path if described == "$default" else described
    wrong = description.faults(method, at, answer["statusCode"], got.get("content-type", ""), text)
    assert not wrong, f"{method} {path} is not as functions/start/openapi.json has it: {'; '.join(wrong)}"
    return Reply(answer["statusCode"], got, text)


def invoke(handler: Callable[[dict[str, Any], Any], Any], woken_by: dict[str, Any]) -> Any:
    """Wake a function that is not behind HTTP, with the event of a stream, a schedule or a rule."""
    return handler(woken_by, FakeContext())


def send(method: str, path: str, body: object = None, **more: Any) -> Reply:
    """Send one request to whichever function the template routes it to."""
    function = application.routes()[application.route_of(method, path)]
    return call(handler_of(function), method, path, body, **more)


@cache
def handler_of(function: str) -> Handler:
    """Import a function's handler by the name the template gives it."""
    module, name = application.functions()[function]["Handler"].rsplit(".", 1)
    handler: Handler = getattr(import_module(module), name)
    return handler


def forget_site_state() -> None:
    """Make every function read the operator's switches again, as five seconds later (SES-08)."""
    for function in application.functions():
        wiring = sys.modules.get(f"{function}.wiring")
        if wiring is not None and hasattr(wiring, "doors"):
            wiring.doors.sites._read_at = float("-inf")
