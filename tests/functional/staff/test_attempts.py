"""Attempts on staff passwords: each counts once, and none that was not checked to its end."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from cms_common.adapters.tables import StaffDoorItem
from cms_common.domain.staff import stranger_of
from tests.support import ledger, staff
from tests.support.calls import Calls, Fault, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import PASSWORD, Member, hire, log_in

DAY_AND = {seconds: timedelta(days=1, seconds=seconds) for seconds in (-1, 0, 1)}


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    yield
    ledger.check(cloud)


def down(operation: str) -> Calls:
    """No call of one operation gets through."""

    def tamper(asked: str, parameters: Parameters) -> Parameters:
        if asked == operation:
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return parameters

    return Calls(tamper=tamper)


def calls_of_a_login() -> list[str]:
    with watched(Calls()) as calls:
        log_in("NOBODY9", "wrong123")
    return calls.made


def counted(cloud: Cloud, user_id: str) -> int:
    """Return how many attempts count against a staff user ID."""
    doors = {item["user_id"]: item for item in cloud.items("staff") if item["directory"] == "doors"}
    return len(doors.get(StaffDoorItem.key_of(user_id), {}).get("attempts", ()))


@pytest.mark.req("ITS-10")
@pytest.mark.parametrize("wrong_before", range(5))
def test_login__each_call_sent_twice_by_the_client_library__counts_once(cloud: Cloud, wrong_before: int) -> None:
    # Given so many wrong passwords
    made = calls_of_a_login()
    hire("JSMITH1")
    assert [log_in("JSMITH1", "wrong123").status for _ in range(wrong_before)] == [401] * wrong_before
    kept = cloud.snapshot()
    for number, operation in enumerate(made, 1):
        # When a call of the next attempt takes effect, its answer is lost, and the client library sends it again
        for password, status, left in ((PASSWORD, 200, 0), ("wrong123", 401, wrong_before + 1)):
            cloud.restore(kept)
            with watched(Calls(number, Fault.TWICE)):
                assert log_in("JSMITH1", password).status == status, (number, operation)
            # Then the right one is let in and gives all back, and the wrong one counts once
            assert counted(cloud, "JSMITH1") == left, (number, operation)


@pytest.mark.req("ITS-10")
@pytest.mark.parametrize("operation", ["TransactWriteItems", "GetItem"])
def test_login__right_password_while_nothing_can_be_kept__locks_nobody(cloud: Cloud, operation: str) -> None:
    # Given an outage of the step after the slot was taken
    hire("JSMITH1")
    log_in("JSMITH1", "wrong123")
    # When the right password is given again and again
    with watched(down(operation)):
        assert [log_in("JSMITH1").status for _ in range(6)] == [500] * 6
    # Then after the outage it opens, and what was wrong before still counts
    assert [log_in("JSMITH1", "wrong123").status for _ in range(3)] == [401] * 3
    assert log_in("JSMITH1").status == 200


@pytest.mark.req("ITS-17", "ITS-10")
def test_change_my_password__right_while_nothing_can_be_kept__locks_nobody(cloud: Cloud) -> None:
    member = staff.agent()
    with watched(down("TransactWriteItems")):
        tried = [member.post("/password", {"current_password": PASSWORD}).status for _ in range(6)]
    assert tried == [500] * 6
    assert log_in("AAGENT1").status == 200


@pytest.mark.req("ITS-10")
def test_login__wrong_password_while_nothing_can_be_recorded__counts(cloud: Cloud) -> None:
    # Given an outage, in which nobody is to have more than five guesses
    hire("JSMITH1")
    with watched(down("TransactWriteItems")):
        guessed = [log_in("JSMITH1", "wrong123").status for _ in range(6)]
    assert guessed == [500] * 5 + [423]
    assert log_in("JSMITH1").status == 423


@pytest.mark.req("SEC-12", "SUP-35")
def test_login__password_typed_as_the_user_id__stands_nowhere(cloud: Cloud) -> None:
    # Given somebody whose password has the form of a user ID
    hire("AAGENT1", password="abcdef27")
    # When they type it into the wrong box, of an ID that nobody has
    assert log_in("abcdef27", "AAGENT1").status == 401
    # Then neither records nor events nor tables hold it, and the act is that of somebody unknown
    kept = json.dumps([cloud.items(table) for table in cloud.tables], default=str)
    assert "abcdef27" not in kept.lower()
    [act] = ledger.acts(cloud, "StaffPasswordRefused")
    assert (act["subject"], act["actor"]) == (stranger_of("ABCDEF27"), stranger_of("ABCDEF27"))


def test_login__unknown_id__is_named_alike_each_time_and_by_nothing_else(cloud: Cloud) -> None:
    for typed in ("NOBODY7", " nobody7", "NOBODY8"):
        log_in(typed, "wrong123")
    subjects = [act["subject"] for act in ledger.acts(cloud, "StaffPasswordRefused")]
    assert sorted(map(subjects.count, set(subjects))) == [1, 2]


def change(member: Member) -> str:
    return str(member.post("/password", {"current_password": PASSWORD}).json["password"])


@pytest.mark.req("ITS-17")
def test_change_my_password__not_confirmed_and_logged_in_with_the_old_one__the_new_one_is_dropped(
    cloud: Cloud,
) -> None:
    # Given a new password, made and not confirmed
    member = staff.agent()
    new = change(member)
    # When the person logs in with the old one
    assert log_in("AAGENT1").status == 200
    # Then only the old one works, and the new one can no longer be confirmed
    assert log_in("AAGENT1", new).status == 401
    assert member.post("/login/confirmation").json["code"] == "CMS-4037"
    assert log_in("AAGENT1").status == 200


@pytest.mark.req("ITS-17")
@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 401), (1, 401)])
def test_change_my_password__not_confirmed_for_a_day__the_new_one_is_dropped_to_the_second(
    cloud: Cloud, seconds: int, status: int
) -> None:
    cloud.clock.stop(cloud.clock.now().replace(microsecond=0))
    new = change(staff.agent())
    cloud.clock.stop(cloud.clock.now().replace(microsecond=0) + DAY_AND[seconds])
    assert log_in("AAGENT1", new).status == status
    assert log_in("AAGENT1").status == (401 if status == 200 else 200)


@pytest.mark.req("ITS-09")
def test_login__first_time_and_a_week_without_confirming__either_password_still_leads_in(cloud: Cloud) -> None:
    hire("JSMITH1", password="issued42", issued=True)
    shown = log_in("JSMITH1", "issued42").json["password"]
    cloud.clock.forward(days=7)
    kept = cloud.snapshot()
    assert "password" in log_in("JSMITH1", "issued42").json
    cloud.restore(kept)
    opened = log_in("JSMITH1", shown)
    assert (opened.status, "password" in opened.json) == (200, False)


@pytest.mark.req("ITS-15", "ITS-10")
def test_login__password_replaced_in_the_middle__is_refused_and_counts(cloud: Cloud) -> None:
    # Given a right password, which IT support replaces while it is checked
    admin = staff.it_support()
    hire("JSMITH1")
    issued: list[Reply] = []

    def tamper(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and not issued:
            issued.append(Reply(0, {}, ""))
            issued[0] = admin.post("/users/JSMITH1/password", {"confirmed": True})
        return parameters

    with watched(Calls(tamper=tamper)):
        assert log_in("JSMITH1").status == 401
    # Then it opens nothing, is recorded as the wrong one that it is by now, and the issued one works
    assert len(ledger.acts(cloud, "StaffPasswordRefused")) == 1
    assert "password" in log_in("JSMITH1", issued[0].json["password"]).json
