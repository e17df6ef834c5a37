"""Logging in, by HTTP: user ID and password, then PIN digits or ERN."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from botocore.exceptions import ClientError

from cms_common.adapters.table import connection
from infra.demo import known
from infra.demo.records import Line
from tests.functional.edge.failing import failing
from tests.support.calls import Calls, Fault, watched
from tests.support.cloud import Cloud
from tests.support.http import send
from tests.support.visitors import FORM, PAYING, RECEIVING, Person, hold, log_in, register

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.NO_PIN, known.BEFORE_NOVEMBER_2016, known.ONE_ERN, *known.THREE_ERNS)


def account_of(cloud: Cloud, person: Person) -> dict[str, Any]:
    return next(item for item in cloud.items("accounts") if item["key"] == f"account#{person.user_id}")


def client_record(cloud: Cloud, person: Person) -> dict[str, Any]:
    return next(item for item in cloud.items("clients") if item["scin"] == person.line.key)


@pytest.mark.req("LOG-01")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_login__one_step_alone__opens_no_data(line: Line) -> None:
    # Given somebody enrolled; neither the password step nor the second step alone opens the homepage
    person = Person.enrolled(line).logging_in()
    assert person.get("/homepage").json["code"] == "CMS-4031"
    assert send("GET", f"/{person.service}/login/challenge").status == 401
    # When both are done, Then it opens
    assert person.answering().get("/homepage").status == 200


@pytest.mark.req("LOG-02")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_login_page__shown__has_fields_buttons_and_links_under_them(service: str) -> None:
    page = send("GET", f"/{service}/login").json
    assert [field["label"] for field in page["fields"]] == ["User ID", "Password"]
    assert page["buttons"] == ["Login", "Cancel"]
    under = {link.get("under"): link["text"] for link in page["links"]}
    assert under["user_id"] == "Forgotten your User ID?"
    assert under["password"] == "Forgotten your password?"
    assert "If you have forgotten your User ID or your password, you can request either again." in page["paragraphs"]


@pytest.mark.req("LOG-03")
def test_login__wrong_id_or_wrong_password__is_refused_with_one_message_and_the_time_kept(cloud: Cloud) -> None:
    # Given an account, at a known time
    person = Person.enrolled()
    cloud.clock.set(NOON + timedelta(days=365))
    asked = cloud.clock.now()
    # When the password is wrong, and when the ID is nobody's
    wrong_password = log_in(person.user_id, "maple5river")
    wrong_id = log_in("123456789012")
    # Then both are told the same, and the failure's time is kept
    told = [{**reply.json, "transaction_id": ""} for reply in (wrong_password, wrong_id)]
    assert told[0] == told[1]
    assert (wrong_password.status, wrong_password.json["code"]) == (401, "CMS-4012")
    failed = datetime.fromisoformat(account_of(cloud, person)["last_failed_login"])
    assert timedelta() <= failed - asked < timedelta(seconds=30)


@pytest.mark.req("LOG-08")
def test_pin_page__after_the_password__says_what_the_documents_say() -> None:
    page = Person.challenged().get("/login/challenge").json
    assert page["title"] == "Enter security details"
    assert page["paragraphs"] == [
        "You will need to provide your security PIN number in order to complete your login process",
        "Details marked * must be completed",
        "Please enter the requested PIN details",
    ]
    assert page["buttons"] == ["Submit"]


@pytest.mark.req("LOG-09")
def test_pin_page__asks_for_two_different_positions_by_ordinal() -> None:
    page = Person.challenged().get("/login/challenge").json
    first, second = page["positions"]
    assert 1 <= first < second <= 7
    ordinals = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th"]
    assert page["labels"] == [f"{ordinals[position - 1]} digit of your PIN number *" for position in (first, second)]


@pytest.mark.req("LOG-09")
def test_pin_page__asked_again_and_after_a_new_login__keeps_its_positions_until_answered() -> None:
    # Given positions asked for
    person = Person.challenged()
    asked = person.positions()
    # When the page is asked for again, from new logins too, Then they stay
    assert [person.positions() for _ in range(3)] == [asked] * 3
    assert [person.logging_in().positions() for _ in range(8)] == [asked] * 8
    # And they stay after a wrong answer
    person.give_pin(wrong=(0,))
    assert person.positions() == asked


@pytest.mark.req("LOG-09")
def test_pin_page__over_many_logins__asks_at_random() -> None:
    # Given twelve complete logins, When their positions are compared, Then they are not always the same
    person = Person.enrolled()
    asked = set()
    for _ in range(12):
        challenged = person.logging_in()
        asked.add(tuple(challenged.positions()))
        challenged.answering()
    # (all alike by chance: once in 21 to the 11th)
    assert len(asked) > 1


@pytest.mark.req("LOG-10")
@pytest.mark.parametrize("wrong", [(0,), (1,), (0, 1)], ids=["first", "second", "both"])
def test_pin__one_digit_or_both_wrong__is_one_incorrect_attempt(wrong: tuple[int, ...]) -> None:
    reply = Person.challenged().give_pin(wrong=wrong)
    assert (reply.status, reply.json["code"], reply.json["facts"]) == (401, "CMS-4013", {"attempts_left": 2})


@pytest.mark.req("LOG-10")
def test_pin__a_digit_blank__is_refused_and_not_counted(cloud: Cloud) -> None:
    # Given two wrong attempts, so that one is left
    person = Person.challenged()
    for _ in range(2):
        person.give_pin(wrong=(0,))
    first, second = person.positions()
    # When digits are left blank ten times
    for _ in range(10):
        given = [{"position": first, "digit": " "}, {"position": second, "digit": "1"}]
        reply = person.post("/login/challenge", {"digits": given})
        assert (reply.status, reply.json["errors"][0]["code"]) == (422, "required")
    # Then the attempt left is still there
    held = next(item for item in cloud.items("client-security") if item["scin"] == PAYING.key)
    assert held["wrong_pins"] == 2
    assert person.give_pin().status == 200


@pytest.mark.req("LOG-10")
def test_pin__right_third_attempt__is_let_in_and_frees_the_count(cloud: Cloud) -> None:
    person = Person.challenged()
    assert [person.give_pin(wrong=(1,)).json["facts"]["attempts_left"] for _ in range(2)] == [2, 1]
    assert person.give_pin().status == 200
    held = next(item for item in cloud.items("client-security") if item["scin"] == PAYING.key)
    assert held["wrong_pins"] == 0


def test_pin__third_wrong_attempt__closes_the_pin_step_even_to_the_right_digits() -> None:
    person = Person.challenged()
    positions = person.positions()
    replies = [person.give_pin(wrong=(0,), positions=positions) for _ in range(3)]
    assert [reply.status for reply in replies] == [401, 401, 403]
    assert person.give_pin(positions=positions).json["code"] == "CMS-4033"
    assert person.logging_in().get("/login/challenge").json["code"] == "CMS-4033"


def test_pin__digits_for_other_positions__are_not_an_attempt() -> None:
    person = Person.challenged()
    asked = person.positions()
    others = [position for position in range(1, 8) if position not in asked][:2]
    for _ in range(5):
        assert person.give_pin(positions=others).json["code"] == "CMS-4094"
    assert person.give_pin(wrong=(0,)).json["facts"] == {"attempts_left": 2}


@pytest.mark.req("LOG-11")
def test_pin__the_one_from_application_stage__is_the_one_checked() -> None:
    # Given two clients with PINs from their applications: each can answer by the own one only
    thomas = Person.challenged(PAYING)
    priya = Person.challenged(RECEIVING)
    assert thomas.give_pin().status == 200
    asked = priya.positions()
    others = [{"position": position, "digit": str(PAYING.record["pin"])[position - 1]} for position in asked]
    assert str(PAYING.record["pin"]) != str(RECEIVING.record["pin"])
    assert priya.post("/login/challenge", {"digits": others}).status == 401
    assert priya.give_pin().status == 200


@pytest.mark.req("LOG-11")
def test_pin__never_set_up__leads_to_the_forgotten_pin_button() -> None:
    person = Person.challenged(known.NO_PIN)
    reply = person.get("/login/challenge")
    assert (reply.status, reply.json["code"]) == (409, "CMS-4095")
    given = [{"position": 1, "digit": "0"}, {"position": 2, "digit": "0"}]
    assert person.post("/login/challenge", {"digits": given}).json["code"] == "CMS-4095"


@pytest.mark.req("LOG-11")
def test_employer_second_step__asks_for_the_ern_and_never_a_pin() -> None:
    person = Person.challenged(known.ONE_ERN)
    assert [field["name"] for field in person.get("/login/challenge").json["fields"]] == ["ern"]
    assert person.post("/login/challenge", {"digits": [{"position": 1, "digit": "1"}]}).status == 422


@pytest.mark.req("LOG-13", "CON-09")
def test_ern__wrong_any_number_of_times__prompts_again_with_advice_and_never_locks() -> None:
    # Given an employer after the password step
    person = Person.challenged(known.ONE_ERN)
    # When twelve wrong ERNs are entered, another employer's among them
    for ern in [known.THREE_ERNS[0].key] + ["700999999"] * 11:
        reply = person.post("/login/challenge", {"ern": ern})
        # Then each time it can be entered again, with the advice where to find it
        assert (reply.status, reply.json["code"]) == (401, "CMS-4014")
        assert "shown on all notifications and documents from the Child Maintenance Service" in reply.json["detail"]
    # And the right one still opens the portal
    assert person.answering().get("/homepage").status == 200


@pytest.mark.req("LOG-14")
@pytest.mark.parametrize("wanted", known.THREE_ERNS, ids=lambda line: line.key)
def test_ern__of_an_employer_with_three__opens_that_one_only(wanted: Line) -> None:
    # Given an employer with three ERNs under one PAYE reference
    person = Person.enrolled(known.THREE_ERNS[0]).logging_in()
    # When one is entered, Then the session shows that one's data, whatever else is asked for
    token = person.post("/login/challenge", {"ern": wanted.key}).json["token"]
    page = send("GET", "/employer/homepage", token=token, query={"ern": known.ONE_ERN.key})
    assert (page.json["ern"], page.json["welcome"]) == (wanted.key, wanted.record["name"])


@pytest.mark.req("LOG-15", "HOM-01")
@pytest.mark.parametrize("line", [PAYING, RECEIVING, known.ONE_ERN], ids=["paying", "receiving", "employer"])
def test_login__complete__leads_first_to_the_homepage_of_the_role(line: Line) -> None:
    person = Person.challenged(line)
    reply = person.give_pin() if line.kind == "client" else person.post("/login/challenge", {"ern": line.key})
    assert reply.json["next"] == {"text": "Home", "href": f"/{line.kind}/homepage"}
    page = send("GET", reply.json["next"]["href"], token=reply.json["token"]).json
    expected = {PAYING.key: "paying parent", RECEIVING.key: "receiving parent"}
    assert page.get("role") == expected.get(line.key)


@pytest.mark.req("LOG-16")
def test_login__first_complete_one__marks_the_client_as_a_self_service_user_that_day(cloud: Cloud) -> None:
    # Given a client who never used the site, just before midnight UTC in summer: the next day in the United Kingdom
    person = Person.enrolled()
    cloud.clock.set(datetime(2027, 7, 9, 23, 30, tzinfo=UTC))
    # When both steps are done
    person.logging_in().answering()
    # Then the record of the 2012 System shows it
    record = client_record(cloud, person)
    assert record["self_service"] is True
    assert (record["first_log_in_date"], record["last_log_in_date"]) == ("10/07/2027", "10/07/2027")


@pytest.mark.req("LOG-17")
def test_login__later_ones__change_the_last_date_alone_and_failed_ones_neither(cloud: Cloud) -> None:
    # Given a first login on one day
    person = Person.enrolled()
    cloud.clock.set(datetime(2027, 1, 5, 9, tzinfo=UTC))
    person.logging_in().answering()
    # When a login fails on the next day, at either step
    cloud.clock.set(datetime(2027, 1, 6, 9, tzinfo=UTC))
    log_in(person.user_id, "maple5river")
    person.logging_in().give_pin(wrong=(0,))
    record = client_record(cloud, person)
    assert (record["first_log_in_date"], record["last_log_in_date"]) == ("05/01/2027", "05/01/2027")
    # And one succeeds a day later
    cloud.clock.set(datetime(2027, 1, 7, 9, tzinfo=UTC))
    person.logging_in().answering()
    record = client_record(cloud, person)
    assert (record["first_log_in_date"], record["last_log_in_date"]) == ("05/01/2027", "07/01/2027")


@pytest.mark.req("LOG-17")
def test_login__client_from_before_november_2016__keeps_the_first_date(cloud: Cloud) -> None:
    person = Person.enrolled(known.BEFORE_NOVEMBER_2016)
    cloud.clock.set(datetime(2027, 1, 5, 9, tzinfo=UTC))
    person.logging_in().answering()
    record = client_record(cloud, person)
    assert (record["first_log_in_date"], record["last_log_in_date"]) == ("31/12/2012", "05/01/2027")


@pytest.mark.req("LOG-20")
@pytest.mark.parametrize(
    ("line", "elsewhere"), [(PAYING, "employer"), (known.ONE_ERN, "client")], ids=["client", "employer"]
)
def test_login__account_of_the_other_service__is_refused(line: Line, elsewhere: str) -> None:
    person = Person.enrolled(line)
    reply = log_in(person.user_id, service=elsewhere)
    assert (reply.status, reply.json["code"]) == (403, "CMS-4032")
    assert "token" not in reply.json
    # And a session of one service opens nothing of the other
    token = person.logging_in().answering().token
    assert send("GET", f"/{elsewhere}/homepage", token=token).status == 403


@pytest.mark.req("LOG-21")
def test_login__succeeded_and_failed__both_times_are_stored(cloud: Cloud) -> None:
    person = Person.enrolled()
    cloud.clock.stop(datetime(2027, 4, 17, 10, 42, tzinfo=UTC))
    log_in(person.user_id, "maple5river")
    cloud.clock.stop(datetime(2027, 4, 17, 11, 44, tzinfo=UTC))
    person.logging_in().answering()
    account = account_of(cloud, person)
    assert account["last_failed_login"].startswith("2027-04-17T10:42")
    assert account["last_successful_login"].startswith("2027-04-17T11:44")


@pytest.mark.req("LOG-22")
@pytest.mark.parametrize("line", [PAYING, known.ONE_ERN], ids=["client", "employer"])
def test_logout__offered_on_the_homepage__ends_the_session_for_good(line: Line) -> None:
    # Given somebody on the homepage, which offers Logout
    person = Person.signed_in(line)
    header = person.get("/homepage").json["header"]
    logout = next(link["href"] for link in header if link["text"] == "Logout")
    # When it is chosen
    assert send("POST", logout, token=person.token).status == 200
    # Then the session opens nothing again, and there is nothing left to log out of
    assert person.get("/homepage").status == 401
    assert send("POST", logout, token=person.token).status == 401


@pytest.mark.req("LOG-22")
@pytest.mark.parametrize("stage", ["registered", "challenged"])
def test_logout__at_an_earlier_stage__ends_that_session_too(stage: str) -> None:
    person = {"registered": Person.registered, "challenged": Person.challenged}[stage]()
    assert person.post("/logout").status == 200
    assert person.post("/logout").status == 401


def test_session__after_each_step__the_token_before_opens_nothing() -> None:
    # Given the tokens of every stage of one login
    challenged = Person.challenged()
    challenged.positions()
    full = challenged.answering()
    # Then the challenge cannot be answered again with its token
    assert challenged.get("/login/challenge").status == 401
    assert challenged.token != full.token


def test_login__password_hash_of_older_parameters__is_made_anew_at_login(cloud: Cloud) -> None:
    # Given an account whose password was hashed with weaker parameters
    person = Person.enrolled()
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("maple4river")
    cloud.update("accounts", {"key": f"account#{person.user_id}"}, password_hash=weak)
    # When its owner logs in
    person.logging_in()
    # Then the hash has today's parameters, and the same password still works
    assert account_of(cloud, person)["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    person.logging_in()


@pytest.mark.req("LOG-10")
def test_pin__key_service_down__no_attempt_is_spent() -> None:
    # Given the key service down, so that nothing can be checked
    person = Person.challenged()
    positions = person.positions()
    with failing("VerifyMac", service="kms"):
        # When the right digits are given five times
        replies = [person.give_pin(positions=positions) for _ in range(5)]
    # Then each is told of a failure, and all three attempts are still there
    assert [reply.status for reply in replies] == [500] * 5
    assert person.give_pin(wrong=(0,), positions=positions).json["facts"] == {"attempts_left": 2}


@pytest.mark.req("LOG-10")
def test_pin__attempt_sent_again_by_the_client_library__counts_once() -> None:
    # Given one wrong attempt, and a second whose slot is written twice, because the first answer was lost
    person = Person.challenged()
    positions = person.positions()
    person.give_pin(wrong=(0,), positions=positions)
    with watched(Calls(break_at=2, fault=Fault.TWICE)) as calls:
        reply = person.give_pin(wrong=(0,), positions=positions)
    # Then one attempt is left
    assert calls.made[1] == "UpdateItem"
    assert (reply.status, reply.json["facts"]) == (401, {"attempts_left": 1})


@pytest.mark.req("LOG-04")
def test_password__attempt_sent_again_by_the_client_library__counts_once() -> None:
    # Given two wrong passwords, the second of which was written twice
    person = Person.enrolled()
    log_in(person.user_id, "maple5river")
    with watched(Calls(break_at=2, fault=Fault.TWICE)) as calls:
        assert log_in(person.user_id, "maple5river").status == 401
    # Then the third, right one is let in
    assert calls.made[1] == "UpdateItem"
    assert log_in(person.user_id).status == 200


def test_session__item_inside_another_transaction__is_waited_for() -> None:
    # Given a session item that DynamoDB refuses twice, because a transaction runs on it
    person = Person.signed_in()
    clash = ClientError({"Error": {"Code": "TransactionConflictException", "Message": ""}}, "UpdateItem")
    refusals = iter([clash, clash])

    def busy(request: object, **_: object) -> None:
        refusal = next(refusals, None)
        if refusal:
            raise refusal

    events = connection().client.meta.events
    events.register_first("before-send.dynamodb.UpdateItem", busy)
    try:
        # When the homepage is asked for, Then it is shown all the same
        assert person.get("/homepage").status == 200
    finally:
        events.unregister("before-send.dynamodb.UpdateItem", busy)


def test_login__password_typed_with_a_composed_letter_or_two_characters__is_the_same() -> None:
    # Given a password with an accented letter, typed as one character
    form = {**FORM, "password": "caf\u00e92026", "confirm_password": "cafe\u03012026"}
    user_id = register(form=form).json["user_id"]
    # When it is typed as a letter and an accent, Then it is the same password
    assert log_in(user_id, "cafe\u03012026").status == 200


def test_login__before_the_id_is_confirmed__shows_that_it_was_noted() -> None:
    # Given a registration left before the tick
    user_id = register().json["user_id"]
    # When the person logs in with the ID, Then the ID was evidently noted, and the services open
    token = log_in(user_id).json["token"]
    assert send("GET", "/client/services", token=token).status == 200
