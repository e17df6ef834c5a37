"""What loading needs from outside, and the values that pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cms_common.domain.acts import Act
from intake.checking import CheckedClient, CheckedEmployer, Rejected


@dataclass(frozen=True, slots=True)
class Run:
    """When a load runs, and the identifier that its audit records share."""

    now: datetime
    transaction_id: str


@dataclass(frozen=True, slots=True)
class HeldSecurity:
    """What is held of a client's security.

    The PIN's version (0: none), the item's own (None: there is no item), how many characters the CMS password has
    (None: there is none), and the questions held.
    """

    pin_version: int
    version: int | None
    password_length: int | None = None
    questions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SecurityMacs:
    """What is to check a client's CMS password (None: none is given) and the answers to the questions."""

    password_length: int | None
    password: dict[str, bytes] | None
    answers: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class ClientWrite:
    """All that one client's record changes, and what it was before. `pin_macs` None leaves the PIN as it is."""

    client: CheckedClient
    held_version: int
    held_security: HeldSecurity
    sealed_facts: bytes
    pin_macs: dict[str, bytes] | None
    security: SecurityMacs
    act: Act


@dataclass(frozen=True, slots=True)
class EmployerWrite:
    """All that one employer's record changes, and the version it had before (0: none)."""

    employer: CheckedEmployer
    held_version: int
    act: Act


@dataclass(frozen=True, slots=True)
class SealedLine:
    """Where a line came from, for whoever looks into why it was rejected; nothing of what it says."""

    bucket: str
    key: str
    line: int


class Opener(Protocol):
    """Opens what an envelope seals."""

    def open(self, key: str, sealed: bytes) -> bytes | None:
        """Return the record's JSON; None where it was not sealed for this key, or was tampered with."""
        ...


class Sealer(Protocol):
    """Seals known facts."""

    def seal(self, scin: str, nino: str, date_of_birth: date) -> bytes:
        """Encrypt both facts for one SCIN."""
        ...


class Macs(Protocol):
    """Makes what checks a PIN."""

    def generate(self, scin: str, pin: str, version: int) -> dict[str, bytes]:
        """Make a MAC for each pair of positions."""
        ...


class SecretMacs(Protocol):
    """Makes what checks a CMS password, and the answers to security questions."""

    def of_password(self, scin: str, password: str) -> dict[str, bytes]:
        """Make a MAC for each pair of positions."""
        ...

    def of_answers(self, scin: str, answers: Mapping[str, str]) -> dict[str, bytes]:
        """Make a MAC for the answer to each question."""
        ...


class Records(Protocol):
    """Client and employer records. A write tells False where the record is no longer as it was read."""

    def client_version(self, scin: str) -> int:
        """Return the version of the record held; 0 where there is none."""
        ...

    def security(self, scin: str) -> HeldSecurity:
        """Return what is held of a client's security."""
        ...

    def write_client(self, write: ClientWrite) -> bool | Rejected:
        """Write record, PIN material, participations, service requests, audit and event together.

        Rejected where a service request is another client's.
        """
        ...

    def employer_version(self, ern: str) -> int:
        """Return the version of the record held; 0 where there is none."""
        ...

    def write_employer(self, write: EmployerWrite) -> bool:
        """Write record, audit and event together."""
        ...


class Moves(Protocol):
    """Moves what is open of a special client to the team that may open it."""

    def move(self, scin: str, actor: str, run: Run) -> None:
        """Move a client's open work and call-backs, where the record is held as special."""
        ...


class Extracts(Protocol):
    """Where an extract arrives."""

    def lines(self, bucket: str, key: str) -> list[bytes]:
        """Return the lines of an object."""
        ...


class Rejects(Protocol):
    """Where rejected lines go, for someone to look into."""

    def send(self, line: SealedLine, rejected: Rejected) -> None:
        """Keep where the line is and why it was rejected."""
        ...
