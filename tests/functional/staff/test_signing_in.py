"""Staff sign in and out, and change their own password, by HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.staff import StaffFunction, StaffRole
from tests.support import ledger, staff
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply, send
from tests.support.staff import PASSWORD, hire, log_in

NOON = datetime(2026, 3, 29, 0, 45, tzinfo=UTC)
"""A quarter of an hour before summer time begins."""


def shape(reply: Reply) -> tuple[object, ...]:
    headers = {name: value for name, value in reply.headers.items() if name != "transaction-id"}
    return reply.status, {**reply.json, "transaction_id": ""}, headers


@pytest.mark.req("SUP-10")
def test_login__issued_id_and_own_password__opens_the_menu(cloud: Cloud) -> None:
    hire("JSMITH1")
    assert send("GET", "/staff/menu").status == 401
    member = staff.Member("JSMITH1").logging_in()
    assert member.get("/menu").status == 200
    assert log_in(" jsmith1 ").status == 200
    assert [act["actor"] for act in ledger.acts(cloud, "StaffLoggedIn")] == ["staff#JSMITH1"] * 2


@pytest.mark.req("SUP-12", "ITS-04")
def test_menu__support_agent_and_it_support__each_is_led_to_what_is_theirs(cloud: Cloud) -> None:
    agent, admin = staff.agent(StaffFunction.LOOK_UP).get("/menu").json, staff.it_support().get("/menu").json
    assert [item["text"] for item in agent["items"]] == [
        "Customer selection",
        "Advanced functions",
        "Helpdesk administration",
        "Help",
    ]
    assert (agent["welcome"], agent["log_out"]["text"]) == ("Welcome Jo Smithson", "Log out")
    assert [bool(item.get("href")) for item in agent["items"]] == [True, False, False, False]
    assert [bool(item.get("href")) for item in admin["items"]] == [False, True, True, False]


@pytest.mark.req("ITS-09", "SEC-08", "SUP-35")
def test_login__first_time__shows_a_new_password_and_after_confirming_the_issued_one_is_dead(cloud: Cloud) -> None:
    # Given somebody with an issued password
    hire("JSMITH1", password="issued42", issued=True)
    # When they log in for the first time
    shown = log_in("JSMITH1", "issued42").json
    member = staff.Member("JSMITH1", shown["token"])
    # Then a new password is shown, of which nothing clear is kept, and nothing opens but its confirmation
    assert len(shown["password"]) == 8
    assert member.get("/menu").status == 403
    assert not [item for table in cloud.tables for item in cloud.items(table) if shown["password"] in str(item)]
    # And after confirming only the new one works
    confirmed = member.post("/login/confirmation")
    assert confirmed.status == 200, confirmed.body
    assert staff.Member("JSMITH1", confirmed.json["token"]).get("/menu").status == 200
    assert member.get("/menu").status == 401
    assert log_in("JSMITH1", "issued42").status == 401
    again = log_in("JSMITH1", shown["password"]).json
    assert "password" not in again


@pytest.mark.req("ITS-09")
def test_login__answer_with_the_new_password_lost__issued_one_shows_another(cloud: Cloud) -> None:
    # Given a first login whose answer never came
    hire("JSMITH1", password="issued42", issued=True)
    lost = log_in("JSMITH1", "issued42").json
    # When they log in again
    shown = log_in("JSMITH1", "issued42").json
    # Then another is shown, the lost one is nobody's, and using the new one is as good as confirming it
    assert shown["password"] != lost["password"]
    assert staff.Member("JSMITH1", lost["token"]).post("/login/confirmation").json["code"] == "CMS-4037"
    assert log_in("JSMITH1", lost["password"]).status == 401
    assert log_in("JSMITH1", shown["password"]).status == 200
    assert log_in("JSMITH1", "issued42").status == 401


@pytest.mark.req("ITS-10", "SLA-05")
def test_login__five_wrong_in_a_row__lock_until_unlocked_by_it_support(cloud: Cloud) -> None:
    hire("JSMITH1")
    # Given four wrong ones and a right one, which gives them back, then five wrong ones
    assert [log_in("JSMITH1", "wrong123").status for _ in range(4)] == [401] * 4
    assert log_in("JSMITH1").status == 200
    assert [log_in("JSMITH1", "wrong123").status for _ in range(5)] == [401] * 5
    # When the right one is given, also long after
    assert log_in("JSMITH1").json["code"] == "CMS-4239"
    cloud.clock.forward(days=400)
    # Then it is refused unchecked
    assert log_in("JSMITH1").status == 423
    assert len(ledger.acts(cloud, "StaffPasswordRefused")) == 9


@pytest.mark.req("SEC-11")
def test_login__unknown_id__is_refused_locked_and_worked_on_as_a_known_one(cloud: Cloud) -> None:
    hire("JSMITH1")
    answers = {}
    made = {}
    for typed in ("JSMITH1", "NOBODY7"):
        with watched(Calls()) as calls:
            answers[typed] = [shape(log_in(typed, "wrong123")) for _ in range(6)]
        made[typed] = calls.made
    assert answers["JSMITH1"] == answers["NOBODY7"]
    assert [call for call in made["JSMITH1"] if call != "GetItem"] == [
        call for call in made["NOBODY7"] if call != "GetItem"
    ]
    assert [status for status, *_ in answers["NOBODY7"]] == [401] * 5 + [423]


@pytest.mark.req("SUP-11", "SLA-05")
def test_session__thirty_minutes_idle__ends_to_the_second_and_activity_restarts_them(cloud: Cloud) -> None:
    # Given a session at a known second, across the change to summer time
    hire("JSMITH1")
    cloud.clock.stop(NOON)
    member = staff.Member("JSMITH1").logging_in()
    # When there is activity one second before the end
    cloud.clock.stop(NOON + timedelta(minutes=30, seconds=-1))
    assert member.get("/menu").status == 200
    # Then the thirty minutes begin again, and end exactly
    cloud.clock.stop(NOON + timedelta(minutes=60, seconds=-2))
    assert member.get("/menu").status == 200
    cloud.clock.stop(NOON + timedelta(minutes=90, seconds=-2))
    assert member.get("/menu").status == 401


def test_logout__session__opens_nothing_again(cloud: Cloud) -> None:
    member = staff.agent()
    assert member.post("/logout").status == 200
    assert member.get("/menu").status == 401
    assert len(ledger.acts(cloud, "StaffLoggedOut")) == 1


@pytest.mark.req("ITS-17", "ITS-18")
def test_change_my_password__current_right__shows_a_new_one_that_replaces_it(cloud: Cloud) -> None:
    member = staff.agent()
    other = staff.Member("AAGENT1").logging_in()
    page = member.get("/password").json
    assert "You should change your password only if someone else knows it." in page["paragraphs"]
    # When the current one is wrong, Then nothing is made
    assert member.post("/password", {"current_password": "wrong123"}).status == 401
    # When it is right
    shown = member.post("/password", {"current_password": PASSWORD}).json
    # Then the present one works until the new one is confirmed, and other sessions end with it
    assert other.get("/menu").status == 200
    assert member.post("/login/confirmation").status == 200
    assert log_in("AAGENT1").status == 401
    assert log_in("AAGENT1", shown["password"]).status == 200
    assert (member.get("/menu").status, other.get("/menu").status) == (200, 401)


@pytest.mark.req("ITS-17")
def test_change_my_password__wrong_five_times__locks_like_a_login(cloud: Cloud) -> None:
    member = staff.agent()
    tried = [member.post("/password", {"current_password": "wrong123"}).status for _ in range(6)]
    assert tried == [401] * 5 + [423]
    assert member.post("/password", {"current_password": PASSWORD}).status == 423


@pytest.mark.req("ITS-19")
def test_password__a_year_old__still_works(cloud: Cloud) -> None:
    hire("JSMITH1")
    cloud.clock.forward(days=366)
    assert "password" not in log_in("JSMITH1").json


@pytest.mark.req("ITS-04")
@pytest.mark.parametrize("role", list(StaffRole))
def test_password_page__by_role__only_with_the_function_or_for_it_support(cloud: Cloud, role: StaffRole) -> None:
    member = hire("AANY1", role, (StaffFunction.LOOK_UP,)).logging_in()
    assert member.get("/password").status == (200 if role is StaffRole.IT_SUPPORT else 403)


def test_tokens__of_staff_and_of_clients__never_open_each_others_routes(cloud: Cloud) -> None:
    # Given sessions of both kinds
    member = staff.agent()
    token = send_registration()
    # When each is used on the other's routes, Then it opens nothing
    assert send("GET", "/staff/menu", token=token).status == 401
    assert send("GET", "/client/services", token=member.token).status == 401
    assert send("POST", "/client/logout", token=member.token).status == 401


def send_registration() -> str:
    from tests.support import visitors  # noqa: PLC0415 - only one test needs a client

    return str(visitors.register().json["token"])


@pytest.mark.req("SES-08")
def test_site_shut_down__staff__go_on_working(cloud: Cloud) -> None:
    member = staff.agent()
    cloud.put("site", {"name": "site", "shut_down": True, "version": 1})
    from tests.support.http import forget_site_state  # noqa: PLC0415 - as above

    forget_site_state()
    assert send("GET", "/client").status == 503
    assert member.get("/menu").status == 200
    assert send("GET", "/staff/login").status == 200
