"""Contact history: everything sent to a client or employer and received from them (LET-03, NOT-18, CON-43).

An entry says when, which way and by which template, never in what words: those stand in the document, where there is
one, or in the approved texts. `owner` is whose history it is: "client#121000121688" or "employer#<employer reference
number>".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cms_common.domain.language import Language
from cms_common.domain.work import Direction


class EntryKind(StrEnum):
    """What was sent or received, in the words that clients and staff see."""

    LETTER = "letter"
    MESSAGE = "message"
    EMAIL = "email"
    SMS = "SMS"
    CALL = "call"


class Category(StrEnum):
    """Whether the law wants it on paper (LET-06, GAP-12)."""

    ORDINARY = "ordinary"
    POST_ONLY = "post-only"


class Delivery(StrEnum):
    """How a letter goes out; NONE is for what is no letter."""

    POST = "post"
    ONLINE = "online"
    NONE = "none"


class EntryState(StrEnum):
    """How far it has come. A letter or message is READY once its document is; mails and texts go further."""

    WAITING = "waiting"
    READY = "ready"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `document_id` is None where there is no document, or not yet; `opened_at` when its owner first did.

    A mail or text message has the versions of its approved words: of the template, of the `lines` it was filled with
    (each as "payment-not-received@1"), its optional paragraphs and language, and the service's telephone number as it
    stood there. Those find the words again (domain/copies.py); the words themselves are not kept (NOT-18).
    """

    entry_id: str
    owner: str
    at: datetime
    kind: EntryKind
    direction: Direction
    title: str
    template: str = ""
    template_version: int = 0
    document_id: str | None = None
    category: Category = Category.ORDINARY
    delivery: Delivery = Delivery.NONE
    state: EntryState = EntryState.READY
    opened_at: datetime | None = None
    language: Language | None = None
    lines: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, newest first, and the place that the next page begins after; None where this was the last."""

    entries: Sequence[Entry]
    more_after: str | None


def owner_client(scin: str) -> str:
    """Name a client as the owner of a history."""
    return f"client#{scin}"


def owner_employer(ern: str) -> str:
    """Name an employer as the owner of a history."""
    return f"employer#{ern}"
