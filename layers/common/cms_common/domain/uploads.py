"""Uploads of evidence: what may be sent, how a file gets from asked for to filed, why one is refused (UPL-01 ff.).

The upload, not the file, is the unit of the page limit and of filing (CON-17). What is learnt of a file are facts, each
kept once; the state follows from the facts, so whatever order they come in, and however often, it never goes back.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

MEGABYTE = 1_048_576
"""GAP-32: the reading that refuses nobody who kept to it."""
_KEY = re.compile(r"incoming/([0-9a-f]{20})/([1-9])", re.ASCII)


class FileType(StrEnum):
    """The five formats that are taken (UPL-01), by the media type that they are sent as."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"
    GIF = "image/gif"
    PNG = "image/png"
    TIFF = "image/tiff"


class Cause(StrEnum):
    """Why a file, or a whole upload, is refused (UPL-12). What stands before a colon is the cause as UPL-12 has it."""

    FAILED_TO_UPLOAD = "failed to upload"
    NOT_CHECKED = "failed to upload: could not be checked in time"
    NOT_STORED = "failed to upload: could not be made ready to be opened"
    TOO_MANY_TODAY = "daily limit exceeded: number of documents"
    TOO_MUCH_TODAY = "daily limit exceeded: MB"
    WRONG_TYPE = "incorrect document type"
    VIRUS = "file contains a virus"
    TOO_MANY_PAGES = "more than 50 pages"
    TOO_LARGE = "over 5 MB"
    TOO_MANY_FILES = "more than five in one upload"
    LOCKED_FILE = "incorrect document type: protected by a password"
    DAMAGED = "incorrect document type: damaged, or not what its name says"
    TOO_MANY_POINTS = "incorrect document type: picture of more than 100 million points"
    ACTIVE_CONTENT = "incorrect document type: holds a program or another file"


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of UPL-03 to UPL-07, and how long each state may last from the asking on. Sizes in bytes.

    A place to send a file to is open for `sent_within`; `arrived_within` leaves room for the news that it came, told as
    often as its queue tells it (the template's `Arrivals`: five times, nine minutes apart).
    `filed_again_after` is how long filing may take before it is begun again, `filed_within` before it is given up: the
    quarantine keeps a file longer. `asks_a_day` bounds what one client can make us write.
    """

    file_bytes: int = 5 * MEGABYTE
    files_an_upload: int = 5
    files_a_day: int = 10
    bytes_a_day: int = 50 * MEGABYTE
    pages_an_upload: int = 50
    asks_a_day: int = 100
    sent_within: timedelta = timedelta(minutes=5)
    arrived_within: timedelta = timedelta(hours=1)
    checked_within: timedelta = timedelta(hours=24)
    filed_again_after: timedelta = timedelta(hours=1)
    filed_within: timedelta = timedelta(days=3)


class FileState(StrEnum):
    """How far a file has come, in the words that client and staff see."""

    AWAITED = "waiting for the file"
    CHECKING = "being checked"
    CLEAN = "checked, being filed"
    FILED = "filed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class UploadFile:
    """One file of an upload. `number` counts from 1 in the order given; `size` is what the client said, in bytes.

    `file_type` is None where the format is none of the five: then the file is refused and never sent. `arrived` is the
    version of the object that counts: the first that came. `pages` is None until the content is checked and found good;
    `virus_free` None until the scanner has said so. `cause` is set once and for all.
    """

    number: int
    name: str
    file_type: FileType | None
    size: int
    arrived: str | None = None
    pages: int | None = None
    virus_free: bool | None = None
    cause: Cause | None = None
    filed: bool = False

    @property
    def state(self) -> FileState:
        """The state that the facts make."""
        if self.cause:
            return FileState.REFUSED
        if self.filed:
            return FileState.FILED
        if self.arrived is None:
            return FileState.AWAITED
        return FileState.CLEAN if self.virus_free and self.pages is not None else FileState.CHECKING

    @property
    def settled(self) -> bool:
        """Whether the checks have come to their end for this file."""
        return self.state not in {FileState.AWAITED, FileState.CHECKING}


@dataclass(frozen=True, slots=True)
class Upload:
    """Up to five files that a client sends together, for a service request or ad hoc (UPL-09, UPL-10).

    `day` is the UK day whose limits it counts against (UPL-17); `contact_id` the contact that it comes under; `cause`
    why the whole of it was refused, with no file kept; `due_at` when to look at it again, None once all is at its end.
    """

    upload_id: str
    scin: str
    user_id: str
    contact_id: str
    service_request: str | None
    asked_at: datetime
    day: date
    files: tuple[UploadFile, ...]
    cause: Cause | None = None
    due_at: datetime | None = None
    version: int = 1

    @property
    def settled(self) -> bool:
        """Whether every file has come to the end of its checks."""
        return all(file.settled for file in self.files)

    @property
    def clean(self) -> tuple[UploadFile, ...]:
        """The files to be filed, once all are settled."""
        return tuple(file for file in self.files if file.state is FileState.CLEAN)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The object came; `version` names it."""

    version: str


@dataclass(frozen=True, slots=True)
class ContentGood:
    """The content is one of the five formats, whole, harmless in itself, of so many pages."""

    version: str
    pages: int


@dataclass(frozen=True, slots=True)
class VirusFree:
    """The scanner found nothing in this version."""

    version: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The file is refused. `version` is None where no object is meant (never sent, expired)."""

    cause: Cause
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The file lies in the evidence bucket and in the activity or service request."""


type Fact = Arrived | ContentGood | VirusFree | Refused | Filed


@dataclass(frozen=True, slots=True)
class Used:
    """What a client has used of a day's limits; `size` in bytes."""

    documents: int = 0
    size: int = 0
    asks: int = 0


def key_of(upload_id: str, number: int) -> str:
    """Return the key that a file is sent to: it tells nothing of the client or the file."""
    return f"incoming/{upload_id}/{number}"


def place_of(key: str) -> tuple[str, int] | None:
    """Return the upload and the number of the file that a key belongs to; None where it is no key of ours."""
    found = _KEY.fullmatch(key)
    return (found[1], int(found[2])) if found else None


def original_key(upload_id: str, number: int) -> str:
    """Return the key of a file as it was sent, in the evidence store."""
    return f"{upload_id}/{number}/original"


def view_key(upload_id: str, number: int) -> str:
    """Return the key of what staff open of a file, in the evidence store (CON-16)."""
    return f"{upload_id}/{number}/view"


def learn(upload: Upload, number: int, fact: Fact, limits: Limits) -> Upload:
    """Add a fact about one file. A fact that is known, too late, or about another version of the object adds nothing.

    Where the last file settles with more pages in the clean ones together than an upload may have, all of them are
    refused (CON-17).
    """
    files = tuple(_with(file, fact) if file.number == number else file for file in upload.files)
    learnt = replace(upload, files=files)
    if learnt.settled and sum(file.pages or 0 for file in learnt.clean) > limits.pages_an_upload:
        over = tuple(replace(file, cause=Cause.TOO_MANY_PAGES) if file in learnt.clean else file for file in files)
        return replace(learnt, files=over)
    return learnt


def next_due(upload: Upload, now: datetime, limits: Limits) -> datetime | None:
    """Tell when an upload is to be looked at again if nothing more is heard; None once all is at its end."""
    if not upload.settled:
        return min(_deadline(upload, file, limits) for file in upload.files if not file.settled)
    return now + limits.filed_again_after if upload.clean else None


def overdue(upload: Upload, now: datetime, limits: Limits) -> tuple[tuple[int, Refused], ...]:
    """Return what is learnt from silence: each file whose state has lasted too long, and why it is refused."""
    late = [file for file in upload.files if file.state in _TOO_LATE and now >= _deadline(upload, file, limits)]
    return tuple((file.number, Refused(_TOO_LATE[file.state])) for file in late)


def reserved(upload: Upload) -> Used:
    """Return what an upload takes of its day's limits: its files that are not refused (GAP-14)."""
    taken = [file.size for file in upload.files if file.cause is None]
    return Used(len(taken), sum(taken))


def newly_refused(before: Upload, after: Upload) -> tuple[UploadFile, ...]:
    """Return the files that were refused between two states of an upload."""
    return tuple(new for old, new in zip(before.files, after.files, strict=True) if new.cause and not old.cause)


def newly_filed(before: Upload, after: Upload) -> tuple[UploadFile, ...]:
    """Return the files that were filed between two states of an upload."""
    return tuple(new for old, new in zip(before.files, after.files, strict=True) if new.filed and not old.filed)


_TOO_LATE = {
    FileState.AWAITED: Cause.FAILED_TO_UPLOAD,
    FileState.CHECKING: Cause.NOT_CHECKED,
    FileState.CLEAN: Cause.NOT_STORED,
}


def _deadline(upload: Upload, file: UploadFile, limits: Limits) -> datetime:
    """Return when a file's state has lasted too long; only for the states that may not last."""
    lasts = {
        FileState.AWAITED: limits.arrived_within,
        FileState.CHECKING: limits.checked_within,
        FileState.CLEAN: limits.filed_within,
    }
    return upload.asked_at + lasts[file.state]


def _with(file: UploadFile, fact: Fact) -> UploadFile:
    if file.state in {FileState.REFUSED, FileState.FILED}:
        return file
    if isinstance(fact, Filed):
        return replace(file, filed=True) if file.state is FileState.CLEAN else file
    # Whichever fact comes first names the version that counts: the scanner may be quicker than the check.
    meant = replace(file, arrived=file.arrived or fact.version)
    return _learnt(meant, fact) if fact.version in {None, meant.arrived} else file


def _learnt(file: UploadFile, fact: Arrived | ContentGood | VirusFree | Refused) -> UploadFile:
    # A refusal is taken until the file is filed: of two verdicts that disagree the worse one counts, in any order.
    match fact:
        case Arrived():
            return file
        case ContentGood(pages=pages):
            return replace(file, pages=pages)
        case VirusFree():
            return replace(file, virus_free=True)
        case Refused(cause=cause):
            return replace(file, cause=cause)
