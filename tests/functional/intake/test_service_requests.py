"""Service requests and segments of the 2012 System, as intake brings them in."""

from datetime import date
from typing import Any

import msgspec
import pytest

from cms_common.domain.acts import Act, ActKind
from infra.demo.known import APPLICANT, BOTH_ROLES, PAYING_PARENT, RECEIVING_PARENT, SPECIAL_CLIENT_RECORD
from infra.demo.known import WELSH_SPEAKER as WELSH
from infra.demo.records import Line, case, change_request
from intake.checking import CheckedClient
from intake.extract import ClientRecord
from intake.ports import ClientWrite, HeldSecurity, SecurityMacs
from tests.functional.intake import extracts
from tests.support.cloud import Cloud

REQUEST = "1-2043117"


def _changed(line: Line, **fields: Any) -> Line:
    return Line(line.kind, line.key, {**line.record, "record_version": 2, **fields})


def _client(cloud: Cloud, line: Line) -> dict[str, Any]:
    return next(item for item in cloud.items("clients") if item["scin"] == line.key)


def _requests(cloud: Cloud) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in cloud.items("work") if item["item"] == "service-request"}


def test_intake__client_with_a_case__belongs_to_the_segment_of_the_first(cloud: Cloud) -> None:
    # Given a Welsh speaker, somebody with two cases, and an applicant without any
    # When they are loaded
    extracts.load(cloud, WELSH, BOTH_ROLES, APPLICANT)
    # Then each belongs to the segment that owns the first case, the applicant to that of applications
    segments = [_client(cloud, line)["segment"] for line in (WELSH, BOTH_ROLES, APPLICANT)]
    assert segments == ["Welsh Segment", "Welsh Segment", "Applications"]


@pytest.mark.req("COC-07")
def test_intake__service_requests__are_the_clients_own_and_hold_both_source_and_channel(cloud: Cloud) -> None:
    # Given a client with an open and a closed change of circumstances
    # When the record is loaded
    extracts.load(cloud, PAYING_PARENT)
    # Then both are there with role and channel apart, and the client points to them
    held = _requests(cloud)
    assert [item["status"] for item in held.values()] == ["Closed", "Open"]
    asked = held[f"service-request#{REQUEST}"]
    assert (asked["source"], asked["channel"], asked["scin"]) == ("NRP", "telephone", PAYING_PARENT.key)
    pointers = [item["item"] for item in cloud.items("work") if item["key"] == f"client#{PAYING_PARENT.key}"]
    assert pointers == ["service-request#1-1988204", f"service-request#{REQUEST}"]


def test_intake__newer_record__says_the_request_anew_and_leaves_what_is_linked_and_what_it_does_not_name(
    cloud: Cloud,
) -> None:
    # Given a service request with a document that was linked here
    extracts.load(cloud, PAYING_PARENT)
    linked = {"key": f"service-request#{REQUEST}", "item": "document#u1#1", "name": "payslip.pdf"}
    cloud.put("work", linked)
    # When a newer record says it is closed, and does not name the other
    closed = change_request(REQUEST, "440000000011", "NRP", "Pay went down in March", status="Closed")
    extracts.load(cloud, _changed(PAYING_PARENT, service_requests=[closed]))
    # Then it is closed, the other stays, and so does the document
    assert [item["status"] for item in _requests(cloud).values()] == ["Closed", "Closed"]
    assert linked in cloud.items("work")


def test_intake__request_of_another_client__rejects_the_line_and_changes_nothing(cloud: Cloud) -> None:
    # Given a client's service request
    extracts.load(cloud, PAYING_PARENT)
    # When another client's record names it
    stolen = change_request(REQUEST, "440000000011", "PWC", "Mine")
    tally = extracts.load(cloud, _changed(RECEIVING_PARENT, service_requests=[stolen]))
    # Then that line is rejected for that reason, and the request is still the first one's
    assert tally["rejected"] == 1
    assert [reject["reason"] for reject in extracts.rejects(cloud)] == ["service_request_of_another_client"]
    assert _requests(cloud)[f"service-request#{REQUEST}"]["scin"] == PAYING_PARENT.key
    assert {item["scin"] for item in cloud.items("clients")} == {PAYING_PARENT.key}


@pytest.mark.req("SEC-03")
def test_intake__special_client_record__is_never_taken_back_by_a_newer_record(cloud: Cloud) -> None:
    # Given a special client record
    extracts.load(cloud, SPECIAL_CLIENT_RECORD)
    # When a newer record does not say so
    extracts.load(cloud, _changed(SPECIAL_CLIENT_RECORD, special_client_record=False))
    # Then it is special still; and somebody else's is not
    extracts.load(cloud, WELSH)
    assert _client(cloud, SPECIAL_CLIENT_RECORD)["special_client_record"] is True
    assert _client(cloud, WELSH)["special_client_record"] is False


def test_write_client__fullest_record_over_the_fullest__fits_into_one_transaction(cloud: Cloud) -> None:
    # Given a record with as many cases, applications and service requests as may be
    from intake.wiring import _loading  # noqa: PLC0415 - settings come from the cloud fixture's environment

    records = _loading._records
    assert records.write_client(_fullest("a", 1))
    # When a newer one names none of those cases and applications but as many others
    written = records.write_client(_fullest("b", 2))
    # Then it is written whole
    assert written is True
    assert len(cloud.items("cases")) == 35
    assert len(_requests(cloud)) == 10


def _fullest(letter: str, version: int) -> ClientWrite:
    more = {
        "record_version": version,
        "cases": [case(f"{letter}{number}", "1", "NRP", "Priya") for number in range(25)],
        "applications": [{"reference": f"{letter}{number}", "stages_done": 1} for number in range(10)],
        "service_requests": [change_request(f"1-{number}", "1", "NRP", "x") for number in range(10)],
    }
    record = msgspec.convert({**PAYING_PARENT.record, **more}, ClientRecord)
    checked = CheckedClient(record, "XX100001A", date(1984, 3, 14), None)
    held = HeldSecurity(0, version - 1 or None)
    at = Cloud().clock.now()
    act = Act(
        ActKind.CLIENT_RECORD_LOADED,
        letter * 20,
        f"client-record#{record.scin}",
        version,
        "system#intake",
        at,
        "t",
        {"scin": record.scin},
    )
    return ClientWrite(checked, version - 1, held, b"sealed", None, SecurityMacs(None, None, {}), act)
