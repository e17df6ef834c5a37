"""A verdict came: what it tells of the file is learnt. It may come twice, late, or before the file's own check."""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.upload_acts import Run
from cms_common.domain.uploads import Fact, Upload, UploadFile, place_of
from cms_common.domain.verdicts import Infected, ScannerFailed, Verdict, fact_of


class NoVerdict(Exception):
    """The scanner came to no verdict on a file that waits for one; `reason` is a code.

    The message comes again and ends in the dead letters, where people ask for another scan. Once that has its verdict
    the message is used up: nobody waits for it any more.
    """

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


class InfectedEvidence(Exception):
    """A virus was found in what is filed already. The message ends in the dead letters: people withdraw the file."""


class Uploads(Protocol):
    """Uploads."""

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload."""
        ...

    def learn(self, upload_id: str, number: int, fact: Fact, run: Run) -> Upload | None:
        """Learn a fact about a file, with all that follows."""
        ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """One version of an object, and what the scanner said of it."""

    bucket: str
    key: str
    version: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The use case, for one bucket."""

    bucket: str
    uploads: Uploads

    def take(self, scanned: Scanned, run: Run) -> bool:
        """Learn from a verdict; False where it is none of ours or known. Raises NoVerdict, InfectedEvidence."""
        place = place_of(scanned.key) if scanned.bucket == self.bucket and scanned.version else None
        upload = self.uploads.find(place[0]) if place else None
        if place is None or upload is None or not 1 <= place[1] <= len(upload.files):
            return False
        if isinstance(scanned.verdict, ScannerFailed) and _waits(upload.files[place[1] - 1], scanned.version):
            raise NoVerdict(scanned.verdict.reason)
        if isinstance(scanned.verdict, Infected) and _filed(upload.files[place[1] - 1], scanned.version):
            raise InfectedEvidence
        fact = fact_of(scanned.verdict, scanned.version)
        return fact is not None and self.uploads.learn(*place, fact, run) is not None


def _waits(file: UploadFile, version: str) -> bool:
    """Tell whether a version is, or may yet become, the one that counts, and is still to be told clean."""
    return not file.settled and not file.virus_free and file.arrived in {None, version}


def _filed(file: UploadFile, version: str) -> bool:
    """Tell whether a version is filed: a refusal comes too late for it."""
    return file.filed and file.arrived == version
