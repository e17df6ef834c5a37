"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.domain.sessions import Session
from cms_common.edge import problems
from details import choosing, pages
from details.forms import TextMessagesPage


def scin_of(session: Session) -> str:
    """Return whose details they are: the client of the session, and nobody else (COC-11)."""
    if not session.scin:
        raise problems.StepNotComplete
    return session.scin


def of_choice(outcome: choosing.TextMessages | choosing.KeptChanging, session: Session) -> TextMessagesPage:
    """Show the choice as it is now, or say that it is still the one before."""
    match outcome:
        case choosing.TextMessages():
            return pages.text_messages(outcome, session)
        case choosing.KeptChanging():
            raise problems.DetailsKeptChanging
        case other:
            assert_never(other)
