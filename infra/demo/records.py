"""The lines of an extract, before they are sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Plain = str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None
type Record = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Line:
    """One record of an extract: "client" by its SCIN or "employer" by its ERN."""

    kind: str
    key: str
    record: Record


def client(  # noqa: PLR0913 - a client record has many fields, and each person differs in another
    scin: str, nino: str, born: str, first_name: str, surname: str, *, pin: str | None, **more: Plain
) -> Line:
    """Make a client's line; `more` says what differs from an ordinary record of Great Britain."""
    record: Record = {
        "scin": scin,
        "nino": nino,
        "date_of_birth": born,
        "first_name": first_name,
        "surname": surname,
        "known_as": None,
        "reference_name": f"{first_name} {surname}",
        "pin": pin,
        "pin_version": 1,
        "cms_password": None,
        "security_questions": [],
        "email": None,
        "mobile_telephone": None,
        "address": [],
        "contact_preference": "Telephone",
        "preferred_language": "English",
        "jurisdiction": "gb",
        "special_client_record": False,
        "special_requirements": [],
        "self_service": False,
        "sms_opted_in": False,
        "first_log_in_date": None,
        "cases": [],
        "applications": [],
        "service_requests": [],
        "record_version": 1,
    }
    return Line("client", scin, record | more)


def questions(school: str, pet: str, town: str, *more: str) -> list[dict[str, Plain]]:
    """Make the security questions of the application stage with their answers; `more` is the answer to a fourth."""
    asked = ("What was your first school?", "What was your first pet's name?", "Which town were you born in?")
    answers = dict(zip((*asked, "What was your first job?"), (school, pet, town, *more), strict=False))
    return [{"question": question, "answer": answer} for question, answer in answers.items()]


def case(
    group: str, case_id: str, role: str, other_parent: str, *children: str, segment: str = "Segment 4"
) -> dict[str, Plain]:
    """Make a case as one participant sees it; role NRP, PWC or PeWC; `segment` is the team that owns it."""
    return {
        "case_group": group,
        "case_id": case_id,
        "role": role,
        "other_parent_first_name": other_parent,
        "children_first_names": list(children),
        "segment": segment,
    }


def change_request(reference: str, case_id: str, role: str, details: str, **more: Plain) -> dict[str, Plain]:
    """Make an open change of circumstances that a client reported by telephone; `more` says what differs."""
    return {
        "reference": reference,
        "process": "Change Of Circumstances",
        "area": "Change Personal Info",
        "sub_area": "Change Contact/Security Info",
        "source": role,
        "channel": "telephone",
        "case_id": case_id,
        "subject_details": details,
        "subject_type": role,
        "status": "Open",
        **more,
    }


def employer(ern: str, paye_reference: str, name: str, jurisdiction: str = "gb", **more: Plain) -> Line:
    """Make an employer's line, with what few have besides, as `contact_preference`."""
    record: Record = {
        "ern": ern,
        "paye_reference": paye_reference,
        "name": name,
        "jurisdiction": jurisdiction,
        "record_version": 1,
        **more,
    }
    return Line("employer", ern, record)


def dicts(value: Plain) -> list[dict[str, Any]]:
    """Return a record's list of mappings as such."""
    return [dict(item) for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []
