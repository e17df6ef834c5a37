"""Letters and faxes by HTTP (CWK-15): once a form, due in 48 hours, for the team of whoever they are from."""

from datetime import datetime, timedelta

import pytest

from cms_common.domain.staff import StaffRole
from infra.demo import known
from tests.support.answering import caseworker, open_queue, work_items
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, RECEIVING, fresh_key, hold

FORM = {"channel": "letter", "subject": "Cannot register", "scin": PAYING.key}


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, known.ONE_ERN)
    cloud.update("clients", {"scin": PAYING.key}, segment="Segment 7")


def receive(member: Member, *, key: str = "", **changes: str) -> Reply:
    """Record a letter or fax."""
    return member.post("/correspondence", {**FORM, **changes}, headers={"Idempotency-Key": key or fresh_key()})


def due(item: dict[str, str]) -> timedelta:
    return datetime.fromisoformat(item["due_at"]) - datetime.fromisoformat(item["raised_at"])


@pytest.mark.req("CWK-15", "SLA-02")
@pytest.mark.parametrize("channel", ["letter", "fax"])
def test_paper__recorded_twice_by_one_form__is_correspondence_inbound_due_in_48_hours_once(
    cloud: Cloud, channel: str
) -> None:
    # Given a form that is sent twice, twenty minutes apart
    member, key = caseworker(), fresh_key()
    first = receive(member, key=key, channel=channel)
    cloud.clock.forward(minutes=20)
    second = receive(member, key=key, channel=channel)
    # When it is looked at what it made, Then that is one work item, due 48 hours after the first, and told so twice
    [item] = work_items(cloud)
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    assert (item["kind"], item["scin"], due(item)) == ("Correspondence (Inbound)", PAYING.key, timedelta(hours=48))
    assert "contact the sender" in item["advice"]


@pytest.mark.req("CWK-15")
@pytest.mark.parametrize(
    "changes",
    [{"scin": RECEIVING.key}, {"channel": "fax"}, {"subject": "Another"}],
    ids=["client", "channel", "subject"],
)
def test_paper__another_one_by_a_form_that_was_used__is_refused_and_not_lost_unsaid(
    cloud: Cloud, changes: dict[str, str]
) -> None:
    member, key = caseworker(), fresh_key()
    assert receive(member, key=key).status == 201
    reply = receive(member, key=key, **changes)
    assert (reply.status, reply.json["code"]) == (409, "CMS-4077")
    assert open_queue(cloud) == ["Correspondence (Inbound)"]


@pytest.mark.req("CWK-15")
@pytest.mark.parametrize(
    ("special", "team"), [(False, "Segment 7"), (True, "Special Client Records Team")], ids=["segment", "special"]
)
def test_paper__of_a_client__is_work_of_the_clients_team_whoever_typed_it(
    cloud: Cloud, *, special: bool, team: str
) -> None:
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=special)
    assert receive(caseworker(segment="Segment 4")).status == 201
    assert [one["team"] for one in work_items(cloud)] == [team]


@pytest.mark.req("CWK-15", "CWK-25")
def test_paper__of_an_employer__is_work_of_the_employer_team(cloud: Cloud) -> None:
    member = hire("ECWOR1", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    assert receive(member, scin="", ern=known.ONE_ERN.key).status == 201
    assert [(one["team"], one["ern"]) for one in work_items(cloud)] == [("Employer Team", known.ONE_ERN.key)]


@pytest.mark.req("SEC-10")
def test_paper__of_a_number_that_nobody_has__is_answered_alike() -> None:
    member = caseworker()
    replies = [receive(member, scin=scin, subject="A letter") for scin in (PAYING.key, "999999999999")]
    assert replies[0].status == replies[1].status == 201
    assert replies[0].json == replies[1].json
