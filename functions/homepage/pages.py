"""The homepages: boxes, headings and links by role; nothing of another role, no other party beyond a first name."""

from typing import assert_never

import msgspec

from cms_common.domain.accounts import Service
from cms_common.domain.cases import (
    APPLICATION_STAGES,
    ROLES,
    Application,
    CaseToChoose,
    HomepageCases,
    ParticipantView,
    Role,
)
from cms_common.domain.sessions import Session, Site
from cms_common.edge.pages import SERVICE_NAMES, Link, at
from homepage.service import ClientHomepage, EmployerHomepage


class Box(msgspec.Struct, frozen=True):
    """One box of the homepage: a heading and its sub-headings, all hyperlinks (HOM-02)."""

    heading: Link
    links: tuple[Link, ...]


class CaseSummary(msgspec.Struct, frozen=True):
    """One case: who is on it by first name, and in which role the reader is."""

    case_id: str
    role: str
    other_parent: str
    children: tuple[str, ...]
    link: Link


class ProgressStage(msgspec.Struct, frozen=True):
    """One step of the application progress bar (HOM-10)."""

    name: str
    done: bool


class Progress(msgspec.Struct, frozen=True):
    """The progress bar of one application."""

    reference: str
    status: str
    stages: tuple[ProgressStage, ...]


class ClientPage(msgspec.Struct, frozen=True):
    """A client's homepage. `choose_a_case` is true for a client with both roles who has not chosen yet (GAP-17)."""

    title: str
    service_name: str
    welcome: str
    role: str
    choose_a_case: bool
    cases: tuple[CaseSummary, ...]
    applications: tuple[Progress, ...]
    boxes: tuple[Box, ...]
    header: tuple[Link, ...]


class EmployerPage(msgspec.Struct, frozen=True):
    """The employer portal's homepage, of one ERN."""

    title: str
    service_name: str
    welcome: str
    ern: str
    boxes: tuple[Box, ...]
    header: tuple[Link, ...]


def client(homepage: ClientHomepage, session: Session) -> ClientPage:
    """Show a client's homepage."""
    shown = homepage.shown
    match shown:
        case CaseToChoose(cases, applications):
            role, choose = None, True
        case HomepageCases(role, cases, applications):
            choose = False
        case other:
            assert_never(other)
    return ClientPage(
        title="Client self-service",
        service_name=SERVICE_NAMES[session.site.value],
        welcome=homepage.first_name,
        role=role.value if role else "",
        choose_a_case=choose,
        cases=tuple(_case(case, session.site) for case in cases),
        applications=tuple(_progress(application) for application in applications),
        boxes=() if choose else _boxes(role, session.site),
        header=_header(Service.CLIENT, session.site),
    )


def employer(homepage: EmployerHomepage, session: Session) -> EmployerPage:
    """Show the employer portal's homepage (ENR-13, LOG-14)."""
    return EmployerPage(
        title="Employer portal",
        service_name=SERVICE_NAMES[session.site.value],
        welcome=homepage.name,
        ern=homepage.ern,
        boxes=(
            _box(Service.EMPLOYER, session.site, ("My payments", "/payments"), ("Make a payment", "/payments/new")),
            _box(Service.EMPLOYER, session.site, ("My messages", "/messages"), ("Send a message", "/messages/new")),
        ),
        header=_header(Service.EMPLOYER, session.site),
    )


def _case(case: ParticipantView, site: Site) -> CaseSummary:
    separator = "&" if site is Site.NORTHERN_IRELAND else "?"
    return CaseSummary(
        case_id=case.case_id,
        role=ROLES[case.role].value,
        other_parent=case.other_parent_first_name,
        children=case.children_first_names,
        link=Link("Show this case", at(Service.CLIENT, "/homepage", site) + f"{separator}case={case.case_id}"),
    )


def _progress(application: Application) -> Progress:
    stages = tuple(ProgressStage(name, done=n < application.stages_done) for n, name in enumerate(APPLICATION_STAGES))
    latest = APPLICATION_STAGES[max(application.stages_done, 1) - 1]
    return Progress(application.reference, latest, stages)


def _boxes(role: Role | None, site: Site) -> tuple[Box, ...]:
    """Return the four boxes (HOM-02); My payments holds only what belongs to the role (HOM-03, PAY-03)."""
    payments = {
        Role.PAYING_PARENT: (("Make a payment", "/payments/new"),),
        Role.RECEIVING_PARENT: (("View online statement", "/payments/statement"),),
        None: (),
    }
    service = Service.CLIENT
    return (
        _box(service, site, ("My payments", "/payments"), *payments[role]),
        _box(service, site, ("My messages", "/messages"), ("Send a message", "/messages/new")),
        _box(service, site, ("My case details", "/cases")),
        _box(service, site, ("My details & circumstances", "/details"), ("Change PIN", "/details/pin")),
    )


def _box(service: Service, site: Site, heading: tuple[str, str], *links: tuple[str, str]) -> Box:
    return Box(
        Link(heading[0], at(service, heading[1], site)),
        tuple(Link(text, at(service, path, site)) for text, path in links),
    )


def _header(service: Service, site: Site) -> tuple[Link, ...]:
    return (Link("Home", at(service, "/homepage", site)), Link("Logout", at(service, "/logout", site)))
