"""What is of a special client record is open to its team alone, also where it became one since (SEC-03, SEC-04)."""

import pytest

from cms_common.domain.staff import StaffRole
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM
from tests.support.answering import (
    LINE,
    call,
    caseworker,
    checked,
    open_queue,
    sent,
    support_item,
    taken,
    work_items,
)
from tests.support.cloud import Cloud
from tests.support.ledger import acts, versions_are_their_own
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, fresh_key, hold

DETAILS = "Ask for her sister, 07700 900999"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING)
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service", self_service=True)


def becomes_special(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)


def special_team() -> Member:
    return caseworker("SPECIA1", special_records_team=True)


def promise(member: Member, **more: str) -> tuple[int, str]:
    """Promise a call-back; returns the status and its ID."""
    reply = member.post("/call-backs", {"details": DETAILS, **more}, headers={"Idempotency-Key": fresh_key()})
    return reply.status, reply.json.get("call_back", "")


def listed(member: Member) -> list[str]:
    return [one["call_back"] for one in member.get("/call-backs").json["call_backs"]]


def queued(member: Member) -> list[str]:
    return [one["open"]["href"].rpartition("/")[2] for one in member.get("/messages").json["work"]]


@pytest.mark.req("SEC-04", "SEC-03")
@pytest.mark.parametrize("who", ["owner", "support"])
def test_message__of_a_record_that_became_special__moves_for_both_teams_when_anybody_opens_it(
    cloud: Cloud, who: str
) -> None:
    # Given a message that two teams are to see, taken by one of them, of a client who becomes special
    own = sent(cloud, "problem with the site")
    theirs = support_item(cloud)
    member, named = (caseworker(), own) if who == "owner" else (hire("SUPPOR1").logging_in(), theirs)
    here = taken(member, named)
    becomes_special(cloud)
    # When whoever has taken it opens it, twice
    assert [member.get(here).status for _ in range(2)] == [404, 404]
    # Then both work items are in the special team's queue, for anybody of it to take, each moved once
    assert [(one["team"], one["status"]) for one in work_items(cloud)] == [(SPECIAL_CLIENT_RECORDS_TEAM, "open")] * 2
    assert len(acts(cloud, "WorkItemMoved")) == 2
    versions_are_their_own(cloud)
    special = special_team()
    assert sorted(queued(special)) == sorted([own, theirs])
    # And its answer closes both
    taken(special, own)
    answered = call(special, f"/messages/{own}", outcome="answered", notes="Told", contact=checked(special))
    assert answered.status == 200
    assert open_queue(cloud) == []


@pytest.mark.req("SEC-04", "CWK-05")
def test_notification__of_a_special_client__is_sent_again_by_its_team_alone(cloud: Cloud) -> None:
    # Given an answer by email that bounced, to a client who became special
    member = caseworker()
    assert member.post(f"{taken(member, sent(cloud))}/email", LINE).status == 200
    [mail] = cloud.items("notifications")
    cloud.update("notifications", {"notification": mail["notification"]}, state="bounced")
    becomes_special(cloud)
    # When it is to be sent again
    path = f"/notifications/{mail['notification']}/resend"
    found = (member.post(path, {}).status, len(cloud.items("notifications")))
    # Then only that team can
    assert found == (404, 1)
    assert special_team().post(path, {}).status == 200


@pytest.mark.req("SEC-04")
def test_call_back__about_a_special_clients_message__is_promised_by_its_team_alone(cloud: Cloud) -> None:
    work_item, member, special = sent(cloud, "general query"), caseworker(), special_team()
    becomes_special(cloud)
    assert promise(member, work_item=work_item)[0] == 404
    assert [one for one in cloud.items("work") if str(one["key"]).startswith("call-back")] == []
    status, named = promise(special, work_item=work_item)
    assert (status, listed(special), listed(member)) == (201, [named], [])


@pytest.mark.req("SEC-03", "SEC-04")
def test_call_back__of_a_client_who_is_referred__moves_with_them(cloud: Cloud) -> None:
    # Given two call-backs of a client, about a message and promised in a contact, and one of nobody's
    member = caseworker()
    work_item, contact = sent(cloud, "general query"), checked(member)
    named = [promise(member, work_item=work_item)[1], promise(member, contact=contact)[1]]
    other = promise(member)[1]
    # When the client is referred, and that is told of twice
    for _ in range(2):
        reply = member.post(f"/contacts/{contact}/special-records", {"reason": "Fears for her safety"})
        assert reply.status == 200, reply.body
    # Then they are in the special team's list before anybody looks, each moved once
    assert sorted(listed(special_team())) == sorted(named)
    assert listed(member) == [other]
    assert len(acts(cloud, "CallBackMoved")) == 2


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("who", [StaffRole.CASEWORKER, StaffRole.SUPPORT_TEAM])
def test_call_back__of_a_record_that_became_special__is_not_shown_nor_kept_outside_its_team(
    cloud: Cloud, who: StaffRole
) -> None:
    # Given a call-back of a team, of a client who becomes special by another way than a referral
    own = sent(cloud, "problem with the site")
    member = hire("MEMBER1", who).logging_in()
    named = promise(member, work_item=own if who is StaffRole.CASEWORKER else support_item(cloud))[1]
    becomes_special(cloud)
    # When that team looks at its list, and tries to keep it
    page = member.get("/call-backs")
    kept = member.post(f"/call-backs/{named}/kept", {"notes": "Called"}).status
    # Then it is not there, and it is in the special team's
    assert (page.json["call_backs"], DETAILS in page.body, kept) == ([], False, 404)
    special = special_team()
    assert listed(special) == [named]
    assert special.post(f"/call-backs/{named}/kept", {"notes": "Called"}).status == 200
    assert not [one for one in cloud.items("work") if str(one["item"]).startswith("call-back#")]


@pytest.mark.req("SEC-04")
def test_call_back__of_a_record_that_became_special__cannot_be_kept_by_its_old_team_unlisted(cloud: Cloud) -> None:
    member = caseworker()
    named = promise(member, work_item=sent(cloud, "general query"))[1]
    becomes_special(cloud)
    assert member.post(f"/call-backs/{named}/kept", {"notes": "Called"}).status == 404
    assert acts(cloud, "CallBackKept") == []
