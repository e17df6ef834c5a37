"""The forms in which things reach `notify`: notifications from the queue of mails, reports of the mail service."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct, field
from msgspec.json import Decoder

from cms_common.domain.language import Language
from cms_common.domain.notifications import State, Wanted
from notify.reporting import Report

type Identifier = Annotated[str, Meta(pattern="^[0-9a-f]{20}$")]
_STATES = {
    "Send": State.SENT,
    "Delivery": State.DELIVERED,
    "Bounce": State.BOUNCED,
    # Accepted, then found to carry a virus, and not delivered.
    "Reject": State.BOUNCED,
    "Complaint": State.COMPLAINED,
}


class Message(Struct, frozen=True):
    """A notification as its sender puts it into the queue; `sealed` is base64, made for `to`."""

    notification: Identifier
    template: str
    language: Language
    to: Annotated[str, Meta(pattern="^([0-9]{12}|client#[0-9]{1,20}|employer#[A-Za-z0-9/-]{1,30})$")]
    sealed: bytes = b""
    lines: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    besides: str = ""

    @property
    def wanted(self) -> Wanted:
        """What is wanted."""
        return Wanted(self.notification, self.template, self.language, self.to, self.lines, self.optional, self.besides)


class _Detail(Struct, frozen=True):
    subject: Annotated[str, Meta(pattern="^notification#[0-9a-f]{20}$")]


class Event(Struct, frozen=True):
    """Our own event that a notification is wanted: it names one that is kept in the table."""

    kind: str = field(name="detail-type")
    detail: _Detail

    @property
    def notification(self) -> str:
        """Its identifier."""
        return self.detail.subject.partition("#")[2]


class _Reported(Struct, frozen=True):
    # A tag is a list of values, of which we give one.
    notification: tuple[Identifier]
    event: str
    sent_at: datetime
    reason: Annotated[str, Meta(pattern="^[A-Za-z]{0,30}$")] = ""


_any, _message, _event = Decoder(dict[str, Any]), Decoder(Message), Decoder(Event)
_reported = Decoder(_Reported)


def read_wanted(body: str) -> Message | Event:
    """Read a message of the queue of mails. Raises msgspec.DecodeError, ValidationError."""
    return _event.decode(body) if "detail-type" in _any.decode(body) else _message.decode(body)


def read_report(body: str) -> Report:
    """Read a report as the rule on the bus passes it on. Raises msgspec.DecodeError, KeyError for an unknown event."""
    told = _reported.decode(body)
    return Report(told.notification[0], _STATES[told.event], told.sent_at, told.reason)
