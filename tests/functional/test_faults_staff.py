"""Staff administration, staff sign-in and de-enrolment, with every AWS call broken in turn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from cms_common.adapters.tables import StaffDoorItem
from tests.support import ledger, staff
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.staff import PASSWORD, Member, hire, log_in
from tests.support.visitors import PAYING, Person, facts_of, hold
from tests.support.visitors import log_in as client_log_in

FORM = {"first_name": "John", "surname": "Smithson", "role": "support team caseworker", "functions": ["look-up"]}
KEY = {"Idempotency-Key": "0123456789abcdef"}
CONFIRMED = {"confirmed": True}
REASON = {"confirmed": True, "reason": "forgotten user ID and password"}


@dataclass(frozen=True)
class Scene:
    """Who acts, on whom, and by which address."""

    member: Member
    person: Person | None = None
    here: str = ""


def with_admin(_: Cloud) -> Scene:
    hire("JSMITH7")
    return Scene(staff.it_support())


def with_locked(_: Cloud) -> Scene:
    hire("JSMITH7")
    for attempt in range(5):
        assert log_in("JSMITH7", "wrong123").status == 401, attempt
    return Scene(staff.it_support())


def with_issued(_: Cloud) -> Scene:
    return Scene(hire("JSMITH7", password="issued42", issued=True))


def with_shown(_: Cloud) -> Scene:
    hire("JSMITH7", password="issued42", issued=True)
    shown = log_in("JSMITH7", "issued42").json
    return Scene(Member("JSMITH7", shown["token"]), here=shown["password"])


def with_member(_: Cloud) -> Scene:
    return Scene(staff.agent())


def with_customer(_: Cloud) -> Scene:
    hold(PAYING)
    person, member = Person.signed_in(), staff.agent()
    body = {"service": "client", **{name: facts_of(PAYING)[name] for name in ("scin", "nino", "date_of_birth")}}
    shown = member.post("/helpdesk/look-ups", body).json
    return Scene(member, person, f"/helpdesk/look-ups/{shown['look_up']}")


def looks_up(scene: Scene) -> Reply:
    body = {"service": "client", **{name: facts_of(PAYING)[name] for name in ("scin", "nino", "date_of_birth")}}
    return scene.member.post("/helpdesk/look-ups", body)


def created_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    made = [item for item in cloud.items("staff") if item["directory"] == "staff" and item["surname"] == "Smithson"]
    assert len([item for item in made if item["first_name"] == "John"]) == 1, "two users for one form"
    assert len(ledger.acts(cloud, "StaffUserCreated")) == 1, "created and recorded differ"
    assert log_in(reply.json["user_id"], reply.json["password"]).status == 200, "the password shown does not work"


def edited(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.json["functions"] == ["look-up"], reply.body
    assert len(ledger.acts(cloud, "StaffUserEdited")) == 1, "not recorded once"


def attempts_on(cloud: Cloud, user_id: str) -> set[str]:
    """Return the marks of the attempts that count against a staff user ID."""
    key = StaffDoorItem.key_of(user_id)
    doors = [item for item in cloud.items("staff") if item["directory"] == "doors" and item["user_id"] == key]
    return set(doors[0].get("attempts", ())) if doors else set()


def deleted(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status in {200, 404}, reply.body
    assert len(ledger.acts(cloud, "StaffUserDeleted")) == 1, "not recorded once"
    assert log_in("JSMITH7").status == 401, "a deleted user logs in"


def unlocked(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert ledger.acts(cloud, "StaffUserUnlocked"), "not recorded"
    assert log_in("JSMITH7").status == 200, "still locked, or another password"


def issued(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert log_in("JSMITH7", PASSWORD).status == 401, "the old password works"
    assert "password" in log_in("JSMITH7", reply.json["password"]).json, "the issued password was not re-issued"


def new_one_works(_: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert log_in(scene.member.user_id, reply.json["password"]).status == 200, "the password shown does not work"
    assert log_in(scene.member.user_id, "issued42").status == 401, "the issued password works"


def confirmed(_: Cloud, scene: Scene, reply: Reply) -> None:
    """A token that was used up by the lost answer is a session over: the new password logs in."""
    assert reply.status in {200, 401}, reply.body
    assert log_in("JSMITH7", scene.here).status == 200, "the password shown does not work"
    assert log_in("JSMITH7", "issued42").status == 401, "the issued password works"


def own_changed(_: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert log_in("AAGENT1", reply.json["password"]).status == 200, "the password shown does not work"
    assert log_in("AAGENT1", PASSWORD).status == 401, "the old password works"


def logged_in(_: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert replace(scene.member, token=reply.json["token"]).get("/menu").status == 200, "the menu does not open"


def logged_out(_: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status in {200, 401}, reply.body
    assert scene.member.get("/menu").status == 401, "the session is still open"


def wrong_counts(cloud: Cloud, _: Scene, reply: Reply) -> None:
    """Given twice where the first record was not written, a wrong password counts twice: both were checked."""
    assert reply.status == 401, reply.body
    assert ledger.acts(cloud, "StaffPasswordRefused"), "a wrong password left no record"
    assert 1 <= len(attempts_on(cloud, "AAGENT1")) <= 2, "a wrong password is forgotten, or counts too often"


def looked_up(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    assert ledger.acts(cloud, "CustomerLookedUp"), "not recorded"
    assert scene.member.get(f"/helpdesk/look-ups/{reply.json['look_up']}").status == 200, "the screens do not open"


def gone(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert len(ledger.acts(cloud, "AccountDeEnrolled")) == 1, "not recorded once"
    assert scene.person is not None
    assert client_log_in(scene.person.user_id).status == 401, "the old password works"
    assert scene.person.get("/homepage").status == 401, "a session lives on"
    assert not [item for item in cloud.items("accounts") if str(item["key"]).startswith("identifier#")], "still claimed"
    assert Person.signed_in().get("/homepage").status == 200, "cannot register again"


def case(
    name: str, prepare: Callable[[Cloud], Scene], act: Callable[[Scene], Reply], check: Callable[..., None]
) -> UseCase[Scene]:
    return UseCase(name, prepare, act, check)


def as_admin(act: str) -> Callable[[Scene], Reply]:
    return lambda scene: scene.member.post(f"/users/JSMITH7/{act}", CONFIRMED)


CASES = [
    case("creates", with_admin, lambda scene: scene.member.post("/users", FORM, headers=KEY), created_once),
    case("edits", with_admin, lambda scene: scene.member.put("/users/JSMITH7", {**FORM, "revision": 0}), edited),
    case("deletes", with_admin, as_admin("delete"), deleted),
    case("unlocks", with_locked, as_admin("unlock"), unlocked),
    case("issues a password", with_admin, as_admin("password"), issued),
    case("first login", with_issued, lambda _: log_in("JSMITH7", "issued42"), new_one_works),
    case("confirms", with_shown, lambda scene: scene.member.post("/login/confirmation"), confirmed),
    case("first use", with_shown, lambda scene: log_in("JSMITH7", scene.here), logged_in),
    case(
        "changes own password",
        with_member,
        lambda scene: scene.member.post("/password", {"current_password": PASSWORD}),
        own_changed,
    ),
    case("logs in", with_member, lambda _: log_in("AAGENT1"), logged_in),
    case("logs out", with_member, lambda scene: scene.member.post("/logout"), logged_out),
    case("wrong password", with_member, lambda _: log_in("AAGENT1", "wrong123"), wrong_counts),
    case("looks up", with_customer, looks_up, looked_up),
    case("de-enrols", with_customer, lambda scene: scene.member.post(f"{scene.here}/de-enrolment", REASON), gone),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a use case of staff
    # When each of its calls breaks, and the caller tries again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))
