"""TIFF, BigTIFF among them: its directories, one a page, walked here, so that one that loops or overlaps is seen."""

import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from cms_common.domain.uploads import Cause
from scan.outcomes import MOST_PAGES, MOST_PIXELS, Unfit

_WIDTH, _LENGTH = 256, 257
_PIECES = ((273, 279), (324, 325))
"""Tags of where the strips and the tiles of a picture lie, and how long each is."""
_SIZES = {3: ("H", 2), 4: ("I", 4), 13: ("I", 4), 16: ("Q", 8), 18: ("Q", 8)}
"""Types of whole numbers, as `struct` writes them, and their bytes."""
_MOST_PIECES = 100_000


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers are written: `order` as in `struct`; the rest as in the two kinds of TIFF."""

    order: str
    count: str
    entry: int
    offset: str
    start: int

    def read(self, content: bytes, code: str, at: int) -> int:
        value: int = struct.unpack_from(self.order + code, content, at)[0]
        return value


def check(content: bytes) -> int:
    """See that every page is whole by unfolding one after the other; returns how many. Raises Unfit, or as Pillow."""
    pages = _walk(content)
    with Image.open(BytesIO(content), formats=["TIFF"]) as picture:
        for number in range(pages):
            picture.seek(number)
            picture.load()
    return pages


def _walk(content: bytes) -> int:
    form = _form(content)
    at = form.read(content, form.offset, form.start)
    taken: list[range] = []
    while at:
        if len(taken) == MOST_PAGES:
            raise Unfit(Cause.TOO_MANY_PAGES)
        entries = form.read(content, form.count, at)
        first = at + struct.calcsize(form.order + form.count)
        last = first + entries * form.entry
        own = range(at, last + struct.calcsize(form.order + form.offset))
        # A directory inside another is met again and again; one that is met again is a loop.
        if not entries or any(own.start < other.stop and other.start < own.stop for other in taken):
            raise Unfit(Cause.DAMAGED)
        taken.append(own)
        at = form.read(content, form.offset, last)
        _check_page(content, form, range(first, last, form.entry))
    if not taken:
        raise Unfit(Cause.DAMAGED)
    return len(taken)


def _form(content: bytes) -> _Form:
    order = "<" if content[:1] == b"I" else ">"
    if b"+" in content[2:4]:
        return _Form(order, "Q", 20, "Q", 8)
    return _Form(order, "H", 12, "I", 4)


def _check_page(content: bytes, form: _Form, entries: range) -> None:
    """See that a page's picture can be shown, and lies within the file."""
    tags = {form.read(content, "H", at): _values(content, form, at) for at in entries if _known(content, form, at)}
    if tags[_WIDTH][0] * tags[_LENGTH][0] > MOST_PIXELS:
        raise Unfit(Cause.TOO_MANY_POINTS)
    for starts, lengths in _PIECES:
        pieces = zip(tags.get(starts, ()), tags.get(lengths, ()), strict=True)
        if any(start + length > len(content) for start, length in pieces):
            raise Unfit(Cause.DAMAGED)


def _known(content: bytes, form: _Form, at: int) -> bool:
    return form.read(content, "H", at) in {_WIDTH, _LENGTH, *_PIECES[0], *_PIECES[1]}


def _values(content: bytes, form: _Form, at: int) -> tuple[int, ...]:
    code, size = _SIZES[form.read(content, "H", at + 2)]
    count = form.read(content, form.offset, at + 4)
    place = at + 4 + struct.calcsize(form.order + form.offset)
    if count > _MOST_PIECES:
        raise Unfit(Cause.DAMAGED)
    if count * size > struct.calcsize(form.order + form.offset):
        place = form.read(content, form.offset, place)
    return struct.unpack_from(f"{form.order}{count}{code}", content, place)
