"""What stands in a document, field by field, all of it the system's own or as the client once gave it (LET-14).

Nothing here is typed for a letter by anybody. The National Insurance number and the date of birth are not even read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms_common.domain.language import Language, preferred
from cms_common.domain.letters import Reader
from cms_common.domain.notifications import mobile_number
from cms_common.domain.uk_time import LONDON
from letters.catalogue import MESSAGE, Template

type Data = dict[str, Any]
_MONTHS = {
    Language.ENGLISH: "January February March April May June July August September October November December",
    Language.WELSH: "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
_ABOUT_IN_WELSH = {
    "missing payments": "taliadau coll",
    "submit feedback": "rhoi adborth",
    "general query": "ymholiad cyffredinol",
    "make a complaint": "gwneud cwyn",
    "query about calculation": "ymholiad am gyfrifiad",
    "query about annual assessment": "ymholiad am asesiad blynyddol",
    "ask for subject access request form": "gofyn am ffurflen cais gwrthrych am wybodaeth",
    "problem with the site": "problem gyda'r wefan",
}


@dataclass(frozen=True, slots=True)
class Client:
    """A client as letters need them; `enrolled` tells whether an account is enrolled for the SCIN now."""

    scin: str
    name: str
    address: tuple[str, ...]
    email: str
    mobile_telephone: str
    contact_preference: str
    preferred_language: str
    self_service: bool
    sms_opted_in: bool
    enrolled: bool

    @property
    def reader(self) -> Reader:
        """How the client is reached."""
        return Reader(self.contact_preference, self.enrolled, self.self_service, bool(self.email))

    @property
    def takes_texts(self) -> bool:
        """Whether a text message may be sent: opted in, and a mobile number is held (NOT-02)."""
        return self.sms_opted_in and mobile_number(self.mobile_telephone) is not None

    @property
    def language(self) -> Language:
        """The language that the client is written to in."""
        return preferred(self.preferred_language)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was received. `reference` is the SCIN or ERN of the sender, `name` the name held for it."""

    message_id: str
    owner: str
    entry: str
    message_type: str
    child: str
    text: str
    received_at: datetime
    document_id: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message came from."""

    name: str
    reference: str
    language: Language


@dataclass(frozen=True, slots=True)
class Office:
    """How letters say who sends them; the address line by line."""

    telephone: str
    address: tuple[str, ...]


def of_letter(template: Template, language: Language, client: Client, office: Office, at: datetime) -> Data:
    """Return the fields of a letter dated `at`."""
    return {
        **_frame(template, language, at),
        "name": client.name,
        "address": list(client.address),
        "reference": client.scin,
        "date": shown_day(at, language),
        "first_issued": None,
        "telephone": office.telephone,
        "office": list(office.address),
        "details": _details(client),
    }


def issued_before(letter: Data, language: Language, first_issued: datetime) -> Data:
    """Return the fields of a letter with the day on which it was first issued, online."""
    return letter | {"first_issued": shown_day(first_issued, language)}


def of_message(message: Message, sender: Sender) -> Data:
    """Return the fields of a message's document."""
    about = message.message_type
    return {
        **_frame(MESSAGE, sender.language, message.received_at),
        "form": "",
        "name": sender.name,
        "reference": sender.reference,
        "sent": f"{shown_day(message.received_at, sender.language)}, {message.received_at.astimezone(LONDON):%H:%M}",
        "about": _ABOUT_IN_WELSH[about] if sender.language is Language.WELSH else about,
        "child": message.child or None,
        "text": message.text,
    }


def shown_day(at: datetime, language: Language) -> str:
    """Show a day of the United Kingdom in words, as "22 November 2026" or "22 Tachwedd 2026"."""
    local = at.astimezone(LONDON)
    return f"{local.day} {_MONTHS[language].split()[local.month - 1]} {local.year}"


def _frame(template: Template, language: Language, at: datetime) -> Data:
    local = at.astimezone(LONDON)
    return {
        "language": language.value,
        "title": template.title(language),
        "form": f"{template.name} v{template.version}",
        "made_on": {"year": local.year, "month": local.month, "day": local.day},
    }


def _details(client: Client) -> list[list[Any]]:
    rows = {
        "name": (client.name,),
        "reference": (client.scin,),
        "role": (),
        "address": client.address,
        "email": (client.email,),
        "mobile_telephone": (client.mobile_telephone,),
        "contact_preference": (client.contact_preference,),
        "preferred_language": (client.preferred_language,),
        "self_service": ("true" if client.reader.uses_self_service else "false",),
    }
    return [[what, [line for line in lines if line]] for what, lines in rows.items()]
