"""Outcomes of the use cases, as screens or problems."""

from datetime import datetime
from typing import assert_never

from caseworker import pages, screens, working
from caseworker.incidents import FormUsed, IncidentShown
from caseworker.passing import CheckDue, CheckFailed, Over, Shut
from caseworker.values import ActivityShown, MessageBeingMade, NotThere, Opens, Queue, RequestShown
from cms_common.domain.fields import FieldError
from cms_common.edge import problems


def of_queue(outcome: Queue | working.NoTeam | NotThere, now: datetime) -> screens.QueuePage:
    """Show a queue."""
    match outcome:
        case Queue():
            return pages.queue(outcome, now)
        case working.NoTeam():
            raise problems.FormRefused(errors=[FieldError("team", "required", "Name a team: you have no segment")])
        case NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)


def of_item(outcome: working.Outcome, now: datetime) -> screens.WorkItemPage:
    """Show a work item, or say why nothing was done to it."""
    match outcome:
        case working.Opened():
            return pages.work_item(outcome, now)
        case NotThere():
            raise problems.NotFound
        case why:
            raise _why_not(why)


def _why_not(why: working.Refused) -> problems.Problem:
    match why:
        case working.TakenByAnother():
            return problems.WorkItemTaken()
        case working.NotTaken():
            return problems.WorkItemNotTaken()
        case working.AlreadyDone():
            return problems.WorkItemDone()
        case working.NoRoom():
            return problems.NotesFull()
        case working.CallBackDue(call_backs):
            return problems.CallBackFirst(call_backs=[f"/staff/call-backs/{one}/kept" for one in sorted(call_backs)])
        case working.AnswerDue():
            return problems.AnswerTheMessage()
        case other:
            assert_never(other)


def of_raising(outcome: IncidentShown | FormUsed | Shut) -> IncidentShown:
    """Return the incident that was raised, or say why none was."""
    if isinstance(outcome, FormUsed):
        raise problems.RecordFormUsed
    return passed(outcome)


def of_activity(outcome: ActivityShown | NotThere) -> screens.ActivityPage:
    """Show an activity."""
    return pages.activity(there(outcome))


def of_request(outcome: RequestShown | NotThere) -> screens.ServiceRequestPage:
    """Show a service request."""
    return pages.service_request(there(outcome))


def of_document(outcome: Opens | MessageBeingMade | NotThere) -> screens.DocumentOpened:
    """Show where a document opens."""
    if isinstance(outcome, MessageBeingMade):
        raise problems.DocumentBeingMade
    return pages.document(there(outcome))


def there[F](outcome: F | NotThere) -> F:
    """Return what was found, or say that there is nothing at this address."""
    if isinstance(outcome, NotThere):
        raise problems.NotFound
    return outcome


def passed[F](outcome: F | Shut) -> F:
    """Return what a contact opened, or say why it opens nothing."""
    if not isinstance(outcome, Shut):
        return outcome
    match outcome.why:
        case CheckDue():
            raise problems.SecurityCheckFirst
        case CheckFailed():
            raise problems.SecurityCheckNotPassed
        case Over():
            raise problems.ContactClosed
        case NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)
