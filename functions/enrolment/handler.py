"""HTTP: register, note the user ID, choose a service, enrol."""

from cms_common.edge import problems
from cms_common.edge.access import EVERYONE, REGISTERED
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.pages import Page, Step
from cms_common.edge.wiring import SITE_QUERY, site_of
from enrolment import answers, forms, pages
from enrolment.wiring import doors, enrolling, registering, settings

api = Api("Registration and enrolment")
_REFUSED = (
    problems.FactsNotValidated, problems.OtherService, problems.TooManyAttempts, problems.StepNotComplete,
    problems.SiebelFault, problems.EnrolmentLocked,
)  # fmt: skip
_USED = (problems.SubmissionAlreadyUsed, problems.TemporarilyLocked, problems.TooManyAttempts)
_REGISTRATION = "/{service}/registration"


@api.route("GET", _REGISTRATION, access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Registration form")
def show_registration(request: Request[None]) -> Page:
    return pages.registration(request.own_service, site_of(request))


@api.route(
    "POST", _REGISTRATION, access=EVERYONE, body=forms.RegistrationForm, answer=forms.UserIdShown, status=201,
    idempotent=True, query=SITE_QUERY, raises=_USED, summary="Register a Government Gateway account",
)  # fmt: skip
def register(request: Request[forms.RegistrationForm]) -> forms.UserIdShown:
    service, site = request.own_service, site_of(request)
    outcome = registering.submit(request.body.checked(), service, site, request.idempotency_key, request.visit)
    return answers.of_registration(outcome, service, site)


@api.route(
    "POST", _REGISTRATION + "/confirmation", access=REGISTERED, body=forms.Confirmation, answer=Step,
    raises=(problems.NotNoted,), summary="Confirm that the user ID is noted",
)  # fmt: skip
def confirm(request: Request[forms.Confirmation]) -> Step:
    outcome = registering.note_user_id(request.session, request.visit, ticked=request.body.id_noted)
    return answers.of_confirmation(outcome, request.session)


@api.route("GET", "/{service}/services", access=REGISTERED, answer=Page, summary="Services available")
def show_services(request: Request[None]) -> Page:
    return answers.after_noting(request.session, pages.services(request.session))


@api.route("GET", "/{service}/enrolment/information", access=REGISTERED, answer=Page, summary="Who can enrol")
def show_information(request: Request[None]) -> Page:
    return answers.after_noting(request.session, pages.information(request.own_service, request.session.site))


@api.route("GET", "/{service}/enrolment", access=REGISTERED, answer=Page, summary="Enrolment form")
def show_enrolment(request: Request[None]) -> Page:
    return answers.after_noting(request.session, pages.enrolment(request.own_service, request.session.site))


@api.route(
    "POST", "/client/enrolment", access=REGISTERED, body=forms.ClientFactsForm, answer=forms.EnrolmentConfirmed,
    raises=_REFUSED, summary="Enrol a client by known facts",
)  # fmt: skip
def enrol_client(request: Request[forms.ClientFactsForm]) -> forms.EnrolmentConfirmed:
    facts = request.body.checked(request.now, settings.scin_digits)
    return answers.of_enrolment(enrolling.enrol_client(facts, request.session, request.visit), request.session)


@api.route(
    "POST", "/employer/enrolment", access=REGISTERED, body=forms.EmployerFactsForm, answer=forms.EnrolmentConfirmed,
    raises=_REFUSED, summary="Enrol an employer by known facts",
)  # fmt: skip
def enrol_employer(request: Request[forms.EmployerFactsForm]) -> forms.EnrolmentConfirmed:
    outcome = enrolling.enrol_employer(request.body.checked(), request.session, request.visit)
    return answers.of_enrolment(outcome, request.session)


lambda_handler = serve(api, doors)
