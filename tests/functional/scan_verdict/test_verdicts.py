"""Verdicts of GuardDuty: nothing but NO_THREATS_FOUND of a completed scan opens a file."""

from typing import Any

import pytest

from cms_common.domain.uploads import Cause, FileState, UploadFile, key_of
from tests.support import documents as make
from tests.support import scans
from tests.support.cloud import Cloud
from tests.support.scans import verdict, wake
from tests.support.uploads import QUARANTINE, a_file, asked, file, found
from tests.support.visitors import PAYING, Person, hold

GOOD = make.picture()
PNG = "image/png"


@pytest.mark.req("UPL-08")
def test_verdict__virus_in_what_is_filed_already__stays_for_people_to_see(
    cloud: Cloud, place: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    # Given a file that was clean and is filed
    key = key_of(place[0], 1)
    assert wake("scan_verdict", verdict(key, place[1])) == []
    file(place[0])
    assert file_of(place).state is FileState.FILED
    # When a verdict comes that it is infected, Then it comes again, to the dead letters in the end, and is told of
    assert wake("scan_verdict", verdict(key, place[1], "THREATS_FOUND", name="v2")) == ["v2"]
    assert "InfectedEvidence" in {getattr(line, "error", "") for line in caplog.records}
    # And one about another version is nobody's business
    assert wake("scan_verdict", verdict(key, "other", "THREATS_FOUND")) == []


@pytest.fixture
def place(cloud: Cloud) -> tuple[str, str]:
    """A good file that is checked but for the verdict: its upload, and the version that was sent."""
    hold(PAYING)
    upload_id = asked(Person.signed_in(), a_file("a.png", PNG, len(GOOD)))
    version = scans.send(cloud, upload_id, 1, GOOD, PNG)
    assert wake("scan", scans.arrival(key_of(upload_id, 1), version)) == []
    return upload_id, version


def file_of(place: tuple[str, str]) -> UploadFile:
    return found(place[0]).files[0]


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    ("status", "state", "cause"),
    [
        ("NO_THREATS_FOUND", FileState.CLEAN, None),
        ("THREATS_FOUND", FileState.REFUSED, Cause.VIRUS),
        ("UNSUPPORTED", FileState.REFUSED, Cause.LOCKED_FILE),
    ],
)
def test_verdict__each_result__opens_only_what_is_clean(
    place: tuple[str, str], status: str, state: FileState, cause: Cause | None
) -> None:
    # When a result comes
    assert wake("scan_verdict", verdict(key_of(place[0], 1), place[1], status)) == []
    # Then the file's state is what it means
    assert (file_of(place).state, file_of(place).cause) == (state, cause)


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize("status", ["ACCESS_DENIED", "FAILED", "SOMETHING_NEW", "no_threats_found", ""])
def test_verdict__that_is_none__opens_nothing_and_comes_again(place: tuple[str, str], status: str) -> None:
    # When the scanner came to no verdict, then the message comes again, in the end to the dead letters
    assert wake("scan_verdict", verdict(key_of(place[0], 1), place[1], status)) == ["v1"]
    # And the file waits
    assert file_of(place).state is FileState.CHECKING


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    "changes",
    [
        {"scanStatus": "SKIPPED"},
        {"scanStatus": "FAILED"},
        {"scanResultDetails": {"scanResultStatus": "NO_THREATS_FOUND", "threats": [{"name": "EICAR-Test-File"}]}},
    ],
)
def test_verdict__that_contradicts_itself__opens_nothing(place: tuple[str, str], changes: dict[str, Any]) -> None:
    assert wake("scan_verdict", verdict(key_of(place[0], 1), place[1], **changes)) == ["v1"]
    assert file_of(place).state is FileState.CHECKING


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize("version", ["another", None])
def test_verdict__about_another_version_or_none__opens_nothing(place: tuple[str, str], version: str | None) -> None:
    assert wake("scan_verdict", verdict(key_of(place[0], 1), version)) == []
    assert file_of(place).state is FileState.CHECKING


def test_verdict__scanner_failed__is_counted_and_used_up_once_a_later_one_is_taken(
    place: tuple[str, str], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    # Given a scan that failed
    failed = verdict(key_of(place[0], 1), place[1], "FAILED", name="failed")
    assert wake("scan_verdict", failed) == ["failed"]
    # Then people are told by count and line, once
    assert capsys.readouterr().out.count('"ServerFaults":[1.0]') == 1
    assert [line.message for line in caplog.records if line.levelname == "ERROR"] == ["scanner came to no verdict"]
    # And once the scan that was asked for again has its verdict, the failed one is used up when it is driven back
    assert wake("scan_verdict", verdict(key_of(place[0], 1), place[1])) == []
    assert file_of(place).state is FileState.CLEAN
    assert wake("scan_verdict", failed) == []


@pytest.mark.parametrize(
    ("number", "version", "bucket"), [(2, "v", None), (0, "v", None), (1, "another", None), (1, "v", "not-ours")]
)
def test_verdict__scanner_failed_on_what_nobody_waits_for__is_used_up(
    place: tuple[str, str], number: int, version: str, bucket: str | None
) -> None:
    # Given a scan that failed on no file of the upload, on a version that does not count, or in a bucket of others
    record = verdict(key_of(place[0], number), place[1] if version == "v" else version, "FAILED")
    if bucket:
        record["body"] = record["body"].replace(QUARANTINE, bucket)
    # When its message comes, then it does not come again
    assert wake("scan_verdict", record) == []


def test_verdict__one_poison_record_in_ten__harms_no_other(place: tuple[str, str]) -> None:
    # Given ten messages about a file, nine of them no verdicts at all or about nothing of ours
    key = key_of(place[0], 1)
    batch = [verdict(key_of("0" * 20, number), "v", name=f"v{number}") for number in range(1, 9)]
    batch += [{**batch[0], "messageId": "poison", "body": '{"detail": {}}'}, verdict(key, place[1], name="ours")]
    # When they come together, then the poison alone comes again
    assert wake("scan_verdict", *batch) == ["poison"]
    assert file_of(place).state is FileState.CLEAN
