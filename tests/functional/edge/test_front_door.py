"""The front door: security headers, the origin secret, and who an attempt comes from."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from cms_common.domain.site import SiteState
from cms_common.edge.access import ALWAYS_OPEN
from cms_common.edge.api import Api, Doors, Request, serve
from infra.apis import routes
from login.wiring import settings
from tests.functional.edge import seed
from tests.support.cloud import Cloud
from tests.support.http import Handler, Reply, call, send

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
SECRET = "only CloudFront sends this"
VIEWER = "203.0.113.7"


class Seen(msgspec.Struct):
    """Where the edge says that a request came from."""

    source: str


class OpenSite:
    """A site that is open, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def current(self) -> SiteState:
        """Return the state of an open site."""
        self.asked += 1
        return SiteState()


def _handler(secret: str, site: OpenSite | None = None) -> Handler:
    api = Api("Tests")

    @api.route("GET", "/under-test", access=ALWAYS_OPEN, answer=Seen, summary="Under test")
    def _(request: Request[None]) -> Seen:
        return Seen(request.source)

    return serve(api, Doors(site or OpenSite(), None, lambda: datetime.now(UTC), secret))


def _has_the_headers(reply: Reply) -> None:
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
    assert reply.headers["transaction-id"]


@pytest.mark.parametrize(
    ("method", "path"),
    [*((route.method, route.path) for _, route in routes()), ("GET", "/nowhere"), ("PUT", "/client"), ("HEAD", "/")],
)
def test_security_headers__any_answer__has_them(cloud: Cloud, method: str, path: str) -> None:
    # When any address is asked for, whatever comes of it, then the headers are there
    _has_the_headers(send(method, path, {} if method == "POST" else None))


def test_security_headers__failure_and_refusal_at_the_door__have_them() -> None:
    # Given a door with a secret, and a site whose state cannot be read
    class Broken(OpenSite):
        def current(self) -> SiteState:
            raise RuntimeError("no table")

    # When one request is refused and another fails
    refused = call(_handler(SECRET), "GET", "/under-test")
    failed = call(_handler("", Broken()), "GET", "/under-test")
    # Then both carry the headers
    assert (refused.status, failed.status) == (403, 500)
    _has_the_headers(refused)
    _has_the_headers(failed)


@pytest.mark.parametrize("sent", [None, "", "wrong", SECRET + " ", SECRET.upper(), "é" * 10, "\ud800", "a" * 100_000])
@pytest.mark.parametrize(("method", "path"), [("GET", "/under-test"), ("GET", "/nowhere"), ("POST", "/under-test")])
def test_origin_secret__missing_or_wrong__refused_on_every_address_before_anything_is_read(
    method: str, path: str, sent: str | None
) -> None:
    # Given a front door with a secret
    site = OpenSite()
    # When a request comes round it
    headers = {} if sent is None else {"Origin-Secret": sent}
    reply = call(_handler(SECRET, site), method, path, headers=headers)
    # Then it is refused, and no table was asked for it
    assert (reply.status, reply.json["code"], site.asked) == (403, "CMS-4034", 0)
    assert SECRET not in reply.body


def test_origin_secret__right_one__let_in() -> None:
    # When the front door's own secret comes along, then the request is answered
    assert call(_handler(SECRET), "GET", "/under-test", headers={"origin-secret": SECRET}).status == 200


@pytest.mark.parametrize(
    ("secret", "viewer", "source"),
    [
        ("", f"{VIEWER}:443", "192.0.2.10"),
        (SECRET, f"{VIEWER}:443", VIEWER),
        (SECRET, "2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6"),
        (SECRET, "[2001:db8::1]:443", "[2001:db8::1]"),
        (SECRET, "", "192.0.2.10"),
    ],
)
def test_viewer_address__only_with_the_secret__is_believed(secret: str, viewer: str, source: str) -> None:
    # When a request names its viewer's address, which anyone can write
    headers = {"cloudfront-viewer-address": viewer, "origin-secret": SECRET}
    reply = call(_handler(secret), "GET", "/under-test", headers=headers)
    # Then it counts only where our own front door vouches for it
    assert reply.json["source"] == source


PERIOD = timedelta(minutes=settings.source_attempts_minutes)
ALLOWED = settings.source_attempts_allowed


def _attempt(source: str) -> Reply:
    return send("POST", "/client/login", {"user_id": "1" * 12, "password": "harvest42"}, source=source)


def _used(cloud: Cloud, source: str, attempts: int) -> None:
    """Let a source have made this many attempts in the period of the stopped clock."""
    first = _attempt(source)
    assert first.status in {401, 423}
    (item,) = cloud.items("attempts")
    cloud.update("attempts", {"key": item["key"]}, attempts=attempts)


def test_source__last_attempt_allowed_and_the_one_after__goes_on_and_is_refused(cloud: Cloud) -> None:
    # Given a source that has made all attempts but one
    start = datetime.fromtimestamp(seed.NOON.timestamp() // PERIOD.total_seconds() * PERIOD.total_seconds(), UTC)
    cloud.clock.stop(start)
    _used(cloud, "192.0.2.44", ALLOWED - 1)
    # When it makes the last one and one more, at the period's end
    cloud.clock.stop(start + PERIOD - timedelta(seconds=1))
    last, over = _attempt("192.0.2.44"), _attempt("192.0.2.44")
    # Then the last is answered as ever, the next is one too many, and neighbours are not touched
    assert last.status in {401, 423}
    assert (over.status, over.json["code"]) == (429, "CMS-4291")
    assert _attempt("192.0.2.45").status in {401, 423}
    # And in the next period it may try again
    cloud.clock.stop(start + PERIOD)
    assert _attempt("192.0.2.44").status in {401, 423}


def test_source__another_address_of_the_same_64__shares_the_count(cloud: Cloud) -> None:
    # Given an IPv6 household that has used up its attempts
    cloud.clock.stop(seed.NOON)
    _used(cloud, "2001:db8:1:2::1", ALLOWED)
    # When another of its addresses tries, and the next household
    own, next_door = _attempt("2001:db8:1:2:ffff::9"), _attempt("2001:db8:1:3::1")
    # Then the first is refused, the second is not
    assert (own.status, next_door.status in {401, 423}) == (429, True)


def test_source__refused__counts_nothing_against_the_account(cloud: Cloud) -> None:
    # Given a source that has used up its attempts
    cloud.clock.stop(seed.NOON)
    seed.account(cloud)
    _used(cloud, "192.0.2.44", ALLOWED)
    # When it tries a known user ID
    reply = send("POST", "/client/login", {"user_id": seed.USER_ID, "password": "harvest42"}, source="192.0.2.44")
    # Then the account has no attempt on it
    assert reply.status == 429
    assert all("newest_attempt" not in item for item in cloud.items("accounts") if item["key"].endswith(seed.USER_ID))
