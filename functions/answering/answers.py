"""Outcomes of the use cases, as screens or problems."""

import re
from typing import assert_never

from answering import looking, pages, screens, values
from answering.calling_back import Promised
from cms_common.domain.callbacks import CallBack
from cms_common.domain.fields import Invalid
from cms_common.domain.notifications import Catalogue
from cms_common.domain.work import WorkItem
from cms_common.edge import problems
from cms_common.edge.api import Request

_WHY_NOT = {
    "no-such-template": "There is no approved email for this enquiry.",
    "not-an-approved-line": "A line is not one of the lines to take that are listed.",
    "no-such-optional": "A paragraph is not one of the optional ones that are listed.",
    "lines-wanting": "Choose each line to take once.",
}
_BLOCKED = "The email would say what must not be sent by email. Answer by telephone."
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
            return pages.message(outcome, request.staff, request.now, catalogue)
        case values.NotThere():
            raise problems.NotFound
        case values.CheckFirst() | values.NotValidated() | Invalid():
            raise _unchecked(outcome)
        case values.ChannelRefused(channel, why):
            raise problems.ReplyRefused(channel=channel.value, reason=why.words, rule=why.rule)
        case values.TextRefused(reason):
            raise problems.ReplyRefused(channel="email", reason=_WHY_NOT.get(reason, _BLOCKED), rule=_rule_of(reason))
        case other:
            raise _not_to_be_had(other)


def _unchecked(outcome: values.Unchecked) -> problems.Problem:
    match outcome:
        case values.CheckFirst(why):
            return problems.SecurityCheckFirst(reason=why.value)
        case values.NotValidated():
            return problems.CallerNotValidated()
        case Invalid(errors):
            return problems.FormRefused(errors=errors)
        case other:
            assert_never(other)


def _rule_of(reason: str) -> str:
    return "NOT-12" if reason not in _WHY_NOT else "NOT-09"


def _not_to_be_had(outcome: values.NotToBeHad) -> problems.Problem:
    match outcome:
        case values.CallBackDue(call_backs):
            return problems.CallBackFirst(call_backs=[f"{pages.CALL_BACKS}/{one}/kept" for one in call_backs])
        case values.TakenByAnother():
            return problems.WorkItemTaken()
        case values.NotTaken():
            return problems.WorkItemNotTaken()
        case values.AlreadyDone():
            return problems.WorkItemDone()
        case other:
            assert_never(other)


def of_document(outcome: looking.DocumentOpens | looking.BeingMade | values.NotThere) -> screens.DocumentOpened:
    """Show where the document opens, or say that it is being made."""
    match outcome:
        case looking.DocumentOpens():
            return pages.document(outcome)
        case looking.BeingMade():
            raise problems.DocumentBeingMade(headers={"Retry-After": "10"})
        case values.NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)


def of_call_back[B](outcome: Promised, request: Request[B]) -> screens.CallBackLine:
    """Show a call-back, or say why it was not promised."""
    match outcome:
        case CallBack():
            return pages.call_back(outcome, request.now)
        case values.NotThere():
            raise problems.NotFound
        case values.AlreadyDone():
            raise problems.WorkItemDone
        case values.FormUsed():
            raise problems.RecordFormUsed
        case Invalid(errors):
            raise problems.FormRefused(errors=errors)
        case other:
            assert_never(other)


def of_paper(outcome: WorkItem | values.FormUsed) -> screens.ActDone:
    """Say that a letter or fax is recorded."""
    if isinstance(outcome, values.FormUsed):
        raise problems.RecordFormUsed
    return pages.received(outcome)


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
