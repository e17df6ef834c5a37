"""HTTP: answers by other channels than email, call-backs, letters and faxes, notifications sent again."""

from answering import answers, forms, pages, screens
from answering.pages import CALL_BACKS, MESSAGES
from answering.values import Spoken
from answering.wiring import calling, calling_back, catalogue, receiving, replying, resending, settings
from cms_common.domain.staff import StaffRole
from cms_common.edge import problems
from cms_common.edge.access import ALL_CASEWORKERS, ANSWERERS
from cms_common.edge.api import Api, Request

api = Api("Answering messages")
_ONE = f"{MESSAGES}/{{work_item}}"
_AFTER = {"after": "where the next page begins"}
_TAKEN = (problems.WorkItemTaken, problems.WorkItemDone, problems.SiebelFault)
_ENDED = (*_TAKEN, problems.WorkItemNotTaken, problems.ReplyRefused, problems.CallBackFirst)
_SPOKEN = (*_ENDED, problems.SecurityCheckFirst, problems.CallerNotValidated)


@api.route(
    "POST", f"{_ONE}/call", access=ANSWERERS, body=forms.CallForm, answer=screens.MessageScreen, idempotent=True,
    raises=_SPOKEN, summary="Record a call; whoever was spoken to is checked (SEC-09)",
)  # fmt: skip
def record_call(request: Request[forms.CallForm]) -> screens.MessageScreen:
    told, named, key = request.body.checked(), request.named["work_item"], request.idempotency_key
    if isinstance(told, Spoken):
        outcome = calling.answered(named, key, told, request.staff, request.visit)
    else:
        outcome = calling.not_reached(named, key, told, request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


@api.route(
    "POST", f"{_ONE}/answered", access=ANSWERERS, body=forms.AnsweredForm, answer=screens.MessageScreen, raises=_SPOKEN,
    summary="Record an answer by letter, by the means that a requirement names, or in the complaints process",
)  # fmt: skip
def record_answer(request: Request[forms.AnsweredForm]) -> screens.MessageScreen:
    channel, spoken = request.body.checked()
    outcome = replying.recorded(request.named["work_item"], channel, spoken, request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


@api.route(
    "POST", f"{_ONE}/correspondence", access=ANSWERERS, body=forms.ReasonForm, answer=screens.MessageScreen,
    raises=_ENDED, summary="Hand a complex enquiry to Correspondence (Inbound)",
)  # fmt: skip
def hand_over(request: Request[forms.ReasonForm]) -> screens.MessageScreen:
    reason = request.body.checked()
    outcome = replying.correspondence(request.named["work_item"], reason, request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


@api.route(
    "POST", "/staff/correspondence", access=ALL_CASEWORKERS, body=forms.PaperForm, answer=screens.ActDone, status=201,
    idempotent=True, raises=(problems.SiebelFault, problems.RecordFormUsed), summary="Record a letter or fax",
)  # fmt: skip
def receive(request: Request[forms.PaperForm]) -> screens.ActDone:
    employers = request.staff.user.profile.role is StaffRole.EMPLOYER_CASEWORKER
    paper = request.body.checked(settings.scin_digits, employers=employers)
    return answers.of_paper(receiving.receive(request.idempotency_key, paper, request.staff, request.visit))


@api.route(
    "POST", CALL_BACKS, access=ANSWERERS, body=forms.CallBackForm, answer=screens.CallBackLine, status=201,
    idempotent=True, raises=(problems.SiebelFault, problems.NotFound, problems.WorkItemDone, problems.RecordFormUsed),
    summary="Promise a call-back",
)  # fmt: skip
def promise(request: Request[forms.CallBackForm]) -> screens.CallBackLine:
    asked = request.body.checked(request.now)
    outcome = calling_back.promise(request.idempotency_key, asked, request.staff, request.visit)
    return answers.of_call_back(outcome, request)


@api.route(
    "GET", CALL_BACKS, access=ANSWERERS, answer=screens.CallBackList, query=_AFTER,
    raises=(problems.NoSuchPage, problems.SiebelFault), summary="Call-backs of the own team, missed ones first",
)  # fmt: skip
def show_call_backs(request: Request[None]) -> screens.CallBackList:
    page = calling_back.show(answers.place_of(request), request.staff, request.visit)
    return pages.call_backs(page, request.now)


@api.route(
    "POST", f"{CALL_BACKS}/{{call_back}}/kept", access=ANSWERERS, body=forms.KeptForm, answer=screens.CallBackLine,
    raises=(problems.SiebelFault,), summary="Record that the call was made",
)  # fmt: skip
def keep(request: Request[forms.KeptForm]) -> screens.CallBackLine:
    notes = request.body.checked()
    return answers.of_call_back(
        calling_back.keep(request.named["call_back"], notes, request.staff, request.visit), request
    )


@api.route(
    "POST", "/staff/notifications/{notification}/resend", access=ALL_CASEWORKERS, body=forms.Nothing,
    answer=screens.ActDone, raises=(problems.NotSentAgain, problems.SiebelFault), summary="Send a notification again",
)  # fmt: skip
def resend(request: Request[forms.Nothing]) -> screens.ActDone:
    return answers.of_resending(resending.again(request.named["notification"], request.staff, request.visit))
