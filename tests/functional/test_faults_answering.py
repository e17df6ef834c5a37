"""Answering, call-backs and the clock, with every AWS call broken in turn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import ledger
from tests.support.answering import LINE, call, caseworker, checked, open_queue, sent, sweep, taken
from tests.support.calls import Parameters
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.staff import Member
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


def with_work_due(cloud: Cloud) -> Scene:
    hold(PAYING)
    sent(cloud, "general query")
    return Scene(Member("CWORK1"), late=cloud.clock.now() + timedelta(hours=48, seconds=2))


def emails(scene: Scene) -> Reply:
    return scene.member.post(f"{scene.here}/email", LINE)


def telephones(scene: Scene) -> Reply:
    return call(scene.member, scene.here, key=KEY, outcome="answered", notes="Told", contact=scene.contact)


def fails_to_reach(scene: Scene) -> Reply:
    return call(scene.member, scene.here, key=KEY, outcome="no answer")


def hands_over(scene: Scene) -> Reply:
    return scene.member.post(f"{scene.here}/correspondence", {"reason": "Complex"})


def promises(scene: Scene) -> Reply:
    return scene.member.post("/call-backs", {"details": "On her number"}, headers={"Idempotency-Key": KEY})


def answered_once(mails: int, left: list[str]) -> Callable[[Cloud, Scene, Reply], None]:
    """One answer, all work of the message done with it, one mail at most."""

    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert reply.status == 200, reply.body
        assert len(ledger.acts(cloud, "MessageAnswered")) == 1, "not answered once"
        assert len(cloud.items("notifications")) == mails, "another number of mails"
        assert open_queue(cloud) == left, "work is left, or was lost"

    return check


def not_reached_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert reply.json["unsuccessful_calls"] == 2, "a call was counted twice or lost"
    assert len(ledger.acts(cloud, "LetterWanted")) == 1, "not one update letter"
    assert len([one for one in cloud.items("correspondence") if one.get("kind") == "call"]) == 2, "not in the history"


def promised_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    made = [one for one in cloud.items("work") if str(one["key"]).startswith(("call-back", "clock#call-back"))]
    assert len(made) == 3, "not promised once, listed once and on the clock once"


def told_once(cloud: Cloud, *_: Any) -> None:
    assert len(ledger.acts(cloud, "SlaBreached")) == 1, "not told of once"
    assert len(ledger.acts(cloud, "WorkStuck")) == 1, "not told once of what is stuck"


CASES = [
    UseCase("emails", with_message("missing payments"), emails, answered_once(1, [])),
    UseCase("telephones for two teams", with_message("problem with the site"), telephones, answered_once(0, [])),
    UseCase("hands over", with_message("missing payments"), hands_over, answered_once(0, ["Correspondence (Inbound)"])),
    UseCase("fails to reach", with_message("general query", calls=1), fails_to_reach, not_reached_once),
    UseCase("promises", with_message("general query"), promises, promised_once),
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
