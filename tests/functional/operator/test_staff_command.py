"""The command that creates the first user of IT support (SUP-10, ITS-05): there is nobody before them to do it."""

import json
import re
import socket
from typing import Any

import pytest

from cms_common.adapters.tables import StaffItem
from cms_common.domain.staff import StaffRole
from infra import staff as command
from tests.support import ledger, staff
from tests.support.cloud import Cloud
from tests.support.visitors import fresh_key

NAMED = ["create-first", "--operator", "jo", "--first-name", "John", "--surname", "Smithson"]
PRINTED = re.compile(r"User ID (\w+), password ([a-z0-9]{8})\. At the first login a new password is shown\.\n")


def run(*words: str) -> int:
    return command.main([*NAMED, "--stage", "test", *words])


def created(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    """Create the first user; returns the ID and the password that are printed."""
    capsys.readouterr()
    assert run(*words) == 0
    printed = PRINTED.fullmatch(capsys.readouterr().out)
    assert printed, "nothing but the ID and the password is printed"
    return printed[1], printed[2]


def written(cloud: Cloud) -> dict[str, list[Any]]:
    return {table: items for table in cloud.tables if (items := cloud.items(table))}


@pytest.mark.req("SUP-10", "ITS-09", "ITS-05")
def test_create_first__password_printed__logs_in_shows_a_new_one_and_creates_the_others(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given the first user, from the command
    user_id, issued = created(capsys)
    assert user_id == "JSMITH1"
    # When they log in with what was printed, Then they are shown a new password, and get nowhere before they confirm it
    shown = staff.log_in(user_id, issued).json
    assert re.fullmatch(r"[a-z0-9]{8}", shown["password"])
    assert shown["password"] != issued
    first = staff.Member(user_id, shown["token"])
    assert first.get("/users").json["code"] == "CMS-4031"
    confirmed = first.post("/login/confirmation").json
    # And then the printed one is dead, the new one works, and they create other users
    assert staff.log_in(user_id, issued).status == 401
    assert staff.log_in(user_id, shown["password"]).status == 200
    form = {"first_name": "Ann", "surname": "Lee", "role": "team leader", "functions": ["look-up"]}
    admin = staff.Member(user_id, confirmed["token"])
    assert admin.post("/users", form, headers={"Idempotency-Key": fresh_key()}).json["user_id"] == "ALEE1"
    ledger.check(cloud)


@pytest.mark.req("ITS-05", "SEC-12")
def test_create_first__done__is_on_record_with_who_did_it_and_the_password_stands_nowhere_else(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    # When the first user is created
    capsys.readouterr()
    assert run() == 0
    out, err = capsys.readouterr()
    password = PRINTED.fullmatch(out)[2]  # type: ignore[index]
    # Then one audit record and one event tell of it, and of who did it
    [kept] = cloud.items("audit")
    [told] = cloud.items("outbox")
    assert (kept["act"], kept["actor"], kept["subject"]) == ("StaffUserCreated", "operator#jo", "staff#JSMITH1")
    assert kept["transaction_id"].startswith("operator-")
    assert (told["event"], json.loads(told["detail"])["facts"]["role"]) == ("StaffUserCreated", "IT support")
    # And the password was printed once, and is in no table, stream, log or complaint
    streamed = [record for table in cloud.tables if cloud._table(table).stream_shard for record in cloud.records(table)]
    elsewhere = repr(written(cloud)) + repr(streamed) + err + caplog.text
    assert out.count(password) == 1
    assert password not in elsewhere
    assert "JSMITH1" in elsewhere


@pytest.mark.req("SUP-10")
def test_create_first__there_is_one_already__is_refused_and_nothing_is_written(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given one user of IT support after more caseworkers than one page of users holds
    for number in range(55):
        staff.hire(f"AAGENT{number + 1}")
    created(capsys)
    before = written(cloud)
    # When another is asked for, Then the operator is told that IT support creates all others, and nothing changes
    assert run("--first-name", "Jane") == 1
    assert capsys.readouterr().out == (
        "There is a user with the role IT support already. IT support creates all others.\n"
    )
    assert written(cloud) == before


@pytest.mark.req("SUP-10")
def test_create_first__deleted_or_of_another_role__is_no_first_one(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a first user of IT support who was deleted by another, and that other who became a caseworker
    first, _ = created(capsys)
    admin = staff.it_support()
    assert admin.post(f"/users/{first}/delete", {"confirmed": True}).json["done"] is True
    assert staff.it_support("IADMIN2").edit("IADMIN1", role="caseworker").status == 200
    StaffItem(StaffItem.DIRECTORY, "IADMIN2").delete()
    # When the command is run again, Then there is a way back in, under an ID that nobody had
    again, password = created(capsys)
    assert again == "JSMITH2"
    assert staff.log_in(again, password).status == 200


UNLOCK = ["unlock", "--operator", "jo", "--stage", "test", "--user-id"]


@pytest.mark.req("ITS-12", "ITS-20")
def test_unlock__the_only_one_of_it_support__lets_them_in_with_the_same_password(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given the only user of IT support, locked by anybody
    staff.hire("IADMIN1", StaffRole.IT_SUPPORT)
    assert [staff.log_in("IADMIN1", "wrong123").status for _ in range(6)] == [401] * 5 + [423]
    capsys.readouterr()
    # When an operator unlocks them
    assert command.main([*UNLOCK, "iadmin1"]) == 0
    # Then the password is as it was, and the record says who did it
    assert capsys.readouterr().out == "User IADMIN1 is unlocked. The password has not been changed.\n"
    assert staff.log_in("IADMIN1").status == 200
    [act] = ledger.acts(cloud, "StaffUserUnlocked")
    assert (act["actor"], act["subject"]) == ("operator#jo", "staff#IADMIN1")
    assert act["transaction_id"].startswith("operator-")
    ledger.check(cloud)


def test_unlock__nobody__is_told_so_and_not_recorded(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([*UNLOCK, "NOBODY9"]) == 1
    assert capsys.readouterr().out == "There is no user NOBODY9.\n"
    assert not cloud.items("audit") + cloud.items("outbox")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["create-first"],
        ["create-second", *NAMED[1:], "--stage", "test"],
        [*NAMED[:3], "--surname", "Smithson", "--stage", "test"],
        [*NAMED, "--stage", "elsewhere"],
        [*NAMED, "--stage", "test", "--role", "director"],
        [*NAMED, "--stage", "test", "--first-name", " "],
        [*NAMED, "--stage", "test", "--surname", "李"],
        [*NAMED, "--stage", "test", "--surname", "x" * 101],
        [*NAMED, "--stage", "test", "--password", "chosen123"],
        ["unlock", "--user-id", "IADMIN1", "--stage", "test"],
        ["unlock", "--operator", "jo", "--stage", "test"],
        ["unlock", "--operator", "jo", "--user-id", "no-such", "--stage", "test"],
    ],
)
def test_command__words_that_make_no_sense__refused_and_nothing_changed(cloud: Cloud, words: list[str]) -> None:
    # When the words are wrong, or a name makes no user ID
    with pytest.raises(SystemExit) as stopped:
        command.main(words)
    # Then the command says so and does nothing
    assert stopped.value.code == 2
    assert written(cloud) == {}


def test_command__no_local_cloud_is_running__says_how_to_start_it_and_writes_nothing(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a port that nothing listens at
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        # When the command is run for the stage local
        assert command.main(NAMED) == 1
    # Then it tells what to do
    assert "Start it with `make run`" in capsys.readouterr().out
    assert written(cloud) == {}
