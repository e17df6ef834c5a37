"""The pages that open without login (REG-01, REG-02, REG-16, REG-24, NIR-01, NIR-02)."""

from datetime import datetime

import msgspec

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Site
from cms_common.domain.site import UNAVAILABLE, SiteState
from cms_common.edge.pages import SERVICE_NAMES, Link, at
from cms_common.edge.problems import published

INDEXABLE = "index, follow"


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to choose on a start page, and what sits inside it."""

    link: Link
    inside: tuple[Link, ...] = ()


class StartPage(msgspec.Struct, frozen=True):
    """A start page: open without login and open to search engines (REG-02)."""

    title: str
    service_name: str
    keywords: tuple[str, ...]
    robots: str
    choices: tuple[Choice, ...]


class Announcement(msgspec.Struct, frozen=True, rename={"starts_at": "from", "ends_at": "until"}):
    """Announced maintenance, shown in red at the top of every page (SES-06)."""

    colour: str
    message: str
    starts_at: str
    ends_at: str


class SiteReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether clients and employers can use the site now."""

    available: bool
    message: str = ""
    maintenance: Announcement | None = None


class ErrorCode(msgspec.Struct, frozen=True):
    """One published error code (SES-03)."""

    code: str
    status: int
    title: str
    detail: str
    meaning: str


class ErrorCodes(msgspec.Struct, frozen=True):
    """The published list."""

    codes: tuple[ErrorCode, ...]


def landing() -> StartPage:
    """Let the user choose clients or employers (REG-24)."""
    choices = (
        Choice(Link("Clients", "/client")),
        Choice(Link("Employers", "/employer")),
        Choice(Link("Clients and employers in Northern Ireland", "/ni")),
    )
    return _page("Child Maintenance Service", Site.GREAT_BRITAIN, choices)


def start(service: Service) -> StartPage:
    """Show the start page of a service (REG-01)."""
    return _page(service.shown, Site.GREAT_BRITAIN, _ways_in(service, Site.GREAT_BRITAIN))


def northern_ireland() -> StartPage:
    """Show the start page of Northern Ireland, with both ways in (NIR-01, CON-28)."""
    site = Site.NORTHERN_IRELAND
    client, employer = (_ways_in(service, site) for service in Service)
    return _page(SERVICE_NAMES[site.value], site, (*client, *employer))


def report(state: SiteState, now: datetime) -> SiteReport:
    """Tell whether the site is open, and what is announced (SES-06, SES-08)."""
    announced = state.announced(now)
    return SiteReport(
        available=state.available(now),
        message="" if state.available(now) else UNAVAILABLE,
        maintenance=Announcement(
            "red", announced.message, announced.starts_at.isoformat(), announced.ends_at.isoformat()
        )
        if announced
        else None,
    )


def error_codes() -> ErrorCodes:
    """List the published error codes (SES-03, GAP-01)."""
    return ErrorCodes(
        tuple(
            ErrorCode(kind.code, kind.status, kind.title, kind.detail, (kind.__doc__ or "").strip())
            for kind in published()
        )
    )


def _page(title: str, site: Site, choices: tuple[Choice, ...]) -> StartPage:
    keywords = ("child maintenance", "Child Maintenance Log In")
    return StartPage(title, SERVICE_NAMES[site.value], keywords, INDEXABLE, choices)


def _ways_in(service: Service, site: Site) -> tuple[Choice, ...]:
    whose = "" if site is Site.GREAT_BRITAIN else f" ({'employers' if service is Service.EMPLOYER else 'clients'})"
    return (
        Choice(
            Link(f"Register - if you're a new user{whose}", at(service, "/registration", site)),
            # A person with a Gateway account who is not enrolled logs on to it and is led to enrolment (REG-16).
            inside=(Link("Enrol now", at(service, "/login", site)),),
        ),
        Choice(Link(f"Log in - if you're an existing user{whose}", at(service, "/login", site))),
    )
