"""Prints the demo users, and a journey that works as pasted into a shell with curl and sed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.demo.known import CLIENTS, EMPLOYERS, PAYING_PARENT
from infra.demo.records import Line, dicts
from infra.demo.staff import AGENT, CASEWORKER, STAFF

PASSWORD = "Harbour42"  # noqa: S105 - what the journey registers made-up people with
_PAYSLIP = (
    "JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXMgMiAwIFI+PgplbmRvYmoKMiAwIG9iago8PC9UeXBlL1BhZ2Vz"
    "L0tpZHNbNSAwIFJdL0NvdW50IDE+PgplbmRvYmoKMyAwIG9iago8PC9MZW5ndGggMTkvRmlsdGVyL0ZsYXRlRGVjb2RlPj5zdHJlYW0KeJwz"
    "UDBQyFWwBMIchWAAEeUCvwplbmRzdHJlYW0KZW5kb2JqCjQgMCBvYmoKPDwvUHJvZHVjZXIoYSB0ZXN0KT4+CmVuZG9iago1IDAgb2JqCjw8"
    "L1R5cGUvUGFnZS9QYXJlbnQgMiAwIFIvTWVkaWFCb3hbMCAwIDk5IDk5XS9Db250ZW50cyAzIDAgUj4+CmVuZG9iagp4cmVmCjAgNgowMDAw"
    "MDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMTUgMDAwMDAgbiAKMDAwMDAwMDA2MCAwMDAwMCBuIAowMDAwMDAwMTExIDAwMDAwIG4gCjAwMDAw"
    "MDAxOTYgMDAwMDAgbiAKMDAwMDAwMDIzMyAwMDAwMCBuIAp0cmFpbGVyCjw8L1NpemUgNi9Sb290IDEgMCBSPj4Kc3RhcnR4cmVmCjMxMQol"
    "JUVPRgo="
)
"""A PDF of one page, in base 64: what the journey uploads."""
_CLIENT_COLUMNS = {
    "Client": "",
    "SCIN": "scin",
    "NINO": "nino",
    "Date of birth": "date_of_birth",
    "Reference name": "reference_name",
    "PIN": "pin",
    "CMS password": "cms_password",
}
_EMPLOYER_COLUMNS = {"Employer": "", "ERN": "ern", "PAYE": "paye_reference", "Name": "name"}


def demo_users() -> str:
    """Write the tables of demo users, and of the staff."""
    tables = (_table(_CLIENT_COLUMNS, CLIENTS), _answers(), _table(_EMPLOYER_COLUMNS, EMPLOYERS), _staff())
    return "\n\n".join(tables)


def _staff() -> str:
    rows = [
        [one.role, one.user_id, one.password, f"{one.first_name} {one.surname}", ", ".join(one.functions) or "-"]
        for one in STAFF
    ]
    return _laid_out([["Staff", "User ID", "Password", "Name", "Functions"], *rows])


def _answers() -> str:
    rows = [
        [who, str(held["question"]), str(held["answer"])]
        for who, line in CLIENTS.items()
        for held in dicts(line.record["security_questions"])
    ]
    return _laid_out([["Client", "Security question", "Answer"], *rows])


def journey(base: str) -> str:
    """Write the journey: a paying parent, a receiving parent, an applicant and an employer, each to their homepage."""
    script = Path(__file__).with_name("journey.sh").read_text(encoding="utf-8")
    agent = {"@AGENT@": AGENT.user_id, "@AGENT_PASSWORD@": AGENT.password}
    caseworker = {"@CASEWORKER@": CASEWORKER.user_id, "@CASEWORKER_PASSWORD@": CASEWORKER.password}
    answers = json.dumps(dicts(PAYING_PARENT.record["security_questions"]), separators=(",", ":"))
    fixed = {"@PDF@": _PAYSLIP, **agent, **caseworker}
    for mark, words in {"@BASE@": base, "@PASSWORD@": PASSWORD, "@ANSWERS@": _quoted(answers), **fixed}.items():
        script = script.replace(mark, words)
    return script


def _quoted(words: str) -> str:
    # The journey has it between single quotes and square brackets.
    return words.removeprefix("[").removesuffix("]").replace("'", "'\\''")


def _table(columns: Mapping[str, str], lines: Mapping[str, Line]) -> str:
    return _laid_out([list(columns), *([who, *_values(line, columns)] for who, line in lines.items())])


def _laid_out(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(_row(row, widths) for row in rows)


def _values(line: Line, columns: Mapping[str, str]) -> list[str]:
    return [str(line.record[field] or "-") for field in columns.values() if field]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
