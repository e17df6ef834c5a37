"""What a sender sends, and what they are answered."""

import msgspec

from cms_common.edge.pages import Field, Link
from messaging.sending import Written


class MessageForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """MSG-02, MSG-04, MSG-14: `message_type` and `child` are choices of the page, `child` may be left out."""

    message_type: str
    text: str
    child: str = ""

    @property
    def written(self) -> Written:
        """The form as the use case takes it."""
        return Written(self.message_type.strip(), self.text, self.child)


class MessagesPage(msgspec.Struct, frozen=True):
    """My messages (MSG-01, LET-04)."""

    title: str
    service_name: str
    notice: str
    links: tuple[Link, ...]


class Choice(msgspec.Struct, frozen=True):
    """One choice of a drop-down: what is sent, what is shown, and whether it is chosen already."""

    value: str
    text: str
    chosen: bool = False


class SendPage(msgspec.Struct, frozen=True):
    """Send a message: the advice stands before the form (MSG-05)."""

    title: str
    service_name: str
    advice: tuple[str, ...]
    advice_links: tuple[Link, ...]
    fields: tuple[Field, ...]
    types: tuple[Choice, ...]
    children: tuple[Choice, ...]
    longest_text: int
    buttons: tuple[str, ...]
    links: tuple[Link, ...]
    mandatory_note: str


class MessageSent(msgspec.Struct, frozen=True):
    """The message is received. `message` is its reference; `received_at` and `answer_due` are UTC times."""

    title: str
    message: str
    received_at: str
    received_shown: str
    answer_due: str
    answer_due_shown: str
    paragraphs: tuple[str, ...]
    next: Link


class HistoryEntry(msgspec.Struct, frozen=True):
    """One thing sent or received. `document` opens its PDF; `told` says why it does not, where it does not.

    Of a mail or text message, `paragraphs` are the very words that were sent, in `language` (a code as "cy"), and
    `subject` is the mail's (MSG-13).
    """

    at: str
    shown: str
    kind: str
    direction: str
    title: str
    state: str
    new: bool
    document: Link | None = None
    told: str = ""
    subject: str = ""
    paragraphs: tuple[str, ...] = ()
    language: str = ""


class HistoryPage(msgspec.Struct, frozen=True):
    """Contact history, newest first (LET-03). `more` leads to the next page, where there is one."""

    title: str
    service_name: str
    notice: str
    entries: tuple[HistoryEntry, ...]
    links: tuple[Link, ...]
    more: Link | None = None


class DocumentLink(msgspec.Struct, frozen=True):
    """Where the PDF opens, until `ends_at` (UTC). It is for the person logged in: it must not be passed on."""

    title: str
    url: str
    ends_at: str
