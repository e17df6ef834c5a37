"""Outcomes of the use cases, as screens or problems."""

from datetime import datetime
from typing import assert_never

from caseworker import contacts, pages, screens, working
from caseworker.values import History, NotThere, Opens, Queue, RequestShown
from cms_common.domain.fields import FieldError
from cms_common.domain.work import Activity, Contact
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


def of_item(outcome: working.TakeOutcome | working.DoneOutcome, now: datetime) -> screens.WorkItemPage:
    """Show a work item, or say why nothing was done to it."""
    match outcome:
        case working.Opened():
            return pages.work_item(outcome, now)
        case NotThere():
            raise problems.NotFound
        case working.TakenByAnother():
            raise problems.WorkItemTaken
        case working.NotTaken():
            raise problems.WorkItemNotTaken
        case working.AlreadyDone():
            raise problems.WorkItemDone
        case working.AnswerDue():
            raise problems.AnswerTheMessage
        case other:
            assert_never(other)


def of_activity(outcome: Activity | NotThere) -> screens.ActivityPage:
    """Show an activity."""
    return pages.activity(there(outcome))


def of_request(outcome: RequestShown | NotThere) -> screens.ServiceRequestPage:
    """Show a service request."""
    return pages.service_request(there(outcome))


def of_document(outcome: Opens | NotThere) -> screens.DocumentOpened:
    """Show where a document opens."""
    return pages.document(there(outcome))


def of_contact(outcome: Contact | NotThere) -> screens.ContactPage:
    """Show a contact."""
    return pages.contact(there(outcome))


def of_check(outcome: Contact | contacts.Shut) -> screens.ContactPage:
    """Show the contact with what came of its security check."""
    return pages.contact(passed(outcome))


def of_client(outcome: contacts.ClientShown | contacts.Shut, contact_id: str) -> screens.ClientRecordPage:
    """Show the client record."""
    return pages.client(passed(outcome), contact_id)


def of_history(outcome: History | contacts.Shut, contact_id: str) -> screens.ContactList:
    """Show a client's contacts."""
    return pages.history(passed(outcome), contact_id)


def of_reset(outcome: contacts.Reset | contacts.Shut, contact_id: str) -> screens.ActDone:
    """Say that the PIN is reset."""
    passed(outcome)
    return pages.security_reset(contact_id)


def of_referral(outcome: contacts.Referred | contacts.Shut, contact_id: str) -> screens.ActDone:
    """Say that the client is referred."""
    passed(outcome)
    return pages.referred(contact_id)


def of_closing(outcome: Contact | NotThere) -> screens.ActDone:
    """Say that the contact is closed."""
    there(outcome)
    return pages.closed()


def there[F](outcome: F | NotThere) -> F:
    """Return what was found, or say that there is nothing at this address."""
    if isinstance(outcome, NotThere):
        raise problems.NotFound
    return outcome


def passed[F](outcome: F | contacts.Shut) -> F:
    """Return what a contact opened, or say why it opens nothing."""
    if not isinstance(outcome, contacts.Shut):
        return outcome
    match outcome.why:
        case contacts.CheckDue():
            raise problems.SecurityCheckFirst
        case contacts.CheckFailed():
            raise problems.SecurityCheckNotPassed
        case contacts.Over():
            raise problems.ContactClosed
        case NotThere():
            raise problems.NotFound
        case other:
            assert_never(other)
