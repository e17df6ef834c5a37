"""Work: who may open what, and the names of activities."""

import pytest

from cms_common.domain.staff import Profile, StaffRole
from cms_common.domain.work import (
    SPECIAL_CLIENT_RECORDS_TEAM,
    ClientOwner,
    RequestStatus,
    ServiceRequest,
    activity_id,
    is_reference,
    open_to,
    read_activity_id,
    team_of,
)


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize(("member", "special", "opens"), [(0, 0, True), (0, 1, False), (1, 0, True), (1, 1, True)])
def test_open_to__special_things__are_for_their_team_alone(member: int, special: int, opens: bool) -> None:  # noqa: FBT001
    # Given a caseworker / When something ordinary or special is to be opened / Then only the team opens what is special
    profile = Profile("Jo", "Smith", StaffRole.CASEWORKER, special_records_team=bool(member))
    assert open_to(profile, special=bool(special)) is opens


def test_team__of_caseworkers_and_clients__is_the_segment_unless_special() -> None:
    # Given two caseworkers and two clients of one segment, one of each special
    ordinary = Profile("Jo", "Smith", StaffRole.CASEWORKER, segment="Segment 4")
    special = Profile("Jo", "Smith", StaffRole.CASEWORKER, segment="Segment 4", special_records_team=True)
    # When their teams are asked for, Then what is special belongs to its own
    assert (team_of(ordinary), team_of(special)) == ("Segment 4", SPECIAL_CLIENT_RECORDS_TEAM)
    owners = [ClientOwner("Segment 4", special_client_record=mark) for mark in (False, True)]
    assert [owner.team for owner in owners] == ["Segment 4", SPECIAL_CLIENT_RECORDS_TEAM]


def test_read_activity_id__as_it_was_made__names_contact_and_number() -> None:
    # Given the ID of an activity / When it is read / Then it is what it was made of
    assert read_activity_id(activity_id("0" * 20, 12)) == ("0" * 20, 12)


@pytest.mark.parametrize(
    "text", ["", "-", "-1", "a-", "a-b", "a-1x", "a#b-1", "a-\N{ARABIC-INDIC DIGIT SEVEN}", "x" * 101 + "-1"]
)
def test_read_activity_id__of_another_shape__is_none(text: str) -> None:
    # Given a text that no activity is called by / When it is read / Then it names none
    assert read_activity_id(text) is None


@pytest.mark.parametrize(
    ("text", "can_be"), [("1-2043117", True), ("x" * 100, True), ("x" * 101, False), ("a b", False), ("", False)]
)
def test_is_reference__texts__are_ids_of_letters_digits_and_hyphens(text: str, can_be: bool) -> None:  # noqa: FBT001
    # Given a text / When it is to be an ID / Then only what can be a key is
    assert is_reference(text) is can_be


@pytest.mark.req("COC-07")
@pytest.mark.parametrize(("status", "takes"), [("Open", True), ("In Progress", True), ("Closed", False)])
def test_service_request__of_each_status__takes_evidence_until_it_is_closed(status: str, takes: bool) -> None:  # noqa: FBT001
    # Given a service request / When evidence is to be linked / Then it may be until the request is closed
    request = ServiceRequest("1-1", "121000121688", "p", "a", "s", "NRP", "telephone", RequestStatus(status))
    assert request.takes_evidence is takes
