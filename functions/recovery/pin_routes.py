"""HTTP: forgotten PIN, security questions, a new PIN."""

from cms_common.edge import problems
from cms_common.edge.access import CHALLENGED, SIGNED_IN
from cms_common.edge.api import Api, Request
from cms_common.edge.pages import Page, Step
from recovery import answers, forms, pages
from recovery.wiring import security, settings

api = Api("Recovery")
_PIN, _THREE, _NEW_PIN = (f"/client/recovery/{page}" for page in ("pin", "security-questions", "new-pin"))
_A = (problems.SecurityLocked, problems.SecurityQuestionsDue)
_B = (problems.SecurityLocked, problems.QuestionsNotDue, problems.NoQuestionsHeld)
_A_CHECKED = (*_A, problems.ChallengeChanged, problems.AnswersBeingChecked, problems.SiebelFault)
_B_CHECKED = (*_B, problems.ChallengeChanged, problems.AnswersBeingChecked)
_SET = (problems.NewPinNotDue, problems.SecurityLocked)
_CHANGED = (problems.SecurityLocked, problems.AnswersBeingChecked)
_OWN_PIN = "/client/details/pin"
_PHONE = settings.cms_telephone


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


@api.route("GET", _OWN_PIN, access=SIGNED_IN, answer=Page, summary="Change PIN form")
def show_own_pin(request: Request[None]) -> Page:
    return pages.new_pin(request.session, _PHONE)


@api.route(
    "POST", _OWN_PIN, access=SIGNED_IN, body=forms.NewPinForm, answer=Step, raises=_CHANGED, summary="Change the PIN"
)
def change_pin(request: Request[forms.NewPinForm]) -> Step:
    outcome = security.change_pin(request.session, request.body.checked(), request.visit)
    return answers.of_change(outcome, request.session, _PHONE)
