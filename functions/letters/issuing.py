"""Issues a letter: makes it, decides how it goes, keeps it, and tells a client who reads online (LET-06 to LET-14).

The letter that an event wants has an ID made of the event's, so that however often the event comes there is one. The
PDF is kept before the letter is, under a name made of its content: a run that ends in between leaves a PDF that nobody
finds, never a letter without one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.history import Delivery
from cms_common.domain.language import Language
from cms_common.domain.letters import LetterCode, delivery_of, document_id
from letters.catalogue import Template, newest, of_version
from letters.contents import Client, Data, Office, of_letter

ACTOR = "system#letters"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Run:
    """When it is done, and the identifier that log lines and audit records share."""

    now: datetime
    transaction_id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that an event wants; `cause` is a code that says why."""

    letter_id: str
    code: LetterCode
    scin: str
    cause: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was issued. `pages` and `sha256` are those of its document."""

    letter_id: str
    code: LetterCode
    template_version: int
    language: Language
    title: str
    scin: str
    cause: str
    delivery: Delivery
    issued_at: datetime
    document_id: str
    pages: int
    sha256: str
    version: int = 1


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


class Clients(Protocol):
    """Clients as they are at this moment."""

    def of(self, scin: str) -> Client | None:
        """Return a client, or None where there is no such record."""
        ...


class Kept(Enum):
    """What became of keeping a letter."""

    DONE = "done"
    ISSUED_BEFORE = "issued before"
    NOT_ENROLLED = "the account was de-enrolled in the meantime"


class Letters(Protocol):
    """Letters that were issued."""

    def find(self, letter_id: str) -> Letter | None:
        """Return a letter."""
        ...

    def issue(self, letter: Letter, act: Act) -> Kept:
        """Keep a letter with its entry in the contact history and, where it is posted, its place in the queue."""
        ...


class Notices(Protocol):
    """Tells clients that there is something to read."""

    def new_letter(self, letter: Letter) -> None:
        """Have a client told that there is a letter to view, and nothing of it; one notice however often."""
        ...


class NotIssued(Exception):
    """A letter cannot be issued; `reason` is a code. It goes to the dead letters for a person to look into."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


NO_CLIENT, NO_ADDRESS, NEVER_STILL = "no-such-client", "no-address", "enrolment-keeps-changing"


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the PDF of a letter for a client and keeps it."""

    press: Press
    documents: Documents
    office: Office

    def draw(self, letter: Letter, client: Client) -> Letter:
        """Make a letter's PDF as of its day of issue, with what is held of the client now."""
        template = of_version(letter.code, letter.template_version)
        made = self._made(template, letter, client)
        name = document_id(letter.letter_id, made.content)
        self.documents.keep(name, made.content)
        return replace(letter, document_id=name, pages=made.pages, sha256=made.sha256)

    def _made(self, template: Template, letter: Letter, client: Client) -> Made:
        data = of_letter(template, letter.language, client, self.office, letter.issued_at)
        return self.press.make(template.file(letter.language), data, letter.issued_at)


@dataclass(frozen=True, slots=True)
class Issuing:
    """The use case."""

    clients: Clients
    letters: Letters
    making: Making
    notices: Notices
    randomness: Randomness

    def issue(self, wanted: Wanted, run: Run) -> None:
        """Issue a letter, once. Raises NotIssued."""
        letter = self.letters.find(wanted.letter_id) or self._issued(wanted, run)
        # Also for a letter found issued: the run that issued it may have ended before it told the client.
        if letter.delivery is Delivery.ONLINE:
            self.notices.new_letter(letter)

    def _issued(self, wanted: Wanted, run: Run) -> Letter:
        for _ in range(_TRIES):
            letter = self._made(wanted, run)
            match self.letters.issue(letter, self._act(letter, run)):
                case Kept.DONE:
                    return letter
                case Kept.ISSUED_BEFORE:
                    return self.letters.find(wanted.letter_id) or letter
                case Kept.NOT_ENROLLED:
                    continue
        raise NotIssued(NEVER_STILL)

    def _made(self, wanted: Wanted, run: Run) -> Letter:
        client = self.clients.of(wanted.scin)
        if client is None:
            raise NotIssued(NO_CLIENT)
        template, language = newest(wanted.code), client.language
        letter = Letter(
            letter_id=wanted.letter_id,
            code=wanted.code,
            template_version=template.version,
            language=language,
            title=template.title(language),
            scin=wanted.scin,
            cause=wanted.cause,
            delivery=delivery_of(wanted.code.category, client.reader),
            issued_at=run.now,
            document_id="",
            pages=0,
            sha256="",
        )
        if letter.delivery is Delivery.POST and not client.address:
            raise NotIssued(NO_ADDRESS)
        return self.making.draw(letter, client)

    def _act(self, letter: Letter, run: Run) -> Act:
        facts = {
            "letter": letter.letter_id,
            "letter_code": letter.code.value,
            "scin": letter.scin,
            "delivery": letter.delivery.value,
            "language": letter.language.value,
            "cause": letter.cause,
        }
        subject, identifier = f"letter#{letter.letter_id}", self.randomness.identifier()
        return Act(ActKind.LETTER_ISSUED, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)
