"""PNG, GIF and JPEG: whole, of a size that can be shown, and one page each.

The pictures of an animation, or the previews that a camera adds, are no pages: only the first picture is shown.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, PngImagePlugin

from cms_common.domain.uploads import Cause, FileType
from scan.outcomes import MOST_PIXELS, Unfit

_PNG_START = 8
_PACKED = frozenset({b"zTXt", b"iTXt", b"iCCP"})
_MOST_REMARKS = 4_000_000
"""Bytes that all packed texts and colours of a PNG may unfold to; Pillow takes a million of each."""
_GIF_TABLE = 0x80
_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B


def set_limits() -> None:
    """Make Pillow refuse what is too large before it unfolds anything. For a process of its own: it holds for all."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    PngImagePlugin.MAX_TEXT_MEMORY = PngImagePlugin.MAX_TEXT_CHUNK


def check(content: bytes, kind: FileType) -> int:
    """See that a picture is whole by unfolding it; returns its pages, 1. Raises Unfit, or what Pillow raises."""
    if kind is FileType.PNG:
        _check_png(content)
    elif kind is FileType.GIF:
        _check_gif(content)
    try:
        with Image.open(BytesIO(content), formats=[kind.name]) as picture:
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit(Cause.TOO_MANY_POINTS) from None
    return 1


def remarks(content: bytes) -> Iterator[bytes]:
    """Return what the packed texts and colours of a PNG unfold to. Raises Unfit where that is too much, or no PNG."""
    left = _MOST_REMARKS
    for name, data in _chunks(content):
        if name not in _PACKED:
            continue
        text = _inflated(data, name, left + 1)
        left -= len(text)
        if left < 0:
            raise Unfit(Cause.DAMAGED)
        yield text


def _inflated(data: bytes, name: bytes, at_most: int) -> bytes:
    # A word, an end, and the way it is packed; in iTXt whether at all, and two words more.
    packed = data.partition(b"\0")[2][1:]
    if name == b"iTXt":
        packed = packed[1:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        return zlib.decompressobj().decompress(packed, at_most)
    except zlib.error:
        return packed


def _check_png(content: bytes) -> None:
    for _ in _chunks(content):
        pass


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    # Pillow does not miss the end of a file that was cut off between two chunks, nor mind what follows the last.
    at = _PNG_START
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 8 + length
        (checksum,) = struct.unpack_from(">I", content, end)
        if zlib.crc32(content[at + 4 : end]) != checksum:
            raise Unfit(Cause.DAMAGED)
        yield name, content[at + 8 : end]
        at = end + 4
        if name == b"IEND":
            _check_end(content, at)
            return


def _check_end(content: bytes, at: int) -> None:
    """See that nothing lies behind a picture but what fills it up: nobody would look at it, unless to another end."""
    if content[at:].strip(b"\0"):
        raise Unfit(Cause.DAMAGED)


def _check_gif(content: bytes) -> None:
    # Nor that of a GIF: it is whole where its blocks lead to the trailer.
    flags = content[10]
    at = 13 + _table(flags)
    while (block := content[at]) != _TRAILER:
        if block == _EXTENSION:
            at = _sub_blocks(content, at + 2)
        elif block == _PICTURE:
            at = _sub_blocks(content, at + 11 + _table(content[at + 9]))
        else:
            raise Unfit(Cause.DAMAGED)
    _check_end(content, at + 1)


def _table(flags: int) -> int:
    """Return the bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & _GIF_TABLE else 0


def _sub_blocks(content: bytes, at: int) -> int:
    while length := content[at]:
        at += 1 + length
    return at + 1
