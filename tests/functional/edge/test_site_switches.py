"""Announced maintenance and the shut-down site, on every page (SES-06 to SES-09, NIR-05)."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec
import pytest

from cms_common.adapters.passwords import Passwords
from cms_common.adapters.site import DynamoSiteStates
from cms_common.edge.access import STAFF_SIGNED_IN, Audience
from cms_common.edge.api import Api, Doors, Request, serve
from infra.apis import routes
from staff.wiring import doors
from tests.functional.edge import seed
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply, call, send
from tests.support.staff import agent

UNAVAILABLE = (
    "Sorry the site is unavailable at the moment because it's undergoing urgent maintenance. "
    "We should have it up and running again soon, so please try again later."
)
MESSAGE = "The site will not be available from 10pm on Thursday until 2am on Friday: sorry."
STARTS, ENDS = seed.NOON + timedelta(hours=10), seed.NOON + timedelta(hours=14)
SECOND = timedelta(seconds=1)
EVERY = [(route.method, route.path) for _, route in routes()]
STAFF = [(route.method, route.path) for _, route in routes() if route.access.audience is Audience.STAFF]
PAGES = [(route.method, route.path) for _, route in routes() if route.access.audience is Audience.SELF_SERVICE]
PASSWORD = "harvest42"


class Done(msgspec.Struct):
    """An answer without anything in it."""

    done: bool = True


@cache
def _hash() -> str:
    return Passwords().hash(PASSWORD)


def _ask(method: str, path: str, token: str | None = None) -> Reply:
    body: dict[str, str] | None = {} if method == "POST" else None
    return send(method, path, body, token=token, headers={"Idempotency-Key": "a" * 20})


def _log_in(cloud: Cloud) -> Reply:
    """Give a right password; the account is enrolled for nothing yet."""
    seed.account(cloud)
    cloud.update("accounts", {"key": f"account#{seed.USER_ID}"}, password_hash=_hash())
    return send("POST", "/client/login", {"user_id": seed.USER_ID, "password": PASSWORD})


def _announced(reply: Reply) -> dict[str, str] | None:
    header = reply.headers.get("maintenance-message")
    return json.loads(header) if header else None


@pytest.mark.req("SES-06", "NIR-05")
@pytest.mark.parametrize(("method", "path"), [*EVERY, ("GET", "/no/such/page"), ("DELETE", "/client")])
def test_maintenance__announced__red_message_and_period_on_every_page(noon: Cloud, method: str, path: str) -> None:
    # Given maintenance announced for tonight
    seed.switch(noon, message=MESSAGE, starts_at=STARTS, ends_at=ENDS)
    # When any page is asked for, whatever its answer
    reply = _ask(method, path)
    # Then the message comes with it, red, and with its period
    period = {"from": STARTS.isoformat(), "until": ENDS.isoformat()}
    assert _announced(reply) == {"colour": "red", "message": MESSAGE, **period}
    assert reply.headers["maintenance-message"].isascii()


@pytest.mark.req("SES-06")
def test_maintenance__over_or_never_announced__no_message(noon: Cloud) -> None:
    # Given no announcement
    assert _announced(_ask("GET", "/client")) is None
    # When one is over
    seed.switch(noon, message=MESSAGE, starts_at=STARTS, ends_at=ENDS)
    noon.clock.stop(ENDS)
    # Then it no longer shows
    assert _announced(_ask("GET", "/client")) is None
    noon.clock.stop(ENDS - SECOND)
    assert _announced(_ask("GET", "/client")) is not None


@pytest.mark.req("SES-07")
@pytest.mark.parametrize(
    ("at", "works"),
    [(seed.NOON, True), (STARTS - SECOND, True), (STARTS, False), (ENDS - SECOND, False), (ENDS, True)],
    ids=["announced", "second before", "start", "last second", "end"],
)
def test_maintenance__around_its_period__login_and_pages_work_except_during_it(
    cloud: Cloud, at: datetime, *, works: bool
) -> None:
    # Given announced maintenance, and someone signed in
    cloud.clock.stop(at)
    seed.switch(cloud, message=MESSAGE, starts_at=STARTS, ends_at=ENDS)
    seed.client(cloud)
    token = seed.session(cloud, "full", "client")
    # When someone logs in, and the other opens the homepage
    login, homepage = _log_in(cloud), _ask("GET", "/client/homepage", token)
    # Then both work, except during the period
    assert (login.status, homepage.status) == ((200, 200) if works else (503, 503))
    assert works or {login.json["detail"], homepage.json["detail"]} == {UNAVAILABLE}
    # And the site's state says so
    assert send("GET", "/site").json["available"] is works


@pytest.mark.req("SES-08", "NIR-05")
@pytest.mark.parametrize(("method", "path"), PAGES)
def test_shut_down__every_client_and_employer_page__says_so_and_does_nothing(
    cloud: Cloud, method: str, path: str
) -> None:
    # Given a site shut down by hand, and people who were signed in
    seed.switch(cloud, shut_down=True)
    seed.client(cloud)
    sessions = [seed.session(cloud, stage, service) for stage in ("credentials", "challenge", "full")
                for service in ("client", "employer")]  # fmt: skip
    before = cloud.items("sessions")
    # When anyone asks for the page
    replies = [_ask(method, path, token) for token in [None, *sessions]]
    # Then each gets the sentence, and nothing else happens
    assert {(reply.status, reply.json["code"], reply.json["detail"]) for reply in replies} == {
        (503, "CMS-5034", UNAVAILABLE)
    }
    assert cloud.items("sessions") == before
    assert cloud.items("accounts") == cloud.items("attempts") == cloud.items("audit") == []


@pytest.mark.req("SES-08")
def test_shut_down__routes_of_the_shut_audience__are_all_but_three() -> None:
    # Given the declared routes, then those that stay open are these
    assert sorted(set(EVERY) - set(PAGES) - set(STAFF)) == [
        ("GET", "/error-codes"),
        ("GET", "/openapi.json"),
        ("GET", "/site"),
    ]
    assert {path.split("/")[1] for _, path in STAFF} == {"staff"}
    assert {("GET", "/"), ("GET", "/client"), ("GET", "/employer"), ("GET", "/ni")} <= set(PAGES)


@pytest.mark.req("SES-08")
def test_shut_down__login_with_right_password__refused_and_no_attempt_counted(cloud: Cloud) -> None:
    # Given a shut site
    seed.switch(cloud, shut_down=True)
    # When someone gives the right password
    reply = _log_in(cloud)
    # Then it does not work, and leaves no trace on the account
    assert (reply.status, reply.json["detail"]) == (503, UNAVAILABLE)
    assert "newest_attempt" not in cloud.items("accounts")[0]
    # And it works when the site is back
    seed.switch(cloud, shut_down=False)
    assert _log_in(cloud).status == 200


@pytest.mark.req("SES-08")
def test_shut_down__site_report__still_answers_with_the_sentence(cloud: Cloud) -> None:
    # Given a shut site with maintenance announced
    cloud.clock.stop(seed.NOON)
    seed.switch(cloud, shut_down=True, message=MESSAGE, starts_at=STARTS, ends_at=ENDS)
    # When a page asks for the site's state
    told = send("GET", "/site").json
    # Then it gets what to show
    assert (told["available"], told["message"]) == (False, UNAVAILABLE)
    assert told["maintenance"] == {
        "colour": "red",
        "message": MESSAGE,
        "from": STARTS.isoformat(),
        "until": ENDS.isoformat(),
    }


@pytest.mark.req("SES-08", "SES-07")
@pytest.mark.parametrize("state", [{"shut_down": True}, {"message": MESSAGE, "starts_at": STARTS, "ends_at": ENDS}])
def test_staff_route__site_shut_or_in_maintenance__stays_open(cloud: Cloud, state: dict[str, object]) -> None:
    # Given a site that is shut for clients and employers, and someone of staff signed in
    cloud.clock.stop(STARTS)
    seed.switch(cloud, **state)
    token = seed.session(cloud, "full", "client")
    api = Api("Staff")

    @api.route("GET", "/staff/rehearsal", access=STAFF_SIGNED_IN, answer=Done, summary="A staff page")
    def _(__: Request[None]) -> Done:
        return Done()

    handler = serve(api, doors)
    # When they use a staff page
    reply = call(handler, "GET", "/staff/rehearsal", token=agent().token)
    # Then it works, while a client page does not, and nobody gets in without a session
    assert (reply.status, reply.json) == (200, {"done": True})
    assert send("GET", "/client/homepage", token=token).status == 503
    assert call(handler, "GET", "/staff/rehearsal").status == 401


@pytest.mark.req("SES-09")
def test_switches__changed_by_hand__seen_within_five_seconds_and_read_once_in_five(cloud: Cloud) -> None:
    # Given a process whose stopwatch the test turns, and a thousand requests in the first five seconds
    now = 100.0
    sites = DynamoSiteStates(lambda: now)
    with watched(Calls()) as calls:
        for _ in range(1000):
            assert sites.current().shut_down is False
            now += 0.0049
        # When the site is shut down just after the first of them
        cloud.put("site", {"name": "site", "shut_down": True, "version": 1})
        assert sites.current().shut_down is False
        now = 105.0
        # Then five seconds after the last read it is seen, with one more read
        assert sites.current().shut_down is True
    assert [call for call in calls.made if call != "PutItem"] == ["GetItem", "GetItem"]


@pytest.mark.req("SES-09")
def test_switches__read_that_takes_long__counts_from_before_it(cloud: Cloud) -> None:
    # Given a stopwatch that shows a read of four seconds
    shown = iter([100.0, 105.0])
    sites = DynamoSiteStates(lambda: next(shown))
    sites.current()
    # When the site is shut meanwhile, and asked about five seconds after that read began
    cloud.put("site", {"name": "site", "shut_down": True, "version": 1})
    # Then the change is seen
    assert sites.current().shut_down is True


def test_doors__site_cannot_be_read__error_page_and_not_an_open_door(cloud: Cloud) -> None:
    # Given doors whose site cannot be read
    class Broken:
        def current(self) -> None:
            raise RuntimeError("no table")

    api = Api("Tests")
    ran = []

    @api.route("GET", "/under-test", access=STAFF_SIGNED_IN, answer=Done, summary="Under test")
    def _(__: Request[None]) -> Done:
        ran.append(1)
        return Done()

    handler = serve(api, Doors(Broken(), None, lambda: datetime.now(UTC)))  # type: ignore[arg-type]
    # When a page is asked for, then it fails closed
    assert (call(handler, "GET", "/under-test").status, ran) == (500, [])
