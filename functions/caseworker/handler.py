"""HTTP: the queue and the work items of caseworkers."""

from caseworker import answers, contact_acts_routes, contact_routes, forms, opening_routes, screens
from caseworker.pages import ITEMS, WORK
from caseworker.tokens import place_of
from caseworker.wiring import doors, working
from cms_common.edge import problems
from cms_common.edge.access import CASEWORKERS
from cms_common.edge.api import Api, Request, serve

api = Api("Caseworkers")
_ITEM = f"{ITEMS}/{{work_item}}"
_QUERY = {"team": "the team whose queue to show; one's own where it is left out", "after": "where the next page begins"}
_QUEUED = (problems.FormRefused, problems.NotFound)
_TAKEN = (problems.WorkItemTaken, problems.WorkItemDone)
_ENDED = (problems.WorkItemTaken, problems.WorkItemNotTaken, problems.AnswerTheMessage)


@api.route(
    "GET", WORK, access=CASEWORKERS, answer=screens.QueuePage, query=_QUERY, raises=_QUEUED, summary="A team's work"
)
def show_queue(request: Request[None]) -> screens.QueuePage:
    after = place_of(request.query.get("after", ""))
    return answers.of_queue(working.queue(request.query.get("team", ""), after, request.staff), request.now)


@api.route("GET", _ITEM, access=CASEWORKERS, answer=screens.WorkItemPage, summary="Open a work item")
def show_item(request: Request[None]) -> screens.WorkItemPage:
    return answers.of_item(working.show(request.named["work_item"], request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/take", access=CASEWORKERS, body=forms.Nothing, answer=screens.WorkItemPage, raises=_TAKEN,
    summary="Take a work item: one of all who try gets it",
)  # fmt: skip
def take(request: Request[forms.Nothing]) -> screens.WorkItemPage:
    return answers.of_item(working.take(request.named["work_item"], request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/notes", access=CASEWORKERS, body=forms.NoteForm, answer=screens.WorkItemPage,
    raises=(problems.WorkItemDone,), summary="Add a note",
)  # fmt: skip
def note(request: Request[forms.NoteForm]) -> screens.WorkItemPage:
    text = request.body.checked()
    return answers.of_item(working.note(request.named["work_item"], text, request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/done", access=CASEWORKERS, body=forms.DoneForm, answer=screens.WorkItemPage, raises=_ENDED,
    summary="Set a work item to done, with the reason",
)  # fmt: skip
def finish(request: Request[forms.DoneForm]) -> screens.WorkItemPage:
    reason, notes = request.body.checked()
    outcome = working.finish(request.named["work_item"], reason, notes, request.staff, request.visit)
    return answers.of_item(outcome, request.now)


for routes in (opening_routes, contact_routes, contact_acts_routes):
    api.routes += routes.api.routes

lambda_handler = serve(api, doors)
