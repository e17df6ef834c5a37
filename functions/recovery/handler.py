"""HTTP: forgotten user ID, password or PIN."""

from cms_common.domain.recovery import Wanted
from cms_common.edge import problems
from cms_common.edge.access import CHALLENGED, EVERYONE
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.pages import Page, Step
from cms_common.edge.wiring import SITE_QUERY, site_of
from recovery import answers, forms, pages
from recovery.wiring import doors, recovering, security, settings

api = Api("Recovery")
_PIN, _THREE, _NEW_PIN = (f"/client/recovery/{page}" for page in ("pin", "security-questions", "new-pin"))
_REFUSED = (problems.RecoveryRefused, problems.TemporarilyLocked, problems.TooManyAttempts, problems.SiebelFault)
_A = (problems.SecurityLocked, problems.SecurityQuestionsDue)
_B = (problems.SecurityLocked, problems.QuestionsNotDue, problems.NoQuestionsHeld)
_A_CHECKED = (*_A, problems.ChallengeChanged, problems.AnswersBeingChecked, problems.SiebelFault)
_B_CHECKED = (*_B, problems.ChallengeChanged, problems.AnswersBeingChecked)
_SET = (problems.NewPinNotDue, problems.SecurityLocked)
_PHONE = settings.cms_telephone


@api.route("GET", "/{service}/recovery/user-id", access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Forgotten ID")
def show_user_id(request: Request[None]) -> Page:
    return pages.recovery(Wanted.USER_ID, request.own_service, site_of(request), _PHONE)


@api.route("GET", "/{service}/recovery/password", access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Password")
def show_password(request: Request[None]) -> Page:
    return pages.recovery(Wanted.PASSWORD, request.own_service, site_of(request), _PHONE)


def recover(request: Request[forms.RecoveryForm]) -> forms.RecoveredPage:
    outcome = recovering.recover(request.body.checked(request.now, settings.scin_digits), request.visit)
    return answers.of_recovery(outcome, request.own_service, site_of(request))


for path, form in forms.RECOVERIES.items():
    api.route(
        "POST", path, access=EVERYONE, body=form, answer=forms.RecoveredPage, query=SITE_QUERY, raises=_REFUSED,
        summary="Give the facts, and get half back",
    )(recover)  # fmt: skip


@api.route("GET", _PIN, access=CHALLENGED, answer=forms.ForgottenPinPage, raises=_A, summary="Forgotten PIN")
def show_two(request: Request[None]) -> forms.ForgottenPinPage:
    return answers.of_page_a(security.ask_two(request.session), request.session, _PHONE)


@api.route(
    "POST", _PIN, access=CHALLENGED, body=forms.ForgottenPinForm, answer=Step, raises=_A_CHECKED, summary="Answer"
)
def answer_two(request: Request[forms.ForgottenPinForm]) -> Step:
    outcome = security.answer_two(request.session, *request.body.checked(), request.visit)
    return answers.of_answers(outcome, request.session, _PHONE)


@api.route("GET", _THREE, access=CHALLENGED, answer=forms.QuestionsPage, raises=_B, summary="Security questions")
def show_three(request: Request[None]) -> forms.QuestionsPage:
    return answers.of_page_b(security.ask_three(request.session), request.session, _PHONE)


@api.route(
    "POST", _THREE, access=CHALLENGED, body=forms.QuestionsForm, answer=Step, raises=_B_CHECKED, summary="Answer"
)
def answer_three(request: Request[forms.QuestionsForm]) -> Step:
    outcome = security.answer_three(request.session, request.body.checked(), request.visit)
    return answers.of_answers(outcome, request.session, _PHONE)


@api.route("GET", _NEW_PIN, access=CHALLENGED, answer=Page, summary="New PIN form")
def show_new_pin(request: Request[None]) -> Page:
    return pages.new_pin(request.session, _PHONE)


@api.route(
    "POST", _NEW_PIN, access=CHALLENGED, body=forms.NewPinForm, answer=Step, raises=_SET, summary="Set a new PIN"
)
def set_pin(request: Request[forms.NewPinForm]) -> Step:
    outcome = security.set_pin(request.session, request.body.checked(), request.visit)
    return answers.of_new_pin(outcome, request.session, _PHONE)


lambda_handler = serve(api, doors)
