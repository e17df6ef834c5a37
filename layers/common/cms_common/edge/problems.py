"""Every error an answer can carry: the one published list (SES-03, GAP-01), one class a cause.

Answers are RFC 9457 problem documents. A class carries its code, status and words, so a new subclass can never fall
through a table. The words of a 5xx are constant; only the code tells which component failed (SES-05).
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from cms_common.domain.components import Component
from cms_common.domain.fields import FieldError
from cms_common.domain.site import UNAVAILABLE


class Problem(Exception):
    """An answer that is an error. Subclasses say which."""

    code: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]
    detail: ClassVar[str]

    def __init__(
        self,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **facts: str | int | list[str],
    ) -> None:
        """Take the fields that are wrong, headers to answer with, and facts the page shows."""
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.facts = facts


class Malformed(Problem):
    """The body is not JSON, or not an object."""

    code, status, title = "CMS-4001", 400, "We could not read what was sent"
    detail = "Send one JSON object in UTF-8."


class IdempotencyKeyNeeded(Problem):
    """The request needs an Idempotency-Key and has none that can be used."""

    code, status, title = "CMS-4002", 400, "An Idempotency-Key is needed"
    detail = "Send an Idempotency-Key header of 16 to 64 letters, digits, hyphens and underscores."


class NoSuchPage(Problem):
    """A list was asked to go on from a place that is none in it: made up, changed, or somebody else's."""

    code, status, title = "CMS-4003", 400, "There is no such page of the list"
    detail = "Begin at the first page of the list again."


class LogInFirst(Problem):
    """No session, or one that has ended."""

    code, status, title = "CMS-4011", 401, "Log in to go on"
    detail = "You are not logged in, or you were logged out because you had not used the service for a while."


class LetterPosted(Problem):
    """The letter was posted, and the client's contact preference is another than Self Service (LET-02, CON-12)."""

    code, status, title = "CMS-4027", 403, "This letter was sent to you by post"
    detail = "Choose Self Service as your contact preference in My details, and your letters are available here."


class CredentialsRefused(Problem):
    """Wrong user ID or wrong password: one message for both (LOG-03)."""

    code, status, title = "CMS-4012", 401, "The user ID or password is not right"
    detail = "Check your user ID and password and try again."


class PinRefused(Problem):
    """One or both PIN digits are wrong (LOG-10)."""

    code, status, title = "CMS-4013", 401, "The PIN digits are not right"
    detail = "Check the digits of your PIN that are asked for and try again."


class ErnRefused(Problem):
    """The ERN is not one of this employer's; it can be entered again any number of times (LOG-13)."""

    code, status, title = "CMS-4014", 401, "The employer reference number (ERN) is not right"
    detail = "Enter the ERN again. It is shown on all notifications and documents from the Child Maintenance Service."


class StepNotComplete(Problem):
    """A later step was asked for before the one before it was complete (REG-03)."""

    code, status, title = "CMS-4031", 403, "Complete the step before this one first"
    detail = "Register and log on, enrol for the Child Maintenance Service, then log on to the site, in this order."


class OtherService(Problem):
    """The account belongs to the other service (LOG-20, ENR-15, EMP-17)."""

    code, status, title = "CMS-4032", 403, "This account cannot be used here"
    detail = (
        "One account holds either the client service or the employer service. "
        "Register again to get a separate user ID and password for this service."
    )


class SecurityQuestionsDue(Problem):
    """Three wrong PINs: there is no fourth attempt (LOG-12, CON-38)."""

    code, status, title = "CMS-4033", 403, "Your PIN cannot be used"
    detail = (
        "The PIN digits were entered incorrectly three times. Answer your security questions to set a new PIN, "
        "or telephone the Child Maintenance Service to have your security reset."
    )


class OriginRefused(Problem):
    """The request did not come through the service's own front door."""

    code, status, title = "CMS-4034", 403, "Use the service's public address"
    detail = "Requests are answered only at the service's public address."


class NotYours(Problem):
    """A member of staff asked for what is not ticked for them, or not for their role (ITS-01, ITS-04)."""

    code, status, title = "CMS-4038", 403, "You cannot use this function"
    detail = "IT support has not given you this function. Ask them if you need it for your work."


class SecurityCheckFirst(Problem):
    """Nothing of a client is shown or done in a contact before its security check is passed (CWK-01, SEC-09)."""

    code, status, title = "CMS-4029", 403, "Carry out the security check first"
    detail = "Nothing of the client is shown or done in this contact until the security check is passed."


class SecurityCheckNotPassed(Problem):
    """The contact's one security check failed (CWK-01)."""

    code, status, title = "CMS-4030", 403, "The security check failed"
    detail = "This contact opens nothing of the client. Record the reason for the call and close the contact."


class CallerNotValidated(Problem):
    """The known facts given in a call are not those of whoever the message is of (SEC-09, SUP-17, SUP-18)."""

    code, status, title = "CMS-4026", 403, "The details could not be validated"
    detail = (
        "The message is not answered. Check the details with the person and enter them again. Somebody who cannot give "
        "their known facts is told nothing of the account, and told to call back and that they will speak to the case "
        "owner first. Then end the call."
    )


class OwnStaffAccount(Problem):
    """IT support may not change what they themselves may do, nor delete themselves (ITS-01)."""

    code, status, title = "CMS-4028", 403, "This is your own account"
    detail = "Ask a colleague of IT support to change your role, functions or team, or to delete your account."


class FunctionDisabled(Problem):
    """The button is shown and does nothing: nobody re-sends a user ID or resets a customer's password (SUP-22)."""

    code, status, title = "CMS-4039", 403, "This function is disabled"
    detail = "No helpdesk function sends a customer's user ID again or resets a customer's password."


class NewPinNotDue(Problem):
    """A new PIN was sent without right answers in this session before it (REC-11, REC-14)."""

    code, status, title = "CMS-4035", 403, "Answer your security questions first"
    detail = "If you have just set a new PIN, log in with it. Otherwise answer your security questions again."


class QuestionsNotDue(Problem):
    """The three security questions were asked for before three wrong PINs (REC-13)."""

    code, status, title = "CMS-4036", 403, "Enter the digits of your PIN"
    detail = "The security questions are asked after three wrong PINs. Use the forgotten PIN button if you need to."


class NotFound(Problem):
    """There is nothing at this address, or nothing that is yours (SES-16)."""

    code, status, title = "CMS-4041", 404, "Page not found"
    detail = "Check the address. If you followed a link, it may be out of date."


class NoSelfServiceAccount(Problem):
    """The known facts are valid, and nobody is enrolled with them."""

    code, status, title = "CMS-4042", 404, "No self-service account"
    detail = "The details are valid, and nobody has enrolled with them. The customer can register and enrol."


class StaffUserGone(Problem):
    """No member of staff has this user ID."""

    code, status, title = "CMS-4043", 404, "No such user"
    detail = "No user has this user ID. Choose one from the user list."


class MethodNotAllowed(Problem):
    """The address exists and does not take this method."""

    code, status, title = "CMS-4051", 405, "This address does not take that method"
    detail = "The Allow header names the methods that it takes."


class NotNoted(Problem):
    """Continue without the tick (REG-12)."""

    code, status, title = "CMS-4091", 409, "Confirm that you have noted your user ID"
    detail = "You need your user ID each time you log in. Make a note of it, tick the box, then continue."


class SubmissionAlreadyUsed(Problem):
    """The form was submitted before with other answers; its account exists (REG-20)."""

    code, status, title = "CMS-4092", 409, "You have already registered with this form"
    detail = "Log in with the user ID you were shown, or start registration again from the start page."


class FactsNotValidated(Problem):
    """The known facts do not agree with one record; which of them is not said (ENR-10, ENR-19)."""

    code, status, title = "CMS-4093", 409, "We could not validate your details"
    detail = (
        "Check the details you entered and enter them again. "
        "If you enrolled before, telephone the Child Maintenance Service."
    )


class ChallengeChanged(Problem):
    """Digits were sent for positions that are not the ones asked for; it does not count as an attempt."""

    code, status, title = "CMS-4094", 409, "Enter the digits that are asked for"
    detail = "Ask for the PIN page again and enter the digits at the positions it names."


class NoPin(Problem):
    """No PIN is held: the way on is the forgotten-PIN button (CON-29)."""

    code, status, title = "CMS-4095", 409, "You have not set up a PIN"
    detail = "Use the forgotten PIN button to set one up, or telephone the Child Maintenance Service."


class StaffFormUsed(Problem):
    """The form of "create user" was sent before, and the user it made has a password of their own by now."""

    code, status, title = "CMS-4090", 409, "This form has made a user already"
    detail = "The user is in the user list. Open a new form to create another."


class NothingToConfirm(Problem):
    """The new password is no longer the latest one shown."""

    code, status, title = "CMS-4037", 403, "This password cannot be confirmed"
    detail = "Another new password was made since. Log in again and note the one that is shown then."


class CustomerNotValidated(Problem):
    """The known facts given to the helpdesk cannot be validated; no customer details show (SUP-17, SUP-18)."""

    code, status, title = "CMS-4099", 409, "The details could not be validated"
    detail = (
        "Check the details with the customer and enter them again. If the customer cannot give their known facts, tell "
        "them to call back, and that they will speak to the case owner first. Then end the call."
    )


class RecoveryRefused(Problem):
    """The details do not agree with one account and its record; which of them is not said (REC-06)."""

    code, status, title = "CMS-4096", 409, "We could not validate your details"
    detail = (
        "Check the details you entered and enter them again. Nothing has been changed and nothing has been sent. "
        "If you have forgotten both your user ID and your password, telephone the Child Maintenance Service."
    )


class AnswersBeingChecked(Problem):
    """Answers sent before are being checked, or were not checked to the end; there is one attempt at a time."""

    code, status, title = "CMS-4097", 409, "Your answers are being checked"
    detail = "Wait one minute. Then ask for the page again and answer what it asks."


class DetailsKeptChanging(Problem):
    """The client's own details were changed by other requests each time that this one was about to be kept."""

    code, status, title = "CMS-4079", 409, "Your details are being changed"
    detail = (
        "This change was not kept, because others were made at the same moment. Look at your details and try again."
    )


class NoQuestionsHeld(Problem):
    """Fewer than three questions are held since application: only a caseworker can help (REC-20)."""

    code, status, title = "CMS-4098", 409, "We hold no security questions for you"
    detail = "Telephone the Child Maintenance Service to have your security reset."


class WorkItemTaken(Problem):
    """Somebody else has taken the work item; of two who try at once one gets it."""

    code, status, title = "CMS-4081", 409, "Somebody else has taken this work item"
    detail = "Take another one from the queue."


class WorkItemNotTaken(Problem):
    """A work item is finished by whoever has taken it."""

    code, status, title = "CMS-4082", 409, "Take the work item first"
    detail = "A work item is set to done by the caseworker who has taken it."


class CallBackFirst(Problem):
    """A call-back about the issue was promised: the issue stays open until it is kept (SUP-08)."""

    code, status, title = "CMS-4076", 409, "A call-back about this was promised"
    detail = "The issue stays open until the call is made. Make it, record it as kept, then go on."


class RecordFormUsed(Problem):
    """The form of a letter, a fax, a call-back or an incident recorded another one before."""

    code, status, title = "CMS-4077", 409, "You have already recorded something else with this form"
    detail = "What this form recorded first is kept, and this is not. Open a new form to record it."


class NotesFull(Problem):
    """The notes of the work item have no room for more: its end still finds room."""

    code, status, title = "CMS-4078", 409, "The notes of this work item are full"
    detail = "This note was not kept. Finish the work item, with the reason, or say it more briefly."


class WorkItemDone(Problem):
    """The work item is done; nothing more happens to it."""

    code, status, title = "CMS-4083", 409, "This work item is done"
    detail = "Take another one from the queue."


class AnswerTheMessage(Problem):
    """A message is done by answering it, by a channel that is allowed (CWK-17)."""

    code, status, title = "CMS-4080", 409, "Answer the message"
    detail = "This work item is a message. Open it under messages and answer it by a channel that is shown there."


class ContactClosed(Problem):
    """The contact is closed, and opens nothing any more."""

    code, status, title = "CMS-4084", 409, "This contact is closed"
    detail = "Open a new contact and carry out its security check."


class UploadFormUsed(Problem):
    """The form asked for other files before."""

    code, status, title = "CMS-4089", 409, "You have already sent this form"
    detail = "Look at your uploads to see what became of it. Open a new form to send other files."


class StaffUserChanged(Problem):
    """Somebody else edited the user since the form was opened: nothing they changed is lost (ITS-13)."""

    code, status, title = "CMS-4121", 412, "Someone else has changed this user"
    detail = "Nothing has been changed. Open the user again, look at what is there now, and make your change again."


class MessageFormUsed(Problem):
    """The form sent another message before."""

    code, status, title = "CMS-4088", 409, "You have already sent a message with this form"
    detail = "It stands in your contact history. Open a new form to send another."


class ReplyRefused(Problem):
    """The channel is not allowed for this message, or the email not in these words (CON-03, CWK-17, NOT-09)."""

    code, status, title = "CMS-4086", 409, "The message cannot be answered so"
    detail = "Use a channel that is shown as allowed, and for an email the lines to take that are listed."


class NotSentAgain(Problem):
    """The notification cannot be sent again (CWK-05); the reason is a code."""

    code, status, title = "CMS-4085", 409, "This notification cannot be sent again"
    detail = "It is on its way still, it was blocked, or it carried half of a secret, which is never sent twice."


class DocumentBeingMade(Problem):
    """The PDF is not there yet."""

    code, status, title = "CMS-4087", 409, "The document is being made"
    detail = "Wait a minute and open it again."


class TooLarge(Problem):
    """The body is larger than any form of this service."""

    code, status, title = "CMS-4131", 413, "What was sent is too large"
    detail = "A request body may have at most 32,768 bytes."


class NotJson(Problem):
    """The content type is missing or is not JSON."""

    code, status, title = "CMS-4151", 415, "Send JSON"
    detail = "Send the body with the header Content-Type: application/json."


class FormRefused(Problem):
    """One or more fields cannot be taken; every one is named."""

    code, status, title = "CMS-4221", 422, "Check the details you entered"
    detail = "Each field that needs attention is named below. Nothing has been saved."


class TemporarilyLocked(Problem):
    """Three failed log-ins within one hour (LOG-04, REC-21); said of an unknown user ID just the same."""

    code, status, title = "CMS-4231", 423, "The account is locked"
    detail = (
        "There were three unsuccessful log-ins in one hour. You can try again two hours after the last of them. "
        "Or telephone the Child Maintenance Service: the helpdesk can delete your account, and you register again."
    )


class RecoveryLocked(Problem):
    """Three failed recoveries within one hour (CON-42, REC-21); said of what nobody has just the same."""

    code, status, title = "CMS-4233", 423, "Recovery is locked"
    detail = (
        "There were three unsuccessful attempts in one hour to recover this user ID or password. You can try again two "
        "hours after the last of them. If you still know both, you can log in. Or telephone the Child Maintenance "
        "Service: the helpdesk can delete your account, and you register again."
    )


class EnrolmentLocked(Problem):
    """Three failed enrolments within one hour, of the account or of the SCIN or ERN (ENR-19); deleting is no help."""

    code, status, title = "CMS-4234", 423, "Enrolment is locked"
    detail = (
        "There were three unsuccessful attempts to enrol in one hour. You can try again two hours after the last of "
        "them; registering again does not help. Or telephone the Child Maintenance Service. Telephone us too if you "
        "enrolled before."
    )


class SecurityLocked(Problem):
    """Wrong answers to security questions: locked until the Child Maintenance Service resets security (REC-16)."""

    code, status, title = "CMS-4232", 423, "You are locked out of self-service"
    detail = "Telephone the Child Maintenance Service to have your security reset."


class BothForgotten(Problem):
    """Right details, and the other of user ID and password was recovered since the last log-in (REC-08)."""

    code, status, title = "CMS-4235", 423, "You cannot recover both your user ID and your password"
    detail = (
        "One of them was recovered already, and nobody has logged in with it since. If you have forgotten the other "
        "too, telephone the Child Maintenance Service: the helpdesk deletes your account, and you register again."
    )


class StaffLocked(Problem):
    """Five wrong passwords in a row (ITS-10); said of an unknown user ID just the same."""

    code, status, title = "CMS-4239", 423, "The account is locked"
    detail = "There were five log-ins in a row with a wrong password. Ask IT support to unlock the account."


class TooManyAttempts(Problem):
    """Too many attempts from one place on the network."""

    code, status, title = "CMS-4291", 429, "Too many attempts"
    detail = "There were too many attempts from your network. Wait a few minutes and try again."


class TooManyUploads(Problem):
    """The client asked to upload more often today than anyone needs to."""

    code, status, title = "CMS-4292", 429, "Too many uploads today"
    detail = "You have asked to upload documents too often today. Try again tomorrow, or telephone us."


class SomethingsGoneWrong(Problem):
    """An unexpected failure (SES-01, SES-02)."""

    code, status, title = "CMS-5001", 500, "Something's gone wrong!"
    detail = "Try to log in again. If it happens again, note the error code and transaction ID and telephone us."


class BancsFault(SomethingsGoneWrong):
    """BaNCS, which keeps the money, did not answer (SES-05)."""

    code, status = "CMS-5031", 503


class SiebelFault(SomethingsGoneWrong):
    """Siebel, which keeps cases and work, did not answer (SES-05)."""

    code, status = "CMS-5032", 503


class WpsFault(SomethingsGoneWrong):
    """WPS, which does workflow and print, did not answer (SES-05)."""

    code, status = "CMS-5033", 503


class SiteUnavailable(Problem):
    """The site is shut down, or in its announced maintenance (SES-08)."""

    code, status, title = "CMS-5034", 503, "The site is unavailable"
    detail = UNAVAILABLE


COMPONENT_FAULTS: Mapping[Component, type[Problem]] = {
    Component.BANCS: BancsFault,
    Component.SIEBEL: SiebelFault,
    Component.WPS: WpsFault,
}


def published() -> tuple[type[Problem], ...]:
    """Return every problem class, in order of its code: the published list of error codes (SES-03)."""

    def below(kind: type[Problem]) -> set[type[Problem]]:
        return {found for child in kind.__subclasses__() for found in ({child} | below(child))}

    return tuple(sorted(below(Problem), key=lambda kind: kind.code))
