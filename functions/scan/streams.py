"""What the streams of a PDF unfold to, as far as a virus could hide there."""

import zlib
from collections.abc import Callable

from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, LZWDecode, RunLengthDecode, decode_stream_data
from pypdf.generic import ArrayObject, StreamObject

from cms_common.domain.uploads import Cause
from scan.outcomes import MOST_PIXELS, Unfit

_BEGINNING = 1_000_000
"""Bytes of a picture that are unfolded, and looked at for it; what signatures look for stands at the beginning."""
_BEGINNING_OF_LZW = 30_000
"""That unfold to 40 million at most: fewer than pypdf gives up at."""
_MOST_FILTERS = 16


def unfolded(stream: StreamObject) -> bytes:
    """Return what a stream unfolds to; of pictures the beginning. Raises Unfit or LimitReachedError for bombs."""
    if stream.get("/Subtype") == "/Image":
        # An honest page at 600 dots an inch unfolds to a hundred megabytes: its size is what counts.
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise Unfit(Cause.TOO_MANY_POINTS)
        return _beginning(stream)
    try:
        return decode_stream_data(stream)
    except LimitReachedError:
        raise
    except (PyPdfError, NotImplementedError):
        return _beginning(stream)


def _beginning(stream: StreamObject) -> bytes:
    """Take off one filter after the other, up to that which makes the picture itself, or one that is not known."""
    named = stream.get("/Filter")
    found = named.get_object() if named is not None else ArrayObject()
    filters = found if isinstance(found, ArrayObject) else [found]
    if len(filters) > _MOST_FILTERS:
        raise Unfit(Cause.DAMAGED)
    data: bytes = stream._data  # noqa: SLF001 - pypdf's only way to what is not unfolded
    for name in filters:
        unfold = _UNFOLDS.get(str(name.get_object()))
        try:
            data = unfold(data) if unfold else data
        except (PyPdfError, ValueError, zlib.error):
            unfold = None
        if not unfold:
            break
    return data


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _BEGINNING)


def _hex(data: bytes) -> bytes:
    return ASCIIHexDecode.decode(data[: 2 * _BEGINNING])


def _base85(data: bytes) -> bytes:
    return ASCII85Decode.decode(data[: 2 * _BEGINNING])


def _runs(data: bytes) -> bytes:
    return RunLengthDecode.decode(data[:_BEGINNING])


def _lzw(data: bytes) -> bytes:
    return LZWDecode.decode(data[:_BEGINNING_OF_LZW])


_UNFOLDS: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": _inflate, "/Fl": _inflate, "/ASCIIHexDecode": _hex, "/AHx": _hex, "/ASCII85Decode": _base85,
    "/A85": _base85, "/RunLengthDecode": _runs, "/RL": _runs, "/LZWDecode": _lzw, "/LZW": _lzw,
}  # fmt: skip
