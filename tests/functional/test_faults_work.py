"""Work and contacts, with every AWS call broken in turn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT
from tests.support import casework, ledger, staff
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.staff import Member
from tests.support.visitors import hold

REASON = {"reason": "Told the client to try again"}
KEY = {"Idempotency-Key": "call-000000000001"}


@dataclass(frozen=True)
class Scene:
    """Who acts, and on what."""

    member: Member
    item: str = ""
    activity: str = ""
    contact: str = ""
    incident: str = ""


def with_work(_: Cloud) -> Scene:
    hold(PAYING_PARENT)
    item = casework.failed_upload()
    return Scene(staff.caseworker(), f"/work-items/{item.work_item_id}", f"/activities/{item.activity_id}")


def with_taken(cloud: Cloud) -> Scene:
    scene = with_work(cloud)
    assert scene.member.post(f"{scene.item}/take", {}).status == 200
    return scene


def with_contact(cloud: Cloud) -> Scene:
    scene = with_work(cloud)
    return Scene(scene.member, scene.item, scene.activity, casework.opened(scene.member))


def with_passed(cloud: Cloud) -> Scene:
    scene = with_work(cloud)
    return Scene(scene.member, scene.item, scene.activity, casework.passed(scene.member))


def with_incident(cloud: Cloud) -> Scene:
    scene = with_passed(cloud)
    reply = scene.member.post(f"{scene.contact}/incidents", INCIDENT, headers=KEY)
    assert reply.status == 201, reply.body
    return replace(scene, incident=f"/incidents/{reply.json['incident']}")


def with_call_about_work(cloud: Cloud) -> Scene:
    scene = with_taken(cloud)
    about = scene.item.rpartition("/")[2]
    here = casework.passed(scene.member, direction="outbound", work_item=about)
    return Scene(scene.member, scene.item, scene.activity, here)


def with_anothers(cloud: Cloud) -> Scene:
    scene = with_work(cloud)
    assert staff.caseworker("CWORKE2").post(f"{scene.item}/take", {}).status == 200
    return scene


def with_stranded(cloud: Cloud) -> Scene:
    """The client's record became special while work was raised for a segment."""
    scene = with_work(cloud)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, special_client_record=True)
    return Scene(staff.special_caseworker(), scene.item, scene.activity)


def queued(cloud: Cloud) -> list[str]:
    """Return the teams in whose queues something stands; each place must be that of its item and its pointer."""
    items = {one["work_item_id"]: one for one in cloud.items("work") if one["item"] == "work-item"}
    places = [one for one in cloud.items("work") if one["key"].startswith("queue#")]
    pointers = [one for one in cloud.items("work") if one["item"].startswith("work-item#")]
    open_ids = {name for name, one in items.items() if one["status"] != "done"}
    assert {one["work_item_id"] for one in places} == open_ids, "queue and items differ"
    assert {one["work_item_id"] for one in pointers} == open_ids, "pointers and items differ"
    teams = {one["work_item_id"]: one["key"].split("#")[1] for one in places}
    assert len(places) == len(open_ids), "a work item stands in two queues"
    assert teams == {name: items[name]["team"] for name in open_ids}, "in another team's queue than the item says"
    assert {one["work_item_id"]: one["team"] for one in pointers} == teams, "the pointer names another team"
    return sorted(teams.values())


def taken(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert (reply.status, reply.json["taken_by"]) == (200, "CWORKE1"), reply.body
    assert len(ledger.acts(cloud, "WorkItemTaken")) == 1, "not recorded once"
    assert queued(cloud) == ["Segment 4"]


def noted(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert [note["text"] for note in reply.json["notes"]] == ["No answer"], reply.body
    assert len(ledger.acts(cloud, "WorkItemNoted")) == 1, "not recorded once"


def handed(kind: str, to: str) -> Callable[[Cloud, Scene, Reply], None]:
    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert (reply.status, reply.json.get("taken_by", "")) == (200, to), reply.body
        assert [note["text"] for note in reply.json["notes"]] == [REASON["reason"]], "the reason is lost or doubled"
        assert len(ledger.acts(cloud, kind)) == 1, "not recorded once"
        [place] = [one for one in cloud.items("work") if one["key"].startswith("queue#")]
        assert place.get("taken_by", "").removeprefix("staff#") == to, "the queue says something else"

    return check


def finished(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert len(ledger.acts(cloud, "WorkItemDone")) == 1, "not recorded once"
    assert queued(cloud) == []
    shown = scene.member.get(scene.item).json
    assert [note["text"] for note in shown["notes"]] == [REASON["reason"]], "the reason is lost or doubled"
    assert shown["activities"][0]["status"] == "Done", "the error stays in progress"


def opened(kind: str) -> Callable[[Cloud, Scene, Reply], None]:
    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert reply.status == 200, reply.body
        assert ledger.acts(cloud, kind), "shown and not recorded"

    return check


def begun(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    assert len(ledger.acts(cloud, "ContactOpened")) == 1, "not recorded once"
    contacts = [one for one in cloud.items("work") if one["item"] == "contact" and one["channel"] == "telephone"]
    assert len(contacts) == 1, "two contacts for one form"


def passed(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.json["security_check"] == "passed", reply.body
    assert len(ledger.acts(cloud, "SecurityCheckPassed")) == 1, "not recorded once"
    assert scene.member.get(f"{scene.contact}/client").status == 200, "the client does not open"


def failed(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.json["security_check"] == "failed", reply.body
    assert len(ledger.acts(cloud, "SecurityCheckFailed")) == 1, "one letter is due for one failed check"
    counted = [one["failed"] for one in cloud.items("work") if one["item"].startswith("failed-checks#")]
    assert counted == [1], "a failed check is not counted once"
    assert scene.member.get(f"{scene.contact}/client").status == 403, "the client opens"


def reset(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    held = next(one for one in cloud.items("client-security") if one["scin"] == PAYING_PARENT.key)
    assert "pin_macs" not in held, "the PIN is still there"
    assert len(ledger.acts(cloud, "SecurityReset")) == 1, "not recorded once"


def referred(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert cloud.items("clients")[0]["special_client_record"] is True, "not special"
    assert len(ledger.acts(cloud, "SpecialRecordsReferred")) == 1, "not recorded once"
    assert queued(cloud) == ["Special Client Records Team"], "work stays with the segment"


def raised(cloud: Cloud, scene: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    assert len(ledger.acts(cloud, "IncidentRaised")) == 1, "not recorded once"
    kept = [one["number"] for one in cloud.items("work") if one["item"] == "incident"]
    assert kept == [reply.json["incident"]], "two incidents for one form, or none"
    assert queued(cloud) == ["Segment 4", "Support Team"], "the incident is nobody's work, or twice"
    assert scene.member.get(f"/incidents/{kept[0]}").json == reply.json, "shown as another one"


def closed(done: int) -> Callable[[Cloud, Scene, Reply], None]:
    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert reply.status == 200, reply.body
        assert len(ledger.acts(cloud, "ContactClosed")) == 1, "not recorded once"
        items = [one for one in cloud.items("work") if one["item"] == "work-item" and one["status"] == "done"]
        reasons = [note["text"] for one in items for note in one["notes"]]
        assert reasons == [REASON["reason"]], "the reason is lost or doubled"
        assert len(queued(cloud)) == 1 - done

    return check


def moved(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert queued(cloud) == ["Special Client Records Team"]
    assert len(ledger.acts(cloud, "WorkItemMoved")) == 1, "not recorded once"


def post(path: str, body: object, **more: Any) -> Callable[[Scene], Reply]:
    return lambda scene: scene.member.post(path.format(scene=scene), body, **more)


def get(path: str) -> Callable[[Scene], Reply]:
    return lambda scene: scene.member.get(path.format(scene=scene))


CALL = {"scin": PAYING_PARENT.key}
WRONG = casework.said(PAYING_PARENT, name="Somebody Else")
INCIDENT = {"description": "Letters open blank with the reader installed", "error_code": "CMS-5001"}
CASES = [
    UseCase("takes", with_work, post("{scene.item}/take", {}), taken),
    UseCase("notes", with_work, post("{scene.item}/notes", {"text": "No answer"}), noted),
    UseCase("gives back", with_taken, post("{scene.item}/give-back", REASON), handed("WorkItemGivenBack", "")),
    UseCase(
        "takes over", with_anothers, post("{scene.item}/take-over", REASON), handed("WorkItemTakenOver", "CWORKE1")
    ),
    UseCase("finishes", with_taken, post("{scene.item}/done", REASON), finished),
    UseCase("opens work", with_work, get("{scene.item}"), opened("WorkItemOpened")),
    UseCase("opens an activity", with_work, get("{scene.activity}"), opened("ActivityOpened")),
    UseCase("opens a request", with_work, get("/service-requests/1-2043117"), opened("ServiceRequestOpened")),
    UseCase("opens stranded work", with_stranded, get("{scene.item}"), moved),
    UseCase("opens a contact", with_work, post("/contacts", CALL, headers=KEY), begun),
    UseCase("checks", with_contact, post("{scene.contact}/security-check", casework.said(PAYING_PARENT)), passed),
    UseCase("fails a check", with_contact, post("{scene.contact}/security-check", WRONG), failed),
    UseCase("shows the client", with_passed, get("{scene.contact}/client"), opened("ClientRecordShown")),
    UseCase("shows contacts", with_passed, get("{scene.contact}/contacts"), opened("ContactsShown")),
    UseCase("shows requests", with_passed, get("{scene.contact}/service-requests"), opened("ServiceRequestsShown")),
    UseCase("compares", with_passed, get("{scene.contact}/comparison"), opened("ClientCompared")),
    UseCase("shows the history", with_passed, get("{scene.contact}/contact-history"), opened("ContactHistoryShown")),
    UseCase("shows notifications", with_passed, get("{scene.contact}/notifications"), opened("NotificationsShown")),
    UseCase("resets security", with_passed, post("{scene.contact}/security-reset", {}), reset),
    UseCase("refers", with_passed, post("{scene.contact}/special-records", REASON), referred),
    UseCase("raises an incident", with_passed, post("{scene.contact}/incidents", INCIDENT, headers=KEY), raised),
    UseCase("shows an incident", with_incident, get("{scene.incident}"), opened("WorkItemOpened")),
    UseCase("closes a call", with_passed, post("{scene.contact}/close", REASON), closed(0)),
    UseCase("closes a call about work", with_call_about_work, post("{scene.contact}/close", REASON), closed(1)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a use case of caseworkers
    # When each of its calls breaks, and the caller tries again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))
