"""The clock: what comes due, is late, is stuck or was missed, told of once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import raise_work, set_clock
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.domain.work import RESPONSE_TIME, Clock, WorkItem, WorkKind
from tests.support.answering import done_document, sent, sweep
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.ledger import acts
from tests.support.visitors import PAYING, hold

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEAD = timedelta(hours=8)
for _model in WORK_TABLES:
    _model.Meta.table_name = "cms-test-work"


def raised(due: datetime, number: int = 1, **more: Any) -> WorkItem:
    """Leave a work item that is due at a moment."""
    item = WorkItem(
        work_item_id=f"{number:020x}",
        team="Segment 4",
        kind=WorkKind.ANSWER_MESSAGE,
        scin=PAYING.key,
        contact_id="c" * 20,
        subject="General query",
        advice="",
        raised_at=due - RESPONSE_TIME,
        due_at=due,
        **more,
    )
    with Transaction() as transaction:
        raise_work(transaction, item)
    return item


def told(cloud: Cloud) -> list[str]:
    kinds = ("SlaApproaching", "SlaBreached", "CallBackMissed", "WorkStuck")
    return [kind for kind in kinds for _ in acts(cloud, kind)]


@pytest.mark.req("SLA-01", "SLA-02", "SLA-04")
@pytest.mark.parametrize(
    "received",
    [
        NOON,
        datetime(2026, 3, 28, 12, 0, 0, tzinfo=UTC),  # the clocks go forward in between
        datetime(2026, 10, 24, 12, 0, 0, tzinfo=UTC),  # the clocks go back in between
        datetime(2026, 12, 24, 23, 59, 59, tzinfo=UTC),
    ],
    ids=["spring", "clocks-forward", "clocks-back", "christmas"],
)
def test_sweep__of_what_is_due_48_hours_after_receipt__tells_a_second_after_and_not_before(
    cloud: Cloud, received: datetime
) -> None:
    # Given work received at a moment, so due 48 clock hours later
    raised(received + RESPONSE_TIME)
    due = received + timedelta(hours=48)
    found = []
    # When the clock is wound from a second before it approaches to a second after it is due
    for at in (due - LEAD - SECOND, due - LEAD, due - SECOND, due, due + SECOND, due + 2 * SECOND):
        sweep(at)
        found.append(told(cloud))
    # Then it is told of 8 hours before, and as late from the second after, once each
    near, late = ["SlaApproaching"], ["SlaApproaching", "SlaBreached"]
    assert found == [[], near, near, near, late, late]


def test_sweep__after_a_long_stop__tells_of_what_is_late_and_not_that_it_comes_due(cloud: Cloud) -> None:
    raised(NOON)
    sweep(NOON + timedelta(days=3))
    sweep(NOON + timedelta(days=3, minutes=1))
    assert told(cloud) == ["SlaBreached"]


@pytest.mark.parametrize("before", [timedelta(hours=9), timedelta(hours=1)], ids=["before-told", "after-told"])
def test_sweep__of_work_done_in_time__says_nothing_and_forgets_it(cloud: Cloud, before: timedelta) -> None:
    # Given work that was done in time
    item = raised(NOON)
    sweep(NOON - before)
    earlier = told(cloud)
    cloud.update("work", {"key": f"work-item#{item.work_item_id}", "item": "work-item"}, status="done")
    # When it would be due and late
    sweep(NOON - timedelta(minutes=30))
    sweep(NOON + SECOND)
    # Then nothing more is told, and nothing waits
    assert told(cloud) == earlier
    assert not [one for one in cloud.items("work") if str(one["key"]).startswith("clock#")]


def test_sweep__what_it_told_of__stands_at_the_work_item(cloud: Cloud) -> None:
    raised(NOON)
    sweep(NOON - LEAD)
    sweep(NOON + SECOND)
    [item] = [one for one in cloud.items("work") if one["item"] == "work-item"]
    assert item["approaching_at"]
    assert item["breached_at"]
    [act] = acts(cloud, "SlaBreached")
    assert json.loads(act["facts"]) == {"kind": "answer message", "team": "Segment 4", "due_at": NOON.isoformat()}


@pytest.mark.req("MSG-07")
@pytest.mark.parametrize(
    ("after", "made", "stuck"),
    [
        (timedelta(minutes=14, seconds=59), False, 0),
        (timedelta(minutes=15, seconds=1), False, 1),
        (timedelta(minutes=15, seconds=1), True, 0),
    ],
)
def test_sweep__of_a_document_not_made_within_15_minutes__tells_once(
    cloud: Cloud, *, after: timedelta, made: bool, stuck: int
) -> None:
    # Given a message that was sent
    hold(PAYING)
    sent(cloud, "general query")
    [message] = [one for one in cloud.items("correspondence") if one["item"] == "message"]
    if made:
        done_document(cloud, message["message_id"])
    received = datetime.fromisoformat(message["sent_at"].replace("+0000", "+00:00"))
    # When so much time is over, twice
    for more in (0, 60):
        sweep(received.replace(microsecond=0) + after + timedelta(seconds=more * stuck))
    # Then it is told of once, or not at all
    assert len(acts(cloud, "WorkStuck")) == stuck


def test_sweep__of_an_email_queued_for_an_hour__tells_once(cloud: Cloud) -> None:
    named = "e" * 20
    cloud.put("notifications", {"notification": named, "state": "queued", "version": 1})
    with Transaction() as transaction:
        set_clock(transaction, Clock.NOTIFICATION, named, NOON)
    counted = []
    for minutes in (59, 60, 61):
        sweep(NOON + timedelta(minutes=minutes))
        counted.append(len(acts(cloud, "WorkStuck")))
    assert counted == [0, 1, 1]


def test_sweep__with_much_that_is_not_due__reads_what_is_due_alone(cloud: Cloud) -> None:
    # Given three that are due among few, and the same among many
    def calls_made() -> dict[str, int]:
        calls = Calls()
        with watched(calls):
            sweep(NOON)
        return {name: calls.made.count(name) for name in set(calls.made)}

    sweep(NOON - timedelta(days=30))
    for number in range(3):
        raised(NOON - timedelta(hours=1), number)
    few = calls_made()
    for number in range(3, 6):
        raised(NOON - timedelta(hours=1), number)
    for number in range(100, 160):
        raised(NOON + timedelta(days=2), number)
    # When the sweep comes, Then it makes the same calls
    assert calls_made() == few
    assert len(acts(cloud, "SlaBreached")) == 6
