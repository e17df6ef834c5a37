"""Loads one line of an extract: a record once for each version, never over what the client did here since."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import DecodeError, Struct, json

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.uk_time import uk_date
from intake.checking import CheckedClient, CheckedEmployer, Reason, Rejected, check_client, check_employer
from intake.extract import ClientRecord, EmployerRecord, Envelope
from intake.ports import (
    ClientWrite,
    EmployerWrite,
    HeldSecurity,
    Macs,
    Moves,
    Opener,
    Records,
    Run,
    Sealer,
    SecretMacs,
    SecurityMacs,
)

ACTOR = "system#intake"
_TRIES = 3


class Loaded(StrEnum):
    """What became of a record that could be taken."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"


class RecordKeptChangingError(RuntimeError):
    """Somebody else wrote the record each time it was about to be written; a later run finds it at rest."""


class Loading:
    """Takes lines apart and brings their records in."""

    def __init__(  # noqa: PLR0913 - three keys, the tables, chance and a setting
        self,
        *,
        opener: Opener,
        records: Records,
        moving: Moves,
        sealer: Sealer,
        macs: Macs,
        secret_macs: SecretMacs,
        randomness: Randomness,
        scin_digits: int,
    ) -> None:
        """Take what opens lines, keeps records, moves work, seals known facts and vouches for secrets."""
        self._opener = opener
        self._records = records
        self._moving = moving
        self._sealer = sealer
        self._macs = macs
        self._secret_macs = secret_macs
        self._randomness = randomness
        self._scin_digits = scin_digits

    def load(self, line: bytes, run: Run) -> Loaded | Rejected:
        """Load one line. Loading it again, or an older version after a newer one, changes nothing."""
        envelope = _read(line, Envelope)
        if envelope is None:
            return Rejected(Reason.NOT_AN_ENVELOPE)
        plain = self._opener.open(envelope.key, envelope.sealed)
        if plain is None:
            return Rejected(Reason.DOES_NOT_OPEN)
        if envelope.kind == "client":
            return self._client(envelope.key, _read(plain, ClientRecord), run)
        return self._employer(envelope.key, _read(plain, EmployerRecord), run)

    def _client(self, key: str, record: ClientRecord | None, run: Run) -> Loaded | Rejected:
        if record is None:
            return Rejected(Reason.NOT_A_RECORD)
        checked = check_client(key, record, uk_date(run.now), self._scin_digits)
        if isinstance(checked, Rejected):
            return checked
        outcome = _until_at_rest(lambda: self._write_client(checked, run))
        if record.special_client_record and not isinstance(outcome, Rejected):
            # Also of a record that is in already: a run that broke off here goes on with what was left.
            self._moving.move(record.scin, ACTOR, run)
        return outcome

    def _write_client(self, client: CheckedClient, run: Run) -> Loaded | Rejected | None:
        record = client.record
        held_version = self._records.client_version(record.scin)
        if record.record_version <= held_version:
            return Loaded.UNCHANGED
        security = self._records.security(record.scin)
        act = self._act(ActKind.CLIENT_RECORD_LOADED, "scin", record.scin, record.record_version, run)
        sealed = self._sealer.seal(record.scin, client.nino, client.date_of_birth)
        new_macs, secrets = self._new_macs(record, security), self._secrets(record)
        write = ClientWrite(client, held_version, security, sealed, new_macs, secrets, act)
        written = self._records.write_client(write)
        if isinstance(written, Rejected):
            return written
        return Loaded.LOADED if written else None

    def _new_macs(self, record: ClientRecord, held: HeldSecurity) -> dict[str, bytes] | None:
        # A PIN set by the client later has a version of its own, and wins over the same one from an extract (LOG-11).
        if record.pin is None or record.pin_version <= held.pin_version:
            return None
        return self._macs.generate(record.scin, record.pin, record.pin_version)

    def _secrets(self, record: ClientRecord) -> SecurityMacs:
        password = record.cms_password
        answers = {held.question: held.answer for held in record.security_questions}
        return SecurityMacs(
            len(password) if password else None,
            self._secret_macs.of_password(record.scin, password) if password else None,
            self._secret_macs.of_answers(record.scin, answers),
        )

    def _employer(self, key: str, record: EmployerRecord | None, run: Run) -> Loaded | Rejected:
        if record is None:
            return Rejected(Reason.NOT_A_RECORD)
        checked = check_employer(key, record)
        if isinstance(checked, Rejected):
            return checked
        return _until_at_rest(lambda: self._write_employer(checked, run))

    def _write_employer(self, employer: CheckedEmployer, run: Run) -> Loaded | None:
        version = employer.record.record_version
        held_version = self._records.employer_version(employer.ern)
        if version <= held_version:
            return Loaded.UNCHANGED
        act = self._act(ActKind.EMPLOYER_RECORD_LOADED, "ern", employer.ern, version, run)
        return Loaded.LOADED if self._records.write_employer(EmployerWrite(employer, held_version, act)) else None

    def _act(self, kind: ActKind, identifier: str, value: str, version: int, run: Run) -> Act:
        return Act(
            kind=kind,
            identifier=self._randomness.identifier(),
            # The record has a version of its own; "client#" counts what the client does (docs/adr/0003).
            subject=f"{'client-record' if identifier == 'scin' else 'employer-record'}#{value}",
            version=version,
            actor=ACTOR,
            at=run.now,
            transaction_id=run.transaction_id,
            facts={identifier: value},
        )


def _read[S: Struct](text: bytes, kind: type[S]) -> S | None:
    try:
        return json.decode(text, type=kind)
    except (DecodeError, UnicodeDecodeError):
        return None


def _until_at_rest(write: Callable[[], Loaded | Rejected | None]) -> Loaded | Rejected:
    for _ in range(_TRIES):
        if outcome := write():
            return outcome
    raise RecordKeptChangingError
