"""The routes of one function, and the edge that every request passes through."""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import msgspec
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.domain.accounts import Service
from cms_common.domain.chance import Clock
from cms_common.domain.components import ComponentFault
from cms_common.domain.sessions import Session, Visit, hash_of, token_shape
from cms_common.domain.site import SiteState
from cms_common.domain.staff import StaffSession
from cms_common.edge import answers, problems
from cms_common.edge.access import Access, Audience
from cms_common.edge.bodies import read_body
from cms_common.logs import Line, fail, log, where

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_IN_PATH = re.compile(r"(\{\w+\})")
_ORIGIN_SECRET = "origin-secret"  # noqa: S105 - the name of a header


class SiteStates(Protocol):
    """Tells whether the site is open."""

    def current(self) -> SiteState:
        """Return the operator's switches, at most five seconds old."""
        ...


class Sessions(Protocol):
    """Checks and prolongs sessions."""

    def touch(self, token_hash: str, now: datetime) -> Session | None:
        """Return the session and prolong it; None where there is none or it has ended."""
        ...


class StaffSessions(Protocol):
    """Checks and prolongs sessions of staff."""

    def touch(self, token_hash: str, now: datetime) -> StaffSession | None:
        """Return the session with its member of staff as kept now, and prolong it; None where it has ended."""
        ...


@dataclass(frozen=True, slots=True)
class Doors:
    """What the edge needs to open or shut: `sessions` and `staff` are None where no route needs them."""

    sites: SiteStates
    sessions: Sessions | None
    clock: Clock
    origin_secret: str = ""
    staff: StaffSessions | None = None


@dataclass(frozen=True, slots=True)
class Request[B]:
    """A request that has passed the edge."""

    body: B
    service: Service | None
    signed_in: Session | None
    now: datetime
    transaction_id: str
    source: str
    idempotency_key: str
    query: Mapping[str, str]
    named: Mapping[str, str] = field(default_factory=dict)
    """What stood in the path at each name in braces."""
    at_work: StaffSession | None = None

    @property
    def visit(self) -> Visit:
        """The request as the use cases know it."""
        return Visit(self.now, self.transaction_id, self.source)

    @property
    def own_service(self) -> Service:
        """The service of a route whose path names one."""
        if self.service is None:
            raise problems.NotFound
        return self.service

    @property
    def session(self) -> Session:
        """The session of a route whose access rule demands one."""
        if self.signed_in is None:
            raise problems.LogInFirst
        return self.signed_in

    @property
    def staff(self) -> StaffSession:
        """The session of a staff route whose access rule demands one."""
        if self.at_work is None:
            raise problems.LogInFirst
        return self.at_work


@dataclass(frozen=True, slots=True)
class Route:
    """A route as declared: what it takes, what it answers, who may use it."""

    method: str
    path: str
    service: Service | None
    access: Access
    summary: str
    run: Callable[[Request[Any]], msgspec.Struct | msgspec.Raw]
    body: type[msgspec.Struct] | None
    answer: type[msgspec.Struct] | None
    status: int
    raises: tuple[type[problems.Problem], ...]
    idempotent: bool
    query: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a route without an access rule: closed by default."""
        if not isinstance(self.access, Access):
            raise TypeError(f"{self.name} has no access rule")

    @property
    def name(self) -> str:
        """The route as logs and tables name it: "POST /client/login"."""
        return f"{self.method} {self.path}"

    def possible_problems(self) -> tuple[type[problems.Problem], ...]:
        """Return every problem this route can answer, the edge's own among them."""
        own: list[type[problems.Problem]] = [*self.raises, problems.SomethingsGoneWrong, problems.OriginRefused]
        if self.access.audience is Audience.SELF_SERVICE:
            own.append(problems.SiteUnavailable)
        if self.access.stages:
            own += [problems.LogInFirst, problems.StepNotComplete]
        if self.access.stages and self.service:
            own.append(problems.OtherService)
        if self.access.chooses:
            own.append(problems.NotYours)
        if _IN_PATH.search(self.path):
            own.append(problems.NotFound)
        if self.body:
            own += [problems.Malformed, problems.TooLarge, problems.NotJson, problems.FormRefused]
        if self.idempotent:
            own.append(problems.IdempotencyKeyNeeded)
        return tuple(sorted(set(own), key=lambda kind: kind.code))


class Api:
    """The routes of one function. `title` groups them in the API documentation."""

    def __init__(self, title: str) -> None:
        """Start without routes."""
        self.title = title
        self.routes: list[Route] = []

    def route[H: Callable[[Request[Any]], msgspec.Struct | msgspec.Raw]](  # noqa: PLR0913 - a declaration
        self,
        method: str,
        path: str,
        *,
        access: Access,
        summary: str,
        answer: type[msgspec.Struct] | None,
        status: int = 200,
        body: type[msgspec.Struct] | None = None,
        raises: Sequence[type[problems.Problem]] = (),
        idempotent: bool = False,
        query: Mapping[str, str] | None = None,
    ) -> Callable[[H], H]:
        """Declare a route. "{service}" in the path makes two routes, one for clients and one for employers.

        `raises` are the problems its own code raises; `query` names the query parameters and says what they are.
        """

        def declare(run: H) -> H:
            for service in Service if "{service}" in path else (_service_of(path),):
                concrete = path.replace("{service}", service.value if service else "")
                declared = (method, concrete, service, access, summary, run, body, answer, status, tuple(raises))
                self.routes.append(Route(*declared, idempotent, query or {}))
            return run

        return declare


def _service_of(path: str) -> Service | None:
    first = path.strip("/").partition("/")[0]
    return Service(first) if first in set(Service) else None


def serve(
    api: Api,
    doors: Doors,
    *,
    fallback: Callable[[str, str], problems.Problem] = lambda *_: problems.NotFound(),
) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """Make the Lambda handler of an API. `fallback` says what an address that no route takes is answered with."""
    resolver = APIGatewayHttpResolver()
    for route in api.routes:
        # Powertools reads a path as a regular expression: a dot must be a dot.
        resolver.route(_pattern(route.path), method=route.method)(_passing(route, resolver, doors))

    @resolver.not_found
    def nothing_here(_: Exception) -> Response[str]:
        return _pass_unrouted(fallback, resolver, doors)

    def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        try:
            return resolver.resolve(event, context)
        except Exception as error:  # noqa: BLE001 - the last line of defence: whatever happens, the answer is ours
            _log_failure("-", context.aws_request_id, problems.SomethingsGoneWrong(), error)
            made = answers.problem(problems.SomethingsGoneWrong(), context.aws_request_id)
            return _plain(made)

    return lambda_handler


def _pattern(path: str) -> str:
    """Write a path as Powertools reads it: "{name}" as "<name>", all else as it stands."""
    return "".join(f"<{part[1:-1]}>" if part[:1] == "{" else re.escape(part) for part in _IN_PATH.split(path))


def _passing(route: Route, resolver: APIGatewayHttpResolver, doors: Doors) -> Callable[..., Response[str]]:
    return lambda **named: _pass(route, named, resolver, doors)


def _plain(made: Response[str]) -> dict[str, Any]:
    return {"statusCode": made.status_code, "headers": dict(made.headers), "body": made.body, "isBase64Encoded": False}


def _pass(route: Route, named: Mapping[str, str], resolver: APIGatewayHttpResolver, doors: Doors) -> Response[str]:
    """Take one request through the edge: front door, site switch, access, body, then the route's own code."""

    def work(state: SiteState, now: datetime, transaction_id: str) -> Response[str]:
        _open_for(route, state, now)
        request = replace(_request(route, resolver.current_event, doors, now, transaction_id), named=named)
        return answers.answer(route.status, route.run(request), transaction_id)

    return _in_the_edge(work, resolver, doors, method=route.method, path=route.path)


def _pass_unrouted(
    fallback: Callable[[str, str], problems.Problem], resolver: APIGatewayHttpResolver, doors: Doors
) -> Response[str]:
    """Answer a request that no route takes. Its address is not logged: it may be anything that someone typed."""

    def work(_: SiteState, __: datetime, ___: str) -> Response[str]:
        event = resolver.current_event
        raise fallback(event.http_method, event.path)

    return _in_the_edge(work, resolver, doors, method="-", path="-")


def _in_the_edge(
    work: Callable[[SiteState, datetime, str], Response[str]],
    resolver: APIGatewayHttpResolver,
    doors: Doors,
    *,
    method: str,
    path: str,
) -> Response[str]:
    """Do what every request has in common: front door, site switch, problems, maintenance message, log line."""
    transaction_id = resolver.lambda_context.aws_request_id
    now, state = doors.clock(), SiteState()
    try:
        _through_the_front_door(resolver.current_event, doors)
        state = doors.sites.current()
        made = work(state, now, transaction_id)
    except Exception as error:  # noqa: BLE001 - every failure becomes a problem document
        made = _failed(f"{method} {path}", error, transaction_id)
    answers.announce(made, state, now)
    log(Line.REQUEST_ANSWERED, transaction_id=transaction_id, route=path, method=method, status=made.status_code)
    return made


def _open_for(route: Route, state: SiteState, now: datetime) -> None:
    if route.access.audience is Audience.SELF_SERVICE and not state.available(now):
        raise problems.SiteUnavailable


def _failed(route: str, error: Exception, transaction_id: str) -> Response[str]:
    if isinstance(error, problems.Problem):
        return answers.problem(error, transaction_id)
    raised: problems.Problem = problems.SomethingsGoneWrong()
    if isinstance(error, ComponentFault):
        raised = problems.COMPONENT_FAULTS[error.component]()
    _log_failure(route, transaction_id, raised, error)
    return answers.problem(raised, transaction_id)


def _log_failure(route: str, transaction_id: str, raised: problems.Problem, error: Exception) -> None:
    # The error's own text may carry what a person typed: only its kind and place are logged.
    told = {"route": route, "code": raised.code, "error": type(error.__cause__ or error).__name__}
    if isinstance(error, ComponentFault):
        told["component"] = error.component.value
    line = Line.COMPONENT_FAILED if "component" in told else Line.REQUEST_FAILED
    fail(line, transaction_id=transaction_id, where=where(error.__traceback__), **told)


def _through_the_front_door(event: APIGatewayProxyEventV2, doors: Doors) -> None:
    sent = event.headers.get(_ORIGIN_SECRET, "")
    if doors.origin_secret and not hmac.compare_digest(_bytes(sent), _bytes(doors.origin_secret)):
        raise problems.OriginRefused


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _request(
    route: Route, event: APIGatewayProxyEventV2, doors: Doors, now: datetime, transaction_id: str
) -> Request[Any]:
    staffed = route.access.audience is Audience.STAFF
    session = None if staffed else _session(route, event, doors, now)
    at_work = _staff_session(route, event, doors, now) if staffed else None
    key = event.headers.get("idempotency-key", "")
    if route.idempotent and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise problems.IdempotencyKeyNeeded
    return Request(
        body=read_body(event, route.body) if route.body else None,
        service=route.service,
        signed_in=session,
        now=now,
        transaction_id=transaction_id,
        source=_source(event, doors),
        idempotency_key=key,
        query=event.query_string_parameters,
        at_work=at_work,
    )


def _session(route: Route, event: APIGatewayProxyEventV2, doors: Doors, now: datetime) -> Session | None:
    """Open the session by its bearer token; closed by default (LOG-01, SES-16)."""
    if not route.access.stages:
        return None
    token_hash = _token_hash(event)
    session = doors.sessions.touch(token_hash, now) if doors.sessions else None
    if session is None:
        raise problems.LogInFirst
    if route.service and session.service != route.service:
        raise problems.OtherService
    if session.stage not in route.access.stages:
        raise problems.StepNotComplete
    return session


def _staff_session(route: Route, event: APIGatewayProxyEventV2, doors: Doors, now: datetime) -> StaffSession | None:
    """Open a staff session; role and ticked function are those that the person has now (ITS-04, ITS-13)."""
    if not route.access.stages:
        return None
    token_hash = _token_hash(event)
    session = doors.staff.touch(token_hash, now) if doors.staff else None
    if session is None:
        raise problems.LogInFirst
    if session.stage not in route.access.stages:
        raise problems.StepNotComplete
    if not route.access.admits(session.user.profile):
        raise problems.NotYours
    return session


def _token_hash(event: APIGatewayProxyEventV2) -> str:
    scheme, _, token = event.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token_shape(token):
        raise problems.LogInFirst
    return hash_of(token)


def _source(event: APIGatewayProxyEventV2, doors: Doors) -> str:
    """Tell where a request came from: the viewer, where our own front door vouches for the header."""
    viewer = event.headers.get("cloudfront-viewer-address", "").rpartition(":")[0]
    return viewer if viewer and doors.origin_secret else event.request_context.http.source_ip
