"""Whether a record can be taken, and what is kept of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cms_common.domain.known_facts import is_scin, read_nino, read_past_date, tidy_reference
from cms_common.domain.pin import is_pin
from cms_common.domain.security import QUESTIONS_ASKED, is_cms_password, same_answer_form
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM
from intake.extract import ClientRecord, EmployerRecord

_SELF_SERVICE_RECORDED_FROM = date(2016, 11, 14)
_RECORDED_BEFORE_THAT = "31/12/2012"


class Reason(StrEnum):
    """Why a line will never load, whatever is retried."""

    OBJECT_TOO_LARGE = "object_too_large"
    NOT_AN_ENVELOPE = "not_an_envelope"
    DOES_NOT_OPEN = "does_not_open"
    NOT_A_RECORD = "not_a_record"
    KEY_DIFFERS = "key_differs"
    NOT_A_SCIN = "not_a_scin"
    NOT_A_NINO = "not_a_nino"
    NOT_A_PAST_DATE = "not_a_past_date"
    NOT_A_PIN = "not_a_pin"
    NOT_A_CMS_PASSWORD = "not_a_cms_password"  # noqa: S105 - the name of a reason
    NOT_THREE_QUESTIONS = "not_three_questions"
    NAMED_TWICE = "case_or_application_or_request_named_twice"
    NOT_A_SEGMENT = "not_a_segment"
    REQUEST_OF_ANOTHER = "service_request_of_another_client"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot be taken."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CheckedClient:
    """A client's record that can be taken, with what was read from its text."""

    record: ClientRecord
    nino: str
    date_of_birth: date
    first_log_in_date: str | None


@dataclass(frozen=True, slots=True)
class CheckedEmployer:
    """An employer's record that can be taken, with both references as enrolment will look for them."""

    record: EmployerRecord
    ern: str
    paye_reference: str


def check_client(key: str, record: ClientRecord, today: date, scin_digits: int) -> CheckedClient | Rejected:
    """Check a client's record against the key it was sealed for, and the shapes of what enrolment compares."""
    nino = read_nino(record.nino)
    born = read_past_date(record.date_of_birth, today)
    faults = {
        Reason.KEY_DIFFERS: record.scin != key,
        Reason.NOT_A_SCIN: not is_scin(record.scin, scin_digits),
        Reason.NOT_A_NINO: nino is None,
        Reason.NOT_A_PAST_DATE: born is None or not _a_past_date_or_none(record.first_log_in_date, today),
        Reason.NOT_A_PIN: record.pin is not None and not is_pin(record.pin),
        Reason.NOT_A_CMS_PASSWORD: record.cms_password is not None and not is_cms_password(record.cms_password),
        Reason.NOT_THREE_QUESTIONS: not _three_questions_or_none(record),
        Reason.NAMED_TWICE: _named_twice(record),
        # That team's queue gets what is special, and nothing else (SEC-04).
        Reason.NOT_A_SEGMENT: any(case.segment == SPECIAL_CLIENT_RECORDS_TEAM for case in record.cases),
    }
    fault = next((reason for reason, found in faults.items() if found), None)
    if fault or nino is None or born is None:
        return Rejected(fault or Reason.NOT_A_RECORD)
    return CheckedClient(record, nino, born, first_log_in_date(record, today))


def check_employer(key: str, record: EmployerRecord) -> CheckedEmployer | Rejected:
    """Check an employer's record against the key it was sealed for."""
    ern, paye_reference = tidy_reference(record.ern), tidy_reference(record.paye_reference)
    if record.ern != key or not ern or not paye_reference:
        return Rejected(Reason.KEY_DIFFERS)
    return CheckedEmployer(record, ern, paye_reference)


def first_log_in_date(record: ClientRecord, today: date) -> str | None:
    """Return the first log in date of a client who was a self-service user before this service; None for others.

    Before 14 November 2016 it was not recorded, and reads 31/12/2012 (LOG-18).
    """
    if not record.self_service:
        return None
    given = read_past_date(record.first_log_in_date or "", today)
    if given is None or given < _SELF_SERVICE_RECORDED_FROM:
        return _RECORDED_BEFORE_THAT
    return record.first_log_in_date


def _a_past_date_or_none(text: str | None, today: date) -> bool:
    return text is None or read_past_date(text, today) is not None


def _three_questions_or_none(record: ClientRecord) -> bool:
    asked = {held.question for held in record.security_questions}
    answered = all(same_answer_form(held.answer) for held in record.security_questions)
    return len(asked) == len(record.security_questions) and len(asked) not in range(1, QUESTIONS_ASKED) and answered


def _named_twice(record: ClientRecord) -> bool:
    cases = {(case.case_group, case.case_id) for case in record.cases}
    references = {application.reference for application in record.applications}
    requests = {request.reference for request in record.service_requests}
    named = len(cases) + len(references) + len(requests)
    return named < len(record.cases) + len(record.applications) + len(record.service_requests)
