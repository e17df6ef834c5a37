"""What a file holds inside, as far as a virus could hide there: archives in archives, and the streams of a PDF."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

_DEEPEST = 3
_MOST_ENTRIES = 200
_ENTRY = 10_000_000
"""Bytes that are unfolded of one entry; what signatures look for stands at the beginning."""
_ALL = 100_000_000


def entries(content: bytes) -> Iterator[bytes]:
    """Return what the entries of an archive hold, and those of archives in it, within bounds; nothing if it is none."""
    left = _ALL
    waiting = [(content, 0)]
    while waiting and left > 0:
        archive, depth = waiting.pop()
        for piece in _entries(archive):
            left -= len(piece)
            yield piece
            if depth < _DEEPEST:
                waiting.append((piece, depth + 1))
            if left <= 0:
                break


def _entries(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist()[:_MOST_ENTRIES]:
                yield _read(archive, entry)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # One that is locked or broken does not keep us from the others: an archive is refused in any case.
    try:
        with archive.open(entry) as opened:
            return opened.read(_ENTRY)
    except Exception:  # noqa: BLE001 - zlib, lzma and zipfile each raise their own
        return b""
