"""The words of My messages: pages, choices and links in order."""

from typing import assert_never

from cms_common.domain.accounts import Service
from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.copies import copy_of
from cms_common.domain.history import EntryKind, EntryState
from cms_common.domain.letters import ChooseSelfService, MayOpen, NoDocument, OnPaperOnly
from cms_common.domain.messages import Child, Message, MessageType
from cms_common.domain.sessions import Session
from cms_common.domain.uk_time import shown_time
from cms_common.edge.pages import MANDATORY_NOTE, SERVICE_NAMES, Field, Link, at
from cms_common.edge.problems import LetterPosted
from messaging import places
from messaging.forms import Choice, DocumentLink, HistoryEntry, HistoryPage, MessageSent, MessagesPage, SendPage
from messaging.reading import HistoryShown, Listed, Opened

READER = (
    "IMPORTANT: you must download Adobe Acrobat Reader to view letters. "
    "If you still cannot view a letter with the reader installed, telephone us."
)
_READER_LINK = Link("Download Adobe Acrobat Reader", "https://get.adobe.com/uk/reader/", new_window=True)
_HINT = "Do not put card or bank account numbers, your PIN or a password in a message."
_LOOK_FIRST = {
    Service.CLIENT: "Before you send a message, look at the frequently asked questions and at My details: what you "
    "want to know may be there already.",
    Service.EMPLOYER: "Before you send a message, look at the frequently asked questions: what you want to know may "
    "be there already.",
}
_ON_PAPER_ONLY = "This letter was sent by post. Letters of this kind are not shown on the site."
_BEING_MADE = "The document is being made. It is here in a minute."


def messages(session: Session) -> MessagesPage:
    """Show My messages: Contact history and Send a message (MSG-01), and the reader that letters need (LET-04)."""
    return MessagesPage(
        title="My messages",
        service_name=SERVICE_NAMES[session.site.value],
        notice=READER,
        links=(_history_link(session), _send_link(session), _READER_LINK, _feedback_link(session)),
    )


def new_message(session: Session, children: tuple[Child, ...], chosen: MessageType | None, longest: int) -> SendPage:
    """Show the form: the eight types (MSG-02, MSG-03), the client's own children (MSG-04), advice first (MSG-05)."""
    fields = [Field("message_type", "Message type *", "choice"), Field("text", "Your message *", "lines", hint=_HINT)]
    if session.service is Service.CLIENT:
        which = Field("child", "Which child is the message about?", "choice", mandatory=False)
        fields.insert(1, which)
    return SendPage(
        title="Send a message",
        service_name=SERVICE_NAMES[session.site.value],
        advice=(_LOOK_FIRST[session.service],),
        advice_links=_look_first(session),
        fields=tuple(fields),
        types=tuple(Choice(one.value, one.value, chosen=one is chosen) for one in MessageType),
        children=tuple(Choice(child.choice, child.first_name) for child in children),
        longest_text=longest,
        buttons=("Send", "Cancel"),
        links=(Link("Cancel", at(session.service, "/messages", session.site)),),
        mandatory_note=MANDATORY_NOTE,
    )


def sent(message: Message, session: Session) -> MessageSent:
    """Say that the message is received, and until when it is answered (MSG-12)."""
    due = shown_time(message.due_at)
    return MessageSent(
        title="Your message has been sent",
        message=message.message_id,
        received_at=message.received_at.isoformat(),
        received_shown=shown_time(message.received_at),
        answer_due=message.due_at.isoformat(),
        answer_due_shown=due,
        paragraphs=(f"We will answer it within 48 hours: by {due}.", "You can read it again in your contact history."),
        next=_history_link(session),
    )


def history(shown: HistoryShown, session: Session) -> HistoryPage:
    """Show a page of the contact history, and what each mail and text message said (LET-03, MSG-13, CON-43)."""
    more = None
    if shown.more_after:
        path = at(session.service, "/contact-history", session.site)
        more = Link("Earlier", f"{path}{'&' if '?' in path else '?'}after={places.written(shown.more_after)}")
    return HistoryPage(
        title="Contact history",
        service_name=SERVICE_NAMES[session.site.value],
        notice=READER,
        entries=tuple(_entry(listed, session) for listed in shown.entries),
        links=(_send_link(session), _READER_LINK),
        more=more,
    )


def opened(link: Opened) -> DocumentLink:
    """Show where the document opens."""
    return DocumentLink(link.entry.title, link.url, link.ends_at.isoformat())


def _entry(listed: Listed, session: Session) -> HistoryEntry:
    copy = copy_of(CATALOGUE, listed.entry)
    entry, opens = listed.entry, isinstance(listed.viewing, MayOpen)
    path = at(session.service, f"/contact-history/{places.written(listed.place)}/document", session.site)
    return HistoryEntry(
        at=entry.at.isoformat(),
        shown=shown_time(entry.at),
        kind=entry.kind.value,
        direction=entry.direction.value,
        title=entry.title,
        state=entry.state.value,
        new=opens and entry.kind is EntryKind.LETTER and entry.opened_at is None,
        document=Link("View document (PDF)", path, new_window=True) if opens else None,
        told=_why_not(listed),
        subject=copy.subject if copy else "",
        paragraphs=copy.paragraphs if copy else (),
        language=entry.language.value if copy and entry.language else "",
    )


def _why_not(listed: Listed) -> str:
    """Say why an entry does not open (LET-02, LET-06)."""
    match listed.viewing:
        case OnPaperOnly():
            return _ON_PAPER_ONLY
        case ChooseSelfService():
            return LetterPosted.detail
        case NoDocument():
            return _BEING_MADE if listed.entry.state is EntryState.WAITING else ""
        case MayOpen():
            return ""
        case other:
            assert_never(other)


def _look_first(session: Session) -> tuple[Link, ...]:
    faq = Link("Frequently asked questions (FAQ)", at(session.service, "/faq", session.site))
    if session.service is Service.EMPLOYER:
        return (faq,)
    return faq, Link("My details", at(session.service, "/details", session.site))


def _history_link(session: Session) -> Link:
    return Link("Contact history", at(session.service, "/contact-history", session.site))


def _send_link(session: Session) -> Link:
    return Link("Send a message", at(session.service, "/messages/new", session.site))


def _feedback_link(session: Session) -> Link:
    path = at(session.service, "/messages/new", session.site)
    return Link("Feedback", f"{path}{'&' if '?' in path else '?'}from=feedback")
