"""The helpdesk looks customers up and de-enrols them, by HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from cms_common.domain.staff import HELPDESK_ROLES, StaffFunction, StaffRole
from infra.demo import known
from infra.demo.records import Line
from tests.support import ledger, recoveries, staff
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud, Item
from tests.support.http import Reply
from tests.support.staff import Member
from tests.support.visitors import PASSWORD, PAYING, Person, hold, log_in, register

NOON = datetime(2027, 4, 17, 10, 42, 7, tzinfo=UTC)
LOOK_UPS = "/helpdesk/look-ups"
BOTH, WILL_NOT_WAIT = "forgotten user ID and password", "locked out and will not wait"
EMPLOYER = known.ONE_ERN


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    hold(PAYING, known.SPECIAL_CLIENT_RECORD, EMPLOYER)
    yield
    ledger.check(cloud)


def facts_of(line: Line) -> dict[str, Any]:
    names = ("scin", "nino", "date_of_birth") if line.kind == "client" else ("ern", "paye_reference")
    return {"service": line.kind, **{name: line.record[name] for name in names}}


def look_up(member: Member, line: Line = PAYING, /, **changes: Any) -> Reply:
    return member.post(LOOK_UPS, {**facts_of(line), **changes})


def found(member: Member, line: Line = PAYING) -> str:
    reply = look_up(member, line)
    assert reply.status == 201, reply.body
    return f"{LOOK_UPS}/{reply.json['look_up']}"


def told(reply: Reply) -> dict[str, str]:
    return {detail["label"]: detail["value"] for detail in reply.json["details"]}


def lock_out(person: Person) -> None:
    for _ in range(3):
        log_in(person.user_id, "wrong1234", person.service)


@pytest.mark.req("SUP-13", "SUP-16", "SUP-18")
def test_known_facts_page__shown__asks_service_first_and_says_what_to_tell(cloud: Cloud) -> None:
    page = staff.agent().get(LOOK_UPS).json
    labels = {each["label"]: [field["name"] for field in each["fields"]] for each in page["services"]}
    assert labels == {
        "Child Maintenance Service": ["scin", "nino", "date_of_birth"],
        "Child Maintenance Service - Employer": ["ern", "paye_reference"],
    }
    assert page["waiting_message"] == (
        "The information you entered is being checked with the service owner. This may take a few moments. "
        "Thank you for your patience."
    )
    assert "call back" in page["advice"]
    assert "speak to the case owner first" in page["advice"]


@pytest.mark.req("SUP-14")
@pytest.mark.parametrize("typed", ["1984-03-14", "14.03.1984", "3/14/1984", "14/3/84", "31/02/1984", ""])
def test_look_up__date_of_birth_in_another_format__is_refused(cloud: Cloud, typed: str) -> None:
    reply = look_up(staff.agent(), date_of_birth=typed)
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["date_of_birth"])


@pytest.mark.req("SUP-17", "SUP-19", "SEC-09")
@pytest.mark.parametrize("wrong", [{"nino": "XX999999D"}, {"date_of_birth": "15/03/1984"}, {"scin": "121000129999"}])
def test_look_up__a_fact_wrong__shows_nothing_and_can_be_entered_again(cloud: Cloud, wrong: dict[str, str]) -> None:
    Person.enrolled()
    member = staff.agent()
    reply = look_up(member, **wrong)
    assert (reply.status, reply.json["code"]) == (409, "CMS-4099")
    assert "details" not in reply.json
    assert look_up(member).status == 201
    outcomes = [act["facts"] for act in ledger.acts(cloud, "CustomerLookedUp")]
    assert ["not validated" in str(outcome) for outcome in outcomes].count(True) == 1


@pytest.mark.req("SUP-15", "EMP-02")
def test_look_up__employer__needs_ern_and_the_paye_it_belongs_to(cloud: Cloud) -> None:
    Person.enrolled(EMPLOYER)
    member = staff.agent()
    assert look_up(member, EMPLOYER, paye_reference="999/ZZ999").status == 409
    assert look_up(member, EMPLOYER, ern="").status == 422
    assert look_up(member, EMPLOYER).status == 201


@pytest.mark.req("SUP-20", "SUP-21")
def test_customer_details__fields__are_all_there_in_their_formats(cloud: Cloud) -> None:
    # Given a client enrolled at a known second, who failed once and then logged in
    cloud.clock.stop(NOON)
    person = Person.enrolled()
    cloud.clock.stop(NOON + timedelta(hours=1))
    log_in(person.user_id, "wrong1234")
    cloud.clock.stop(NOON + timedelta(hours=2))
    person.logging_in().answering()
    # When the helpdesk looks
    shown = look_up(staff.agent())
    # Then every field is shown in its format, in UK time
    assert shown.json["title"] == "Customer details"
    assert list(told(shown).items()) == [
        ("User name", "Thomas Whitfield"),
        ("Alternative agent ID", "-"),
        ("Email address", "thomas.whitfield@example.com"),
        ("Group category", "Individual"),
        ("User type", "User"),
        ("Digital certificate", "No"),
        ("Created", "17 Apr 2027 11:42"),
        ("Last successful login", "17 Apr 2027 13:42"),
        ("Last failed login", "17 Apr 2027 12:42"),
        ("User changed password", "Not within the last 28 days"),
        ("Locked out", "No"),
        ("Locked out of recovery", "No"),
        ("User ID letter status", "-"),
        ("Last issued result", "-"),
        ("Has security phrase", "No"),
        ("Last security phrase result", "-"),
    ]


@pytest.mark.req("SUP-21")
@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(days=28, seconds=-1), "17 Apr 2027 11:42"),
        (timedelta(days=28), "Not within the last 28 days"),
        (timedelta(days=28, seconds=1), "Not within the last 28 days"),
    ],
    ids=["a-second-before", "to-the-second", "a-second-after"],
)
def test_customer_details__password_changed_28_days_ago__to_the_second(
    cloud: Cloud, after: timedelta, words: str
) -> None:
    cloud.clock.stop(NOON)
    assert recoveries.recover_password(Person.enrolled()).status == 200
    cloud.clock.stop(NOON + after)
    assert told(look_up(staff.agent()))["User changed password"] == words


@pytest.mark.req("SUP-22", "SEC-08", "CON-34")
def test_customer_details__disabled_buttons__are_shown_and_refused(cloud: Cloud) -> None:
    person = Person.enrolled()
    member = staff.agent()
    shown = look_up(member)
    assert shown.json["buttons"] == [
        {"text": "Resend user ID", "enabled": False},
        {"text": "Reset password", "enabled": False},
    ]
    here = f"{LOOK_UPS}/{shown.json['look_up']}"
    assert [member.post(f"{here}/{what}").json["code"] for what in ("user-id", "password")] == ["CMS-4039"] * 2
    assert log_in(person.user_id).status == 200


@pytest.mark.req("SUP-23")
def test_customer_details__locked_out__says_until_when_to_the_second(cloud: Cloud) -> None:
    cloud.clock.stop(NOON)
    person = Person.enrolled()
    lock_out(person)
    member = staff.agent()
    here = found(member)
    shown = member.get(here).json
    assert (shown["locked_out"], shown["locked_until_shown"]) == (True, "17 Apr 2027 13:43")
    assert told(member.get(here))["Locked out"] == "Yes, until 17 Apr 2027 13:43"
    for seconds, locked in ((-1, True), (0, False)):
        cloud.clock.stop(NOON + timedelta(hours=2, seconds=seconds))
        assert look_up(Member("AAGENT1").logging_in()).json["locked_out"] is locked


@pytest.mark.req("SUP-29", "REC-21", "CON-42")
@pytest.mark.parametrize("recover", [recoveries.recover_password, recoveries.recover_user_id])
@pytest.mark.parametrize("line", [PAYING, EMPLOYER], ids=["client", "employer"])
def test_de_enrolment__of_somebody_locked_out_of_recovery__is_a_line_of_its_own_and_a_reason(
    cloud: Cloud, line: Line, recover: Callable[..., Reply]
) -> None:
    # Given somebody who may log in, and is locked out of recovery
    cloud.clock.stop(NOON)
    person = Person.enrolled(line)
    member = staff.agent()
    for refused in range(3):
        assert told(look_up(member, line))["Locked out of recovery"] == "No", refused
        recover(person, email="else@example.com")
    # When the helpdesk looks, Then the lock is shown beside that of logging in, to the minute at which it is over
    shown = look_up(member, line)
    assert (shown.json["locked_out"], shown.json["recovery_locked_until_shown"]) == (False, "17 Apr 2027 13:43")
    assert shown.json["recovery_locked_until"] == (NOON + timedelta(hours=2)).isoformat()
    lines = told(shown)
    assert (lines["Locked out"], lines["Locked out of recovery"]) == ("No", "Yes, until 17 Apr 2027 13:43")
    # And it is over two hours after the last attempt, to the second
    body = {"confirmed": True, "reason": WILL_NOT_WAIT}
    kept = cloud.snapshot()
    for seconds, status in ((-1, 200), (0, 422)):
        cloud.restore(kept)
        cloud.clock.stop(NOON + timedelta(hours=2, seconds=seconds))
        again = Member("AAGENT1").logging_in()
        assert again.post(f"{found(again, line)}/de-enrolment", body).status == status


@pytest.mark.req("SUP-29", "CON-42")
def test_customer_details__employer_locked_out_with_another_ern__shows_the_lock_by_that_ern(cloud: Cloud) -> None:
    # Given an employer with a second ERN, locked out of the recovery by it
    other = f"{int(EMPLOYER.key) + 1}"
    hold(replace(EMPLOYER, key=other))
    person = Person.enrolled(EMPLOYER)
    for _ in range(3):
        recoveries.recover_user_id(person, ern=other, email="else@example.com")
    # When the helpdesk looks up by either, Then the lock is that of the ERN that was typed
    shown = [told(look_up(staff.agent(), EMPLOYER, ern=ern)) for ern in (EMPLOYER.key, other)]
    assert [details["Locked out of recovery"][:3] for details in shown] == ["No", "Yes"]


@pytest.mark.req("SUP-24", "SUP-25")
@pytest.mark.parametrize("line", [PAYING, EMPLOYER], ids=["client", "employer"])
def test_service_details__of_the_users_service__has_every_field_and_the_trail(cloud: Cloud, line: Line) -> None:
    cloud.clock.stop(NOON)
    Person.enrolled(line)
    member = staff.agent()
    here = found(member, line)
    services = member.get(f"{here}/enrolments").json["services"]
    name = "Child Maintenance Service" + (" - Employer" if line is EMPLOYER else "")
    assert [service["text"] for service in services] == [name]
    page = member.get(services[0]["href"].removeprefix("/staff"))
    assert page.json["trail"] == ["Customer selection", "Customer details", "Service details"]
    assert "Agent details" in page.json["tabs"]
    identifiers = f"SCIN={PAYING.key}" if line is PAYING else f"PAYE=475/HL10017, ERN={EMPLOYER.key}"
    assert told(page) == {
        "Service": name,
        "User name": "Thomas Whitfield",
        "Identifier(s)": identifiers,
        "Enrolment status": "Activated",
        "Date enrolled": "17 Apr 2027 11:42",
        "Date activated": "17 Apr 2027 11:42",
        "Failed activations": "0",
        "Activation code status": "-",
        "Activation code expires": "-",
        "Submission summary": "Show",
    }
    other = "employer" if line is PAYING else "client"
    assert member.get(f"{here}/enrolments/{other}").status == 404


@pytest.mark.req("SUP-19")
def test_look_up__used_by_another_or_too_late__opens_nothing(cloud: Cloud) -> None:
    # Given a customer found in one session
    cloud.clock.stop(NOON)
    Person.enrolled()
    member = staff.agent()
    here = found(member)
    # When another member of staff, or the same one in another session, uses it
    colleague = staff.hire("BAGENT2").logging_in()
    again = Member("AAGENT1").logging_in()
    # Then nothing shows, nor after half an hour of work with it
    assert [each.get(here).status for each in (member, colleague, again)] == [200, 404, 404]
    cloud.clock.stop(NOON + timedelta(minutes=20))
    assert member.get(here).status == 200
    cloud.clock.stop(NOON + timedelta(minutes=30, seconds=-1))
    assert member.get(here).status == 200
    cloud.clock.stop(NOON + timedelta(minutes=30))
    assert member.get(here).status == 404


@pytest.mark.req("ITS-04")
@pytest.mark.parametrize("role", sorted(set(StaffRole) - HELPDESK_ROLES))
def test_look_up__by_a_role_without_helpdesk_functions__is_refused(cloud: Cloud, role: StaffRole) -> None:
    assert look_up(staff.hire("AANY1", role).logging_in()).json["code"] == "CMS-4038"


@pytest.mark.req("ITS-04")
def test_functions__not_ticked__are_refused_each_by_itself(cloud: Cloud) -> None:
    Person.enrolled()
    looks = staff.agent(StaffFunction.LOOK_UP)
    here = found(looks)
    reply = looks.post(f"{here}/de-enrolment", {"confirmed": True, "reason": BOTH})
    assert (reply.status, reply.json["code"]) == (403, "CMS-4038")
    de_enrols = staff.hire("BAGENT2", functions=(StaffFunction.DE_ENROL,)).logging_in()
    assert look_up(de_enrols).status == 403


@pytest.mark.req("SEC-04")
def test_look_up__special_client_record__is_open_to_its_team_alone(cloud: Cloud) -> None:
    Person.enrolled(known.SPECIAL_CLIENT_RECORD)
    assert look_up(staff.agent(), known.SPECIAL_CLIENT_RECORD).json["code"] == "CMS-4099"
    team = staff.hire("BTEAM1", special_records_team=True).logging_in()
    assert look_up(team, known.SPECIAL_CLIENT_RECORD).status == 201


@pytest.mark.req("SEC-04")
def test_look_up__record_made_special_after_it__shows_nothing_and_de_enrols_nobody_outside_the_team(
    cloud: Cloud,
) -> None:
    # Given customers looked up by an agent and by one of the team
    person = Person.enrolled()
    member = staff.agent()
    team = staff.hire("BTEAM1", special_records_team=True).logging_in()
    here, theirs = found(member), found(team)
    # When the record is made a special client record
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)
    # Then the agent's screens show nobody, and nothing is done
    body = {"confirmed": True, "reason": BOTH}
    replies = [member.get(here), member.get(f"{here}/enrolments"), member.get(f"{here}/enrolments/client")]
    replies += [member.post(f"{here}/de-enrolment", each) for each in ({}, body)]
    assert {(reply.status, reply.json["code"]) for reply in replies} == {(404, "CMS-4041")}
    assert log_in(person.user_id).status == 200
    # And the team goes on
    assert team.get(theirs).status == 200
    assert team.post(f"{theirs}/de-enrolment", body).status == 200


@pytest.mark.req("SEC-04")
def test_look_up__scin_of_nobody_and_of_a_special_client_record__are_the_same_work(cloud: Cloud) -> None:
    Person.enrolled(known.SPECIAL_CLIENT_RECORD)
    member = staff.agent()
    look_up(member)
    made = []
    for changes in ({}, {"scin": "999999999999"}):
        with watched(Calls()) as calls:
            assert look_up(member, known.SPECIAL_CLIENT_RECORD, **changes).status == 409
        made.append(calls.made)
    assert made[0] == made[1]
    assert "Decrypt" in made[0]


@pytest.mark.req("SUP-36", "SES-05")
@pytest.mark.parametrize(
    ("line", "operation"), [(PAYING, "Decrypt"), (EMPLOYER, "GetItem")], ids=["client", "employer"]
)
def test_look_up__siebel_does_not_answer__is_recorded(cloud: Cloud, line: Line, operation: str) -> None:
    # Given records that cannot be read
    Person.enrolled(line)
    member = staff.agent()
    kept = "employers" if line is EMPLOYER else ""

    def tamper(asked: str, parameters: Parameters) -> Parameters:
        if asked == operation and kept in str(parameters.get("TableName", "")):
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return parameters

    # When the helpdesk looks up, Then it is told so, and the look-up is on record
    with watched(Calls(tamper=tamper)):
        reply = look_up(member, line)
    assert (reply.status, reply.json["code"]) == (503, "CMS-5032")
    [act] = ledger.acts(cloud, "CustomerLookedUp")
    assert '"not answered"' in str(act["facts"])


@pytest.mark.req("SUP-36", "SEC-13")
def test_look_ups__shown_refused_and_of_nobody__are_recorded_without_the_facts(cloud: Cloud) -> None:
    member = staff.agent()
    assert look_up(member).json["code"] == "CMS-4042"
    Person.enrolled()
    look_up(member, nino="XX999999D")
    shown = look_up(member)
    acts = ledger.acts(cloud, "CustomerLookedUp")
    assert {act["actor"] for act in acts} == {"staff#AAGENT1"}
    for outcome in ("shown", "not validated", "no account"):
        assert sum(f'"{outcome}"' in str(act["facts"]) and PAYING.key in str(act["facts"]) for act in acts) == 1
    assert str(PAYING.record["nino"]) not in str(acts) + shown.body
    assert str(PAYING.record["date_of_birth"]) not in str(acts) + shown.body


@pytest.mark.req("SUP-26", "SUP-27")
def test_de_enrolment__not_confirmed__warns_and_changes_nothing(cloud: Cloud) -> None:
    person = Person.signed_in()
    member = staff.agent()
    here = found(member)
    asked = member.post(f"{here}/de-enrolment", {"confirmed": False, "reason": BOTH}).json
    assert asked["done"] is False
    warning = " ".join(asked["paragraphs"])
    assert "Government Gateway" in warning
    assert "every government service" in warning
    assert person.get("/homepage").status == 200
    assert not ledger.acts(cloud, "AccountDeEnrolled")


@pytest.mark.req("SUP-29")
@pytest.mark.parametrize("reason", ["", "asked for it", WILL_NOT_WAIT])
def test_de_enrolment__without_one_of_the_two_reasons__is_refused(cloud: Cloud, reason: str) -> None:
    # Given a user who is not locked out
    person = Person.enrolled()
    member = staff.agent()
    reply = member.post(f"{found(member)}/de-enrolment", {"confirmed": True, "reason": reason})
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["reason"])
    assert log_in(person.user_id).status == 200


def untouched(cloud: Cloud) -> list[list[Item]]:
    return [cloud.items(table) for table in ("clients", "client-security", "cases", "employers")]


@pytest.mark.req("SUP-28", "SUP-30", "PRF-37")
@pytest.mark.parametrize("line", [PAYING, EMPLOYER], ids=["client", "employer"])
def test_de_enrolment__confirmed__account_claims_and_sessions_are_gone_and_nothing_else(
    cloud: Cloud, line: Line
) -> None:
    # Given somebody with sessions of every stage
    person = Person.signed_in(line)
    halfway = replace(person, token=log_in(person.user_id, service=line.kind).json["token"])
    member = staff.agent()
    here = found(member, line)
    before = untouched(cloud)
    # When they are de-enrolled
    done = member.post(f"{here}/de-enrolment", {"confirmed": True, "reason": BOTH})
    # Then the agent is told so, and every way in is closed at once
    assert (done.status, done.json["done"]) == (200, True)
    assert "The user's details were successfully deleted." in done.json["paragraphs"]
    assert person.get("/homepage").status == 401
    assert halfway.get("/login/challenge").status == 401
    assert log_in(person.user_id, service=line.kind).status == 401
    # And nothing of the record is changed
    assert untouched(cloud) == before
    [act] = ledger.acts(cloud, "AccountDeEnrolled")
    assert (act["actor"], act["subject"]) == ("staff#AAGENT1", f"account#{person.user_id}")
    assert BOTH in str(act["facts"])
    # And the agent's screens show nobody any more
    assert member.get(here).status == 404
    assert look_up(member, line).json["code"] == "CMS-4042"


@pytest.mark.req("REG-22", "SLA-06", "SLA-11")
def test_de_enrolment__done__the_same_person_registers_again_at_once_with_a_new_id(cloud: Cloud) -> None:
    person = Person.enrolled()
    member = staff.agent()
    assert member.post(f"{found(member)}/de-enrolment", {"confirmed": True, "reason": BOTH}).status == 200
    again = Person.signed_in()
    assert again.user_id != person.user_id
    assert again.get("/homepage").status == 200
    assert look_up(member).status == 201


@pytest.mark.req("SUP-29", "CON-33", "REG-22")
def test_de_enrolment__of_somebody_locked_out__the_old_id_stays_locked_and_a_new_one_works(cloud: Cloud) -> None:
    person = Person.enrolled()
    lock_out(person)
    member = staff.agent()
    done = member.post(f"{found(member)}/de-enrolment", {"confirmed": True, "reason": WILL_NOT_WAIT})
    assert done.status == 200
    assert log_in(person.user_id, PASSWORD).status == 423
    assert Person.signed_in().get("/homepage").status == 200


def test_de_enrolment__sent_twice__is_recorded_once_and_does_not_touch_the_new_account(cloud: Cloud) -> None:
    Person.enrolled()
    member = staff.agent()
    here = found(member)
    body = {"confirmed": True, "reason": BOTH}
    assert member.post(f"{here}/de-enrolment", body).status == 200
    again = Person.signed_in()
    assert member.post(f"{here}/de-enrolment", body).status == 200
    assert again.get("/homepage").status == 200
    assert len(ledger.acts(cloud, "AccountDeEnrolled")) == 1


def test_registration__more_sessions_than_an_account_may_have__ends_the_oldest(cloud: Cloud) -> None:
    # Given an account with a session begun by each of 51 log-ins
    shown = register().json
    first = Person("client", PAYING, shown["user_id"], shown["token"])
    for number in range(50):
        cloud.clock.forward(seconds=1)
        latest = log_in(first.user_id, source=f"192.0.2.{number}").json["token"]
    # Then the oldest has ended, and the latest opens
    assert first.post("/registration/confirmation", {"id_noted": True}).status == 401
    assert replace(first, token=latest).get("/services").status == 200
    assert len(cloud.items("sessions")) == 50
