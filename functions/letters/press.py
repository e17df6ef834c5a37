"""Makes PDFs: tagged, accessible (PDF/UA-1), from the words of a template and data that is never read as code.

One compiler a process, with the fonts of the package alone: the same data makes the same bytes on any machine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import typst

from letters.glyphs import printable

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(fontpkg_noto_sans.__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF, how many pages it has, and the SHA-256 of its bytes in hexadecimal."""

    content: bytes
    pages: int
    sha256: str


class Press:
    """The typesetter."""

    @cached_property
    def _compiler(self) -> typst.Compiler:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        return typst.Compiler(TEMPLATES / "main.typ", root=TEMPLATES, font_paths=fonts, sys_inputs={})

    def make(self, template: str, data: Mapping[str, Any], at: datetime) -> Document:
        """Make a document; `template` is a file of the catalogue. About 20 ms."""
        content = self._compile(template, data, format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()))
        pages = int(self._compiler.query("<pages>", field="value", one=True))
        return Document(content, pages, hashlib.sha256(content).hexdigest())

    def picture(self, template: str, data: Mapping[str, Any], pixels_an_inch: int) -> list[bytes]:
        """Draw the pages of a document as PNG, for those who want to see a template."""
        drawn = self._compile(template, data, format="png", ppi=pixels_an_inch)
        return drawn if isinstance(drawn, list) else [drawn]

    def _compile(self, template: str, data: Mapping[str, Any], **options: Any) -> Any:  # noqa: ANN401 - as typst has it
        inputs = {"template": template, "data": json.dumps(_printable(data))}
        return self._compiler.compile(sys_inputs=inputs, **options)


def _printable(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: _printable(part) for name, part in value.items()}
        case list():
            return [_printable(part) for part in value]
    return value
