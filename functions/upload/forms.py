"""What a client sends who uploads evidence, and what is answered."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Annotated

import msgspec

from cms_common.domain.fields import FieldError, required
from cms_common.domain.upload_asking import AskedFile
from cms_common.edge.pages import Field, Link
from cms_common.edge.problems import FormRefused
from upload.asking import Wanted

_REQUEST = re.compile(r"[0-9A-Za-z-]{0,40}", re.ASCII)
_AFTER = re.compile(r"upload#[0-9T:.+-]{32}#[0-9a-f]{20}", re.ASCII)
_LARGEST_SIZE = 2**53
"""Bytes; the largest whole number that every JSON reader keeps exactly."""


class FileForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file as the device describes it; `size` in bytes, `media_type` empty where the device tells none."""

    name: str
    size: Annotated[int, msgspec.Meta(ge=0, le=_LARGEST_SIZE)]
    media_type: str = ""


class AskForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The files of one upload (UPL-04), and the service request they are for; empty for none (UPL-09, UPL-10)."""

    files: tuple[FileForm, ...]
    service_request: str = ""

    def checked(self, form: str) -> Wanted:
        """Return what is asked for. Raises FormRefused."""
        if not self.files:
            raise FormRefused(errors=[required("files", "at least one file")])
        if not _REQUEST.fullmatch(self.service_request):
            raise FormRefused(errors=[no_such_request()])
        files = tuple(AskedFile(file.name, file.media_type, file.size) for file in self.files)
        return Wanted(files, self.service_request, form, sha256(msgspec.json.encode(self)).hexdigest())


class Place(msgspec.Struct, frozen=True):
    """Where one file is sent, by one POST as multipart/form-data: first all `fields`, then the file as "file"."""

    url: str
    fields: dict[str, str]
    until: datetime


class FileView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file and how far it has come. `cause` and `message` tell why it is refused (UPL-16)."""

    number: int
    name: str
    size: int
    state: str
    cause: str = ""
    message: str = ""
    send_to: Place | None = None


class UploadView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One upload. `finished` once every file is filed or refused; `message` where the whole of it is refused."""

    upload: str
    asked_at: datetime
    asked_at_shown: str
    finished: bool
    files: tuple[FileView, ...]
    link: Link
    service_request: str = ""
    cause: str = ""
    message: str = ""
    limits: tuple[str, ...] = ()


class UploadsPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page of uploads: what can be sent, and what became of what was sent, newest first."""

    title: str
    service_name: str
    paragraphs: tuple[str, ...]
    limits: tuple[str, ...]
    accepted: tuple[str, ...]
    fields: tuple[Field, ...]
    uploads: tuple[UploadView, ...]
    more: Link | None = None


def no_such_request() -> FieldError:
    """Make the error of a service request that is not there, is another's, or is closed: one answer for all."""
    return FieldError("service_request", "not_found", "You have no open request with this number")


def checked_after(after: str | None) -> str | None:
    """Return where a page begins. Raises FormRefused for what is no place of ours."""
    if after and not _AFTER.fullmatch(after):
        raise FormRefused(errors=[FieldError("after", "unknown", "Start again from the first page")])
    return after or None
