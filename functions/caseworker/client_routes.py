"""HTTP: what a contact shows of its client once the security check is passed."""

from caseworker import client_pages, contact_screens, forms, screens
from caseworker.answers import passed
from caseworker.pages import CONTACTS
from caseworker.tokens import place_of, read
from caseworker.wiring import showing
from cms_common.edge import problems
from cms_common.edge.access import CASEWORKERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ONE = f"{CONTACTS}/{{contact}}"
_PASSED = (problems.SecurityCheckFirst, problems.SecurityCheckNotPassed, problems.ContactClosed, problems.SiebelFault)
_LISTED = (*_PASSED, problems.FormRefused)
_AFTER = {"after": "where the next page begins"}


@api.route(
    "GET", f"{_ONE}/client", access=CASEWORKERS, answer=contact_screens.ClientRecordPage, raises=_PASSED,
    summary="Client record",
)  # fmt: skip
def show_client(request: Request[None]) -> contact_screens.ClientRecordPage:
    named = request.named["contact"]
    return client_pages.client(passed(showing.client(named, request.staff, request.visit)), named)


@api.route(
    "GET", f"{_ONE}/contacts", access=CASEWORKERS, answer=contact_screens.ContactList, raises=_LISTED, query=_AFTER,
    summary="The client's contacts with their activities",
)  # fmt: skip
def show_contacts(request: Request[None]) -> contact_screens.ContactList:
    named, after = _place(request, "contact#")
    return client_pages.contacts(passed(showing.contacts(named, after, request.staff, request.visit)), named)


@api.route(
    "GET", f"{_ONE}/service-requests", access=CASEWORKERS, answer=contact_screens.RequestList, raises=_LISTED,
    query=_AFTER, summary="The client's Service Request list",
)  # fmt: skip
def show_requests(request: Request[None]) -> contact_screens.RequestList:
    named, after = _place(request)
    return client_pages.requests(passed(showing.requests(named, after, request.staff, request.visit)), named)


@api.route(
    "GET", f"{_ONE}/comparison", access=CASEWORKERS, answer=contact_screens.ComparisonPage, raises=_PASSED,
    summary="What the site shows the client, beside the client record",
)  # fmt: skip
def compare(request: Request[None]) -> contact_screens.ComparisonPage:
    return client_pages.comparison(passed(showing.compare(request.named["contact"], request.staff, request.visit)))


@api.route(
    "GET", f"{_ONE}/contact-history", access=CASEWORKERS, answer=contact_screens.EntryList, raises=_LISTED,
    query=_AFTER, summary="The client's contact history",
)  # fmt: skip
def show_history(request: Request[None]) -> contact_screens.EntryList:
    named, after = _place(request, "entry#")
    return client_pages.history(passed(showing.history(named, after, request.staff, request.visit)), named)


@api.route(
    "POST", f"{_ONE}/contact-history/{{entry}}/document", access=CASEWORKERS, body=forms.Nothing,
    answer=screens.DocumentOpened, raises=_PASSED, summary="Open a letter or message of the contact history",
)  # fmt: skip
def open_document(request: Request[forms.Nothing]) -> screens.DocumentOpened:
    named, place = request.named["contact"], read(request.named["entry"], "entry#")
    return client_pages.document(passed(showing.document(named, place, request.staff, request.visit)))


@api.route(
    "GET", f"{_ONE}/notifications", access=CASEWORKERS, answer=contact_screens.NotificationList, raises=_LISTED,
    query=_AFTER, summary="The client's mails and text messages, and how far each has come",
)  # fmt: skip
def show_notifications(request: Request[None]) -> contact_screens.NotificationList:
    named, after = _place(request)
    found = passed(showing.notifications(named, after, request.staff, request.visit))
    return client_pages.notifications(found, named)


def _place(request: Request[None], begins: str = "") -> tuple[str, str]:
    return request.named["contact"], place_of(request.query.get("after", ""), begins)
