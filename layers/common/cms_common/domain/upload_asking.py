"""Asking for somewhere to send files: names made safe, and what can be refused at once (UPL-01 to UPL-06, UPL-20)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cms_common.domain.uploads import Cause, FileType, Limits, UploadFile, Used

LONGEST_NAME = 100
"""Characters of a file name that are kept."""
NO_NAME = "document"
EXTENSIONS = {
    "jpg": FileType.JPEG,
    "jpeg": FileType.JPEG,
    "jpe": FileType.JPEG,
    "jfif": FileType.JPEG,
    "pdf": FileType.PDF,
    "gif": FileType.GIF,
    "png": FileType.PNG,
    "tif": FileType.TIFF,
    "tiff": FileType.TIFF,
}
OTHER_FORMATS = frozenset(
    [
        "7z",
        "apk",
        "avif",
        "bat",
        "bmp",
        "bz2",
        "cmd",
        "csv",
        "dll",
        "doc",
        "docm",
        "docx",
        "dot",
        "dotx",
        "eml",
        "emf",
        "eps",
        "exe",
        "gz",
        "heic",
        "heif",
        "hta",
        "htm",
        "html",
        "ico",
        "ics",
        "iso",
        "jar",
        "js",
        "json",
        "lnk",
        "mht",
        "mhtml",
        "mov",
        "mp3",
        "mp4",
        "msg",
        "msi",
        "odf",
        "odg",
        "odp",
        "ods",
        "odt",
        "ppt",
        "pptm",
        "pptx",
        "ps",
        "ps1",
        "psd",
        "rar",
        "rtf",
        "scr",
        "svg",
        "svgz",
        "tar",
        "tgz",
        "txt",
        "vbs",
        "wav",
        "webm",
        "webp",
        "wmf",
        "wpd",
        "wps",
        "xhtml",
        "xls",
        "xlsb",
        "xlsm",
        "xlsx",
        "xml",
        "xps",
        "zip",
    ]
)
"""Endings of names that are surely of another format; what else stands behind a dot, as in "Payslip 12.03.2024", is a
part of the name."""
_MEDIA_TYPES = {file_type.value: file_type for file_type in FileType} | {
    "image/jpg": FileType.JPEG,
    "image/pjpeg": FileType.JPEG,
    "image/x-png": FileType.PNG,
    "image/tif": FileType.TIFF,
    "image/x-tif": FileType.TIFF,
    "image/x-tiff": FileType.TIFF,
    "application/x-pdf": FileType.PDF,
}
"""The five formats by every media type that browsers and devices have for them."""
_UNKNOWN_TYPES = {"", "application/octet-stream", "binary/octet-stream"}
_COPY = re.compile(r" ?\([0-9]{1,3}\)$", re.ASCII)
"""What some devices put behind the name of a second copy."""
_LONGEST_EXTENSION = 10
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A file as the client's device describes it; `size` in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of the files asked for: each is awaited, or refused with its own cause."""

    files: tuple[UploadFile, ...]


@dataclass(frozen=True, slots=True)
class AllRefused:
    """The upload as a whole is refused; no file of it is looked at."""

    cause: Cause


def tidy_name(name: str) -> str:
    """Return a file name that is safe to keep and show: the last part of a path, what can be seen, at most 100 long.

    Direction marks go too, so that "fdp.exe" cannot be made to look like "exe.pdf".
    """
    seen = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", name))
    seen = "".join(letter for letter in seen if unicodedata.category(letter) not in _UNSEEN)
    last = " ".join(seen.replace("\\", "/").rpartition("/")[2].split()).strip(". ")
    return _shortened(last) or NO_NAME


def type_of(name: str, media_type: str) -> FileType | None:
    """Return the format that a device says a file has; None where it is none of the five, or the two do not agree.

    Some devices tell no media type, some names have no ending that says anything: then the other one counts. What the
    file really is, its content tells when it comes.
    """
    said = media_type.partition(";")[0].strip().lower()
    ending = _ending(tidy_name(name))
    by_name, by_media_type = EXTENSIONS.get(ending), _MEDIA_TYPES.get(said)
    if said in _UNKNOWN_TYPES:
        return by_name
    return by_media_type if by_name in {None, by_media_type} and ending not in OTHER_FORMATS else None


def take(asked: Sequence[AskedFile], used: Used, limits: Limits) -> Taken | AllRefused:
    """Decide at once what can be decided, in the order given.

    Once a daily limit is reached, all that follow are refused by it, also a smaller one that would still fit (UPL-20).
    A file refused for itself counts against no limit (GAP-14).
    """
    if len(asked) > limits.files_an_upload:
        return AllRefused(Cause.TOO_MANY_FILES)
    documents, size, reached, files = used.documents, used.size, None, []
    for number, file in enumerate(asked, start=1):
        file_type = type_of(file.name, file.media_type)
        cause = _refused_for_itself(file, file_type, limits)
        if cause is None:
            reached = reached or _limit_reached(documents, size + file.size, limits)
            cause = reached
        if cause is None:
            documents, size = documents + 1, size + file.size
        files.append(UploadFile(number, tidy_name(file.name), file_type, file.size, cause=cause))
    return Taken(tuple(files))


def _refused_for_itself(file: AskedFile, file_type: FileType | None, limits: Limits) -> Cause | None:
    if file_type is None:
        return Cause.WRONG_TYPE
    if file.size > limits.file_bytes:
        return Cause.TOO_LARGE
    return None if file.size else Cause.DAMAGED


def _limit_reached(documents: int, size: int, limits: Limits) -> Cause | None:
    if documents >= limits.files_a_day:
        return Cause.TOO_MANY_TODAY
    return Cause.TOO_MUCH_TODAY if size > limits.bytes_a_day else None


def _ending(name: str) -> str:
    """Return what stands behind the last dot, in small letters, without the number of a copy: "a.PDF (1)" is a pdf."""
    whole = _COPY.sub("", name)
    return whole.rpartition(".")[2].lower() if "." in whole else ""


def _shortened(name: str) -> str:
    """Cut a long name before its extension, which tells a person what it is."""
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _LONGEST_EXTENSION:
        return name[:LONGEST_NAME].strip()
    return stem[: LONGEST_NAME - len(extension) - 1].strip() + dot + extension
