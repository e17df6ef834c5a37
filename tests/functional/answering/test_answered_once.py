"""An answer is kept once and never lost: told of twice, at once with another, or while something else changes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.answering import (
    LINE,
    call,
    caseworker,
    checked,
    open_queue,
    sent,
    support_item,
    sweep,
    taken,
    work_items,
)
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.ledger import acts, versions_are_their_own
from tests.support.staff import Member
from tests.support.visitors import PAYING, fresh_key, hold

KEY = "0123456789abcdef"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def code(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["code"]


def meanwhile(change: Callable[[], Any], writes: str) -> Calls:
    """Calls among which something else happens once: just before the first transaction that writes an act."""
    done: list[int] = []

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and writes in str(parameters) and not done:
            done.append(1)
            change()
        return parameters

    return Calls(tamper=tamper)


@pytest.mark.req("CON-19")
def test_answer__while_the_other_teams_work_item_moves__is_kept_all_the_same(cloud: Cloud) -> None:
    # Given a message that two teams are to see, taken by one
    member = caseworker()
    here = taken(member, sent(cloud, "problem with the site"))
    [other] = [one for one in work_items(cloud) if one["work_item_id"] == support_item(cloud)]
    key = {"key": other["key"], "item": "work-item"}
    contact = checked(member)
    # When the other's changes between the read and the write of the answer
    with watched(meanwhile(lambda: cloud.update("work", key, team="Segment 9"), "MessageAnswered")):
        reply = call(member, here, outcome="answered", notes="Told", contact=contact)
    # Then the message is answered, once, and both are done
    assert (reply.status, reply.json["answered_by_channel"]) == (200, "telephone")
    assert {one["status"] for one in work_items(cloud)} == {"done"}
    assert len(acts(cloud, "MessageAnswered")) == 1
    versions_are_their_own(cloud)


@pytest.mark.req("SLA-03", "CWK-08")
def test_call__that_reached_nobody_at_once_with_another__counts_after_it(cloud: Cloud) -> None:
    # Given a message that is taken, and two windows in which a call is told of
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    other = meanwhile(lambda: call(member, here, outcome="no answer", notes="second window"), "MessageCallMade")
    # When both are sent, one overtaking the other
    with watched(other):
        reply = call(member, here, outcome="no answer", notes="first window")
    # Then both count, both notes are kept, and the second wants the letter
    assert (reply.status, reply.json["unsuccessful_calls"]) == (200, 2)
    [item] = work_items(cloud)
    assert [note["text"] for note in item["notes"]] == ["second window", "first window"]
    assert len(acts(cloud, "LetterWanted")) == 1


@pytest.mark.req("CWK-08")
def test_call__that_reached_nobody__by_whoever_lost_the_item_meanwhile__is_not_kept(cloud: Cloud) -> None:
    # Given a message that is taken over by a colleague while a call is told of
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    [item] = work_items(cloud)
    key = {"key": item["key"], "item": "work-item"}
    # When it is sent
    with watched(meanwhile(lambda: cloud.update("work", key, taken_by="staff#OTHER1"), "MessageCallMade")):
        reply = call(member, here, outcome="no answer", notes="Nobody there")
    # Then it is told so, and neither call nor note is kept
    assert code(reply) == (409, "CMS-4081")
    assert "notes" not in work_items(cloud)[0] or work_items(cloud)[0]["notes"] == []
    assert acts(cloud, "MessageCallMade") == []


def by_email(member: Member, here: str, _: str, *lines: str) -> Reply:
    return member.post(f"{here}/email", {"lines": list(lines)})


def by_telephone(member: Member, here: str, contact: str, notes: str) -> Reply:
    return call(member, here, outcome="answered", notes=notes, contact=contact)


def by_correspondence(member: Member, here: str, _: str, reason: str) -> Reply:
    return member.post(f"{here}/correspondence", {"reason": reason})


@pytest.mark.req("NOT-08", "CWK-08")
@pytest.mark.parametrize(
    ("answer", "first", "other"),
    [
        (by_email, "payment-on-its-way", "payment-not-received"),
        (by_telephone, "Told the date", "Told another date"),
        (by_correspondence, "A new calculation", "Another reason"),
    ],
    ids=["email", "telephone", "correspondence"],
)
def test_answer__given_again__is_the_same_where_it_says_the_same_and_refused_where_it_does_not(
    cloud: Cloud, answer: Callable[..., Reply], first: str, other: str
) -> None:
    # Given a message that was answered
    member = caseworker()
    here = taken(member, sent(cloud))
    contact = checked(member)
    assert answer(member, here, contact, first).status == 200
    # When it is answered again, with the same and with something else
    again, changed = answer(member, here, contact, first), answer(member, here, contact, other)
    # Then the first is what it was, and the other is told that it was not kept
    assert again.status == 200
    assert code(changed) == (409, "CMS-4083")
    assert len(acts(cloud, "MessageAnswered")) == 1


@pytest.mark.req("NOT-10")
def test_email__given_again_with_another_paragraph__is_refused(cloud: Cloud) -> None:
    member = caseworker()
    here = taken(member, sent(cloud))
    optional = member.get(here).json["email"]["optional"]
    assert member.post(f"{here}/email", LINE).status == 200
    assert code(member.post(f"{here}/email", {**LINE, "optional": optional[:1]})) == (409, "CMS-4083")


@pytest.mark.req("LET-12")
def test_call__told_of_again_after_the_answer__is_as_it_was(cloud: Cloud) -> None:
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    assert call(member, here, key=KEY, outcome="no answer").status == 200
    assert call(member, here, outcome="answered", notes="Told", contact=checked(member)).status == 200
    assert call(member, here, key=KEY, outcome="no answer").status == 200
    assert code(call(member, here, key=fresh_key(), outcome="no answer")) == (409, "CMS-4083")
    assert open_queue(cloud) == []


@pytest.mark.req("SLA-03")
def test_update_letter__wanted_and_not_issued_within_an_hour__is_told_of_as_stuck(cloud: Cloud) -> None:
    # Given two calls that reached nobody, and a letter that nobody issues
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    for _ in range(2):
        assert call(member, here, outcome="no answer").status == 200
    # When an hour and more is over, Then the clock tells of it
    cloud.clock.forward(hours=1, seconds=2)
    sweep()
    assert [json.loads(act["facts"])["what"] for act in acts(cloud, "WorkStuck")].count("letter") == 1


@pytest.mark.req("SLA-02")
def test_message__handed_over_late__is_told_of_as_late_once(cloud: Cloud) -> None:
    # Given a message that was told of as late
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    cloud.clock.forward(hours=48, seconds=2)
    sweep()
    # When it is handed over as complex, and the clock looks again
    assert member.logging_in().post(f"{here}/correspondence", {"reason": "Complex"}).status == 200
    cloud.clock.forward(minutes=2)
    sweep()
    # Then the work that goes on with it is not told of again
    assert (len(acts(cloud, "SlaBreached")), open_queue(cloud)) == (1, ["Correspondence (Inbound)"])
