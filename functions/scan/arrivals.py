"""A file arrived in quarantine: it is held against its record, examined, and put through the virus scanner.

Whatever is told twice, late or out of order changes nothing that is known; what cannot be told now comes again.
"""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.upload_acts import Run
from cms_common.domain.uploads import (
    Arrived,
    Cause,
    ContentGood,
    Fact,
    FileType,
    Limits,
    Refused,
    Upload,
    UploadFile,
    place_of,
)
from cms_common.domain.verdicts import Infected, ScannerFailed, fact_of
from scan.engines import VirusScanner
from scan.outcomes import Bad, Examined, Good


@dataclass(frozen=True, slots=True)
class Arrival:
    """One version of an object, as an event tells of it."""

    bucket: str
    key: str
    version: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What lies in quarantine: the content, and the media type that it was sent as."""

    content: bytes
    media_type: str


class NoVerdict(Exception):
    """The scanner came to no verdict; `reason` is a code. The message comes again, in the end to the dead letters."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


class Uploads(Protocol):
    """Uploads."""

    def learn(self, upload_id: str, number: int, fact: Fact, run: Run) -> Upload | None:
        """Learn a fact about a file, with all that follows; returns the upload as it is then."""
        ...


class Quarantine(Protocol):
    """Where files wait until they are proved clean."""

    def read(self, key: str, version: str, at_most: int) -> Sent | None:
        """Return one version, cut off after so many bytes; None where it is gone."""
        ...


class Examiner(Protocol):
    """Looks at contents."""

    def examine(self, content: bytes, declared: FileType) -> Examined:
        """Examine a content that was said to be of a format."""
        ...


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The use case, for one bucket."""

    bucket: str
    uploads: Uploads
    quarantine: Quarantine
    examiner: Examiner
    scanner: VirusScanner
    limits: Limits

    def take(self, arrival: Arrival, run: Run) -> bool:
        """Check what arrived; False where it is none of ours, or known already. Raises NoVerdict."""
        place = place_of(arrival.key) if arrival.bucket == self.bucket and arrival.version else None
        if place is None:
            return False
        # Kept before the file is read: whatever becomes of this run, nobody is told that the file never came.
        after = self.uploads.learn(*place, Arrived(arrival.version), run)
        if after is None or place[1] > len(after.files):
            return False
        file = after.files[place[1] - 1]
        if not _counts(file, arrival.version):
            return False
        sent = self.quarantine.read(arrival.key, arrival.version, self.limits.file_bytes + 1)
        if sent is None:
            self.uploads.learn(*place, Refused(Cause.NOT_CHECKED, arrival.version), run)
        else:
            self._check(place, file, arrival.version, sent, run)
        return True

    def _check(self, place: tuple[str, int], file: UploadFile, version: str, sent: Sent, run: Run) -> None:
        # A try before this one may have come as far as the scanner.
        match Good(file.pages) if file.pages is not None else self._examine(file, sent):
            case Good(pages=pages):
                self.uploads.learn(*place, ContentGood(version, pages), run)
                self._ask_scanner(place, version, sent, run)
            case Bad(cause=cause):
                self.uploads.learn(*place, Refused(self._worse(cause, sent), version), run)

    def _ask_scanner(self, place: tuple[str, int], version: str, sent: Sent, run: Run) -> None:
        verdict = self.scanner.scan(sent.content)
        if isinstance(verdict, ScannerFailed):
            raise NoVerdict(verdict.reason)
        fact = fact_of(verdict, version)
        if fact:
            self.uploads.learn(*place, fact, run)

    def _worse(self, cause: Cause, sent: Sent) -> Cause:
        """Return why a file is refused: of two reasons a virus is what must be told."""
        found = cause is Cause.VIRUS or isinstance(self.scanner.scan(sent.content), Infected)
        return Cause.VIRUS if found else cause

    def _examine(self, file: UploadFile, sent: Sent) -> Examined:
        """Hold what was sent against the record, then look into it."""
        if len(sent.content) > self.limits.file_bytes:
            return Bad(Cause.TOO_LARGE)
        if file.file_type is None:
            return Bad(Cause.WRONG_TYPE)
        if len(sent.content) != file.size or sent.media_type != file.file_type.value:
            return Bad(Cause.DAMAGED)
        return self.examiner.examine(sent.content, file.file_type)


def _counts(file: UploadFile, version: str) -> bool:
    """Tell whether there is anything to learn of a version: the first that came counts, until it is settled."""
    return not file.settled and file.arrived in {None, version}
