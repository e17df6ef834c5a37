"""Who may use which route: the written table, and what else guards the way in."""

import pytest

from cms_common.domain.staff import StaffRole
from infra import application
from infra.apis import routes
from tests.functional.edge import seed
from tests.support import staff
from tests.support.cloud import Cloud
from tests.support.http import send

# Sessions of the stages "credentials" and "challenge" belong to the route's own service. The body sent is {}.
#   open   200              step   403 CMS-4031 an earlier step, or a later one, than the route serves
#   form   422, let in      other  403 CMS-4032 the session belongs to the other service
#   login  401 CMS-4011          lost   404 nothing at this address is theirs
TABLE = """
route                                   anonymous  credentials  challenge  full-client  full-employer
GET  /                                  open       open         open       open         open
GET  /client                            open       open         open       open         open
GET  /employer                          open       open         open       open         open
GET  /ni                                open       open         open       open         open
GET  /client/faq                        open       open         open       open         open
GET  /employer/faq                      open       open         open       open         open
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
GET  /client/uploads                    login      step         step       open         other
POST /client/uploads                    login      step         step       form         other
GET  /client/uploads/{upload}           login      step         step       lost         other
GET  /client/messages                   login      step         step       open         other
GET  /client/messages/new               login      step         step       open         other
POST /client/messages                   login      step         step       form         other
GET  /client/contact-history            login      step         step       open         other
GET  /client/contact-history/{entry}/document  login  step      step       lost         other
GET  /client/recovery/user-id           open       open         open       open         open
POST /client/recovery/user-id           form       form         form       form         form
GET  /client/recovery/password          open       open         open       open         open
POST /client/recovery/password          form       form         form       form         form
GET  /client/recovery/pin               login      step         open       step         other
POST /client/recovery/pin               login      step         form       step         other
GET  /client/recovery/security-questions  login    step         later      step         other
POST /client/recovery/security-questions  login    step         form       step         other
GET  /client/recovery/new-pin           login      step         open       step         other
POST /client/recovery/new-pin           login      step         form       step         other
GET  /client/details/pin                login      step         step       open         other
POST /client/details/pin                login      step         step       form         other
GET  /client/details                    login      step         step       open         other
GET  /client/details/text-messages      login      step         step       open         other
POST /client/details/text-messages      login      step         step       form         other
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
GET  /employer/messages                 login      step         step       other        open
GET  /employer/messages/new             login      step         step       other        open
POST /employer/messages                 login      step         step       other        form
GET  /employer/contact-history          login      step         step       other        open
GET  /employer/contact-history/{entry}/document  login  step    step       other        lost
GET  /employer/recovery/user-id         open       open         open       open         open
POST /employer/recovery/user-id         form       form         form       form         form
GET  /employer/recovery/password        open       open         open       open         open
POST /employer/recovery/password        form       form         form       form         form
"""
# Staff: an agent has every function ticked, a caseworker none, a newcomer has not confirmed the new password yet.
#   new    201      use    403 CMS-4038 not ticked, or not for the role      gone   404 nobody has that ID
STAFF_TABLE = """
route                                             anonymous  client  newcomer  caseworker  agent  it-support
GET  /staff/login                                 open       open    open      open        open   open
POST /staff/login                                 form       form    form      form        form   form
POST /staff/login/confirmation                    login      login   open      none        none   none
POST /staff/logout                                login      login   open      open        open   open
GET  /staff/menu                                  login      login   step      open        open   open
GET  /staff/password                              login      login   step      use         open   open
POST /staff/password                              login      login   step      use         form   form
GET  /staff/users                                 login      login   step      use         use    open
POST /staff/users                                 login      login   step      use         use    form
GET  /staff/users/{user_id}                       login      login   step      use         use    gone
PUT  /staff/users/{user_id}                       login      login   step      use         use    form
POST /staff/users/{user_id}/delete                login      login   step      use         use    gone
POST /staff/users/{user_id}/unlock                login      login   step      use         use    gone
POST /staff/users/{user_id}/password              login      login   step      use         use    gone
GET  /staff/helpdesk/look-ups                     login      login   step      use         open   use
POST /staff/helpdesk/look-ups                     login      login   step      use         form   use
GET  /staff/helpdesk/look-ups/{look_up}           login      login   step      use         lost   use
GET  /staff/helpdesk/look-ups/{look_up}/enrolments  login    login   step      use         lost   use
GET  /staff/helpdesk/look-ups/{look_up}/enrolments/{enrolment}  login  login  step  use   lost   use
POST /staff/helpdesk/look-ups/{look_up}/de-enrolment  login  login   step      use         lost   use
POST /staff/helpdesk/look-ups/{look_up}/user-id   login      login   step      use         off    use
POST /staff/helpdesk/look-ups/{look_up}/password  login      login   step      use         off    use
GET  /staff/work                                   login      login   step      form        open   use
GET  /staff/work-items/{work_item}                 login      login   step      lost        lost   use
POST /staff/work-items/{work_item}/take            login      login   step      lost        lost   use
POST /staff/work-items/{work_item}/give-back       login      login   step      form        form   use
POST /staff/work-items/{work_item}/take-over       login      login   step      form        form   use
POST /staff/work-items/{work_item}/notes           login      login   step      form        form   use
POST /staff/work-items/{work_item}/done            login      login   step      form        form   use
GET  /staff/activities/{activity}                  login      login   step      lost        use    use
POST /staff/activities/{activity}/document         login      login   step      lost        use    use
GET  /staff/service-requests/{service_request}     login      login   step      lost        use    use
POST /staff/service-requests/{service_request}/documents/{document} login      login   step      lost        use    use
POST /staff/contacts                               login      login   step      form        use    use
GET  /staff/contacts/{contact}                     login      login   step      lost        use    use
POST /staff/contacts/{contact}/security-check      login      login   step      form        use    use
GET  /staff/contacts/{contact}/client              login      login   step      lost        use    use
GET  /staff/contacts/{contact}/contacts            login      login   step      lost        use    use
GET  /staff/contacts/{contact}/service-requests    login      login   step      lost        use    use
GET  /staff/contacts/{contact}/comparison          login      login   step      lost        use    use
GET  /staff/contacts/{contact}/contact-history     login      login   step      lost        use    use
POST /staff/contacts/{contact}/contact-history/{entry}/document login      login   step      lost        use    use
GET  /staff/contacts/{contact}/notifications       login      login   step      lost        use    use
POST /staff/contacts/{contact}/security-reset      login      login   step      lost        use    use
POST /staff/contacts/{contact}/special-records     login      login   step      form        use    use
POST /staff/contacts/{contact}/incidents           login      login   step      form        use    use
GET  /staff/incidents/{incident}                   login      login   step      lost        lost   use
POST /staff/contacts/{contact}/close               login      login   step      form        use    use
GET  /staff/messages                               login      login   step      open        open   use
GET  /staff/messages/{work_item}                   login      login   step      lost        lost   use
POST /staff/messages/{work_item}/take              login      login   step      lost        lost   use
POST /staff/messages/{work_item}/document          login      login   step      lost        lost   use
POST /staff/messages/{work_item}/email             login      login   step      form        use    use
POST /staff/messages/{work_item}/call              login      login   step      form        form   use
POST /staff/messages/{work_item}/answered          login      login   step      form        form   use
POST /staff/messages/{work_item}/correspondence    login      login   step      form        form   use
POST /staff/correspondence                         login      login   step      form        use    use
POST /staff/call-backs                             login      login   step      form        form   use
GET  /staff/call-backs                             login      login   step      open        open   use
POST /staff/call-backs/{call_back}/kept            login      login   step      form        form   use
POST /staff/notifications/{notification}/resend    login      login   step      lost        use    use
"""
WORDS = {
    "use": (403, "CMS-4038"),
    "gone": (404, "CMS-4043"),
    "lost": (404, "CMS-4041"),
    "off": (403, "CMS-4039"),
    "none": (403, "CMS-4037"),
    "open": (200, None),
    "form": (422, "CMS-4221"),
    "login": (401, "CMS-4011"),
    "step": (403, "CMS-4031"),
    "other": (403, "CMS-4032"),
    "later": (403, "CMS-4036"),
}


def _read(table: str) -> dict[tuple[str, str], dict[str, str]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    return {(method, path): dict(zip(head[1:], words, strict=True)) for method, path, *words in rows}


EXPECTED, STAFF_EXPECTED = _read(TABLE), _read(STAFF_TABLE)
CASES = [(*route, who, word) for route, row in EXPECTED.items() for who, word in row.items()]
STAFF_CASES = [(*route, who, word) for route, row in STAFF_EXPECTED.items() for who, word in row.items()]


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


def _staff_token(cloud: Cloud, who: str) -> str | None:
    match who:
        case "anonymous":
            return None
        case "client":
            return seed.session(cloud, "full", "client")
        case "newcomer":
            staff.hire("NEWCOM1", password="issued42", issued=True)
            return str(staff.log_in("NEWCOM1", "issued42").json["token"])
    role = {"caseworker": StaffRole.CASEWORKER, "agent": StaffRole.SUPPORT_TEAM, "it-support": StaffRole.IT_SUPPORT}
    return staff.hire("AANY1", role[who]).logging_in().token


@pytest.mark.req("ITS-01", "ITS-04", "SES-16")
@pytest.mark.parametrize(("method", "path", "who", "word"), STAFF_CASES)
def test_access__every_staff_route_by_everybody__as_the_table_has_it(
    cloud: Cloud, method: str, path: str, who: str, word: str
) -> None:
    # Given somebody of the table
    token = _staff_token(cloud, who)
    # When they ask for the route
    there = path.replace("{user_id}", "NOBODY1").replace("{look_up}", "x" * 43).replace("{enrolment}", "client")
    body: dict[str, str] | None = None if method == "GET" else {}
    reply = send(method, there, body, token=token, headers={"Idempotency-Key": "a" * 20})
    # Then they are let in or refused as the table has it
    status, code = WORDS[word]
    assert (reply.status, (reply.json or {}).get("code")) == (status, code)


@pytest.mark.req("SEC-09", "ITS-01")
@pytest.mark.parametrize(
    ("role", "shut"),
    [
        # 17 routes are for caseworkers of clients alone; 4 for all caseworkers; 17 for whoever answers messages; one
        # for whoever raises incidents of clients or deals with them.
        (StaffRole.CASEWORKER, 0),
        (StaffRole.EMPLOYER_CASEWORKER, 17 + 1),
        (StaffRole.SUPPORT_TEAM, 17 + 4),
        (StaffRole.TEAM_LEADER, 17 + 4),
        (StaffRole.IT_SUPPORT, 17 + 4 + 17 + 1),
        (StaffRole.OPERATOR, 17 + 4 + 17 + 1),
    ],
)
def test_access__routes_of_caseworkers_by_every_other_role__are_refused(
    cloud: Cloud, role: StaffRole, shut: int
) -> None:
    # Given somebody of a role with everything ticked that can be
    member = staff.hire("AANY1", role).logging_in()
    # When they ask for each route that is for others among those who work for clients and employers
    theirs = {StaffRole.CASEWORKER, StaffRole.SUPPORT_TEAM, StaffRole.EMPLOYER_CASEWORKER}
    asked = [route for _, route in routes() if route.access.roles & theirs and role not in route.access.roles]
    headers = {"Idempotency-Key": "a" * 20}
    bodies: list[dict[str, object] | None] = [{} if route.method == "POST" else None for route in asked]
    replies = [
        send(route.method, route.path, body, token=member.token, headers=headers)
        for route, body in zip(asked, bodies, strict=True)
    ]
    # Then each refuses them
    assert len(asked) == shut
    assert {(reply.status, reply.json["code"]) for reply in replies} <= {(403, "CMS-4038")}


@pytest.mark.req("LOG-01")
@pytest.mark.parametrize(("method", "path"), EXPECTED)
def test_access__staff_session_on_routes_of_clients_and_employers__is_none(
    cloud: Cloud, method: str, path: str
) -> None:
    # Given staff who may do everything that staff may
    token = staff.agent().token
    # When their session is used on a route of clients and employers, Then it opens what no session opens
    body: dict[str, str] | None = None if method == "GET" else {}
    reply = send(method, path, body, token=token, headers={"Idempotency-Key": "a" * 20})
    status, code = WORDS[EXPECTED[method, path]["anonymous"]]
    assert (reply.status, (reply.json or {}).get("code")) == (status, code)


def test_access_table__declared_routes__has_every_one_and_no_other() -> None:
    # Given the routes as the functions declare them, and as the template does
    declared = {(route.method, route.path): function for function, route in routes()}
    # Then the table, the declarations and the template are one and the same list, each with the same function
    assert EXPECTED.keys() | STAFF_EXPECTED.keys() == declared.keys()
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
