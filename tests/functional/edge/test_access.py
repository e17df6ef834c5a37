"""Who may use which route: the written table, and what else guards the way in."""

import pytest

from infra import application
from infra.apis import routes
from tests.functional.edge import seed
from tests.support.cloud import Cloud
from tests.support.http import send

# Sessions of the stages "credentials" and "challenge" belong to the route's own service. The body sent is {}.
#   open   200              step   403 CMS-4031 an earlier step, or a later one, than the route serves
#   form   422, let in      other  403 CMS-4032 the session belongs to the other service
#   login  401 CMS-4011
TABLE = """
route                                   anonymous  credentials  challenge  full-client  full-employer
GET  /                                  open       open         open       open         open
GET  /client                            open       open         open       open         open
GET  /employer                          open       open         open       open         open
GET  /ni                                open       open         open       open         open
GET  /site                              open       open         open       open         open
GET  /error-codes                       open       open         open       open         open
GET  /openapi.json                      open       open         open       open         open
GET  /client/registration               open       open         open       open         open
POST /client/registration               form       form         form       form         form
POST /client/registration/confirmation  login      form         step       step         other
GET  /client/services                   login      open         step       step         other
GET  /client/enrolment/information      login      open         step       step         other
GET  /client/enrolment                  login      open         step       step         other
POST /client/enrolment                  login      form         step       step         other
GET  /client/login                      open       open         open       open         open
POST /client/login                      form       form         form       form         form
GET  /client/login/challenge            login      step         open       step         other
POST /client/login/challenge            login      step         form       step         other
POST /client/logout                     login      open         open       open         other
GET  /client/homepage                   login      step         step       open         other
GET  /employer/registration             open       open         open       open         open
POST /employer/registration             form       form         form       form         form
POST /employer/registration/confirmation login     form         step       other        step
GET  /employer/services                 login      open         step       other        step
GET  /employer/enrolment/information    login      open         step       other        step
GET  /employer/enrolment                login      open         step       other        step
POST /employer/enrolment                login      form         step       other        step
GET  /employer/login                    open       open         open       open         open
POST /employer/login                    form       form         form       form         form
GET  /employer/login/challenge          login      step         open       other        step
POST /employer/login/challenge          login      step         form       other        step
POST /employer/logout                   login      open         open       other        open
GET  /employer/homepage                 login      step         step       other        open
"""
WORDS = {
    "open": (200, None),
    "form": (422, "CMS-4221"),
    "login": (401, "CMS-4011"),
    "step": (403, "CMS-4031"),
    "other": (403, "CMS-4032"),
}
_HEAD, *_ROWS = (line.split() for line in TABLE.strip().splitlines())
EXPECTED = {(method, path): dict(zip(_HEAD[1:], words, strict=True)) for method, path, *words in _ROWS}
CASES = [(*route, who, word) for route, row in EXPECTED.items() for who, word in row.items()]


def _token(cloud: Cloud, who: str, path: str) -> str | None:
    if who == "anonymous":
        return None
    stage, _, service = who.partition("-")
    own = "employer" if path.startswith("/employer") else "client"
    return seed.session(cloud, stage, service or own)


@pytest.mark.req("LOG-01", "SES-16", "ENR-16")
@pytest.mark.parametrize(("method", "path", "who", "word"), CASES)
def test_access__every_route_by_every_stage__as_the_table_has_it(
    cloud: Cloud, method: str, path: str, who: str, word: str
) -> None:
    # Given everybody's records, and someone who has come as far as the table says
    seed.client(cloud)
    seed.employer(cloud)
    seed.account(cloud)
    token = _token(cloud, who, path)
    # When they ask for the route
    body: dict[str, str] | None = {} if method == "POST" else None
    reply = send(method, path, body, token=token, headers={"Idempotency-Key": "a" * 20})
    # Then they are let in or refused as the table has it
    status, code = WORDS[word]
    assert (reply.status, (reply.json or {}).get("code")) == (status, code)


def test_access_table__declared_routes__has_every_one_and_no_other() -> None:
    # Given the routes as the functions declare them, and as the template does
    declared = {(route.method, route.path): function for function, route in routes()}
    # Then the table, the declarations and the template are one and the same list, each with the same function
    assert set(EXPECTED) == set(declared)
    assert {**declared, ("ANY", "$default"): "start"} == application.routes()
    assert len(declared) == len(routes())


@pytest.mark.req("LOG-20", "REG-03")
@pytest.mark.parametrize("stage", ["credentials", "challenge", "full"])
@pytest.mark.parametrize(("own", "other"), [("client", "employer"), ("employer", "client")])
def test_access__session_of_the_other_service__opens_none_of_its_routes(
    cloud: Cloud, stage: str, own: str, other: str
) -> None:
    # Given a session of one service
    token = seed.session(cloud, stage, own)
    guarded = [route for _, route in routes() if route.access.stages and route.service == other]
    # When it is used on every guarded route of the other
    replies = [
        send(route.method, route.path, {}, token=token, headers={"Idempotency-Key": "a" * 20}) for route in guarded
    ]
    # Then each refuses it for that reason
    assert guarded
    assert {(reply.status, reply.json["code"]) for reply in replies} == {(403, "CMS-4032")}
