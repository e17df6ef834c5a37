"""HTTP: My messages, contact history, own documents."""

from cms_common.domain.messages import chosen_type
from cms_common.edge import problems
from cms_common.edge.access import SIGNED_IN
from cms_common.edge.api import Api, Request, serve
from messaging import answers, forms, pages
from messaging.wiring import doors, reading, sending, settings

api = Api("Messages and contact history")
_MESSAGES, _HISTORY = "/{service}/messages", "/{service}/contact-history"
_SIEBEL = (problems.SiebelFault,)
_FROM = {"from": "the link that led here: feedback, payments, calculation or annual-assessment choose the type"}
_AFTER = {"after": "where the page begins, from the link of the page before"}


@api.route("GET", _MESSAGES, access=SIGNED_IN, answer=forms.MessagesPage, summary="My messages")
def show_messages(request: Request[None]) -> forms.MessagesPage:
    return pages.messages(request.session)


@api.route(
    "GET", f"{_MESSAGES}/new", access=SIGNED_IN, answer=forms.SendPage, query=_FROM, raises=_SIEBEL,
    summary="Send a message: the form",
)  # fmt: skip
def show_form(request: Request[None]) -> forms.SendPage:
    children = sending.children(answers.sender_of(request.session))
    chosen = chosen_type(request.query.get("from"))
    return pages.new_message(request.session, children, chosen, settings.message_characters)


@api.route(
    "POST", _MESSAGES, access=SIGNED_IN, body=forms.MessageForm, answer=forms.MessageSent, status=201, idempotent=True,
    raises=(*_SIEBEL, problems.MessageFormUsed), summary="Send a message",
)  # fmt: skip
def send(request: Request[forms.MessageForm]) -> forms.MessageSent:
    sender, form = answers.sender_of(request.session), request.body.written
    return answers.of_sending(sending.send(form, sender, request.idempotency_key, request.visit), request.session)


@api.route(
    "GET", _HISTORY, access=SIGNED_IN, answer=forms.HistoryPage, query=_AFTER,
    raises=(*_SIEBEL, problems.NoSuchPage), summary="Contact history, newest first",
)  # fmt: skip
def show_history(request: Request[None]) -> forms.HistoryPage:
    after = answers.place_in_list(request.query.get("after"))
    return answers.of_history(reading.show(answers.sender_of(request.session), after), request.session)


@api.route(
    "GET", f"{_HISTORY}/{{entry}}/document", access=SIGNED_IN, answer=forms.DocumentLink,
    raises=(*_SIEBEL, problems.LetterPosted, problems.DocumentBeingMade), summary="Open a document",
)  # fmt: skip
def open_document(request: Request[None]) -> forms.DocumentLink:
    place = answers.place_in_path(request.named["entry"])
    return answers.of_opening(reading.open(answers.sender_of(request.session), place, request.visit))


lambda_handler = serve(api, doors)
