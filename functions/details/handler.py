"""HTTP: My details & circumstances."""

from cms_common.edge import problems
from cms_common.edge.access import SIGNED_IN
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.pages import Page
from details import answers, forms, pages
from details.wiring import choosing, doors

api = Api("My details & circumstances")
_DETAILS, _TEXT_MESSAGES = "/client/details", "/client/details/text-messages"
_SIEBEL = (problems.SiebelFault,)


@api.route("GET", _DETAILS, access=SIGNED_IN, answer=Page, summary="My details & circumstances")
def show_details(request: Request[None]) -> Page:
    return pages.details(request.session)


@api.route(
    "GET", _TEXT_MESSAGES, access=SIGNED_IN, answer=forms.TextMessagesPage, raises=_SIEBEL, summary="Text messages",
)  # fmt: skip
def show_text_messages(request: Request[None]) -> forms.TextMessagesPage:
    return pages.text_messages(choosing.text_messages(answers.scin_of(request.session)), request.session)


@api.route(
    "POST", _TEXT_MESSAGES, access=SIGNED_IN, body=forms.TextMessagesForm, answer=forms.TextMessagesPage,
    raises=(*_SIEBEL, problems.DetailsKeptChanging), summary="Opt in to or out of text messages",
)  # fmt: skip
def choose_text_messages(request: Request[forms.TextMessagesForm]) -> forms.TextMessagesPage:
    scin, user_id = answers.scin_of(request.session), request.session.user_id
    outcome = choosing.choose(scin, user_id, request.visit, opted_in=request.body.opted_in)
    return answers.of_choice(outcome, request.session)


lambda_handler = serve(api, doors)
