"""Letters: which there are, whether one goes by post or online, and who may open it on the site (LET-01 to LET-14).

Every letter is kept as a PDF whichever way it goes, so a client who opens the site to their letters finds them all
there (CON-12) - except the kinds that the law wants on paper, which are never shown (LET-06).
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cms_common.domain.history import Category, Delivery, Entry, EntryKind

SELF_SERVICE = "Self Service"
"""The contact preference that opens letters on the site (GAP-10)."""


class LetterCategory(StrEnum):
    """What kind of letter a code stands for (GAP-12)."""

    ORDINARY = "ordinary"
    ENFORCEMENT = "enforcement"
    ARREARS = "arrears"
    APPEALS = "appeals"

    @property
    def shown(self) -> Category:
        """The category that the contact history keeps."""
        return Category.ORDINARY if self is LetterCategory.ORDINARY else Category.POST_ONLY


class LetterCode(StrEnum):
    """Every letter the service issues. The update letter has no code in the documents."""

    RECEIVING_PARENT_DETAILS = "CMSL9547"
    PAYING_PARENT_DETAILS = "CMSL9548"
    SECURITY_DETAILS = "CMSL9800"
    UPDATE = "UPDATE"

    @property
    def category(self) -> LetterCategory:
        """The category of the letter: a new code is added here, and what is not here does not exist."""
        return _CATEGORIES[self]


_CATEGORIES = {
    LetterCode.RECEIVING_PARENT_DETAILS: LetterCategory.ORDINARY,
    LetterCode.PAYING_PARENT_DETAILS: LetterCategory.ORDINARY,
    LetterCode.SECURITY_DETAILS: LetterCategory.ORDINARY,
    LetterCode.UPDATE: LetterCategory.ORDINARY,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """How a client is reached at the moment a letter is issued.

    `enrolled` tells whether an account is enrolled for the SCIN now, `self_service` whether the client record says Y,
    `email` whether it holds an email address: without one nobody could be told of a letter online.
    """

    preference: str
    enrolled: bool
    self_service: bool
    email: bool

    @property
    def uses_self_service(self) -> bool:
        """Whether the client is registered for self-service and uses it (LET-10, PRF-37)."""
        return self.enrolled and self.self_service


def delivery_of(category: LetterCategory, reader: Reader) -> Delivery:
    """Decide how a letter goes (CON-35): the post-only kinds first, then the preference, and paper when in doubt.

    Online alone only for a client who chose Self Service, uses it now and can be told by email that there is a letter:
    LET-06 to LET-08, LET-10, NOT-04, CON-37, PRF-37.
    """
    if category.shown is Category.POST_ONLY:
        return Delivery.POST
    if reader.preference == SELF_SERVICE and reader.uses_self_service and reader.email:
        return Delivery.ONLINE
    return Delivery.POST


@dataclass(frozen=True, slots=True)
class MayOpen:
    """The document may be opened on the site."""


@dataclass(frozen=True, slots=True)
class ChooseSelfService:
    """It was posted; choosing Self Service as contact preference makes it available there (LET-02)."""


@dataclass(frozen=True, slots=True)
class OnPaperOnly:
    """It is of a kind that is never on the site (LET-06)."""


@dataclass(frozen=True, slots=True)
class NoDocument:
    """There is no document, or it is not made yet."""


type Viewing = MayOpen | ChooseSelfService | OnPaperOnly | NoDocument


def viewing_of(entry: Entry, preference: str) -> Viewing:
    """Tell whether a client may open the document of an entry of their own history now (LET-01, LET-02, LET-09)."""
    if entry.category is Category.POST_ONLY:
        return OnPaperOnly()
    if entry.document_id is None:
        return NoDocument()
    if entry.kind is not EntryKind.LETTER or entry.delivery is Delivery.ONLINE or preference == SELF_SERVICE:
        return MayOpen()
    return ChooseSelfService()


def letter_id(event_id: str, code: LetterCode) -> str:
    """Name the letter that an event wants: the same however often the event comes (20 hexadecimal characters)."""
    return hashlib.sha256(f"letter#{event_id}#{code}".encode()).hexdigest()[:20]


def document_id(made_of: str, content: bytes) -> str:
    """Name a document by what it is made of, a letter or message, and by its content: no two contents share a name."""
    return f"{made_of}-{hashlib.sha256(content).hexdigest()[:16]}"


def notice_id(letter: str, template: str) -> str:
    """Name the notification that goes with a letter: the same however often its event comes (20 hex characters)."""
    return hashlib.sha256(f"{template}#letter#{letter}".encode()).hexdigest()[:20]


def posted_id(letter: str) -> str:
    """Name the entry that says that a letter delivered online was posted as well (20 hexadecimal characters)."""
    return hashlib.sha256(f"posted#letter#{letter}".encode()).hexdigest()[:20]
