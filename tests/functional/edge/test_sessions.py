"""Sessions: whose data they open, and until when (SES-16, LOG-22, GAP-07)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms_common.domain.sessions import hash_of
from infra.apis import routes
from tests.functional.edge import seed
from tests.support.cloud import Cloud
from tests.support.http import send

PATHS = {"client": "/client/homepage", "employer": "/employer/homepage"}
SECOND = timedelta(seconds=1)
OTHERS = ["C2", seed.OTHER_SCIN, "987654321098", "E2", "Agnieszka"]
NAMES = ["scin", "case", "case_id", "user_id", "ern", "paye_reference", "site", "token", "role"]


def _families(cloud: Cloud) -> None:
    seed.client(cloud)
    seed.client(cloud, seed.OTHER_SCIN, "Agnieszka", "C2", "PWC")
    seed.employer(cloud)
    seed.employer(cloud, "E2", "Marsh & Sons", "999/ZZ999")


@pytest.mark.req("SES-16")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*OTHERS, "*", "", "C1"]), max_size=4))
def test_homepage__anyone_elses_identifiers_in_the_query__never_their_data(cloud: Cloud, query: dict[str, str]) -> None:
    # Given two clients and two employers, one of each signed in
    _families(cloud)
    replies = [
        # When their homepages are asked for with any identifiers in the query
        send("GET", path, token=seed.session(cloud, "full", service), query=query)
        for service, path in PATHS.items()
    ]
    # Then what comes back is their own, or nothing
    for reply in replies:
        assert reply.status in {200, 404}
        assert not any(theirs in reply.body for theirs in ("Agnieszka", "C2", "Marsh", "E2", seed.OTHER_SCIN))
    assert replies[1].json["ern"] == seed.ERN


@pytest.mark.req("SES-16")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_homepage__anyone_elses_identifiers_in_headers_and_body__own_data(cloud: Cloud, service: str) -> None:
    # Given two of each
    _families(cloud)
    own = seed.session(cloud, "full", service)
    plain = send("GET", PATHS[service], token=own)
    # When the request also carries other people's identifiers wherever one can be put
    body = dict.fromkeys(NAMES, seed.OTHER_SCIN)
    headers = dict.fromkeys(("scin", "x-scin", "x-user-id", "cookie", "x-ern"), seed.OTHER_SCIN)
    reply = send("GET", PATHS[service], body, token=own, headers=headers)
    # Then the answer is the same as without
    assert (reply.status, reply.body) == (200, plain.body)


@pytest.mark.req("SES-16")
def test_challenge__identifiers_of_another_client_in_the_body__refused_and_not_counted_against_them(
    cloud: Cloud,
) -> None:
    # Given two clients, one with the password step done
    _families(cloud)
    token = seed.session(cloud, "challenge", "client")
    # When the PIN is given together with the other's SCIN
    digits = [{"position": 1, "digit": "1"}, {"position": 2, "digit": "2"}]
    reply = send("POST", "/client/login/challenge", {"digits": digits, "scin": seed.OTHER_SCIN}, token=token)
    # Then the form is refused, and nobody's attempts are touched
    assert [error["field"] for error in reply.json["errors"]] == ["scin"]
    assert {int(item["wrong_pins"]) for item in cloud.items("client-security")} == {0}


@pytest.mark.req("SES-16")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_session__idle_limit__open_one_second_before_and_ended_at_it(cloud: Cloud, service: str) -> None:
    # Given a session begun at noon and not used since
    _families(cloud)
    token = seed.session(cloud, "full", service, seed.NOON)
    unused = seed.session(cloud, "full", service, seed.NOON)
    # When it is used one second before its idle limit
    cloud.clock.stop(seed.NOON + seed.IDLE - SECOND)
    assert send("GET", PATHS[service], token=token).status == 200
    # Then another one ends at the limit, and this one lives on for as long again from its last use
    cloud.clock.stop(seed.NOON + seed.IDLE)
    assert send("GET", PATHS[service], token=unused).json["code"] == "CMS-4011"
    cloud.clock.stop(seed.NOON + 2 * seed.IDLE - 2 * SECOND)
    assert send("GET", PATHS[service], token=token).status == 200
    cloud.clock.stop(seed.NOON + 3 * seed.IDLE - 2 * SECOND)
    assert send("GET", PATHS[service], token=token).status == 401


@pytest.mark.req("SES-16")
def test_session__longest_time__open_one_second_before_and_ended_at_it_however_much_it_is_used(cloud: Cloud) -> None:
    # Given a session in steady use for eight hours
    _families(cloud)
    end = seed.NOON + seed.LONGEST
    token = seed.session(cloud, "full", "client", seed.NOON, idle_until=int(end.timestamp()) + 600)
    # When it is used one second before its end, then at its end
    cloud.clock.stop(end - SECOND)
    before = send("GET", "/client/homepage", token=token)
    cloud.clock.stop(end)
    at = send("GET", "/client/homepage", token=token)
    cloud.clock.stop(end + SECOND)
    after = send("GET", "/client/homepage", token=token)
    # Then only the first is answered
    assert (before.status, at.status, after.status) == (200, 401, 401)


@pytest.mark.req("LOG-22")
@pytest.mark.parametrize("stage", ["credentials", "challenge", "full"])
def test_logout__any_stage__kills_the_session_at_once(cloud: Cloud, stage: str) -> None:
    # Given a session
    seed.client(cloud)
    seed.account(cloud)
    token = seed.session(cloud, stage, "client")
    # When its holder logs out
    reply = send("POST", "/client/logout", token=token)
    # Then no route takes it any more, and nothing of it is kept
    assert reply.status == 200
    guarded = [route for _, route in routes() if route.access.stages and route.service == "client"]
    statuses = {send(route.method, route.path, {}, token=token).status for route in guarded}
    assert (statuses, cloud.items("sessions")) == ({401}, [])


@pytest.mark.req("SES-16", "LOG-01")
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dGVzdDp0ZXN0",
        "Bearer " + "a" * 42,
        "Bearer " + "a" * 43,
        "Bearer " + "a" * 44,
        "Bearer " + "é" * 43,
        "Bearer " + "٣" * 43,
        "Bearer " + "\ud800" * 43,
        "Bearer " + "a" * 42 + "\x00",
        "Bearer  " + "a" * 43,
        "Bearer " + "a" * 100_000,
        "Bearer a' OR 1=1 --",
        "\x00\xff",
        "bearer,bearer",
    ],
)
def test_session__what_is_no_token__log_in_first(cloud: Cloud, authorization: str) -> None:
    # When a guarded page is asked for with something that opens no session
    reply = send("GET", "/client/homepage", headers={"Authorization": authorization})
    # Then it asks to log in
    assert (reply.status, reply.json["code"]) == (401, "CMS-4011")


@pytest.mark.req("SEC-07", "SES-16")
def test_session__as_kept__holds_the_hash_and_a_hash_opens_nothing(cloud: Cloud) -> None:
    # Given a session made by the service itself
    headers = {"Idempotency-Key": "a" * 20}
    form = {"first_name": "Siân", "surname": "", "password": "harvest42", "confirm_password": "harvest42"}
    form |= {"email": "sian@example.com", "confirm_email": "sian@example.com"}
    token = send("POST", "/client/registration", form, headers=headers).json["token"]
    # Then the token stands in no table, its SHA-256 does
    assert [item["token_hash"] for item in cloud.items("sessions")] == [hash_of(token)]
    assert all(token not in str(cloud.items(table)) for table in cloud.tables)
    # And what is kept opens nothing
    reply = send("GET", "/client/services", token=hash_of(token)[:43])
    assert reply.status == 401


def test_token__scheme_in_any_case__accepted(cloud: Cloud) -> None:
    # Given a session
    seed.client(cloud)
    token = seed.session(cloud, "full", "client")
    # When the scheme is written in capitals, as the standard allows
    reply = send("GET", "/client/homepage", headers={"Authorization": f"BEARER {token}"})
    # Then it opens
    assert reply.status == 200
