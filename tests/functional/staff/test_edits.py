"""Edits of staff accounts by IT support: nobody's work is lost, nobody raises themselves, somebody is always left."""

import json
from typing import Any

import pytest

from cms_common.domain.staff import StaffRole
from tests.support import ledger, staff
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import EDITED, Member, hire, log_in

RAISED = {"role": "support team caseworker", "functions": ["look-up"]}


def form_of(admin: Member, user_id: str) -> dict[str, Any]:
    shown = admin.get(f"/users/{user_id}").json
    return {name: shown[name] for name in EDITED}


def meanwhile(other: Member, act: str, mine: Member, path: str, body: object) -> tuple[Reply, list[Reply]]:
    """Send `mine` and let `other` act just before its transaction; returns both replies."""
    others: list[Reply] = []

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and not others:
            others.append(Reply(0, {}, ""))
            deletes = act == "delete"
            others[0] = (
                other.post(f"/users/{mine.user_id}/delete", {"confirmed": True})
                if deletes
                else other.edit(mine.user_id, role="caseworker")
            )
        return parameters

    with watched(Calls(tamper=tamper)):
        reply = mine.post(path, body) if path.endswith("delete") else mine.put(path, body)
    return reply, others


@pytest.mark.req("ITS-13")
def test_edit__form_opened_before_another_edit__is_refused_and_the_other_edit_stays(cloud: Cloud) -> None:
    # Given a form opened before a colleague takes functions away
    first, second = staff.it_support(), staff.it_support("IADMIN2")
    hire("AAGENT1")
    form = form_of(first, "AAGENT1")
    assert second.edit("AAGENT1", functions=["look-up"]).json["functions"] == ["look-up"]
    # When it is sent, Then nothing changes, and it is told so
    late = first.put("/users/AAGENT1", {**form, "segment": "North"})
    assert (late.status, late.json["code"]) == (412, "CMS-4121")
    shown = first.get("/users/AAGENT1").json
    assert (shown["functions"], shown["segment"]) == (["look-up"], "")
    # And the form opened again goes through
    assert first.edit("AAGENT1", segment="North").json["functions"] == ["look-up"]
    assert len(ledger.acts(cloud, "StaffUserEdited")) == 2


@pytest.mark.req("ITS-13")
def test_edit__another_edit_between_reading_and_writing__is_refused(cloud: Cloud) -> None:
    mine, other = staff.it_support(), staff.it_support("IADMIN2")
    hire("AAGENT1")
    form = form_of(mine, "AAGENT1")
    others: list[int] = []

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and not others:
            others.append(0)
            others[0] = other.edit("AAGENT1", functions=[]).status
        return parameters

    with watched(Calls(tamper=tamper)):
        late = mine.put("/users/AAGENT1", {**form, "segment": "North"})
    assert (others, late.status) == ([200], 412)
    assert mine.get("/users/AAGENT1").json["functions"] == []


def test_edit__sent_again_after_a_lost_answer__is_done_once(cloud: Cloud) -> None:
    admin = staff.it_support()
    hire("AAGENT1")
    form = {**form_of(admin, "AAGENT1"), "segment": "North"}
    assert [admin.put("/users/AAGENT1", form).status for _ in range(2)] == [200, 200]
    assert len(ledger.acts(cloud, "StaffUserEdited")) == 1


@pytest.mark.parametrize("revision", [None, -1, 1, 10**60])
def test_edit__without_the_revision_shown__changes_nothing(cloud: Cloud, revision: int | None) -> None:
    admin = staff.it_support()
    hire("AAGENT1")
    form = {**form_of(admin, "AAGENT1"), "segment": "North"}
    del form["revision"]
    sent = form if revision is None else {**form, "revision": revision}
    assert admin.put("/users/AAGENT1", sent).status in {412, 422}
    assert admin.get("/users/AAGENT1").json["segment"] == ""


@pytest.mark.req("ITS-01", "ITS-04", "SEC-04")
@pytest.mark.parametrize("changes", [RAISED, {"role": "caseworker"}, {"special_records_team": True}])
def test_edit__of_ones_own_role_functions_or_team__is_refused(cloud: Cloud, changes: dict[str, Any]) -> None:
    admin = staff.it_support()
    before = admin.get("/users/IADMIN1").json
    reply = admin.edit("IADMIN1", **changes)
    assert (reply.status, reply.json["code"]) == (403, "CMS-4028")
    assert admin.get("/users/IADMIN1").json == before
    assert not ledger.acts(cloud, "StaffUserEdited")


@pytest.mark.req("ITS-13")
def test_edit__of_ones_own_name_and_segment__goes_through(cloud: Cloud) -> None:
    admin = staff.it_support()
    changed = admin.edit("IADMIN1", surname="Smith", segment="North").json
    assert (changed["surname"], changed["segment"], changed["role"]) == ("Smith", "North", "IT support")


@pytest.mark.req("ITS-14", "ITS-01")
def test_delete__of_oneself__is_refused_also_for_the_last_of_it_support(cloud: Cloud) -> None:
    admin = staff.it_support()
    reply = admin.post("/users/IADMIN1/delete", {"confirmed": True})
    assert (reply.status, reply.json["code"]) == (403, "CMS-4028")
    assert log_in("IADMIN1").status == 200


@pytest.mark.req("ITS-01")
@pytest.mark.parametrize("theirs", ["delete", "demote"])
@pytest.mark.parametrize("ours", ["delete", "demote"])
def test_it_support__two_take_each_other_away_at_once__one_is_left(cloud: Cloud, ours: str, theirs: str) -> None:
    # Given the last two of IT support
    one, two = staff.it_support(), staff.it_support("IADMIN2")
    path = "/users/IADMIN2/delete" if ours == "delete" else "/users/IADMIN2"
    body = {"confirmed": True} if ours == "delete" else {**form_of(one, "IADMIN2"), "role": "caseworker"}
    # When the one takes the other away, who does the same just before
    reply, others = meanwhile(two, theirs, one, path, body)
    # Then the first to do it is left, and the other is told that this is not theirs any more
    assert others[0].status == 200
    assert (reply.status, reply.json["code"]) == (403, "CMS-4038")
    left = two.get("/users").json["users"]
    assert [user["user_id"] for user in left if user["role"] == StaffRole.IT_SUPPORT] == ["IADMIN2"]


@pytest.mark.req("ITS-20")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"functions": ["look-up"]}, "functions"),
        ({"role": "team leader", "special_records_team": True}, "role, special records team"),
        ({"first_name": "Ann", "surname": "Quigley", "segment": "North"}, "name, segment"),
    ],
)
def test_edit__recorded__says_what_was_changed_and_no_name(cloud: Cloud, changes: dict[str, Any], told: str) -> None:
    admin = staff.it_support()
    hire("AAGENT1")
    assert admin.edit("AAGENT1", **changes).status == 200
    [act] = ledger.acts(cloud, "StaffUserEdited")
    facts = json.loads(act["facts"])
    assert (facts["changed"], facts["segment"], act["actor"]) == (told, changes.get("segment", ""), "staff#IADMIN1")
    assert "Quigley" not in str(act)
    ledger.check(cloud)
