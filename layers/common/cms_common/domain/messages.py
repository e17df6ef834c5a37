"""Messages of clients and employers: what may be sent, who answers it and until when (MSG-02 to MSG-12, CON-19)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from cms_common.domain.cards import card_number_in
from cms_common.domain.cases import ParticipantView
from cms_common.domain.chance import Randomness
from cms_common.domain.fields import FieldError, Invalid, required
from cms_common.domain.work import (
    RESPONSE_TIME,
    Activity,
    ActivityKind,
    Channel,
    ClientOwner,
    Contact,
    Direction,
    SecurityCheck,
    WorkItem,
    WorkKind,
    activity_id,
)

EMPLOYER_TEAM = "Employer Team"
"""The team whose queue the messages of employers go to."""
SUPPORT_TEAM = "Support Team"
"""The team that problems with the site and feedback reach besides (CON-19)."""
_SEEN = {"L", "N", "P", "S"}
_JOINERS = "\u200c\u200d"
"""Joiners stand inside words of some scripts and inside emoji; all other marks that nobody sees are left out."""
_LINE_ENDS = str.maketrans({"\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n"})


class MessageType(StrEnum):
    """What a message is about, in the order and the exact words of the drop-down (MSG-02)."""

    MISSING_PAYMENTS = "missing payments"
    SUBMIT_FEEDBACK = "submit feedback"
    GENERAL_QUERY = "general query"
    COMPLAINT = "make a complaint"
    CALCULATION = "query about calculation"
    ANNUAL_ASSESSMENT = "query about annual assessment"
    SUBJECT_ACCESS = "ask for subject access request form"
    SITE_PROBLEM = "problem with the site"

    @property
    def subject(self) -> str:
        """The "contact reason / subject header" of the activity: it describes briefly and names nobody (MSG-07)."""
        return _SUBJECTS[self]

    @property
    def reaches_support(self) -> bool:
        """Whether the support team is to see it too (MSG-08, CON-19)."""
        return self in {MessageType.SITE_PROBLEM, MessageType.SUBMIT_FEEDBACK}


_SUBJECTS = {
    MessageType.MISSING_PAYMENTS: "Missing payment enquiry",
    MessageType.SUBMIT_FEEDBACK: "Feedback on self-service",
    MessageType.GENERAL_QUERY: "General query",
    MessageType.COMPLAINT: "Complaint",
    MessageType.CALCULATION: "General account calculation enquiry",
    MessageType.ANNUAL_ASSESSMENT: "Annual assessment query",
    MessageType.SUBJECT_ACCESS: "Subject access request form asked for",
    MessageType.SITE_PROBLEM: "Problem with the site",
}
_CHOSEN_BY_LINK = {
    "feedback": MessageType.SUBMIT_FEEDBACK,
    "payments": MessageType.MISSING_PAYMENTS,
    "calculation": MessageType.CALCULATION,
    "annual-assessment": MessageType.ANNUAL_ASSESSMENT,
}
_ANSWER = "Open the message and answer it by the channel that is shown, before it is due."
_ANSWER_COMPLAINT = "Answer it in the Complaint/Dissatisfaction - Log process, never by email."
_LOG_COMPLAINT = "Log the complaint in the Complaint/Dissatisfaction - Log process. Do not answer it by email."
_SEND_SAR_FORM = "Send the subject access request (SAR) form to the sender of the message."


@dataclass(frozen=True, slots=True)
class Child:
    """A child that a message may be about: `choice` names it on the form, by the client's own case."""

    choice: str
    first_name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that may be sent: its type, its text, and the child's first name or nothing."""

    message_type: MessageType
    text: str
    child: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a client by SCIN or an employer by ERN, logged in with the account `user_id`."""

    user_id: str
    scin: str = ""
    ern: str = ""

    @property
    def owner(self) -> str:
        """Whose contact history it belongs to: "client#<SCIN>" or "employer#<ERN>"."""
        return f"client#{self.scin}" if self.scin else f"employer#{self.ern}"

    @property
    def actor(self) -> str:
        """The sender as acts name who did them."""
        return f"account#{self.user_id}"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as kept; it never changes (MSG-15). Its PDF is made after receipt."""

    message_id: str
    owner: str
    sent_by: str
    message_type: MessageType
    child: str
    text: str
    received_at: datetime
    due_at: datetime
    contact_id: str
    activity_id: str

    @property
    def subject(self) -> str:
        """The contact reason / subject header (MSG-07)."""
        return self.message_type.subject


@dataclass(frozen=True, slots=True)
class Received:
    """All that one message makes: together or not at all (MSG-06)."""

    message: Message
    contact: Contact
    activity: Activity
    work: tuple[WorkItem, ...]


def chosen_type(came_from: str | None) -> MessageType | None:
    """Return the type that a link chose: "submit feedback" from the feedback link, and only then (MSG-03)."""
    return _CHOSEN_BY_LINK.get(came_from or "")


def children_of(cases: Iterable[ParticipantView]) -> tuple[Child, ...]:
    """Return the children of the client's own case groups, each once (MSG-04); two of one name tell their case."""
    own = {
        (case.case_group, name): case.case_id for case in reversed(list(cases)) for name in case.children_first_names
    }
    names = [name for _, name in own]
    found = [(case, name, f" (case {case})" if names.count(name) > 1 else "") for (_, name), case in own.items()]
    return tuple(Child(f"{case} {name}", name + told) for case, name, told in sorted(found))


def check_message(
    *, message_type: str, text: str, child: str, children: tuple[Child, ...], longest: int
) -> Draft | Invalid:
    """Check a form: type and text are mandatory, the child one of those listed or none (MSG-02, MSG-04, MSG-14).

    `longest` is how many characters a text may have (GAP-21), counted after tidying.
    """
    tidied, errors = tidy_text(text), []
    if not message_type:
        errors.append(required("message_type", "the message type"))
    elif message_type not in set(MessageType):
        errors.append(FieldError("message_type", "not_a_type", "Choose one of the types listed"))
    known = next((one for one in children if one.choice == child), None)
    if child and known is None:
        errors.append(FieldError("child", "not_a_child", "Choose one of the children listed, or none"))
    wrong = _text_error(tidied, longest)
    if wrong:
        errors.append(wrong)
    if errors:
        return Invalid(tuple(errors))
    return Draft(MessageType(message_type), tidied, known.first_name if known else "")


def tidy_text(text: str) -> str:
    """Fold what was typed: one Unicode form, one kind of line end, no control or direction marks, none at the ends."""
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    kept = "".join(one for one in lines if one in "\n" + _JOINERS or unicodedata.category(one)[0] != "C")
    seen = any(unicodedata.category(one)[0] in _SEEN for one in kept)
    return unicodedata.normalize("NFC", kept).strip() if seen else ""


def receive(
    draft: Draft, sender: Sender, owner: ClientOwner | None, *, identifiers: Randomness, now: datetime
) -> Received:
    """Make what a message makes: itself, contact, activity, and work for whoever answers, due in 48 hours (MSG-12).

    `owner` is None for an employer.
    """
    received_at = now.astimezone(UTC)
    contact_id = identifiers.identifier()
    message = Message(
        message_id=identifiers.identifier(),
        owner=sender.owner,
        sent_by=sender.actor,
        message_type=draft.message_type,
        child=draft.child,
        text=draft.text,
        received_at=received_at,
        due_at=received_at + RESPONSE_TIME,
        contact_id=contact_id,
        activity_id=activity_id(contact_id, 1),
    )
    work = tuple(_work(message, sender, teams_for(draft.message_type, owner), identifiers))
    return Received(message, _contact(message, sender), _activity(message, sender), work)


def teams_for(message_type: MessageType, owner: ClientOwner | None) -> tuple[str, ...]:
    """Return the teams that a message reaches, the owning team first (MSG-08, CON-19).

    What comes from a special client record reaches its own team alone (SEC-04).
    """
    own = owner.team if owner else EMPLOYER_TEAM
    hidden = owner is not None and owner.special_client_record
    return (own, SUPPORT_TEAM) if message_type.reaches_support and not hidden else (own,)


def _text_error(text: str, longest: int) -> FieldError | None:
    if not text:
        return required("text", "your message")
    if len(text) > longest:
        return FieldError("text", "too_long", f"Your message may have at most {longest:,} characters")
    if card_number_in(text):
        return FieldError("text", "card_number", "Do not send the number of a card. Take it out and send the rest")
    return None


def _contact(message: Message, sender: Sender) -> Contact:
    return Contact(
        contact_id=message.contact_id,
        scin=sender.scin,
        ern=sender.ern,
        channel=Channel.SELF_SERVICE,
        direction=Direction.INBOUND,
        opened_at=message.received_at,
        opened_by=sender.actor,
        security_check=SecurityCheck.BY_LOG_IN,
        subject=message.subject,
    )


def _activity(message: Message, sender: Sender) -> Activity:
    return Activity(
        activity_id=message.activity_id,
        contact_id=message.contact_id,
        scin=sender.scin,
        ern=sender.ern,
        kind=ActivityKind.INBOUND_CORRESPONDENCE,
        subject=message.subject,
        created_at=message.received_at,
        message_id=message.message_id,
    )


def _work(message: Message, sender: Sender, teams: tuple[str, ...], identifiers: Randomness) -> Iterable[WorkItem]:
    complaint = message.message_type is MessageType.COMPLAINT
    answer = WorkItem(
        work_item_id=identifiers.identifier(),
        team=teams[0],
        kind=WorkKind.ANSWER_MESSAGE,
        scin=sender.scin,
        ern=sender.ern,
        contact_id=message.contact_id,
        subject=message.subject,
        advice=_ANSWER_COMPLAINT if complaint else _ANSWER,
        raised_at=message.received_at,
        due_at=message.due_at,
        activity_id=message.activity_id,
    )
    if len(teams) > 1:
        # The team that answers closes both (CON-19): each knows the other.
        other = replace(answer, work_item_id=identifiers.identifier(), team=teams[1], closes_with=answer.work_item_id)
        yield replace(answer, closes_with=other.work_item_id)
        yield other
    else:
        yield answer
    if complaint:
        yield replace(answer, work_item_id=identifiers.identifier(), kind=WorkKind.LOG_COMPLAINT, advice=_LOG_COMPLAINT)
    if message.message_type is MessageType.SUBJECT_ACCESS:
        yield replace(answer, work_item_id=identifiers.identifier(), kind=WorkKind.SEND_SAR_FORM, advice=_SEND_SAR_FORM)
