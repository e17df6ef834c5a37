"""Who can enrol: those whom CMS has given a SCIN or an ERN (ENR-14)."""

from uuid import uuid4

import pytest

from infra.demo.known import APPLICANT, ONE_ERN
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.support.cloud import Cloud
from tests.support.http import Reply, call

_CLIENT_FACTS = ("scin", "nino", "date_of_birth", "reference_name")


def _enrol(site: str, line: Line, *facts: str) -> Reply:
    from enrolment.handler import lambda_handler  # noqa: PLC0415 - settings come from the cloud fixture's environment

    form = {
        "first_name": "Kirsty",
        "surname": "MacLeod",
        "email": "k@example.org",
        "confirm_email": "k@example.org",
        "password": "Harbour42",
        "confirm_password": "Harbour42",
    }
    key = {"Idempotency-Key": str(uuid4())}
    token = call(lambda_handler, "POST", f"/{site}/registration", form, headers=key).json["token"]
    noted = call(lambda_handler, "POST", f"/{site}/registration/confirmation", {"id_noted": True}, token=token)
    assert noted.status == 200
    body = {name: line.record[name] for name in facts}
    return call(lambda_handler, "POST", f"/{site}/enrolment", body, token=token)


@pytest.mark.req("ENR-14")
def test_enrolment__application_still_in_progress__succeeds_once_the_scin_has_come(cloud: Cloud) -> None:
    # Given an applicant with no case, whose SCIN has not come yet
    before = _enrol("client", APPLICANT, *_CLIENT_FACTS)
    # When the record comes from application stage
    extracts.load(cloud, APPLICANT)
    after = _enrol("client", APPLICANT, *_CLIENT_FACTS)
    # Then they can enrol, and could not before
    assert 400 <= before.status < 500
    assert after.status == 200


@pytest.mark.req("ENR-14")
def test_enrolment__employer__succeeds_once_the_ern_has_come(cloud: Cloud) -> None:
    # Given an employer whose first deduction from earnings order is not set up yet
    before = _enrol("employer", ONE_ERN, "ern", "paye_reference")
    # When the ERN comes
    extracts.load(cloud, ONE_ERN)
    after = _enrol("employer", ONE_ERN, "ern", "paye_reference")
    # Then they can enrol, and could not before
    assert 400 <= before.status < 500
    assert after.status == 200
