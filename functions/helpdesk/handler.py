"""HTTP: known-facts look-up, customer details, enrolments, de-enrolment."""

from cms_common.domain.staff import StaffFunction
from cms_common.edge import problems
from cms_common.edge.access import ticked
from cms_common.edge.api import Api, Request, serve
from helpdesk import answers, forms, pages
from helpdesk.wiring import doors, helping, settings

api = Api("Helpdesk")
_LOOKS_UP, _DE_ENROLS = ticked(StaffFunction.LOOK_UP), ticked(StaffFunction.DE_ENROL)
_ALL, _ONE = pages.LOOK_UPS, f"{pages.LOOK_UPS}/{{look_up}}"
_OFF, _FAULT = (problems.FunctionDisabled,), (problems.SiebelFault,)
_REFUSED = (problems.CustomerNotValidated, problems.NoSelfServiceAccount, problems.SiebelFault)


@api.route("GET", _ALL, access=_LOOKS_UP, answer=forms.KnownFactsPage, summary="Customer selection / Known facts")
def show_known_facts(_: Request[None]) -> forms.KnownFactsPage:
    return pages.known_facts()


@api.route(
    "POST", _ALL, access=_LOOKS_UP, body=forms.LookUpForm, answer=forms.CustomerDetails, status=201, raises=_REFUSED,
    summary="Look a customer up by known facts",
)  # fmt: skip
def look_up(request: Request[forms.LookUpForm]) -> forms.CustomerDetails:
    facts = request.body.checked(request.now, settings.scin_digits)
    return answers.of_look_up(helping.look_up(facts, request.staff, request.visit), request.now)


@api.route("GET", _ONE, access=_LOOKS_UP, answer=forms.CustomerDetails, raises=_FAULT, summary="Customer details")
def show_details(request: Request[None]) -> forms.CustomerDetails:
    found = answers.there(helping.show(request.named["look_up"], request.staff, request.now))
    return pages.details(request.named["look_up"], found, request.now)


@api.route(
    "GET", f"{_ONE}/enrolments", access=_LOOKS_UP, answer=forms.EnrolmentList, raises=_FAULT, summary="Enrolments tab"
)
def show_enrolments(request: Request[None]) -> forms.EnrolmentList:
    found = answers.there(helping.show(request.named["look_up"], request.staff, request.now))
    return pages.enrolments(request.named["look_up"], found.account)


@api.route(
    "GET", f"{_ONE}/enrolments/{{enrolment}}", access=_LOOKS_UP, answer=forms.ServiceDetails, raises=_FAULT,
    summary="Service details",
)  # fmt: skip
def show_service(request: Request[None]) -> forms.ServiceDetails:
    found = answers.there(helping.show(request.named["look_up"], request.staff, request.now))
    return answers.of_service(request.named["look_up"], found.account, request.named["enrolment"])


@api.route(
    "POST", f"{_ONE}/de-enrolment", access=_DE_ENROLS, body=forms.DeEnrolmentForm, answer=forms.DeEnrolmentResult,
    raises=_FAULT, summary="De-enrol a user everywhere; without `confirmed` nothing changes",
)  # fmt: skip
def de_enrol(request: Request[forms.DeEnrolmentForm]) -> forms.DeEnrolmentResult:
    if not request.body.confirmed:
        answers.there(helping.show(request.named["look_up"], request.staff, request.now))
        return pages.confirm_de_enrolment(request.named["look_up"])
    reason = request.body.checked()
    return answers.of_de_enrolment(helping.de_enrol(request.named["look_up"], reason, request.staff, request.visit))


@api.route("POST", f"{_ONE}/user-id", access=_LOOKS_UP, answer=None, raises=_OFF, summary="Disabled: resend user ID")
@api.route("POST", f"{_ONE}/password", access=_LOOKS_UP, answer=None, raises=_OFF, summary="Disabled: reset password")
def refuse(_: Request[None]) -> forms.Detail:
    raise problems.FunctionDisabled


lambda_handler = serve(api, doors)
