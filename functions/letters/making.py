"""Makes the PDF of a letter and keeps it, before the letter itself is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cms_common.domain.letters import document_id
from letters.catalogue import of_version
from letters.contents import Client, Data, Office, issued_before, of_letter
from letters.values import Letter


class Made(Protocol):
    """A document that was made."""

    @property
    def content(self) -> bytes:
        """The PDF."""
        ...

    @property
    def pages(self) -> int:
        """How many pages it has."""
        ...

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        ...


class Press(Protocol):
    """Makes documents."""

    def make(self, template: str, data: Data, at: datetime) -> Made:
        """Make a document from the words of a template."""
        ...


class Documents(Protocol):
    """Keeps documents for good."""

    def keep(self, identifier: str, content: bytes) -> None:
        """Keep a document; keeping it again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the PDF of a letter for a client and keeps it."""

    press: Press
    documents: Documents
    office: Office

    def draw(self, letter: Letter, client: Client, at: datetime) -> Letter:
        """Make a letter's PDF with what is held of the client now, and the date of now.

        One that was issued before says when: new data never stand under an old date.
        """
        template = of_version(letter.code, letter.template_version)
        data = of_letter(template, letter.language, client, self.office, at)
        if letter.issued_at < at:
            data = issued_before(data, letter.language, letter.issued_at)
        made = self.press.make(template.file(letter.language), data, at)
        name = document_id(letter.letter_id, made.content)
        self.documents.keep(name, made.content)
        return replace(letter, document_id=name, pages=made.pages, sha256=made.sha256)
