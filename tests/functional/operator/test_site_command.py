"""The operator's command: shuts the site and opens it, sets and withdraws the maintenance message (SES-09)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cms_common.adapters.site import SiteSwitches, operator_act
from cms_common.adapters.transaction import ConditionsFailed
from cms_common.domain.acts import ActKind
from infra import site
from tests.support.cloud import Cloud
from tests.support.http import forget_site_state, send

MESSAGE = "Not available from 10pm until 2am."
PERIOD = ["--from", "2026-12-01T22:00", "--until", "2026-12-02T02:00"]


def run(act: str, *words: str) -> int:
    done = site.main([act, "--operator", "jo", "--stage", "test", *words])
    forget_site_state()
    return done


def announce(*period: str) -> int:
    return run("announce", "--message", MESSAGE, *(period or PERIOD))


def recorded(cloud: Cloud) -> list[tuple[Any, ...]]:
    """Return each audit record as act, who, and the version of the site after it; the outbox must tell the same."""
    kept = [(item["act"], item["actor"], int(item["version"])) for item in cloud.items("audit")]
    told = [(item["event"], json.loads(item["detail"])["version"]) for item in cloud.items("outbox")]
    assert sorted(told) == sorted((act, version) for act, _, version in kept)
    return sorted(kept, key=lambda record: record[2])


@pytest.mark.req("SES-09", "SES-08")
def test_shut_down_and_open__by_hand__every_page_follows_and_both_are_recorded(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given an open site
    assert send("GET", "/client/login").status == 200
    # When an operator shuts it, and opens it again
    assert run("shut-down") == 0
    shut = send("GET", "/client/login")
    assert run("open") == 0
    # Then pages follow, the operator was told, and both acts are on record with who did them
    assert (shut.status, send("GET", "/client/login").status) == (503, 200)
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("The site")]
    assert told == [
        "The site is shut down. No maintenance is announced.",
        "The site is open. No maintenance is announced.",
    ]
    assert recorded(cloud) == [("SiteShutDown", "operator#jo", 1), ("SiteOpened", "operator#jo", 2)]


@pytest.mark.req("SES-09", "SES-06")
def test_announce_and_withdraw__by_hand__message_comes_and_goes_and_both_are_recorded(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given the day before
    cloud.clock.stop(datetime(2026, 12, 1, 12, tzinfo=UTC))
    # When an operator announces maintenance in UK time, and withdraws it
    announce()
    announced = send("GET", "/client").headers["maintenance-message"]
    told = capsys.readouterr().out
    run("withdraw")
    # Then the message was on the page with its period, and is gone
    assert json.loads(announced) == {
        "colour": "red",
        "message": MESSAGE,
        "from": "2026-12-01T22:00:00+00:00",
        "until": "2026-12-02T02:00:00+00:00",
    }
    assert "01 Dec 2026 22:00 to 02 Dec 2026 02:00: Not available" in told
    assert "maintenance-message" not in send("GET", "/client").headers
    assert recorded(cloud) == [("MaintenanceAnnounced", "operator#jo", 1), ("MaintenanceWithdrawn", "operator#jo", 2)]


@pytest.mark.req("SES-06")
def test_announce__in_summer__is_read_as_british_summer_time(cloud: Cloud) -> None:
    # When a period is given in summer without a zone, and with one
    announce("--from", "2027-07-01T22:00", "--until", "2027-07-01T23:30+01:00")
    # Then it is UK time
    report = send("GET", "/site").json["maintenance"]
    assert (report["from"], report["until"]) == ("2027-07-01T21:00:00+00:00", "2027-07-01T22:30:00+00:00")


@pytest.mark.req("SES-09")
def test_announce__while_shut_down__leaves_the_other_switch(cloud: Cloud) -> None:
    # Given a site that is shut down, with maintenance announced on top
    run("shut-down")
    announce()
    # When it is opened, then the announcement stays
    run("open")
    assert cloud.items("site")[0]["message"] == MESSAGE
    assert cloud.items("site")[0]["shut_down"] is False


@pytest.mark.parametrize(
    "words",
    [
        ["shut-down", "--stage", "test"],
        ["explode", "--operator", "jo"],
        ["announce", "--operator", "jo", "--message", MESSAGE, "--from", "tomorrow", "--until", "later"],
        ["announce", "--operator", "jo", "--stage", "test", "--message", MESSAGE, *PERIOD[:2]],
        ["announce", "--operator", "jo", "--stage", "test", "--message", MESSAGE,
         "--from", "2026-12-02T02:00", "--until", "2026-12-01T22:00"],
        ["announce", "--operator", "jo", "--stage", "test", "--message", MESSAGE,
         "--from", "2026-12-02T02:00", "--until", "2026-12-02T02:00"],
        ["announce", "--operator", "jo", "--stage", "test", "--message", "a" * 501, *PERIOD],
        ["announce", "--operator", "jo", "--stage", "test", "--message", "  ", *PERIOD],
        ["open", "--operator", "", "--stage", "test"],
        ["open", "--operator", "jo", "--stage", "elsewhere"],
    ],
)  # fmt: skip
def test_command__words_that_make_no_sense__refused_and_nothing_changed(cloud: Cloud, words: list[str]) -> None:
    # When the words are wrong, or the period ends before it begins, or the message would not fit in a header
    with pytest.raises(SystemExit) as stopped:
        site.main(words)
    # Then the command says so and does nothing
    assert stopped.value.code == 2
    assert cloud.items("site") == cloud.items("audit") == cloud.items("outbox") == []


@pytest.mark.req("SES-09")
def test_switches__two_operators_at_once__the_second_is_refused_and_nothing_is_lost(cloud: Cloud) -> None:
    # Given one operator who announces between another's reading and writing
    def interrupt(state: Any) -> Any:
        if not cloud.items("site"):
            announce()
        return state

    act = operator_act(ActKind.SITE_SHUT_DOWN, "a" * 20, "sam", datetime.now(UTC))
    # When the other writes
    with pytest.raises(ConditionsFailed):
        SiteSwitches()._change(act, interrupt)
    # Then what the first did stands, and only that is on record
    assert cloud.items("site")[0]["message"] == MESSAGE
    assert [act for act, _, _ in recorded(cloud)] == ["MaintenanceAnnounced"]
