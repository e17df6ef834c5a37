"""PDF: its pages, whether it can be opened by anybody, whether it does anything, and what its streams hold.

A file that opens with the empty password is taken: that is one whose owner forbade to change or print it, as banks do
with statements; whoever has it can read it, and so can we and the caseworker. One that asks for a password cannot be
checked and is refused as locked.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from cms_common.domain.uploads import Cause
from scan.actions import acts, acts_in_the_open
from scan.outcomes import MOST_PAGES, Unfit
from scan.streams import unfolded

_END = 1024
_MOST_NODES = 10_000
_DEEPEST = 64
_MOST_UNFOLDED = 300_000_000
"""Bytes that all streams but pictures may unfold to; one alone may have the 75 million that pypdf lets it."""
_BEGINNING = 1024


class Pdf:
    """One file, opened once and read by its cross-reference table."""

    def __init__(self, content: bytes) -> None:
        """Open it. Raises Unfit, or what pypdf raises."""
        end = content.rstrip(b"\0\t\n\f\r ")
        if b"%%EOF" not in end[-_END:]:
            raise Unfit(Cause.DAMAGED)
        self._content = content
        self._reader = PdfReader(BytesIO(content))
        if self._reader.is_encrypted and not self._reader.decrypt(""):
            raise Unfit(Cause.LOCKED_FILE)

    def check(self) -> int:
        """See that it does nothing and can be read; returns its pages. Raises Unfit, or what pypdf raises."""
        if self._does_something():
            raise Unfit(Cause.ACTIVE_CONTENT)
        pages = 0
        for page in self._pages():
            pages += 1
            if pages > MOST_PAGES:
                raise Unfit(Cause.TOO_MANY_PAGES)
            _check_drawing(page)
        if not pages:
            raise Unfit(Cause.DAMAGED)
        return pages

    def streams(self) -> Iterator[bytes]:
        """Return what each stream unfolds to; of pictures the beginning. Raises Unfit where it is too much."""
        total = 0
        for each in self._objects():
            if isinstance(each, StreamObject):
                piece = unfolded(each)
                total += len(piece)
                if total > _MOST_UNFOLDED:
                    raise Unfit(Cause.DAMAGED)
                yield piece

    def _objects(self) -> Iterator[object]:
        """Return every object that the file's tables name, also those in compressed streams."""
        known = {(number, generation) for generation, held in self._reader.xref.items() for number in held}
        packed = {(number, 0) for number in self._reader.xref_objStm}
        for number, generation in sorted(known | packed):
            yield self._reader.get_object(IndirectObject(number, generation, self._reader))

    def _does_something(self) -> bool:
        # What the tables name, and what merely stands in the file: a reader that mends a file may find more than we.
        return any(map(acts, self._objects())) or acts_in_the_open(self._content)

    def _pages(self) -> Iterator[DictionaryObject]:
        """Return each page, however its tree is built: one that loops or never ends is refused."""
        waiting = [(self._reader.root_object["/Pages"].get_object(), 0)]
        for _ in range(_MOST_NODES):
            if not waiting:
                return
            node, depth = waiting.pop()
            if not isinstance(node, DictionaryObject) or depth > _DEEPEST:
                raise Unfit(Cause.DAMAGED)
            if "/Kids" not in node:
                yield node
                continue
            kids = node["/Kids"].get_object()
            if not isinstance(kids, ArrayObject):
                raise Unfit(Cause.DAMAGED)
            waiting += [(kid.get_object(), depth + 1) for kid in kids[:_MOST_NODES]]
        raise Unfit(Cause.DAMAGED)


def _check_drawing(page: DictionaryObject) -> None:
    """See that what draws a page begins to unfold; pypdf makes something of anything."""
    drawing = page.get("/Contents")
    found = drawing.get_object() if drawing is not None else None
    for part in found if isinstance(found, ArrayObject) else [found]:
        stream = part.get_object() if part is not None else None
        if isinstance(stream, StreamObject) and stream.get("/Filter") == "/FlateDecode" and stream._data:  # noqa: SLF001
            zlib.decompressobj().decompress(stream._data[:_BEGINNING], _BEGINNING)  # noqa: SLF001 - as in streams
