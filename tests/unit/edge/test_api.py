"""Routes as declared: none without an access rule, none without its own problems."""

import msgspec
import pytest

from cms_common.domain.accounts import Service
from cms_common.edge import access, problems
from cms_common.edge.api import Api, Request


class Done(msgspec.Struct):
    """An answer without anything in it."""


def _run(_: Request[None]) -> Done:
    return Done()


@pytest.mark.req("LOG-01")
def test_route__without_access_rule__cannot_be_made() -> None:
    # Given an API, when a route is declared without saying who may use it
    api = Api("Tests")
    with pytest.raises(TypeError, match="access"):
        api.route("GET", "/x", answer=Done, summary="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="access rule"):
        api.route("GET", "/x", access=None, answer=Done, summary="x")(_run)  # type: ignore[arg-type]
    # Then it is not made
    assert api.routes == []


def test_route__service_in_its_path__makes_one_for_each_service() -> None:
    # Given a path that names the service
    api = Api("Tests")
    api.route("GET", "/{service}/x", access=access.SIGNED_IN, answer=Done, summary="x")(_run)
    api.route("GET", "/clients/x", access=access.EVERYONE, answer=Done, summary="x")(_run)
    # Then there are two routes, each bound to its own service; a path that only looks like one is bound to none
    assert [(route.path, route.service) for route in api.routes] == [
        ("/client/x", Service.CLIENT),
        ("/employer/x", Service.EMPLOYER),
        ("/clients/x", None),
    ]


@pytest.mark.parametrize("rule", [access.REGISTERED, access.CHALLENGED, access.SIGNED_IN, access.ANY_SESSION])
def test_possible_problems__guarded_route__names_what_the_guard_can_answer(rule: access.Access) -> None:
    # Given a guarded route of a form
    api = Api("Tests")
    api.route("POST", "/client/x", access=rule, answer=Done, body=Done, idempotent=True, summary="x",
              raises=[problems.NoPin])(_run)  # fmt: skip
    named = set(api.routes[0].possible_problems())
    # Then its description names the guard's, the form's, the key's and its own
    assert {problems.LogInFirst, problems.StepNotComplete, problems.OtherService, problems.SiteUnavailable} <= named
    assert {problems.Malformed, problems.TooLarge, problems.NotJson, problems.FormRefused} <= named
    assert {problems.IdempotencyKeyNeeded, problems.NoPin, problems.SomethingsGoneWrong} <= named


def test_possible_problems__staff_route__does_not_shut_with_the_site() -> None:
    # Given a staff route, then it never says that the site is unavailable
    api = Api("Tests")
    api.route("GET", "/staff/x", access=access.STAFF_SIGNED_IN, answer=Done, summary="x")(_run)
    assert problems.SiteUnavailable not in api.routes[0].possible_problems()
