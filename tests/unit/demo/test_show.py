"""What the demo prints, and where it refuses to go."""

import json
import re
from pathlib import Path

import pytest

from cms_common.domain.accounts import password_follows_the_rule
from infra.demo.__main__ import main
from infra.demo.aws import Cloud, WrongStageError
from infra.demo.generator import extract
from infra.demo.known import CLIENTS, EMPLOYERS
from infra.demo.show import PASSWORD, demo_users, journey


def test_demo_users__table__holds_what_each_needs_to_enrol_and_sign_in() -> None:
    # Given the known people and employers / When the tables are written
    shown = demo_users()
    # Then each line holds what is typed
    for line in CLIENTS.values():
        wanted = ("scin", "nino", "date_of_birth", "reference_name")
        [row] = [row for row in shown.splitlines() if line.key in row]
        assert all(str(line.record[name]) in row for name in wanted)
        assert row.split()[-2:] == [str(line.record[secret] or "-") for secret in ("pin", "cms_password")]
    for line in EMPLOYERS.values():
        [row] = [row for row in shown.splitlines() if line.key in row]
        assert str(line.record["paye_reference"]) in row


def test_journey__script__uses_known_people_the_address_and_a_password_that_is_taken() -> None:
    # Given an address / When the journey is written
    script = journey("http://127.0.0.1:8123")
    # Then nothing is left to fill in, and who signs in is one of the known people with their own facts
    assert not re.search(r"@[A-Z_]+@", script)
    assert "BASE=http://127.0.0.1:8123" in script
    assert password_follows_the_rule(PASSWORD)
    steps = [step.replace("'", "") for step in script.splitlines() if step.startswith(("client 1", "employer 7"))]
    for step in steps:
        _, key, *_ = step.split()
        record = {line.key: line.record for line in (*CLIENTS.values(), *EMPLOYERS.values())}[key]
        names = (
            ("scin", "nino", "date_of_birth", "reference_name", "pin")
            if "scin" in record
            else ("ern", "paye_reference")
        )
        assert step.split(" ", 1)[1] == " ".join(str(record[name]) for name in names)
    # Five people, and one of them again after the helpdesk deleted the account.
    assert len(steps) == 6


@pytest.mark.parametrize("stage", ["staging", "production", "", "Local"])
def test_cloud__stage_with_real_people__is_refused(stage: str) -> None:
    # Given a stage that is not for rehearsal / When demo data is to go there / Then it is refused
    with pytest.raises(WrongStageError):
        Cloud(stage)


def test_main__load_into_production__says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    # Given a wrong stage / When the command is given / Then it fails in one line
    assert main(["load", "--stage", "production"]) == 1
    assert capsys.readouterr().err == "Demo data goes to local or test only, not to production\n"


def test_main__generate__writes_what_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Given a file to write to
    out = tmp_path / "extract.jsonl"
    # When ten further clients are asked for
    assert main(["generate", "--clients", "10", "--seed", "2", "--out", str(out)]) == 0
    # Then the file holds the extract
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["key"] for line in written] == [line.key for line in extract(10, seed=2)]
    assert capsys.readouterr().out == f"24 records written to {out}\n"
