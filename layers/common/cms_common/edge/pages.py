"""Pages as data: the text, fields, choices and order that a web or mobile page shows."""

import msgspec

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Site

MANDATORY_NOTE = "Details marked * must be completed"


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One box of a form. `name` is the field's name in the request body; a mandatory one is marked * (SES-14)."""

    name: str
    label: str
    kind: str = "text"
    mandatory: bool = True
    hint: str = ""


CLIENT_FACTS = (
    Field("scin", "Customer reference number (SCIN) *"),
    Field("nino", "National Insurance number *"),
    Field("date_of_birth", "Date of birth *", hint="DD/MM/YYYY"),
)
"""The known facts that staff ask a client for (SUP-14)."""
EMPLOYER_FACTS = (
    Field("ern", "Employer reference number (ERN) *"),
    Field("paye_reference", "PAYE reference number *"),
)
"""The known facts that staff ask an employer for (SUP-15)."""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hyperlink; without `href` it is shown as plain text."""

    text: str
    href: str = ""
    new_window: bool = False
    under: str = ""
    """The field that the link stands under, where it does."""


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page: paragraphs, then fields, buttons and links, each in order."""

    title: str
    service_name: str
    paragraphs: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    buttons: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    mandatory_note: str = ""
    waiting_message: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a completed step leads. `token` replaces the one sent with the request; it is shown once."""

    next: Link
    token: str = ""
    message: str = ""


SERVICE_NAMES = {"gb": "Child Maintenance Service", "ni": "Child Maintenance Service (NICMS)"}
"""What the service is called, by the site that a person came in by (NIR-02)."""


def at(service: Service, path: str, site: Site) -> str:
    """Return a path of a service, keeping the Northern Ireland wording of whoever came in by /ni (CON-28)."""
    return f"/{service.value}{path}" + ("?site=ni" if site is Site.NORTHERN_IRELAND else "")


def start_of(service: Service, site: Site) -> str:
    """Return the start page that a person came in by (REG-01, NIR-01)."""
    return "/ni" if site is Site.NORTHERN_IRELAND else f"/{service.value}"
