"""Answering, call-backs and the clock, with every AWS call broken in turn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from cms_common.domain.messages import SUPPORT_TEAM
from cms_common.domain.staff import StaffRole
from tests.support import ledger
from tests.support.answering import LINE, call, caseworker, checked, known_facts, open_queue, sent, sweep, taken
from tests.support.calls import Parameters
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, hold

KEY = "0123456789abcdef"


@dataclass(frozen=True)
class Scene:
    """Who answers, what, and in which contact."""

    member: Member
    here: str = ""
    contact: str = ""
    late: datetime | None = None


def with_message(message_type: str, *, calls: int = 0) -> Callable[[Cloud], Scene]:
    def prepare(cloud: Cloud) -> Scene:
        hold(PAYING)
        cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)
        member = caseworker()
        here = taken(member, sent(cloud, message_type))
        for number in range(calls):
            assert call(member, here, key=f"{number}" * 20, outcome="no answer").status == 200
        return Scene(member, here, checked(member))

    return prepare


def with_message_of_the_support_team(cloud: Cloud) -> Scene:
    hold(PAYING)
    sent(cloud, "problem with the site")
    [item] = [one for one in cloud.items("work") if one["item"] == "work-item" and one["team"] == SUPPORT_TEAM]
    member = hire("SUPPOR1", StaffRole.SUPPORT_TEAM).logging_in()
    return Scene(member, taken(member, item["work_item_id"]))


def with_message_of_one_who_became_special(cloud: Cloud) -> Scene:
    hold(PAYING)
    member = caseworker()
    here = taken(member, sent(cloud, "problem with the site"))
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)
    return Scene(caseworker("SPECIA1", special_records_team=True), here)


def with_a_client_to_text(cloud: Cloud) -> Scene:
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, sms_opted_in=True)
    member = caseworker()
    return Scene(member, taken(member, sent(cloud, "general query")))


def with_a_call_back(*, special: bool) -> Callable[[Cloud], Scene]:
    def prepare(cloud: Cloud) -> Scene:
        scene = with_message("general query")(cloud)
        form = {"details": "On her number", "work_item": scene.here.rpartition("/")[2]}
        promised = scene.member.post("/call-backs", form, headers={"Idempotency-Key": KEY}).json
        cloud.update("clients", {"scin": PAYING.key}, special_client_record=special)
        return Scene(scene.member, promised["kept"]["href"].removeprefix("/staff"))

    return prepare


def with_work_due(cloud: Cloud) -> Scene:
    hold(PAYING)
    sent(cloud, "general query")
    return Scene(Member("CWORK1"), late=cloud.clock.now() + timedelta(hours=48, seconds=2))


def emails(scene: Scene) -> Reply:
    return scene.member.post(f"{scene.here}/email", LINE)


def telephones(scene: Scene) -> Reply:
    return call(scene.member, scene.here, key=KEY, outcome="answered", notes="Told", contact=scene.contact)


def telephones_by_known_facts(scene: Scene) -> Reply:
    return call(scene.member, scene.here, key=KEY, outcome="answered", notes="Told", **known_facts(PAYING))


def telephones_by_wrong_facts(scene: Scene) -> Reply:
    wrong = {**known_facts(PAYING), "nino": "XX999999D"}
    return call(scene.member, scene.here, key=KEY, outcome="answered", notes="Told", **wrong)


def fails_to_reach(scene: Scene) -> Reply:
    return call(scene.member, scene.here, key=KEY, outcome="no answer")


def hands_over(scene: Scene) -> Reply:
    return scene.member.post(f"{scene.here}/correspondence", {"reason": "Complex"})


def promises(scene: Scene) -> Reply:
    return scene.member.post("/call-backs", {"details": "On her number"}, headers={"Idempotency-Key": KEY})


def promises_about_the_message(scene: Scene) -> Reply:
    form = {"details": "On her number", "work_item": scene.here.rpartition("/")[2]}
    return scene.member.post("/call-backs", form, headers={"Idempotency-Key": KEY})


def keeps(scene: Scene) -> Reply:
    return scene.member.post(scene.here, {"notes": "Called"})


def receives(scene: Scene) -> Reply:
    form = {"channel": "fax", "subject": "Cannot register", "scin": PAYING.key}
    return scene.member.post("/correspondence", form, headers={"Idempotency-Key": KEY})


def answered_once(mails: int, left: list[str]) -> Callable[[Cloud, Scene, Reply], None]:
    """One answer, all work of the message done with it, one mail at most."""

    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert reply.status == 200, reply.body
        assert len(ledger.acts(cloud, "MessageAnswered")) == 1, "not answered once"
        assert len(cloud.items("notifications")) == mails, "another number of mails"
        assert open_queue(cloud) == left, "work is left, or was lost"

    return check


def refused_and_told(cloud: Cloud, _: Scene, reply: Reply) -> None:
    """Facts that do not agree answer nothing, however often they are told of; that they were given is on record."""
    assert reply.status == 403, reply.body
    assert ledger.acts(cloud, "KnownFactsRefused"), "refused, and nobody knows"
    assert not ledger.acts(cloud, "MessageAnswered"), "answered without a check"
    assert open_queue(cloud) == ["answer message"] * 2, "work is gone"


def not_reached_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert reply.json["unsuccessful_calls"] == 2, "a call was counted twice or lost"
    assert len(ledger.acts(cloud, "LetterWanted")) == 1, "not one update letter"
    assert len([one for one in cloud.items("correspondence") if one.get("kind") == "call"]) == 2, "not in the history"


def promised_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    made = [one for one in cloud.items("work") if str(one["key"]).startswith(("call-back", "clock#call-back"))]
    assert len(made) == 3, "not promised once, listed once and on the clock once"


def waits_for_the_call_back(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    items = {str(one["item"]): one for one in cloud.items("work")}
    named = reply.json["call_back"]
    assert items["work-item"]["call_backs"] == {named}, "the issue does not wait for it"
    assert f"call-back#{named}" in items, "the client does not point to it"
    assert len(ledger.acts(cloud, "CallBackPromised")) == 1, "not promised once"


def waits_no_more(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    left = [one for one in cloud.items("work") if str(one["key"]).startswith("call-backs#") or one.get("call_backs")]
    assert not left, "kept, and still listed or waited for"
    assert not [one for one in cloud.items("work") if str(one["item"]).startswith("call-back#")], "still pointed to"
    assert len(ledger.acts(cloud, "CallBackKept")) == 1, "not kept once"


def is_the_special_teams(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 404, reply.body
    lists = [str(one["key"]) for one in cloud.items("work") if str(one["key"]).startswith("call-backs#")]
    assert lists == ["call-backs#Special Client Records Team"], "not in that team's list, or in two"
    assert len(ledger.acts(cloud, "CallBackMoved")) == 1, "not moved once"


def moved_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    queues = [str(one["key"]) for one in cloud.items("work") if str(one["key"]).startswith("queue#")]
    assert [one.split("#")[1] for one in queues] == ["Special Client Records Team"] * 2, "not both in its queue"
    assert len(ledger.acts(cloud, "WorkItemMoved")) == 2, "not moved once each"


def texted_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert (reply.status, reply.json["unsuccessful_calls"]) == (200, 1), reply.body
    assert [one["template"] for one in cloud.items("notifications")] == ["sms-call-missed"], "not one text message"


def received_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    assert open_queue(cloud).count("Correspondence (Inbound)") == 1, "work is lost or doubled"
    assert len(ledger.acts(cloud, "CorrespondenceReceived")) == 1, "not received once"


def told_once(cloud: Cloud, *_: Any) -> None:
    assert len(ledger.acts(cloud, "SlaBreached")) == 1, "not told of once"
    assert len(ledger.acts(cloud, "WorkStuck")) == 1, "not told once of what is stuck"


CASES = [
    UseCase("emails", with_message("missing payments"), emails, answered_once(1, [])),
    UseCase("telephones for two teams", with_message("problem with the site"), telephones, answered_once(0, [])),
    UseCase(
        "telephones, known facts", with_message_of_the_support_team, telephones_by_known_facts, answered_once(0, [])
    ),
    UseCase("telephones, wrong facts", with_message_of_the_support_team, telephones_by_wrong_facts, refused_and_told),
    UseCase("hands over", with_message("missing payments"), hands_over, answered_once(0, ["Correspondence (Inbound)"])),
    UseCase("fails to reach", with_message("general query", calls=1), fails_to_reach, not_reached_once),
    UseCase("promises", with_message("general query"), promises, promised_once),
    UseCase(
        "promises about a message", with_message("general query"), promises_about_the_message, waits_for_the_call_back
    ),
    UseCase("keeps", with_a_call_back(special=False), keeps, waits_no_more),
    UseCase("keeps what became special", with_a_call_back(special=True), keeps, is_the_special_teams),
    UseCase(
        "opens what became special",
        with_message_of_one_who_became_special,
        lambda scene: scene.member.get(scene.here),
        moved_once,
    ),
    UseCase("texts", with_a_client_to_text, fails_to_reach, texted_once),
    UseCase("receives", with_message("general query"), receives, received_once),
    UseCase("sweeps", with_work_due, lambda scene: sweep(scene.late), told_once),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a use case of answering, When each of its calls breaks, and it is tried again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))


def test_harness__an_answer_whose_mail_is_left_out__notices(cloud: Cloud) -> None:
    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        kept = [
            write
            for write in parameters["TransactItems"]
            if "notification" not in write.get("Put", {}).get("Item", {}) or "queued_at" not in write["Put"]["Item"]
        ]
        return {**parameters, "TransactItems": kept}

    assert broken_by_faults(cloud, CASES[0], tamper)
