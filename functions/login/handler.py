"""HTTP: user ID and password, then PIN digits or ERN; logout."""

from cms_common.edge import problems
from cms_common.edge.access import ANY_SESSION, CHALLENGED, EVERYONE
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.pages import Page, Step
from cms_common.edge.wiring import SITE_QUERY, site_of
from login import answers, forms, pages
from login.wiring import doors, password_step, second_step, settings

api = Api("Login")
_PASSWORD = (
    problems.CredentialsRefused, problems.TemporarilyLocked, problems.OtherService, problems.TooManyAttempts,
    problems.SecurityLocked,
)  # fmt: skip
_ASKED = (problems.NoPin, problems.SecurityQuestionsDue, problems.SecurityLocked)
_PIN = (*_ASKED, problems.PinRefused, problems.ChallengeChanged)


@api.route("GET", "/{service}/login", access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Login page")
def show_login(request: Request[None]) -> Page:
    return pages.log_in(request.own_service, site_of(request))


@api.route(
    "POST", "/{service}/login", access=EVERYONE, body=forms.LoginForm, answer=Step, query=SITE_QUERY,
    raises=_PASSWORD, summary="Give user ID and password",
)  # fmt: skip
def log_in(request: Request[forms.LoginForm]) -> Step:
    user_id, password = request.body.checked()
    service, site = request.own_service, site_of(request)
    outcome = password_step.log_in(user_id, password, service, site, request.visit)
    return answers.of_password(outcome, service, site, settings.cms_telephone)


@api.route(
    "GET", "/client/login/challenge", access=CHALLENGED, answer=forms.PinPage,
    raises=_ASKED, summary="Which digits of the PIN to give",
)  # fmt: skip
def show_pin_page(request: Request[None]) -> forms.PinPage:
    return answers.of_pin_page(second_step.ask_pin(request.session), request.session, settings.cms_telephone)


@api.route(
    "POST", "/client/login/challenge", access=CHALLENGED, body=forms.PinForm, answer=Step, raises=_PIN,
    summary="Give two digits of the PIN",
)  # fmt: skip
def give_pin(request: Request[forms.PinForm]) -> Step:
    positions, digits = request.body.checked()
    outcome = second_step.give_pin(request.session, positions, digits, request.visit)
    return answers.of_pin(outcome, request.session, settings.cms_telephone)


@api.route("GET", "/employer/login/challenge", access=CHALLENGED, answer=Page, summary="ERN page")
def show_ern_page(request: Request[None]) -> Page:
    return pages.enter_ern(request.session)


@api.route(
    "POST", "/employer/login/challenge", access=CHALLENGED, body=forms.ErnForm, answer=Step,
    raises=(problems.ErnRefused, problems.SiebelFault), summary="Give the ERN",
)  # fmt: skip
def give_ern(request: Request[forms.ErnForm]) -> Step:
    return answers.of_ern(second_step.give_ern(request.session, request.body.checked(), request.visit), request.session)


@api.route("POST", "/{service}/logout", access=ANY_SESSION, answer=Step, summary="Log out")
def log_out(request: Request[None]) -> Step:
    second_step.log_out(request.session, request.visit)
    return answers.of_logout(request.session)


lambda_handler = serve(api, doors)
