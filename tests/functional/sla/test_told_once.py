"""What goes on under the same due time, and what never leaves: told of once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.adapters.correspondence_tables import AddresslessItem, LetterItem
from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import await_letter
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.letters import LetterCode, letter_id
from cms_common.domain.work import Clock
from tests.functional.sla.test_sweep import raised, told
from tests.support.answering import LINE, call, caseworker, done_document, sent, sweep, taken
from tests.support.cloud import Cloud
from tests.support.ledger import acts
from tests.support.visitors import PAYING, hold

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def client(cloud: Cloud) -> None:
    """Hold a client who is answered by email."""
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def clocks(cloud: Cloud, clock: Clock) -> list[dict[str, Any]]:
    """Return what stands on a clock."""
    return [one for one in cloud.items("work") if str(one["key"]).startswith(f"clock#{clock}#")]


@pytest.mark.req("SLA-04")
@pytest.mark.parametrize(
    ("carried", "late"),
    [
        ({"approaching_at": NOON - 8 * HOUR}, ["SlaBreached"]),
        ({"approaching_at": NOON - 8 * HOUR, "breached_at": NOON + SECOND}, []),
        ({"breached_at": NOON + SECOND}, []),
    ],
    ids=["approaching-was-told", "both-were-told", "late-was-told"],
)
def test_sweep__of_work_that_continues_what_was_told_of__does_not_tell_it_again(
    cloud: Cloud, carried: dict[str, Any], late: list[str]
) -> None:
    # Given work that carries on another work item under its due time, of which was told before
    raised(NOON, **carried)
    # When the clock passes its time
    sweep(NOON - HOUR)
    sweep(NOON + 2 * SECOND)
    # Then only what was not told yet is told
    assert told(cloud) == late
    [item] = [one for one in cloud.items("work") if one["item"] == "work-item"]
    assert all(item[name] for name in carried)


@pytest.mark.req("SLA-04")
@pytest.mark.parametrize("handed_over", [-HOUR, HOUR], ids=["before-it-is-late", "after-it-is-late"])
def test_message__handed_over_around_its_due_time__is_told_of_as_late_once(
    cloud: Cloud, handed_over: timedelta
) -> None:
    # Given a message that nobody answered in time, or nearly
    work_item = sent(cloud)
    [message] = [one for one in cloud.items("correspondence") if one["item"] == "message"]
    done_document(cloud, message["message_id"])
    due = datetime.fromisoformat(message["due_at"].replace("+0000", "+00:00"))
    sweep(due + handed_over)
    # When it is handed to Correspondence (Inbound), due when the message is, and the clock goes on
    reply = (member := caseworker()).post(f"{taken(member, work_item)}/correspondence", {"reason": "Complex"})
    assert reply.status == 200, reply.body
    sweep(due + handed_over + 60 * SECOND)
    sweep(due + 2 * HOUR)
    # Then each is told once, of the message or of what goes on with it
    assert told(cloud) == ["SlaApproaching"] * (handed_over < timedelta()) + ["SlaBreached"]


@pytest.mark.req("NOT-08", "SLA-01")
def test_answer_by_email__delivered_by_nobody__is_told_of_an_hour_and_a_second_later(cloud: Cloud) -> None:
    # Given an answer by email, and nothing that takes it out of its queue
    member = caseworker()
    here = taken(member, sent(cloud))
    [message] = [one for one in cloud.items("correspondence") if one["item"] == "message"]
    done_document(cloud, message["message_id"])
    cloud.clock.stop(cloud.clock.now())
    answered = cloud.clock.now()
    assert member.post(f"{here}/email", LINE).status == 200
    found = []
    # When an hour is over
    for later in (HOUR - SECOND, HOUR + SECOND, HOUR + 61 * SECOND):
        sweep(answered + later)
        found.append(len(acts(cloud, "WorkStuck")))
    # Then it is told of once
    assert found == [0, 1, 1]
    [mail] = cloud.items("notifications")
    [act] = acts(cloud, "WorkStuck")
    assert act["subject"] == f"clock#notification#{mail['notification']}"


@pytest.mark.parametrize("kept", ["nowhere", "issued", "waiting-for-an-address"])
def test_sweep__of_a_letter_wanted_an_hour_ago__tells_once_where_there_is_none(cloud: Cloud, kept: str) -> None:
    # Given a letter that was wanted, and that is issued, waits for an address as somebody's work, or is nowhere
    why = {"letter_code": LetterCode.UPDATE.value, "scin": PAYING.key, "cause": "calls-unsuccessful"}
    facts = {"message": "b" * 20, **why}
    wanted = Act(ActKind.LETTER_WANTED, "a" * 20, f"answer#{'b' * 20}", 1, "staff#CWORK1", NOON, "a-visit", facts)
    with Transaction() as transaction:
        transaction.record(wanted)
        await_letter(transaction, wanted)
    named = letter_id("a" * 20, LetterCode.UPDATE)
    places = {
        "issued": {"key": LetterItem.key_of(named), "item": LetterItem.ITEM},
        "waiting-for-an-address": {"key": AddresslessItem.key_of(AddresslessItem.shard_of(named)), "item": named},
    }
    if kept in places:
        cloud.put("correspondence", places[kept])
    found = []
    # When an hour is over
    for later in (HOUR - SECOND, HOUR, 2 * HOUR):
        sweep(NOON + later)
        found.append([act["subject"] for act in acts(cloud, "WorkStuck")])
    # Then it is told of once where it is nowhere
    stuck = [] if kept in places else [f"clock#letter#{named}"]
    assert found == [[], stuck, stuck]
    assert clocks(cloud, Clock.LETTER) == []


@pytest.mark.req("SLA-03")
def test_update_letter__wanted_by_the_second_call_and_never_issued__is_told_of(cloud: Cloud) -> None:
    # Given two calls that reached nobody, and nobody who makes the letter
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    [message] = [one for one in cloud.items("correspondence") if one["item"] == "message"]
    done_document(cloud, message["message_id"])
    for key in ("a" * 20, "b" * 20):
        assert call(member, here, key=key, outcome="no answer").status == 200
    [wanted] = acts(cloud, "LetterWanted")
    # When an hour and a second are over
    sweep(cloud.clock.now() + HOUR + SECOND)
    # Then the letter is told of
    named = letter_id(str(wanted["entry"]).rpartition("#")[2], LetterCode.UPDATE)
    assert [act["subject"] for act in acts(cloud, "WorkStuck")] == [f"clock#letter#{named}"]
