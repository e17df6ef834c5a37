"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.domain.fields import Invalid
from cms_common.domain.letters import ChooseSelfService, NoDocument, OnPaperOnly
from cms_common.domain.messages import Sender
from cms_common.domain.sessions import Session
from cms_common.edge import problems
from messaging import pages, places, reading, sending
from messaging.forms import DocumentLink, HistoryPage, MessageSent


def sender_of(session: Session) -> Sender:
    """Return who sends: the client of the session, or the employer of its ERN (LOG-14)."""
    if not (session.scin or session.ern):
        # Nobody in particular would share one history with everybody else who is nobody.
        raise problems.StepNotComplete
    return Sender(session.user_id, scin=session.scin or "", ern=session.ern or "")


def place_in_list(text: str | None) -> str | None:
    """Return the place that a list goes on after; None at its beginning."""
    if text is None:
        return None
    place = places.read(text)
    if place is None:
        raise problems.NoSuchPage
    return place


def place_in_path(text: str) -> str:
    """Return the place that an address names."""
    place = places.read(text)
    if place is None:
        raise problems.NotFound
    return place


def of_sending(outcome: sending.SendOutcome, session: Session) -> MessageSent:
    """Say that the message is received, or why not."""
    match outcome:
        case sending.Sent(message):
            return pages.sent(message, session)
        case sending.FormUsed():
            raise problems.MessageFormUsed
        case Invalid(errors):
            raise problems.FormRefused(errors=errors)
        case other:
            assert_never(other)


def of_history(outcome: reading.HistoryOutcome, session: Session) -> HistoryPage:
    """Show the page, or say that there is none at this place."""
    match outcome:
        case reading.HistoryShown():
            return pages.history(outcome, session)
        case reading.NotYours():
            raise problems.NoSuchPage
        case other:
            assert_never(other)


def of_opening(outcome: reading.OpenOutcome) -> DocumentLink:
    """Show where the document opens, or say why it does not (LET-02)."""
    match outcome:
        case reading.Opened():
            return pages.opened(outcome)
        case ChooseSelfService():
            raise problems.LetterPosted
        case reading.BeingMade():
            raise problems.DocumentBeingMade(headers={"Retry-After": "10"})
        case OnPaperOnly() | NoDocument() | reading.NotYours():
            raise problems.NotFound
        case other:
            assert_never(other)
