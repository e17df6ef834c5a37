"""What IT support does with staff accounts, by HTTP."""

from typing import Any

import pytest

from cms_common.domain.staff import StaffFunction, StaffRole
from tests.support import ledger, staff
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import PASSWORD, Member, hire, log_in
from tests.support.visitors import fresh_key

FORM: dict[str, Any] = {
    "first_name": "John",
    "surname": "Smithson",
    "role": "support team caseworker",
    "functions": ["look-up", "de-enrol user"],
}


def create(admin: Member, key: str | None = None, **changes: Any) -> Reply:
    return admin.post("/users", {**FORM, **changes}, headers={"Idempotency-Key": key or fresh_key()})


@pytest.mark.req("ITS-01")
@pytest.mark.parametrize("role", [role for role in StaffRole if role is not StaffRole.IT_SUPPORT])
def test_users__asked_for_by_anyone_but_it_support__are_refused(cloud: Cloud, role: StaffRole) -> None:
    member = hire("AANY1", role).logging_in()
    hire("JSMITH1")
    replies = [
        member.get("/users"),
        member.get("/users/JSMITH1"),
        member.put("/users/JSMITH1", FORM),
        create(member),
        *(member.post(f"/users/JSMITH1/{act}", {"confirmed": True}) for act in ("delete", "unlock", "password")),
    ]
    assert {(reply.status, reply.json["code"]) for reply in replies} == {(403, "CMS-4038")}
    assert log_in("JSMITH1").status == 200


@pytest.mark.req("ITS-03", "ITS-05", "ITS-08")
def test_create__form_complete__shows_id_and_password_and_the_user_has_what_is_ticked(cloud: Cloud) -> None:
    admin = staff.it_support()
    made = create(admin)
    assert (made.status, made.json["user_id"], made.json["done"]) == (201, "JSMITH1", True)
    password = made.json["password"]
    assert len(password) == 8
    assert password.isalnum()
    shown = admin.get("/users/JSMITH1").json
    assert shown["functions"] == ["de-enrol user", "look-up"]
    assert (shown["password_to_be_changed"], shown["locked"]) == (True, False)
    assert len(log_in("JSMITH1", password).json["password"]) == 8


@pytest.mark.req("ITS-06", "ITS-07")
@pytest.mark.parametrize(
    ("first_name", "surname", "first", "second"),
    [
        ("John", "Smithson", "JSMITH1", "JSMITH2"),
        ("Li", "Ng", "LNG1", "LNG2"),
        ("Siobhán", "O'Neill-Davies", "SONEIL1", "SONEIL2"),
        ("Łucja", "De La Cruz", "LDELAC1", "LDELAC2"),
    ],
)
def test_create__names__make_the_id_of_the_documents(
    cloud: Cloud, first_name: str, surname: str, first: str, second: str
) -> None:
    admin = staff.it_support()
    made = [create(admin, first_name=first_name, surname=surname).json["user_id"] for _ in range(2)]
    assert made == [first, second]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": " "}, "first_name"),
        ({"surname": "李"}, "surname"),
        ({"role": "director"}, "role"),
        ({"functions": ["open the safe"]}, "functions"),
        ({"role": "caseworker"}, "functions"),
        ({"segment": "x" * 101}, "segment"),
    ],
)
def test_create__form_wrong__is_refused_by_field(cloud: Cloud, changes: dict[str, Any], field: str) -> None:
    reply = create(staff.it_support(), **changes)
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [field])


def test_create__same_form_again__is_the_same_user_with_a_password_that_works(cloud: Cloud) -> None:
    admin, key = staff.it_support(), fresh_key()
    lost, again = create(admin, key), create(admin, key)
    assert lost.json["user_id"] == again.json["user_id"] == "JSMITH1"
    assert log_in("JSMITH1", lost.json["password"]).status == 401
    assert create(admin, key, first_name="Jane").json["code"] == "CMS-4090"
    assert log_in("JSMITH1", again.json["password"]).status == 200


@pytest.mark.req("ITS-11")
def test_list__more_users_than_a_page__shows_all_with_what_can_be_done(cloud: Cloud) -> None:
    admin = staff.it_support()
    for number in range(1, 56):
        hire(f"JSMITH{number}")
    for _ in range(5):
        log_in("JSMITH3", "wrong123")
    first = admin.get("/users").json
    after = first["more"]["href"].partition("after=")[2]
    second = admin.get("/users", query={"after": after}).json
    users = [*first["users"], *second["users"]]
    assert len(users) == len({user["user_id"] for user in users}) == 56
    assert [user["user_id"] for user in users if user["locked"]] == ["JSMITH3"]
    assert [action["text"] for action in users[0]["actions"]] == ["Edit", "Delete", "Change password", "Unlock"]
    assert "more" not in second


@pytest.mark.req("ITS-12", "ITS-20")
def test_unlock__confirmed__lets_the_user_in_with_the_same_password(cloud: Cloud) -> None:
    admin = staff.it_support()
    hire("JSMITH1")
    for _ in range(5):
        log_in("JSMITH1", "wrong123")
    # When it is not confirmed, Then nothing changes
    asked = admin.post("/users/JSMITH1/unlock", {"confirmed": False}).json
    assert (asked["done"], asked["buttons"]) == (False, ["OK"])
    assert log_in("JSMITH1").status == 423
    # When it is, Then the password is as it was
    assert admin.post("/users/JSMITH1/unlock", {"confirmed": True}).json["done"] is True
    assert log_in("JSMITH1").status == 200
    [act] = ledger.acts(cloud, "StaffUserUnlocked")
    assert (act["actor"], act["subject"]) == ("staff#IADMIN1", "staff#JSMITH1")


@pytest.mark.req("ITS-13", "ITS-04")
def test_edit__function_taken_away__is_refused_from_the_next_request_on(cloud: Cloud) -> None:
    admin, member = staff.it_support(), staff.agent()
    assert member.get("/helpdesk/look-ups").status == 200
    changed = admin.edit("AAGENT1", functions=["change password"], segment="Segment 4")
    assert (changed.json["functions"], changed.json["segment"]) == (["change password"], "Segment 4")
    assert member.get("/helpdesk/look-ups").status == 403
    assert member.get("/password").status == 200
    assert len(ledger.acts(cloud, "StaffUserEdited")) == 1


@pytest.mark.req("ITS-14", "ITS-20")
def test_delete__confirmed__ends_session_and_login_and_the_id_is_not_given_again(cloud: Cloud) -> None:
    admin = staff.it_support()
    password = create(admin).json["password"]
    member = Member("JSMITH1").logging_in(password)
    asked = admin.post("/users/JSMITH1/delete", {}).json
    assert (asked["done"], asked["title"]) == (False, "Delete user")
    assert member.post("/login/confirmation").status == 200
    done = admin.post("/users/JSMITH1/delete", {"confirmed": True}).json
    assert (done["done"], done["title"]) == (True, "User deleted")
    assert member.get("/menu").status == 401
    assert log_in("JSMITH1", password).status == 401
    assert admin.get("/users/JSMITH1").json["code"] == "CMS-4043"
    assert create(admin).json["user_id"] == "JSMITH2"


@pytest.mark.req("ITS-15", "ITS-16", "ITS-20")
def test_change_password__confirmed__issues_one_that_is_re_issued_at_the_next_login(cloud: Cloud) -> None:
    admin = staff.it_support()
    member = hire("JSMITH1").logging_in()
    assert admin.post("/users/JSMITH1/password", {"confirmed": False}).json["done"] is False
    assert member.get("/menu").status == 200
    issued = admin.post("/users/JSMITH1/password", {"confirmed": True}).json
    assert member.get("/menu").status == 401
    assert log_in("JSMITH1", PASSWORD).status == 401
    shown = log_in("JSMITH1", issued["password"]).json
    assert shown["password"] != issued["password"]
    assert log_in("JSMITH1", shown["password"]).status == 200
    assert log_in("JSMITH1", issued["password"]).status == 401


def test_acts__on_nobody__are_told_so(cloud: Cloud) -> None:
    admin = staff.it_support()
    paths = [f"/users/{user}/{act}" for user in ("NOBODY9", "no-such") for act in ("delete", "unlock", "password")]
    assert {admin.post(path, {"confirmed": True}).json["code"] for path in paths} == {"CMS-4043"}
    assert admin.put("/users/NOBODY9", {**FORM, "revision": 0}).json["code"] == "CMS-4043"


@pytest.mark.req("SUP-35")
def test_pages__of_users__carry_no_password_after_it_was_shown(cloud: Cloud) -> None:
    admin = staff.it_support()
    password = create(admin, functions=[StaffFunction.LOOK_UP.value]).json["password"]
    told = admin.get("/users").body + admin.get("/users/JSMITH1").body
    kept = str([cloud.items(table) for table in cloud.tables])
    assert password not in told + kept
    assert "argon2" not in told
