"""Outcomes of the use cases, as screens or problems."""

import re
from typing import assert_never

from answering import pages, replying, screens, values
from cms_common.domain.callbacks import CallBack
from cms_common.domain.notifications import Catalogue
from cms_common.edge import problems
from cms_common.edge.api import Request

_PLACE = re.compile(r"[0-9]{12}#[0-9A-Za-z-]{1,100}")


def place_of(request: Request[None]) -> str:
    """Return where the page begins: a second and an identifier, which name nobody. Raises NoSuchPage."""
    place = request.query.get("after", "")
    if place and not _PLACE.fullmatch(place):
        raise problems.NoSuchPage
    return place


def of_message[B](outcome: values.Answer, request: Request[B], catalogue: Catalogue) -> screens.MessageScreen:
    """Show the message as it stands now, or say why it was not answered."""
    match outcome:
        case values.Opened():
            return pages.message(outcome, request.staff.actor, request.now, catalogue)
        case values.NotThere():
            raise problems.NotFound
        case values.CheckFirst():
            raise problems.SecurityCheckFirst
        case values.ChannelRefused(channel, why):
            raise problems.ReplyRefused(channel=channel.value, reason=why.words, rule=why.rule)
        case values.TextRefused(reason):
            raise problems.ReplyRefused(channel="email", reason=reason, rule="NOT-09")
        case other:
            raise _not_to_be_had(other)


def _not_to_be_had(outcome: values.TakenByAnother | values.NotTaken | values.AlreadyDone) -> problems.Problem:
    match outcome:
        case values.TakenByAnother():
            return problems.WorkItemTaken()
        case values.NotTaken():
            return problems.WorkItemNotTaken()
        case values.AlreadyDone():
            return problems.WorkItemDone()
        case other:
            assert_never(other)


def of_document(outcome: replying.DocumentOpens | replying.BeingMade | values.NotThere) -> screens.DocumentOpened:
    """Show where the document opens, or say that it is being made."""
    match outcome:
        case replying.DocumentOpens():
            return pages.document(outcome)
        case replying.BeingMade():
            raise problems.DocumentBeingMade(headers={"Retry-After": "10"})
        case values.NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)


def of_call_back[B](outcome: CallBack | values.NotThere, request: Request[B]) -> screens.CallBackLine:
    """Show a call-back."""
    if isinstance(outcome, values.NotThere):
        raise problems.NotFound
    return pages.call_back(outcome, request.now)


def of_resending(outcome: values.Resent) -> screens.ActDone:
    """Say that a notification goes out again, or why not."""
    match outcome:
        case values.SentAgain():
            return pages.sent_again()
        case values.NotSentAgain(reason):
            raise problems.NotSentAgain(reason=reason)
        case values.NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)
