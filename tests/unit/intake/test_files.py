"""Loading a whole extract."""

from dataclasses import dataclass, field

import pytest

from intake.checking import Reason, Rejected
from intake.files import LARGEST, LinesFailedError, LoadingFiles
from intake.loading import Loading
from intake.ports import ClientWrite, SealedLine
from tests.unit.intake.people import (
    RUN,
    CountingIdentifiers,
    CountingMacs,
    CountingSecrets,
    GlassEnvelopes,
    InMemoryRecords,
    Moved,
    PlainSealer,
    an_employer,
    envelope,
    paying_parent,
)


@dataclass
class OneExtract:
    held: list[bytes]

    def lines(self, bucket: str, key: str) -> list[bytes]:  # noqa: ARG002 - the port has them
        return self.held


@dataclass
class KeptRejects:
    kept: list[tuple[int, Reason]] = field(default_factory=list)

    def send(self, line: SealedLine, rejected: Rejected) -> None:
        self.kept.append((line.line, rejected.reason))


class FailingRecords(InMemoryRecords):
    def write_client(self, write: ClientWrite) -> bool:  # noqa: ARG002 - as above
        raise ConnectionError("a name that must not be logged: Whitfield")


def _files(records: InMemoryRecords, lines: list[bytes], rejects: KeptRejects) -> LoadingFiles:
    loading = Loading(
        opener=GlassEnvelopes(),
        records=records,
        moving=Moved(),
        sealer=PlainSealer(),
        macs=CountingMacs(),
        secret_macs=CountingSecrets(),
        randomness=CountingIdentifiers(),
        scin_digits=12,
    )
    return LoadingFiles(OneExtract(lines), loading, rejects)


def test_load_files__bad_line_in_the_middle__the_others_are_loaded_and_its_place_is_kept() -> None:
    # Given an extract with a broken second line and an empty one
    records, rejects = InMemoryRecords(), KeptRejects()
    files = _files(records, [envelope(paying_parent()), b"{", b"", envelope(an_employer())], rejects)
    # When it is loaded
    tally = files.load("bucket", "key", 100, RUN)
    # Then both good lines are there, and the bad one is named by its number
    assert (tally.loaded, tally.rejected, tally.failed) == (2, 1, 0)
    assert rejects.kept == [(2, Reason.NOT_AN_ENVELOPE)]


def test_load_files__call_fails_for_one_line__the_others_are_loaded_and_the_run_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # Given a table that does not answer for clients
    records = FailingRecords()
    files = _files(records, [envelope(paying_parent()), envelope(an_employer())], KeptRejects())
    # When the extract is loaded / Then the run fails, so that the platform comes back
    with pytest.raises(LinesFailedError):
        files.load("bucket", "key", 100, RUN)
    # Then the employer is there all the same, and the log names the error, not its words
    assert len(records.employers) == 1
    logged = " ".join(str(vars(record) | {"exc_info": None}) for record in caplog.records)
    assert "ConnectionError" in logged
    assert "Whitfield" not in logged


def test_load_files__object_too_large__is_rejected_unread() -> None:
    # Given an object above the limit
    rejects = KeptRejects()
    files = _files(InMemoryRecords(), [envelope(paying_parent())], rejects)
    # When it arrives
    tally = files.load("bucket", "key", LARGEST + 1, RUN)
    # Then it is not read, and the rejection names no line
    assert (tally.loaded, rejects.kept) == (0, [(0, Reason.OBJECT_TOO_LARGE)])
