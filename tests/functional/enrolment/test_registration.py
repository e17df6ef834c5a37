"""Registering a Gateway account, by HTTP."""

import pytest

from tests.support import ledger
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.http import send
from tests.support.visitors import FORM, PASSWORD, Person, fresh_key, log_in, register

pytestmark = pytest.mark.usefixtures("cloud")


def errors_of(form: dict[str, str]) -> dict[str, str]:
    reply = register(form=form)
    assert reply.status == 422
    return {error["field"]: error["code"] for error in reply.json["errors"]}


@pytest.mark.req("REG-04")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_registration_form__shown__has_the_six_fields_and_two_buttons_in_order(service: str) -> None:
    # When the form is asked for
    page = send("GET", f"/{service}/registration").json
    # Then it has the boxes and buttons of the documents
    labels = [field["label"].removesuffix(" *") for field in page["fields"]]
    assert labels == [
        "First name",
        "Surname",
        "Email address",
        "Confirm email address",
        "Password",
        "Confirm password",
    ]
    assert page["buttons"] == ["Submit", "Cancel"]


@pytest.mark.req("REG-05")
@pytest.mark.parametrize("field", ["email", "confirm_email", "password", "confirm_password"])
@pytest.mark.parametrize("left", ["", "   ", None])
def test_registration__mandatory_field_empty__names_it_and_makes_no_account(
    cloud: Cloud, field: str, left: str | None
) -> None:
    # Given a form with one mandatory field blank, or left out
    form = {name: value for name, value in {**FORM, field: left}.items() if value is not None}
    # When it is submitted, Then that field is named and there is no account
    assert field in errors_of(form)
    assert cloud.items("accounts") == []
    assert cloud.items("outbox") == []


@pytest.mark.req("REG-05")
def test_registration__everything_empty__names_every_field_at_once() -> None:
    assert set(errors_of({})) == set(FORM)


@pytest.mark.req("REG-06")
@pytest.mark.parametrize(("first_name", "surname"), [("Sukarno", ""), ("", "Sukarno")])
def test_registration__one_name_only__is_accepted(first_name: str, surname: str) -> None:
    assert register(form={**FORM, "first_name": first_name, "surname": surname}).status == 201


@pytest.mark.req("REG-06")
def test_registration__both_names_empty__is_refused(cloud: Cloud) -> None:
    assert errors_of({**FORM, "first_name": "", "surname": " "}) == {"first_name": "required", "surname": "required"}
    assert cloud.items("accounts") == []


@pytest.mark.req("REG-07")
@pytest.mark.parametrize(
    "email", ["thomas", "thomas@", "@example.com", "a b@example.com", "a@example", "a@b@example.com"]
)
def test_registration__email_not_well_formed__is_refused(email: str) -> None:
    assert errors_of({**FORM, "email": email, "confirm_email": email}) == {"email": "not_an_email"}


@pytest.mark.req("REG-07")
def test_registration__email_addresses_differ__is_refused() -> None:
    assert errors_of({**FORM, "confirm_email": "thomas.whitfeld@example.com"}) == {"confirm_email": "differs"}


@pytest.mark.req("REG-08")
@pytest.mark.parametrize(
    "password",
    ["abcde12", "abcdefgh12345", "abcdefgh", "12345678", "abcdefghijkl", "123456789012", "--------", "abcdefg-"],
    ids=["7", "13", "8 letters", "8 digits", "12 letters", "12 digits", "neither", "no number"],
)
def test_registration__password_breaks_the_rule__is_refused(password: str) -> None:
    assert errors_of({**FORM, "password": password, "confirm_password": password}) == {"password": "password_rule"}


@pytest.mark.req("REG-08")
@pytest.mark.parametrize("password", ["abcdefg1", "1234567a", "abcdefghijk1", "12345678901a"])
def test_registration__password_of_8_or_12_mixed__is_accepted(password: str) -> None:
    assert register(form={**FORM, "password": password, "confirm_password": password}).status == 201


@pytest.mark.req("REG-09")
def test_registration__passwords_differ__is_refused(cloud: Cloud) -> None:
    assert errors_of({**FORM, "confirm_password": PASSWORD.upper()}) == {"confirm_password": "differs"}
    assert cloud.items("accounts") == []


@pytest.mark.req("REG-10", "REG-14")
def test_registration__accepted__shows_a_new_12_digit_id_and_says_to_note_it() -> None:
    # When two people register
    one, other = register(), register(form={**FORM, "email": "b@example.com", "confirm_email": "b@example.com"})
    # Then each sees 12 digits of their own, and that ID and password are needed each time
    assert one.json["user_id"].isdigit()
    assert len(one.json["user_id"]) == 12
    assert one.json["user_id"] != other.json["user_id"]
    assert "Make a note of your user ID" in one.json["advice"][0]
    assert "with your password, each time you access the site" in one.json["advice"][0]


@pytest.mark.req("REG-11", "REG-12")
def test_registration__answer_lost__is_complete_only_when_the_id_is_shown_and_noted() -> None:
    # Given a registration whose answer never arrived: its ID was never on a screen
    key = fresh_key()
    made = register(key=key).json["user_id"]
    # When the form is sent again, Then that ID is shown at last, and the way on still wants the tick
    shown = register(key=key)
    assert (shown.status, shown.json["user_id"]) == (201, made)
    assert send("GET", "/client/services", token=shown.json["token"]).status == 403


@pytest.mark.req("REG-12", "REG-03")
def test_registration__continue_without_the_tick__is_refused_and_nothing_opens() -> None:
    # Given an ID on screen
    token = register().json["token"]
    # When Continue is chosen without the tick
    reply = send("POST", "/client/registration/confirmation", {"id_noted": False}, token=token)
    # Then it is refused, and so is every later step
    assert (reply.status, reply.json["code"]) == (409, "CMS-4091")
    for path in ("/client/services", "/client/enrolment/information", "/client/enrolment"):
        assert send("GET", path, token=token).json["code"] == "CMS-4031"
    assert (
        send(
            "POST",
            "/client/enrolment",
            {"scin": "121000121688", "nino": "XX100001A", "date_of_birth": "14/03/1984", "reference_name": "Thomas"},
            token=token,
        ).status
        == 403
    )


@pytest.mark.req("REG-13")
def test_registration__ticked_and_continued__leads_to_services_available() -> None:
    token = register().json["token"]
    # When the ID is confirmed as noted, once and once more
    replies = [send("POST", "/client/registration/confirmation", {"id_noted": True}, token=token) for _ in range(2)]
    # Then both lead to the services list, which now opens
    assert [reply.json["next"] for reply in replies] == [{"text": "Services Available", "href": "/client/services"}] * 2
    page = send("GET", "/client/services", token=token)
    assert page.status == 200
    assert page.json["title"].endswith("Services Available")


@pytest.mark.req("REG-15", "REG-17")
def test_registration_form__for_those_with_an_account__sends_them_to_log_in() -> None:
    page = send("GET", "/client/registration").json
    assert {"text": "Log in - if you're an existing user", "href": "/client/login"} in page["links"]
    says = (
        "If you already use any online service from the UK government, you probably have a Government Gateway account"
    )
    assert any(says in text for text in page["paragraphs"])
    assert any(says in text for text in send("GET", "/client/login").json["paragraphs"])


@pytest.mark.req("REG-17", "REG-15")
def test_login__account_not_enrolled_here__is_accepted_without_registering_again() -> None:
    # Given a Gateway account that was never enrolled for child maintenance
    person = Person.registered()
    # When its owner logs in, Then they are led to the services list and not to registration
    reply = log_in(person.user_id)
    assert reply.status == 200
    assert reply.json["next"]["href"] == "/client/services"


@pytest.mark.req("REG-18")
def test_registration__self_employed_person_registers_twice__has_two_ids(cloud: Cloud) -> None:
    ids = {register(service).json["user_id"] for service in ("client", "employer")}
    assert len(ids) == 2
    assert {item["user_id"] for item in cloud.items("accounts") if "password_hash" in item} == ids


@pytest.mark.req("REG-19")
@pytest.mark.parametrize(("query", "start"), [({}, "/client"), ({"site": "ni"}, "/ni")])
def test_registration__cancelled__leads_to_the_start_page_and_makes_no_account(
    cloud: Cloud, query: dict[str, str], start: str
) -> None:
    # When the form is shown and its Cancel followed
    links = send("GET", "/client/registration", query=query).json["links"]
    cancel = next(link["href"] for link in links if link["text"] == "Cancel")
    # Then the start page opens and nothing was made
    assert cancel == start
    assert send("GET", cancel).status == 200
    assert cloud.items("accounts") == []


@pytest.mark.req("REG-20")
def test_registration__says_not_to_use_the_back_button() -> None:
    says = "Do not use your browser's back button through this process because it may not function as expected."
    assert says in send("GET", "/client/registration").json["paragraphs"]
    assert says in register().json["advice"]


@pytest.mark.req("REG-20")
def test_registration__back_and_submitted_again__makes_no_second_account(cloud: Cloud) -> None:
    # Given a form submitted
    key = fresh_key()
    first = register(key=key)
    # When the same form is submitted again, and again with another name, and with another password
    again = register(key=key)
    renamed = register(key=key, form={**FORM, "surname": "Whitfeld"})
    guessed = register(key=key, form={**FORM, "password": "other1pass", "confirm_password": "other1pass"})
    # Then the same ID is shown to whoever sends the same form, and there is one account
    assert again.json["user_id"] == first.json["user_id"]
    assert [(reply.status, reply.json["code"]) for reply in (renamed, guessed)] == [(409, "CMS-4092")] * 2
    assert len([item for item in cloud.items("accounts") if "password_hash" in item]) == 1


@pytest.mark.req("REG-21")
@pytest.mark.parametrize("query", [{}, {"site": "ni"}])
def test_registration__begun_at_employer__never_links_to_the_client_site(query: dict[str, str]) -> None:
    # Given a registration that goes through the employer service to its end
    pages = [send("GET", "/employer/registration", query=query)]
    shown = register("employer", query=query)
    token = shown.json["token"]
    pages += [shown, send("POST", "/employer/registration/confirmation", {"id_noted": True}, token=token)]
    pages += [
        send("GET", f"/employer{path}", token=token) for path in ("/services", "/enrolment/information", "/enrolment")
    ]
    pages.append(send("GET", "/employer/login", query=query))
    # Then no link in any page leads to the client site
    hrefs = [href for page in pages for href in hrefs_in(page.json)]
    assert len(hrefs) > 6
    assert not [href for href in hrefs if href.startswith("/client")]


def hrefs_in(page: object) -> list[str]:
    if isinstance(page, dict):
        return [str(value) for name, value in page.items() if name == "href"] + hrefs_in(list(page.values()))
    return [href for item in page for href in hrefs_in(item)] if isinstance(page, list) else []


@pytest.mark.req("REG-23")
def test_login_page__for_the_unregistered__says_registering_is_easy_and_links_to_it() -> None:
    page = send("GET", "/client/login").json
    assert "Not registered yet? Registering is easy. Have your personal information handy." in page["paragraphs"]
    assert {"text": "Register", "href": "/client/registration"} in page["links"]


@pytest.mark.req("REG-03")
def test_registration_session__enrolment_and_case_data__opens_in_order_only() -> None:
    # Given somebody registered who has not enrolled
    person = Person.registered()
    # Then the second step of login and the homepage are refused
    assert person.get("/login/challenge").json["code"] == "CMS-4031"
    assert person.get("/homepage").json["code"] == "CMS-4031"
    # And without registering nothing opens at all
    assert send("GET", "/client/enrolment").status == 401


def test_registration__stored__keeps_no_password_and_no_token_in_clear(cloud: Cloud) -> None:
    token = register().json["token"]
    everything = repr([cloud.items(table) for table in cloud.tables])
    assert PASSWORD not in everything
    assert token not in everything


@pytest.mark.req("REG-18")
def test_registration__same_key_at_both_services__makes_two_accounts() -> None:
    key = fresh_key()
    replies = [register(service, key=key) for service in ("client", "employer")]
    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].json["user_id"] != replies[1].json["user_id"]


def other_password(number: int) -> dict[str, str]:
    return {**FORM, "password": f"wrong{number:04d}", "confirm_password": f"wrong{number:04d}"}


@pytest.mark.req("LOG-04", "LOG-05", "SEC-11")
def test_registration__same_key_with_wrong_passwords__is_counted_and_recorded_as_log_ins_are(cloud: Cloud) -> None:
    # Given a form that made an account
    key = fresh_key()
    made = register(key=key).json["user_id"]
    # When it is sent again with other passwords, one after the other
    replies = [register(form=other_password(number), key=key) for number in range(5)]
    # Then three are checked, kept as failed log-ins, and lock the account
    assert [reply.json["code"] for reply in replies] == ["CMS-4092"] * 3 + ["CMS-4231"] * 2
    assert len(ledger.acts(cloud, "PasswordRefused")) == 3
    assert any("last_failed_login" in item for item in cloud.items("accounts"))
    assert log_in(made).json["code"] == "CMS-4231"
    # And the very same form shows nothing and opens nothing until two hours after the last
    assert register(key=key).json["code"] == "CMS-4231"
    cloud.clock.forward(hours=2)
    assert register(key=key).json["user_id"] == made


@pytest.mark.req("LOG-05")
def test_registration__same_form_of_an_account_locked_by_log_ins__opens_nothing() -> None:
    key = fresh_key()
    made = register(key=key).json["user_id"]
    for _ in range(3):
        log_in(made, "wrong1234")
    assert register(key=key).json["code"] == "CMS-4231"


@pytest.mark.req("LOG-06", "REG-20")
def test_registration__same_form_again_and_again__counts_nothing(cloud: Cloud) -> None:
    # Given two failed log-ins
    key = fresh_key()
    made = register(key=key).json["user_id"]
    for _ in range(2):
        log_in(made, "wrong1234")
    # When the very same form is sent again, Then its password is right, and the count is zero
    assert [register(key=key).status for _ in range(4)] == [201] * 4
    assert not any("newest_attempt" in item for item in cloud.items("accounts"))


@pytest.mark.req("REG-20")
def test_registration__form_mended_and_sent_under_the_same_key__is_no_guess_at_a_password(cloud: Cloud) -> None:
    # Given somebody who mends the name, again and again, after the account was made
    key = fresh_key()
    made = register(key=key).json["user_id"]
    works = []
    for surname in ("Whitfeld", "Whitefield", "Witfield", "Whitfield-Jones"):
        with watched(Calls()) as calls:
            assert register(form={**FORM, "surname": surname}, key=key).json["code"] == "CMS-4092"
        works.append(len(calls.made))
    # Then that locks nobody out, and cost as much as a wrong password does
    with watched(Calls()) as calls:
        register(form=other_password(1), key=key)
    assert {*works} == {len(calls.made)}
    assert ledger.acts(cloud, "PasswordRefused") != []
    assert log_in(made).status == 200
