"""The use cases of a client who uploads evidence: ask for somewhere to send files, see what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Session, Visit, hash_of
from cms_common.domain.uk_time import uk_date
from cms_common.domain.upload_acts import Run
from cms_common.domain.upload_asking import AllRefused, AskedFile, Taken, take
from cms_common.domain.uploads import FileState, Limits, Upload, UploadFile, Used, next_due
from cms_common.domain.work import ServiceRequest

_TRIES = 25
"""More than a client's documents of one day: each try lost to another request of the same client."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for: the files, the service request they are for ("" for none), and the form they came by.

    `form` is the Idempotency-Key; `digest` a hash of all that was asked for, by which another form is told apart.
    """

    files: tuple[AskedFile, ...]
    service_request: str
    form: str
    digest: str


@dataclass(frozen=True, slots=True)
class Post:
    """Where one file is sent: form fields for one POST of exactly that file, and until when (UTC)."""

    url: str
    fields: Mapping[str, str]
    until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The upload as it is, and where each file still awaited is sent, by its number."""

    upload: Upload
    posts: Mapping[int, Post]


@dataclass(frozen=True, slots=True)
class FormUsed:
    """This form asked for other files before."""


@dataclass(frozen=True, slots=True)
class NoSuchRequest:
    """The service request is not there, is another client's, or is closed; which is not said."""


@dataclass(frozen=True, slots=True)
class TooManyAsks:
    """The client has asked too often today."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of a form: the upload it made, and the hash of what it asked for."""

    upload_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a client's uploads, newest first; `after` gets the next part, None where there is none."""

    uploads: tuple[Upload, ...]
    after: str | None


type Outcome = Asked | FormUsed | NoSuchRequest | TooManyAsks


class Uploads(Protocol):
    """Keeps uploads and the daily limits."""

    def seen(self, form: str) -> Seen | None:
        """Return what a form made."""
        ...

    def used(self, scin: str, upload_day: str) -> Used:
        """Return what a client has used of a day's limits."""
        ...

    def add(self, upload: Upload, form: str, digest: str, limits: Limits, run: Run) -> bool:
        """Keep a new upload within the limits, with its contact and a task for each refusal.

        False where the form was seen, or other requests used up the limits meanwhile.
        """
        ...

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload."""
        ...

    def of_client(self, scin: str, after: str | None) -> Listed:
        """Return uploads of a client, newest first."""
        ...


class Requests(Protocol):
    """Service requests."""

    def own(self, scin: str, service_request_id: str) -> ServiceRequest | None:
        """Return a client's own service request."""
        ...


class Posts(Protocol):
    """Opens places to send files to."""

    def open(self, upload_id: str, file: UploadFile, until: datetime, now: datetime) -> Post:
        """Sign a POST of exactly one file."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """The use cases."""

    uploads: Uploads
    requests: Requests
    posts: Posts
    limits: Limits
    randomness: Randomness

    def ask(self, wanted: Wanted, session: Session, visit: Visit) -> Outcome:
        """Ask for somewhere to send files; each is told at once where to go, or why it is refused (UPL-16).

        The same form again gives the same upload, with fresh places for what is still awaited.
        """
        form = hash_of(f"{session.user_id}#{wanted.form}")
        for _ in range(_TRIES):
            seen = self.uploads.seen(form)
            if seen:
                return self._again(seen, wanted, visit)
            if wanted.service_request and not self._takes_evidence(wanted.service_request, session):
                return NoSuchRequest()
            used = self.uploads.used(session.scin or "", uk_date(visit.now).isoformat())
            if used.asks >= self.limits.asks_a_day:
                return TooManyAsks()
            upload = self._upload(wanted, used, session, visit)
            if self.uploads.add(upload, form, wanted.digest, self.limits, Run(visit.now, visit.transaction_id)):
                return self._told(upload, visit.now)
        return TooManyAsks()

    def show(self, upload_id: str, session: Session) -> Upload | None:
        """Return a client's own upload (UPL-18)."""
        upload = self.uploads.find(upload_id)
        return upload if upload and upload.scin == session.scin else None

    def list(self, session: Session, after: str | None) -> Listed:
        """Return a client's own uploads, newest first."""
        return self.uploads.of_client(session.scin or "", after)

    def _again(self, seen: Seen, wanted: Wanted, visit: Visit) -> Outcome:
        upload = self.uploads.find(seen.upload_id)
        if upload is None or seen.digest != wanted.digest:
            return FormUsed()
        return self._told(upload, visit.now)

    def _takes_evidence(self, service_request: str, session: Session) -> bool:
        found = self.requests.own(session.scin or "", service_request)
        return found is not None and found.takes_evidence

    def _upload(self, wanted: Wanted, used: Used, session: Session, visit: Visit) -> Upload:
        taken = take(wanted.files, used, self.limits)
        files: Sequence[UploadFile] = taken.files if isinstance(taken, Taken) else ()
        upload = Upload(
            upload_id=self.randomness.identifier(),
            scin=session.scin or "",
            user_id=session.user_id,
            contact_id=self.randomness.identifier(),
            service_request=wanted.service_request or None,
            asked_at=visit.now,
            day=uk_date(visit.now),
            files=tuple(files),
            cause=taken.cause if isinstance(taken, AllRefused) else None,
        )
        return replace(upload, due_at=next_due(upload, visit.now, self.limits))

    def _told(self, upload: Upload, now: datetime) -> Asked:
        until = upload.asked_at + self.limits.sent_within
        awaited = [file for file in upload.files if file.state is FileState.AWAITED and now < until]
        return Asked(upload, {file.number: self.posts.open(upload.upload_id, file, until, now) for file in awaited})
