"""Filing: what is proved clean moves from quarantine to evidence, with a PDF or JPEG to open (CON-16).

Copy first, record next, delete last: broken off anywhere and begun again, nothing is lost and nothing doubled.
"""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.upload_acts import Run
from cms_common.domain.upload_work import document_of
from cms_common.domain.uploads import (
    Cause,
    Fact,
    Filed,
    FileState,
    FileType,
    Refused,
    Upload,
    UploadFile,
    key_of,
)
from cms_common.domain.work import Document


@dataclass(frozen=True, slots=True)
class View:
    """What staff see of a file: a PDF or a JPEG."""

    content: bytes


@dataclass(frozen=True, slots=True)
class NoView:
    """The file cannot be made into what staff can open."""


class Uploads(Protocol):
    """Uploads."""

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload."""
        ...

    def learn(self, upload_id: str, number: int, fact: Fact, run: Run) -> Upload | None:
        """Learn a fact about a file, with all that follows."""
        ...


class Quarantine(Protocol):
    """Where files wait until they are proved clean."""

    def read(self, key: str, version: str) -> bytes | None:
        """Return one version of a file; None where it is gone."""
        ...

    def forget(self, key: str) -> None:
        """Delete every version of a file; nothing happens where there is none."""
        ...


class Evidence(Protocol):
    """Where evidence is kept. What is kept already stays."""

    def keep_original(self, upload_id: str, number: int, content: bytes, media_type: str) -> None:
        """Keep a file as it was sent."""
        ...

    def keep_view(self, document: Document, content: bytes) -> None:
        """Keep what staff see of a file."""
        ...


class Renderer(Protocol):
    """Makes views."""

    def view(self, content: bytes, file_type: FileType) -> View | NoView:
        """Make a view of a file."""
        ...


@dataclass(frozen=True, slots=True)
class Filing:
    """The use case."""

    uploads: Uploads
    quarantine: Quarantine
    evidence: Evidence
    renderer: Renderer

    def file(self, upload_id: str, run: Run) -> None:
        """File the clean files of an upload that has settled, each by itself (UPL-20)."""
        upload = self.uploads.find(upload_id)
        if upload is None or not upload.settled:
            return
        for file in upload.files:
            if file.state is FileState.CLEAN:
                self._file(upload, file, run)
            elif file.state is FileState.FILED:
                # A run before this one may have ended between recording and deleting.
                self.quarantine.forget(key_of(upload_id, file.number))

    def _file(self, upload: Upload, file: UploadFile, run: Run) -> None:
        key = key_of(upload.upload_id, file.number)
        fact = Filed() if self._kept(upload, file, key) else Refused(Cause.NOT_STORED)
        learnt = self.uploads.learn(upload.upload_id, file.number, fact, run)
        if learnt and learnt.files[file.number - 1].state is FileState.FILED:
            self.quarantine.forget(key)

    def _kept(self, upload: Upload, file: UploadFile, key: str) -> bool:
        """Keep the file as it was sent, and what staff see of it; False where that cannot be done for this file."""
        if file.file_type is None or file.arrived is None:
            return False
        content = self.quarantine.read(key, file.arrived)
        view = self.renderer.view(content, file.file_type) if content else NoView()
        if content is None or isinstance(view, NoView):
            return False
        self.evidence.keep_original(upload.upload_id, file.number, content, file.file_type.value)
        self.evidence.keep_view(document_of(upload, file), view.content)
        return True
