"""Sending a message and opening a letter, with every AWS call broken in turn."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from cms_common.domain.history import Delivery, Entry
from infra.demo import known
from tests.support import ledger
from tests.support.calls import Parameters
from tests.support.cloud import Cloud
from tests.support.correspondence import FORM, hold_letter, path_of, send_message
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.visitors import PAYING, Person, hold

KEY = "0123456789abcdef"
NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Who acts, and the letter that they open."""

    person: Person
    letter: Entry | None = None


def with_client(_: Cloud) -> Scene:
    hold(PAYING)
    return Scene(Person.signed_in())


def with_employer(_: Cloud) -> Scene:
    hold(known.ONE_ERN)
    return Scene(Person.signed_in(known.ONE_ERN))


def with_letter(cloud: Cloud) -> Scene:
    scene = with_client(cloud)
    return Scene(scene.person, hold_letter(f"client#{PAYING.key}", NOON, delivery=Delivery.ONLINE))


def sends(message_type: str, **more: str) -> Callable[[Scene], Reply]:
    return lambda scene: send_message(scene.person, {**FORM, "message_type": message_type, **more}, key=KEY)


def opens(scene: Scene) -> Reply:
    assert scene.letter is not None
    return scene.person.get(path_of(scene.letter))


def count(cloud: Cloud, table: str, beginning: str) -> int:
    return sum(str(item["item"]).split("#")[0] == beginning for item in cloud.items(table))


def sent_once(work: int) -> Callable[[Cloud, Scene, Reply], None]:
    """One message, and all that belongs to it: no message without activity, no activity without message, none twice."""

    def check(cloud: Cloud, _: Scene, reply: Reply) -> None:
        assert reply.status == 201, reply.body
        made = Counter(str(item["item"]).split("#")[0] for item in cloud.items("correspondence"))
        assert made == {"form": 1, "message": 1, "entry": 1}, f"correspondence: {dict(made)}"
        kept = [item for item in cloud.items("work") if item["item"] in {"contact", "activity#001", "work-item"}]
        found = Counter(str(item["item"]) for item in kept)
        assert found == {"contact": 1, "activity#001": 1, "work-item": work}, f"work: {dict(found)}"
        queued = [item for item in cloud.items("work") if str(item["key"]).startswith("queue#")]
        assert len(queued) == work, "a work item is in no queue, or in two"
        [message] = [item for item in cloud.items("correspondence") if item["item"] == "message"]
        [activity] = [item for item in kept if item["item"] == "activity#001"]
        assert activity["message_id"] == message["message_id"] == reply.json["message"], "another message was answered"
        assert len(ledger.acts(cloud, "MessageReceived")) == 1, "not recorded once"

    return check


def opened_once(cloud: Cloud, _: Scene, reply: Reply) -> None:
    assert reply.status == 200, reply.body
    assert ".pdf?" in reply.json["url"], "no link"
    assert len(ledger.acts(cloud, "LetterOpened")) == 1, "not recorded once"
    [entry] = [item for item in cloud.items("correspondence") if str(item["item"]).startswith("entry#")]
    assert entry["opened_at"], "not marked"
    assert not [item for item in cloud.items("correspondence") if str(item["key"]).startswith("unopened#")], "unopened"


CASES = [
    UseCase("client sends", with_client, sends("general query", child="440000000011 Anaya"), sent_once(1)),
    UseCase("client sends to two teams", with_client, sends("problem with the site"), sent_once(2)),
    UseCase("client complains", with_client, sends("make a complaint"), sent_once(2)),
    UseCase("employer sends", with_employer, sends("general query"), sent_once(1)),
    UseCase("opens a letter", with_letter, opens, opened_once),
]


@pytest.mark.req("MSG-06")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a use case of messaging, When each of its calls breaks, and the sender tries again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))


def without(beginning: str) -> Callable[[str, Parameters], Parameters]:
    """Leave one piece out of the transaction on its way to AWS."""

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        kept = [
            write
            for write in parameters["TransactItems"]
            if not str(write.get("Put", {}).get("Item", {}).get("item", {}).get("S", "")).startswith(beginning)
        ]
        return {**parameters, "TransactItems": kept}

    return tamper


@pytest.mark.parametrize("piece", ["message", "entry#", "contact", "activity#", "work-item"])
def test_harness__a_message_with_one_piece_missing__notices(cloud: Cloud, piece: str) -> None:
    # Given sending with one piece left out, When it is looked at as above, Then that is noticed
    assert broken_by_faults(cloud, CASES[0], without(piece))
