"""One error page for every failure, which tells the component and nothing else (SES-01 to SES-05)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from cms_common.domain.components import Component, ComponentFault
from cms_common.domain.site import SiteState
from cms_common.edge import problems
from cms_common.edge.access import ALWAYS_OPEN
from cms_common.edge.api import Api, Doors, Request, serve
from tests.functional.edge import seed
from tests.functional.edge.conftest import Printed, lines
from tests.functional.edge.failing import MARKER, failing
from tests.support.cloud import Cloud
from tests.support.http import FakeContext, Reply, call, handler_of, send

TITLE = "Something's gone wrong!"
DETAIL = "Try to log in again. If it happens again, note the error code and transaction ID and telephone us."
CODES = {Component.BANCS: "CMS-5031", Component.SIEBEL: "CMS-5032", Component.WPS: "CMS-5033"}
KEYS = {"type", "title", "status", "detail", "code", "transaction_id"}


class Done(msgspec.Struct):
    """An answer without anything in it."""


class OpenSite:
    """A site that is open."""

    def current(self) -> SiteState:
        """Return the state of an open site."""
        return SiteState()


def _answer_to(run: Callable[[], Done]) -> Reply:
    """Serve a route of our own that does what is asked, and call it."""
    api = Api("Tests")

    @api.route("GET", "/under-test", access=ALWAYS_OPEN, answer=Done, summary="Under test")
    def _(__: Request[None]) -> Done:
        return run()

    handler = serve(api, Doors(OpenSite(), None, lambda: datetime.now(UTC)))
    return call(handler, "GET", "/under-test")


def _raising(error: BaseException) -> Callable[[], Done]:
    def run() -> Done:
        raise error

    return run


@pytest.mark.req("SES-01", "SES-02")
def test_error_page__unexpected_failure__heading_code_and_transaction_id() -> None:
    # When a route fails in a way that nobody thought of
    reply = _answer_to(_raising(RuntimeError("whatever")))
    # Then the page is the published one, and asks to log in again and to note code and ID
    assert reply.status == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert (reply.json["title"], reply.json["detail"], reply.json["code"]) == (TITLE, DETAIL, "CMS-5001")
    assert reply.json["transaction_id"] == reply.headers["transaction-id"] != ""
    assert reply.json.keys() == KEYS


@pytest.mark.req("SES-05")
@pytest.mark.parametrize("component", Component)
def test_error_page__component_failed__same_words_and_its_own_code(component: Component) -> None:
    # When a part of the 2012 System fails under a route
    reply = _answer_to(_raising(ComponentFault(component)))
    # Then the code alone tells which one
    assert (reply.status, reply.json["title"], reply.json["detail"]) == (503, TITLE, DETAIL)
    assert reply.json["code"] == CODES[component]
    assert reply.json["type"] == f"/error-codes#{CODES[component]}"


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(MARKER),
        KeyError(MARKER),
        UnicodeDecodeError("utf-8", MARKER.encode(), 0, 1, MARKER),
        ExceptionGroup(MARKER, [ValueError(MARKER)]),
        RecursionError(MARKER),
        MemoryError(MARKER),
        type(f"Odd{MARKER.replace('-', '')}", (Exception,), {"__str__": lambda _: 1 / 0})(),
    ],
    ids=lambda error: type(error).__bases__[0].__name__,
)
@pytest.mark.req("SES-01", "SES-17", "SEC-12")
def test_error_page__whatever_the_exception_says__body_constant_and_text_nowhere(
    error: Exception, printed: Printed
) -> None:
    # When a route fails with an exception whose text carries what a person typed
    reply = _answer_to(_raising(error))
    # Then the body is the same as ever, and the text is neither in it nor in any log line
    told = {name: value for name, value in reply.json.items() if name != "transaction_id"}
    kind = problems.SomethingsGoneWrong
    assert told == {
        "type": "/error-codes#CMS-5001",
        "title": kind.title,
        "status": 500,
        "detail": kind.detail,
        "code": "CMS-5001",
    }
    assert MARKER not in reply.body + str(reply.headers)
    assert MARKER not in printed()


@pytest.mark.req("SES-04")
def test_transaction_id__hundred_failures__unique_and_each_found_in_the_log(printed: Printed) -> None:
    # When a hundred requests fail
    replies = [_answer_to(_raising(RuntimeError("whatever"))) for _ in range(100)]
    # Then each has an ID of its own, and the log has under it what failed and where
    shown = {reply.json["transaction_id"] for reply in replies}
    failed = [line for line in lines(printed()) if line["message"] == "request failed"]
    assert len(shown) == 100
    assert {line["transaction_id"] for line in failed} == shown
    assert {(line["code"], line["error"], line["route"]) for line in failed} == {
        ("CMS-5001", "RuntimeError", "GET /under-test")
    }
    assert all("test_error_page.py:" in line["where"] for line in failed)


@pytest.mark.req("SES-05", "SES-04")
@pytest.mark.parametrize(
    ("service", "operation", "table"),
    [
        ("client", "Query", "cases"),
        ("client", "GetItem", "clients"),
        ("employer", "GetItem", "employers"),
    ],
)
def test_homepage__siebel_fails_at_any_of_its_calls__error_page_and_no_figure(
    cloud: Cloud, printed: Printed, service: str, operation: str, table: str
) -> None:
    # Given a signed-in person, and a call to Siebel that fails, be it after another one was answered
    seed.client(cloud)
    seed.employer(cloud)
    token = seed.session(cloud, "full", service)
    # When they open their homepage
    with failing(operation, table) as raised:
        reply = send("GET", f"/{service}/homepage", token=token)
    # Then it is the error page with Siebel's code and nothing of the homepage, and the log has its ID
    assert raised
    assert (reply.status, reply.json["code"], reply.json["title"]) == (503, "CMS-5032", TITLE)
    assert reply.json.keys() == KEYS
    failed = [line for line in lines(printed()) if line["message"] == "component failed"]
    assert [(line["component"], line["transaction_id"]) for line in failed] == [
        ("Siebel", reply.json["transaction_id"])
    ]
    assert MARKER not in reply.body + printed()
    # And with Siebel back the page is whole
    assert send("GET", f"/{service}/homepage", token=token).status == 200


@pytest.mark.req("SES-05")
@pytest.mark.parametrize(
    ("service", "path", "body", "table"),
    [
        (
            "client",
            "/client/enrolment",
            {"scin": seed.SCIN, "nino": "AB123456C", "date_of_birth": "01/07/1984", "reference_name": "T Whitfield"},
            "clients",
        ),
        ("employer", "/employer/enrolment", {"ern": seed.ERN, "paye_reference": seed.PAYE}, "employers"),
        ("employer", "/employer/login/challenge", {"ern": seed.ERN}, "employers"),
    ],
)
def test_forms__siebel_fails__its_code_and_nothing_is_decided(
    cloud: Cloud, service: str, path: str, body: dict[str, str], table: str
) -> None:
    # Given somebody at a step that asks Siebel
    seed.account(cloud)
    stage = "challenge" if path.endswith("challenge") else "credentials"
    token = seed.session(cloud, stage, service)
    # When Siebel does not answer
    with failing("GetItem", table) as raised:
        reply = send("POST", path, body, token=token)
    # Then they are told so by the code, nothing is recorded as refused, and the step is still theirs
    assert raised
    assert (reply.status, reply.json["code"]) == (503, "CMS-5032")
    assert (cloud.items("audit"), cloud.items("outbox")) == ([], [])
    assert len(cloud.items("sessions")) == 1


OWN_TABLES = [
    ("GET", "/client", "GetItem", "site", None),
    ("GET", "/client/homepage", "UpdateItem", "sessions", "full"),
    ("POST", "/client/login", "UpdateItem", "attempts", None),
    ("POST", "/client/login", "UpdateItem", "accounts", None),
    ("POST", "/client/login", "TransactWriteItems", "", None),
    ("GET", "/client/login/challenge", "UpdateItem", "client-security", "challenge"),
    ("POST", "/client/logout", "TransactWriteItems", "", "full"),
]


@pytest.mark.req("SES-01", "SES-17")
@pytest.mark.parametrize("error", [None, RuntimeError(MARKER)], ids=["aws", "unexpected"])
@pytest.mark.parametrize(("method", "path", "operation", "table", "stage"), OWN_TABLES)
def test_own_tables__call_fails__error_page_and_text_nowhere(
    cloud: Cloud,
    printed: Printed,
    method: str,
    path: str,
    operation: str,
    table: str,
    stage: str | None,
    error: Exception | None,
) -> None:
    # Given everything in place, and one of the site's own tables that cannot be reached
    seed.client(cloud)
    seed.account(cloud)
    token = seed.session(cloud, stage, "client") if stage else None
    body: Any = {"user_id": seed.USER_ID, "password": MARKER[:12]} if path.endswith("login") else {}
    # When the route is used
    with failing(operation, table, error) as raised:
        reply = send(method, path, body if method == "POST" else None, token=token)
    # Then it is the error page, and the failure's text is nowhere
    assert raised
    assert (reply.status, reply.json["code"], reply.json["title"]) == (500, "CMS-5001", TITLE)
    assert MARKER not in reply.body + printed()


@pytest.mark.req("SES-01")
def test_pin__keys_out_of_reach__error_page(cloud: Cloud) -> None:
    # Given a client at the second step, and KMS that does not answer
    seed.client(cloud)
    token = seed.session(cloud, "challenge", "client")
    asked = send("GET", "/client/login/challenge", token=token).json["positions"]
    digits = [{"position": position, "digit": "1"} for position in asked]
    # When the digits are given
    with failing("VerifyMac", service="kms") as raised:
        reply = send("POST", "/client/login/challenge", {"digits": digits}, token=token)
    # Then it is the error page
    assert raised
    assert (reply.status, reply.json["code"]) == (500, "CMS-5001")


@pytest.mark.req("SES-03")
def test_error_codes__served__every_problem_once_with_its_words(cloud: Cloud) -> None:
    # Given every problem class there is
    kinds = problems.published()
    # When the published list is opened, without logging in
    codes = send("GET", "/error-codes").json["codes"]
    # Then it has each, by a code of its own
    assert {code["code"]: (code["status"], code["title"], code["detail"]) for code in codes} == {
        kind.code: (kind.status, kind.title, kind.detail) for kind in kinds
    }
    assert len(codes) == len({kind.code for kind in kinds}) == len(kinds)
    assert set(CODES.values()) | {"CMS-5001", "CMS-5034"} <= {code["code"] for code in codes}
    assert all(code["meaning"] for code in codes)


def test_handler__event_that_is_none_of_ours__still_an_error_page() -> None:
    # When something that is no request arrives
    answer = handler_of("start")({"version": "2.0"}, FakeContext())
    # Then the answer is the error page, with its headers
    assert answer["statusCode"] == 500
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"
