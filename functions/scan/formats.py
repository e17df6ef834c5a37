"""Which format a content has, and whether it is another one besides.

Written here, because what sniffs types looks for the likeliest one: it knows no BigTIFF, takes a PDF that begins
anywhere, and calls a file that is two things by the first.
"""

import re
import zipfile
from io import BytesIO

from cms_common.domain.uploads import Cause, FileType
from scan.outcomes import Unfit

_STARTS = (
    (b"%PDF-", FileType.PDF),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"II*\0", FileType.TIFF),
    (b"MM\0*", FileType.TIFF),
    (b"II+\0", FileType.TIFF),
    (b"MM\0+", FileType.TIFF),
)
_HEAD = 1024
"""Bytes within which readers of PDF look for its start, and its end."""
_MARKUP = rb"<script|<html|<!doctype html|<\?php"
# Long enough that five megabytes of compressed picture hold none of them by chance.
_PROGRAMS = (
    rb"This program cannot be run in DOS mode|\x7fELF[\x01\x02]\x01\x01[\x00-\x12]\0|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
)
_IN_PICTURES = re.compile(rb"%PDF-\d\.\d|" + _MARKUP + b"|" + _PROGRAMS, re.IGNORECASE)
_ROUND_PDFS = re.compile(_MARKUP + b"|" + _PROGRAMS, re.IGNORECASE)


def type_of(content: bytes) -> FileType | None:
    """Return the format by its mark at the very start; None where it is none of the five (UPL-01)."""
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def check_type(content: bytes, declared: FileType) -> None:
    """See that a content is what it was said to be (UPL-02). Raises Unfit."""
    found = type_of(content)
    if found is declared:
        return
    # An empty file, one of the five under another's name, or a PDF that begins late: not what its name says.
    if found or not content or b"%PDF-" in content[:_HEAD]:
        raise Unfit(Cause.DAMAGED)
    raise Unfit(Cause.WRONG_TYPE)


def check_single(content: bytes, kind: FileType) -> None:
    """See that a content is not, to another reader, an archive, a page with scripts or a program. Raises Unfit.

    What honest cameras put behind a picture (previews, films, depth maps) is none of these.
    """
    if _is_archive(content) or _hidden(content, kind):
        raise Unfit(Cause.ACTIVE_CONTENT)


def _is_archive(content: bytes) -> bool:
    # Readers of archives look at the end of a file and do not mind what it begins with.
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _hidden(content: bytes, kind: FileType) -> bool:
    if kind is not FileType.PDF:
        return bool(_IN_PICTURES.search(content))
    # Text inside a PDF may say anything; before its first object and behind its end nothing should.
    head, tail = content[:_HEAD].partition(b" obj")[0], content[content.rfind(b"%%EOF") :]
    return bool(_ROUND_PDFS.search(head) or _ROUND_PDFS.search(tail))
