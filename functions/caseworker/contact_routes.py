"""HTTP: contacts with their security check, and what is done in them."""

from caseworker import contact_pages, contact_screens, forms
from caseworker.answers import passed, there
from caseworker.pages import CONTACTS
from caseworker.wiring import acting, contacting, settings
from cms_common.edge import problems
from cms_common.edge.access import CASEWORKERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ONE = f"{CONTACTS}/{{contact}}"
_CHECKED = (problems.ContactClosed, problems.SiebelFault)
_PASSED = (problems.SecurityCheckFirst, problems.SecurityCheckNotPassed, problems.ContactClosed, problems.SiebelFault)


@api.route(
    "POST", CONTACTS, access=CASEWORKERS, body=forms.ContactForm, answer=contact_screens.ContactPage, status=201,
    idempotent=True, raises=(problems.NotFound,), summary="Open a contact",
)  # fmt: skip
def begin(request: Request[forms.ContactForm]) -> contact_screens.ContactPage:
    form = request.body.checked(settings.scin_digits)
    return contact_pages.contact(there(contacting.begin(request.idempotency_key, *form, request.staff, request.visit)))


@api.route("GET", _ONE, access=CASEWORKERS, answer=contact_screens.ContactPage, summary="The contact screen")
def show(request: Request[None]) -> contact_screens.ContactPage:
    return contact_pages.contact(there(contacting.show(request.named["contact"], request.staff)))


@api.route(
    "POST", f"{_ONE}/security-check", access=CASEWORKERS, body=forms.CheckForm, answer=contact_screens.ContactPage,
    raises=_CHECKED, summary="The security check: one a contact",
)  # fmt: skip
def check(request: Request[forms.CheckForm]) -> contact_screens.ContactPage:
    said = request.body.checked(request, settings.scin_digits)
    return contact_pages.contact(passed(contacting.check(request.named["contact"], said, request.staff, request.visit)))


@api.route(
    "POST", f"{_ONE}/security-reset", access=CASEWORKERS, body=forms.Nothing,
    answer=contact_screens.ActDone, raises=_PASSED, summary="Reset PIN and security lock; the client sets a new PIN",
)  # fmt: skip
def reset_security(request: Request[forms.Nothing]) -> contact_screens.ActDone:
    named = request.named["contact"]
    passed(acting.reset_security(named, request.staff, request.visit))
    return contact_pages.security_reset(named)


@api.route(
    "POST", f"{_ONE}/special-records", access=CASEWORKERS, body=forms.ReasonForm, answer=contact_screens.ActDone,
    raises=_PASSED, summary="Pass the client to the Special Client Records Team",
)  # fmt: skip
def refer(request: Request[forms.ReasonForm]) -> contact_screens.ActDone:
    named, reason = request.named["contact"], request.body.checked()
    passed(acting.refer(named, reason, request.staff, request.visit))
    return contact_pages.referred(named)


@api.route(
    "POST", f"{_ONE}/close", access=CASEWORKERS, body=forms.ReasonForm, answer=contact_screens.ActDone,
    summary="Close the contact, with the reason for the call",
)  # fmt: skip
def close(request: Request[forms.ReasonForm]) -> contact_screens.ActDone:
    reason = request.body.checked()
    there(contacting.close(request.named["contact"], reason, request.staff, request.visit))
    return contact_pages.closed()
