"""Records and doubles for the tests of intake."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from infra.demo.known import ONE_ERN, PAYING_PARENT
from infra.demo.records import Line
from intake.ports import ClientWrite, EmployerWrite, HeldSecurity, Run

TODAY = date(2026, 3, 12)
RUN = Run(datetime(2026, 3, 12, 9, 30, tzinfo=UTC), "event-1")
SCIN = PAYING_PARENT.key


def changed(line: Line, **fields: Any) -> Line:
    """Return the line with other fields."""
    return Line(line.kind, line.key, {**line.record, **fields})


def paying_parent(**fields: Any) -> Line:
    return changed(PAYING_PARENT, **fields)


def an_employer(**fields: Any) -> Line:
    return changed(ONE_ERN, **fields)


def envelope(line: Line) -> bytes:
    """Write a line that the open opener of these tests opens."""

    sealed = base64.b64encode(json.dumps(line.record).encode()).decode()
    return json.dumps({"kind": line.kind, "key": line.key, "sealed": sealed}).encode()


class GlassEnvelopes:
    """Opens every envelope: nothing is encrypted in unit tests."""

    def open(self, key: str, sealed: bytes) -> bytes | None:  # noqa: ARG002 - the port has it
        return None if sealed == b"garbled" else sealed


class PlainSealer:
    def seal(self, scin: str, nino: str, date_of_birth: date) -> bytes:
        return f"{scin}|{nino}|{date_of_birth}".encode()


@dataclass
class CountingMacs:
    made: list[tuple[str, str, int]] = field(default_factory=list)

    def generate(self, scin: str, pin: str, version: int) -> dict[str, bytes]:
        self.made.append((scin, pin, version))
        return {"1,2": f"{pin}/{version}".encode()}


@dataclass
class CountingSecrets:
    made: list[str] = field(default_factory=list)

    def of_password(self, scin: str, password: str) -> dict[str, bytes]:  # noqa: ARG002 - the port has it
        self.made.append(password)
        return {"1,2": password.encode()}

    def of_answers(self, scin: str, answers: Mapping[str, str]) -> dict[str, bytes]:  # noqa: ARG002 - the port has it
        self.made += answers.values()
        return {question: answer.encode() for question, answer in answers.items()}


@dataclass
class InMemoryRecords:
    """Keeps what is written; `refusals` is how many writes find the record changed meanwhile."""

    refusals: int = 0
    pin_version: int = 0
    clients: dict[str, ClientWrite] = field(default_factory=dict)
    employers: dict[str, EmployerWrite] = field(default_factory=dict)
    writes: int = 0

    def client_version(self, scin: str) -> int:
        return self.clients[scin].client.record.record_version if scin in self.clients else 0

    def security(self, scin: str) -> HeldSecurity:  # noqa: ARG002 - as above
        return HeldSecurity(self.pin_version, self.pin_version or None)

    def write_client(self, write: ClientWrite) -> bool:
        if self._refused():
            return False
        self.clients[write.client.record.scin] = write
        return True

    def employer_version(self, ern: str) -> int:
        return self.employers[ern].employer.record.record_version if ern in self.employers else 0

    def write_employer(self, write: EmployerWrite) -> bool:
        if self._refused():
            return False
        self.employers[write.employer.ern] = write
        return True

    def _refused(self) -> bool:
        self.writes += 1
        return self.writes <= self.refusals


@dataclass
class Moved:
    """Keeps whose open work was to be moved."""

    scins: list[str] = field(default_factory=list)

    def move(self, scin: str, actor: str, run: Run) -> None:  # noqa: ARG002 - the port has it
        self.scins.append(scin)


class CountingIdentifiers:
    """Chance that is none."""

    def __init__(self) -> None:
        self.given = 0

    def below(self, limit: int) -> int:  # noqa: ARG002 - as above
        return 0

    def token(self) -> str:
        return "t" * 43

    def identifier(self) -> str:
        self.given += 1
        return f"{self.given:020d}"
