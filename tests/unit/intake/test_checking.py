"""What a record must be to be taken."""

import json
from typing import Any

import msgspec
import pytest

from infra.demo.known import BEFORE_NOVEMBER_2016, CLIENTS
from infra.demo.records import case, change_request
from intake.checking import CheckedClient, CheckedEmployer, Reason, Rejected, check_client, check_employer
from intake.extract import ClientRecord, EmployerRecord
from tests.unit.intake.people import SCIN, TODAY, an_employer, changed, paying_parent


def _client(**fields: Any) -> ClientRecord:
    return msgspec.json.decode(json.dumps(paying_parent(**fields).record), type=ClientRecord)


@pytest.mark.parametrize("who", CLIENTS)
def test_check_client__each_known_person__is_taken(who: str) -> None:
    # Given a record as the 2012 System would send it
    record = msgspec.json.decode(json.dumps(CLIENTS[who].record), type=ClientRecord)
    # When it is checked
    checked = check_client(CLIENTS[who].key, record, TODAY, 12)
    # Then it is taken
    assert isinstance(checked, CheckedClient)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"scin": "121000121689"}, Reason.KEY_DIFFERS),
        ({"nino": "QQ123456C"}, Reason.NOT_A_NINO),
        ({"nino": "XX10001A"}, Reason.NOT_A_NINO),
        ({"date_of_birth": "31/02/1984"}, Reason.NOT_A_PAST_DATE),
        ({"date_of_birth": "13/03/2026"}, Reason.NOT_A_PAST_DATE),
        ({"first_log_in_date": "2016-11-14"}, Reason.NOT_A_PAST_DATE),
        ({"pin": "123456"}, Reason.NOT_A_PIN),
        ({"pin": "12345678"}, Reason.NOT_A_PIN),
        ({"pin": "123456\N{ARABIC-INDIC DIGIT SEVEN}"}, Reason.NOT_A_PIN),
        ({"applications": [{"reference": "A", "stages_done": 1}] * 2}, Reason.NAMED_TWICE),
        ({"service_requests": [change_request("1-1", "44", "NRP", "New address")] * 2}, Reason.NAMED_TWICE),
        ({"cases": [case("33", "44", "NRP", "Priya", segment="Special Client Records Team")]}, Reason.NOT_A_SEGMENT),
    ],
)
def test_check_client__one_fault__is_rejected_with_its_reason(fields: dict[str, Any], reason: Reason) -> None:
    # Given a record with one thing wrong / When it is checked
    outcome = check_client(SCIN, _client(**fields), TODAY, 12)
    # Then the reason says which, without the value
    assert outcome == Rejected(reason)


def test_check_client__scin_of_another_length__is_rejected_unless_the_setting_says_so() -> None:
    # Given a SCIN of ten digits
    record = _client(scin="1210001216")
    # When it is checked where SCINs have twelve, and where they have ten
    outcomes = [check_client("1210001216", record, TODAY, digits) for digits in (12, 10)]
    # Then the setting decides
    assert outcomes[0] == Rejected(Reason.NOT_A_SCIN)
    assert isinstance(outcomes[1], CheckedClient)


@pytest.mark.req("LOG-18")
@pytest.mark.parametrize(
    ("self_service", "recorded", "held"),
    [
        (True, "31/12/2012", "31/12/2012"),
        (True, None, "31/12/2012"),
        (True, "13/11/2016", "31/12/2012"),
        (True, "14/11/2016", "14/11/2016"),
        (True, "02/01/2020", "02/01/2020"),
        (False, None, None),
        (False, "01/06/2015", None),
    ],
)
def test_check_client__self_service_before_14_november_2016__first_log_in_reads_31_december_2012(
    self_service: bool,  # noqa: FBT001 - a table of cases
    recorded: str | None,
    held: str | None,
) -> None:
    # Given a record that says whether and since when they are a self-service user
    record = _client(self_service=self_service, first_log_in_date=recorded)
    # When it is checked
    checked = check_client(SCIN, record, TODAY, 12)
    # Then the date kept is the one that stands for all before that day
    assert isinstance(checked, CheckedClient)
    assert checked.first_log_in_date == held


def test_check_employer__references_as_typed_by_hand__are_kept_as_enrolment_looks_for_them() -> None:
    # Given an employer whose PAYE reference has spaces and small letters
    record = msgspec.json.decode(json.dumps(an_employer(paye_reference="475 / hl10017").record), type=EmployerRecord)
    # When it is checked
    checked = check_employer(record.ern, record)
    # Then it is folded the way a typed one is
    assert isinstance(checked, CheckedEmployer)
    assert checked.paye_reference == "475/HL10017"


def test_check_employer__sealed_for_another_ern__is_rejected() -> None:
    # Given an employer's record under another's key
    record = msgspec.json.decode(json.dumps(an_employer().record), type=EmployerRecord)
    # When it is checked / Then it is rejected
    assert check_employer("700999999", record) == Rejected(Reason.KEY_DIFFERS)


@pytest.mark.parametrize(
    "fields",
    [
        {"surprise": 1},
        {"jurisdiction": "fr"},
        {"contact_preference": "Fax"},
        {"record_version": 0},
        {"record_version": "1"},
        {"first_name": ""},
        {"cases": [{"case_group": "1", "case_id": "2", "role": "NRP", "other_parent_surname": "Whitfield"}]},
        {"applications": [{"reference": "A", "stages_done": 6}]},
    ],
)
def test_client_record__unknown_or_impossible_field__is_not_read(fields: dict[str, Any]) -> None:
    # Given a record with a field that is not in the extract's description, or a value that cannot be
    text = json.dumps(changed(BEFORE_NOVEMBER_2016, **fields).record)
    # When it is read / Then it is refused whole
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=ClientRecord)
