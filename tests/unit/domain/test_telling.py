"""Who else is told: staff of an answer that reached nobody, an employer of something new."""

from datetime import UTC, datetime, timedelta

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import State
from cms_common.domain.telling import Undelivered, not_delivered, told_of_new
from cms_common.domain.work import ClientOwner, WorkItem, WorkKind

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
ANSWERED = WorkItem(
    work_item_id="w1",
    team="Segment 4",
    kind=WorkKind.ANSWER_MESSAGE,
    scin="121000121688",
    contact_id="c1",
    activity_id="c1-1",
    subject="Missing payment enquiry",
    advice="Answer it",
    raised_at=NOON,
    due_at=NOON + timedelta(hours=48),
    taken_by="staff#CWORK1",
)


def test_work__of_an_answer_that_reached_nobody__is_anew_and_due_when_the_message_is() -> None:
    now = NOON + timedelta(hours=50)
    work = not_delivered(Undelivered("n1", ANSWERED, ClientOwner("Segment 9", special_client_record=False)), now)
    assert (work.team, work.kind, work.due_at) == ("Segment 4", WorkKind.ANSWER_NOT_DELIVERED, ANSWERED.due_at)
    assert (work.contact_id, work.activity_id, work.subject) == ("c1", "c1-1", "Missing payment enquiry")
    assert (work.taken_by, work.raised_at, work.overdue(now)) == (None, now, True)


def test_work__of_one_notification__has_always_the_same_name_and_another_has_its_own() -> None:
    names = [not_delivered(Undelivered(one, ANSWERED, None), NOON).work_item_id for one in ("n1", "n1", "n2")]
    assert names[0] == names[1] != names[2]


@pytest.mark.req("SEC-04")
def test_work__client_who_is_special_now__is_for_that_team() -> None:
    special = ClientOwner("Segment 4", special_client_record=True)
    assert not_delivered(Undelivered("n1", ANSWERED, special), NOON).team == "Special Client Records Team"


def test_states__that_came_to_nothing__are_all_but_those_on_the_way() -> None:
    assert {one for one in State if not one.came_to_nothing} == {State.QUEUED, State.SENT, State.DELIVERED}


@pytest.mark.req("NOT-06")
@pytest.mark.parametrize(
    ("owner", "preference", "told"),
    [
        ("employer#700200031", "Self Service", True),
        ("employer#700200031", "Telephone", False),
        ("employer#700200031", "Letter", False),
        ("client#121000121688", "Self Service", False),
    ],
)
def test_notice__of_something_new__is_for_employers_who_chose_self_service(
    owner: str, preference: str, *, told: bool
) -> None:
    wanted = told_of_new(owner, preference, "e1")
    assert (wanted is not None) == told
    if wanted:
        assert (wanted.template, wanted.to, wanted.besides) == ("new-for-employer", owner, "entry#e1")
        assert wanted.language is Language.ENGLISH


def test_notice__of_one_cause__is_one_however_often_it_is_made() -> None:
    made = [told_of_new("employer#1", "Self Service", cause) for cause in ("e1", "e1", "e2")]
    assert made[0] == made[1] != made[2]
