"""Sending a message: one form makes one message, with all that belongs to it (MSG-06 to MSG-12)."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.cases import ParticipantView
from cms_common.domain.chance import Randomness
from cms_common.domain.fields import Invalid
from cms_common.domain.messages import (
    Child,
    Draft,
    Message,
    Received,
    Sender,
    check_message,
    children_of,
    receive,
)
from cms_common.domain.sessions import Visit
from cms_common.domain.work import ClientOwner

FORM_KEPT = timedelta(days=1)
"""How long a form that comes again is known."""


@dataclass(frozen=True, slots=True)
class Written:
    """The form as it was filled in; `child` is a choice of the list, or nothing."""

    message_type: str
    text: str
    child: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is received; the same again where the form came twice."""

    message: Message


@dataclass(frozen=True, slots=True)
class FormUsed:
    """The form made a message before, with other answers."""


@dataclass(frozen=True, slots=True)
class Form:
    """One submission: the hash of who sent it with its Idempotency-Key, and of what it says."""

    key_hash: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a form made before."""

    body_hash: str
    message: Message


type SendOutcome = Sent | FormUsed | Invalid


class Records(Protocol):
    """What the 2012 System holds of a client. Raises ComponentFault."""

    def cases_of(self, scin: str) -> tuple[ParticipantView, ...]:
        """Return the client's cases."""
        ...

    def owner_of(self, scin: str) -> ClientOwner:
        """Tell who works for the client."""
        ...


class Messages(Protocol):
    """Keeps messages."""

    def made_by(self, key_hash: str) -> Made | None:
        """Return what a form made before."""
        ...

    def keep(self, received: Received, form: Form, act: Act) -> bool:
        """Keep a message and all that it makes; False where its form has made one already."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """The use cases. `longest` is how many characters a message may have."""

    records: Records
    messages: Messages
    identifiers: Randomness
    longest: int

    def children(self, sender: Sender) -> tuple[Child, ...]:
        """Return the children that a message of this sender may be about; an employer has none (MSG-04)."""
        return children_of(self.records.cases_of(sender.scin)) if sender.scin else ()

    def send(self, written: Written, sender: Sender, key: str, visit: Visit) -> SendOutcome:
        """Receive a message, at any hour (MSG-11)."""
        form = _form(written, sender, key)
        made = self.messages.made_by(form.key_hash)
        if made:
            return _again(made, form)
        draft = self._checked(written, sender)
        if isinstance(draft, Invalid):
            return draft
        owner = self.records.owner_of(sender.scin) if sender.scin else None
        received = receive(draft, sender, owner, identifiers=self.identifiers, now=visit.now)
        if self.messages.keep(received, form, self._act(received, visit)):
            return Sent(received.message)
        made = self.messages.made_by(form.key_hash)
        return _again(made, form) if made else FormUsed()

    def _checked(self, written: Written, sender: Sender) -> Draft | Invalid:
        return check_message(
            message_type=written.message_type,
            text=written.text,
            child=written.child,
            children=self.children(sender) if written.child else (),
            longest=self.longest,
        )

    def _act(self, received: Received, visit: Visit) -> Act:
        message = received.message
        facts = {
            "message": message.message_id,
            "owner": message.owner,
            "message_type": message.message_type.value,
            "activity": message.activity_id,
        }
        kind, subject, version = ActKind.MESSAGE_RECEIVED, f"message#{message.message_id}", 1
        identifier, at = self.identifiers.identifier(), visit.now
        return Act(kind, identifier, subject, version, message.sent_by, at, visit.transaction_id, facts)


def _again(made: Made, form: Form) -> Sent | FormUsed:
    return Sent(made.message) if made.body_hash == form.body_hash else FormUsed()


def _form(written: Written, sender: Sender, key: str) -> Form:
    # The owner stands in the hash of the form: an employer of several ERNs is another sender in each session.
    told = "\x00".join((written.message_type, written.child, written.text))
    return Form(_hash(f"{sender.actor}\x00{sender.owner}\x00{key}"), _hash(told))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
