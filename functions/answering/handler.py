"""HTTP: messages to answer, for whoever answers them."""

from answering import answers, forms, other_routes, pages, screens
from answering.pages import MESSAGES
from answering.wiring import catalogue, doors, looking, replying
from cms_common.edge import problems
from cms_common.edge.access import ANSWERERS, CASEWORKERS
from cms_common.edge.api import Api, Request, serve

api = Api("Answering messages")
_ONE = f"{MESSAGES}/{{work_item}}"
_AFTER = {"after": "where the next page begins"}
_TAKEN = (problems.WorkItemTaken, problems.WorkItemDone, problems.SiebelFault)
_ENDED = (*_TAKEN, problems.WorkItemNotTaken, problems.ReplyRefused, problems.CallBackFirst)


@api.route(
    "GET", MESSAGES, access=ANSWERERS, answer=screens.QueueScreen, query=_AFTER, raises=(problems.NoSuchPage,),
    summary="Messages to answer, by due time",
)  # fmt: skip
def show_queue(request: Request[None]) -> screens.QueueScreen:
    return pages.queue(looking.queue(answers.place_of(request), request.staff), request.now)


@api.route(
    "GET", _ONE, access=ANSWERERS, answer=screens.MessageScreen, raises=(problems.SiebelFault,),
    summary="A message: by which channel it may be answered",
)  # fmt: skip
def show(request: Request[None]) -> screens.MessageScreen:
    outcome = looking.show(request.named["work_item"], request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


@api.route(
    "POST", f"{_ONE}/take", access=ANSWERERS, body=forms.Nothing, answer=screens.MessageScreen, raises=_TAKEN,
    summary="Take a message: one of all who try gets it",
)  # fmt: skip
def take(request: Request[forms.Nothing]) -> screens.MessageScreen:
    outcome = looking.take(request.named["work_item"], request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


@api.route(
    "POST", f"{_ONE}/document", access=ANSWERERS, body=forms.Nothing, answer=screens.DocumentOpened,
    raises=(problems.DocumentBeingMade, problems.SiebelFault), summary="View document",
)  # fmt: skip
def open_document(request: Request[forms.Nothing]) -> screens.DocumentOpened:
    return answers.of_document(looking.document(request.named["work_item"], request.staff, request.visit))


@api.route(
    "POST", f"{_ONE}/email", access=CASEWORKERS, body=forms.EmailForm, answer=screens.MessageScreen, raises=_ENDED,
    summary="Answer by email, with lines to take",
)  # fmt: skip
def send_email(request: Request[forms.EmailForm]) -> screens.MessageScreen:
    lines, optional = request.body.checked()
    outcome = replying.email(request.named["work_item"], lines, optional, request.staff, request.visit)
    return answers.of_message(outcome, request, catalogue)


api.routes += other_routes.api.routes

lambda_handler = serve(api, doors)
