"""The demo's people: believable, valid, and always the same."""

import json
import re
from datetime import date
from itertools import islice

import msgspec
import pytest

from infra.demo.generator import extract, further_clients
from infra.demo.known import CLIENTS, EMPLOYERS
from infra.demo.names import POSTCODE_LETTERS
from infra.demo.records import Line
from intake.checking import CheckedClient, CheckedEmployer, check_client, check_employer
from intake.extract import ClientRecord, EmployerRecord

TODAY = date(2026, 3, 12)
MANY = tuple(extract(400, seed=7))


def _clients() -> list[ClientRecord]:
    return [_client(line) for line in MANY if line.kind == "client"]


def _client(line: Line) -> ClientRecord:
    return msgspec.json.decode(json.dumps(line.record), type=ClientRecord)


def test_extract__same_seed__makes_the_same_people() -> None:
    # Given one seed / When an extract is made twice / Then both are the same
    assert list(extract(50, seed=3)) == list(extract(50, seed=3))
    # When another seed is taken / Then only the known ones are the same
    other = list(extract(50, seed=4))
    known = len(CLIENTS) + len(EMPLOYERS)
    assert other[:known] == list(extract(50, seed=3))[:known]
    assert other[known:] != list(extract(50, seed=3))[known:]


def test_further_clients__more_are_asked_for__the_first_stay_the_same() -> None:
    # Given ten people / When a thousand are made / Then the first ten are those
    assert list(further_clients(10, 1)) == list(islice(further_clients(1000, 1), 10))


def test_extract__every_record__is_one_that_intake_takes() -> None:
    # Given many records
    for line in MANY:
        # When each is checked as intake checks it
        if line.kind == "client":
            outcome: object = check_client(line.key, _client(line), TODAY, 12)
            kind: type = CheckedClient
        else:
            employer = msgspec.json.decode(json.dumps(line.record), type=EmployerRecord)
            outcome, kind = check_employer(line.key, employer), CheckedEmployer
        # Then it is taken
        assert isinstance(outcome, kind), line


def test_extract__every_record__fits_into_what_kms_encrypts_at_once() -> None:
    # Given many records / When they are written / Then none is longer than 4,096 bytes
    assert max(len(json.dumps(line.record, ensure_ascii=False).encode()) for line in MANY) <= 4096


def test_extract__identifiers__are_each_used_once() -> None:
    # Given many records / When their identifiers are counted / Then none comes twice
    clients = _clients()
    assert len({line.key for line in MANY}) == len(MANY)
    assert len({client.nino for client in clients}) == len(clients)


def test_extract__nobody__has_the_nino_telephone_or_email_of_a_real_person() -> None:
    # Given many people
    for client in _clients():
        # When what could lead to somebody is read / Then it leads to nobody
        assert client.nino.startswith("X")
        assert client.mobile_telephone is None or re.fullmatch(r"07700 900\d{3}", client.mobile_telephone)
        assert client.email is None or re.fullmatch(r"[a-z0-9.-]+@example\.(com|org)", client.email)


def test_extract__addresses__end_in_a_postcode() -> None:
    # Given many people with an address / When its last line is read / Then it has the shape of a postcode
    shape = re.compile(rf"[A-Z]{{1,2}}[0-9]{{1,2}} [0-9][{POSTCODE_LETTERS}]{{2}}")
    assert all(shape.fullmatch(client.address[-1]) for client in _clients())


def test_extract__each_case__is_seen_alike_by_both_parents() -> None:
    # Given the cases that two of the people take part in
    seen: dict[str, list[tuple[str, str, bool, tuple[str, ...]]]] = {}
    for client in _clients():
        for case in client.cases:
            one = (client.first_name, case.other_parent_first_name, case.role == "NRP", case.children_first_names)
            seen.setdefault(case.case_id, []).append(one)
    pairs = [parents for parents in seen.values() if len(parents) == 2]
    assert len(pairs) > 150
    for (name, other, pays, children), (others_name, others_other, other_pays, others_children) in pairs:
        # When both views are compared / Then names cross over, one pays, and the children are the same
        assert (name, other, children) == (others_other, others_name, others_children)
        assert pays is not other_pays


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("no PIN", lambda client: client.pin is None),
        ("applicant without a case", lambda client: bool(client.applications) and not client.cases),
        ("Northern Ireland", lambda client: client.jurisdiction == "ni"),
        ("Welsh speaker", lambda client: client.preferred_language == "Welsh"),
        ("special client record", lambda client: client.special_client_record),
        ("several children", lambda client: any(len(case.children_first_names) > 2 for case in client.cases)),
        ("PeWC", lambda client: any(case.role == "PeWC" for case in client.cases)),
        ("accents", lambda client: not client.first_name.isascii()),
        ("hyphens", lambda client: "-" in client.surname),
        ("apostrophes", lambda client: "'" in client.surname),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_extract__each_kind_of_person__turns_up(kind: str, found: object) -> None:
    # Given many people / When one kind is looked for / Then there are some, and not everybody is
    matching = [client for client in _clients() if found(client)]  # type: ignore[operator]
    assert 0 < len(matching) < len(_clients()), kind
