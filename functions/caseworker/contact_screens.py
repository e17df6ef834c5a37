"""The screens of a contact, as data."""

import msgspec

from caseworker.screens import ActivityLine
from cms_common.edge.pages import Field, Link


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a caseworker can deal with (CWK-03); without an address there is no action for it yet."""

    text: str
    how: str
    action: Link | None = None


class ContactPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The contact screen: what can be dealt with, nothing of the client.

    `lines` are for common calls (CWK-27), `prompts` promote self-service (CWK-20).
    """

    title: str
    contact: str
    channel: str
    direction: str
    opened: str
    security_check: str
    paragraphs: tuple[str, ...]
    topics: tuple[Topic, ...]
    lines: tuple[str, ...]
    prompts: tuple[str, ...]
    actions: tuple[Link, ...]
    fields: tuple[Field, ...] = ()
    closed: str = ""


class ClientRecordPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The client record (CWK-06): the real name, never NINO, date of birth or reference name. Dates are DD/MM/YYYY."""

    title: str
    name: str
    self_service: str
    first_log_in_date: str
    last_log_in_date: str
    contact_preference: str
    preferred_language: str
    jurisdiction: str
    segment: str
    sms: str
    actions: tuple[Link, ...]
    email: str = ""
    mobile_telephone: str = ""
    address: tuple[str, ...] = ()


class ContactLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One contact of a client with its activities."""

    opened: str
    channel: str
    direction: str
    security_check: str
    activities: tuple[ActivityLine, ...]
    subject: str = ""


class ContactList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A client's contacts, newest first; `more` leads to the next part."""

    title: str
    contacts: tuple[ContactLine, ...]
    more: Link | None = None


class RequestLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A service request in a list. `source` is "Self Service" for what was asked online, else the role (CON-14)."""

    request: Link
    source: str
    process: str
    area: str
    sub_area: str
    status: str
    sub_status: str = ""


class RequestList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A client's Service Request list (CWK-18); `more` leads to the next part."""

    title: str
    service_requests: tuple[RequestLine, ...]
    more: Link | None = None


class ComparedLine(msgspec.Struct, frozen=True):
    """One detail as the site shows it and as the 2012 System holds it."""

    detail: str
    on_the_site: str
    in_the_2012_system: str
    agree: bool


class CaseShown(msgspec.Struct, frozen=True):
    """A case as the site shows it to the client: of the other parent and the children the first names alone."""

    case: str
    role: str
    other_parent: str
    children: tuple[str, ...]


class ComparisonPage(msgspec.Struct, frozen=True):
    """What the site shows beside the client record, and the changes that are not completed (CWK-07)."""

    title: str
    paragraphs: tuple[str, ...]
    details: tuple[ComparedLine, ...]
    cases: tuple[CaseShown, ...]
    outstanding: tuple[RequestLine, ...]


class EntryLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of the contact history; `document` opens its PDF, `paragraphs` are the words of a mail as sent."""

    at: str
    shown: str
    kind: str
    direction: str
    title: str
    state: str
    delivery: str
    opened: str = ""
    paragraphs: tuple[str, ...] = ()
    document: Link | None = None


class EntryList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the contact history, newest first."""

    title: str
    entries: tuple[EntryLine, ...]
    more: Link | None = None


class NotificationLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mail or text message and how far it has come; `reason` is a code. `again` sends it once more (CWK-05)."""

    queued: str
    template: str
    language: str
    state: str
    reason: str = ""
    sent: str = ""
    perhaps_twice: bool = False
    sent_again: bool = False
    again: Link | None = None


class NotificationList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a client's notifications, newest first, those not sent among them."""

    title: str
    notifications: tuple[NotificationLine, ...]
    more: Link | None = None


class ActDone(msgspec.Struct, frozen=True):
    """What was done, and where to go on."""

    title: str
    paragraphs: tuple[str, ...]
    next: Link
