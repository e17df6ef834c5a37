"""HTTP: contacts with their security check, and what opens once it is passed."""

from caseworker import answers, forms, screens
from caseworker.pages import CONTACTS
from caseworker.tokens import place_of
from caseworker.wiring import contacting, settings
from cms_common.edge import problems
from cms_common.edge.access import CASEWORKERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ONE = f"{CONTACTS}/{{contact}}"
_CHECKED = (problems.ContactClosed, problems.SiebelFault)
_PASSED = (problems.SecurityCheckFirst, problems.SecurityCheckNotPassed, problems.ContactClosed, problems.SiebelFault)
_LISTED = (*_PASSED, problems.FormRefused)


@api.route(
    "POST", CONTACTS, access=CASEWORKERS, body=forms.ContactForm, answer=screens.ContactPage, status=201,
    idempotent=True, raises=(problems.NotFound,), summary="Open a contact",
)  # fmt: skip
def begin(request: Request[forms.ContactForm]) -> screens.ContactPage:
    form = request.body.checked(settings.scin_digits)
    return answers.of_contact(contacting.begin(request.idempotency_key, *form, request.staff, request.visit))


@api.route("GET", _ONE, access=CASEWORKERS, answer=screens.ContactPage, summary="The contact screen")
def show(request: Request[None]) -> screens.ContactPage:
    return answers.of_contact(contacting.show(request.named["contact"], request.staff))


@api.route(
    "POST", f"{_ONE}/security-check", access=CASEWORKERS, body=forms.CheckForm, answer=screens.ContactPage,
    raises=_CHECKED, summary="The security check: one a contact",
)  # fmt: skip
def check(request: Request[forms.CheckForm]) -> screens.ContactPage:
    said = request.body.checked(request, settings.scin_digits)
    return answers.of_check(contacting.check(request.named["contact"], said, request.staff, request.visit))


@api.route(
    "GET",
    f"{_ONE}/client",
    access=CASEWORKERS,
    answer=screens.ClientRecordPage,
    raises=_PASSED,
    summary="Client record",
)
def show_client(request: Request[None]) -> screens.ClientRecordPage:
    named = request.named["contact"]
    return answers.of_client(contacting.client(named, request.staff, request.visit), named)


@api.route(
    "GET", f"{_ONE}/contacts", access=CASEWORKERS, answer=screens.ContactList, raises=_LISTED,
    query={"after": "where the next page begins"}, summary="The client's contacts with their activities",
)  # fmt: skip
def show_contacts(request: Request[None]) -> screens.ContactList:
    named, after = request.named["contact"], place_of(request.query.get("after", ""), "contact#")
    return answers.of_history(contacting.history(named, after, request.staff, request.visit), named)
