"""HTTP: the queue and the work items of whoever works for clients and employers."""

from caseworker import answers, forms, screens
from caseworker.pages import ITEMS, WORK
from caseworker.tokens import place_of
from caseworker.wiring import working
from cms_common.edge import problems
from cms_common.edge.access import ANSWERERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ITEM = f"{ITEMS}/{{work_item}}"
_QUERY = {"team": "the team whose queue to show; one's own where it is left out", "after": "where the next page begins"}
_QUEUED = (problems.FormRefused, problems.NotFound)
_TAKEN = (problems.WorkItemTaken, problems.WorkItemDone, problems.SiebelFault)
_ENDED = (
    problems.SiebelFault,
    problems.WorkItemTaken,
    problems.WorkItemNotTaken,
    problems.AnswerTheMessage,
    problems.CallBackFirst,
)


@api.route(
    "GET", WORK, access=ANSWERERS, answer=screens.QueuePage, query=_QUERY, raises=_QUEUED, summary="A team's work"
)
def show_queue(request: Request[None]) -> screens.QueuePage:
    after = place_of(request.query.get("after", ""))
    return answers.of_queue(working.queue(request.query.get("team", ""), after, request.staff), request.now)


@api.route(
    "GET", _ITEM, access=ANSWERERS, answer=screens.WorkItemPage, raises=(problems.SiebelFault,),
    summary="Open a work item",
)  # fmt: skip
def show_item(request: Request[None]) -> screens.WorkItemPage:
    return answers.of_item(working.show(request.named["work_item"], request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/take", access=ANSWERERS, body=forms.Nothing, answer=screens.WorkItemPage, raises=_TAKEN,
    summary="Take a work item: one of all who try gets it",
)  # fmt: skip
def take(request: Request[forms.Nothing]) -> screens.WorkItemPage:
    return answers.of_item(working.take(request.named["work_item"], request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/give-back", access=ANSWERERS, body=forms.ReasonForm, answer=screens.WorkItemPage, raises=_TAKEN,
    summary="Put back what one has taken",
)  # fmt: skip
def give_back(request: Request[forms.ReasonForm]) -> screens.WorkItemPage:
    named, reason = request.named["work_item"], request.body.checked()
    return answers.of_item(working.give_back(named, reason, request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/take-over", access=ANSWERERS, body=forms.ReasonForm, answer=screens.WorkItemPage, raises=_TAKEN,
    summary="Take over what a colleague has taken",
)  # fmt: skip
def take_over(request: Request[forms.ReasonForm]) -> screens.WorkItemPage:
    named, reason = request.named["work_item"], request.body.checked()
    return answers.of_item(working.take_over(named, reason, request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/notes", access=ANSWERERS, body=forms.NoteForm, answer=screens.WorkItemPage,
    raises=(problems.WorkItemDone, problems.NotesFull, problems.SiebelFault), summary="Add a note",
)  # fmt: skip
def note(request: Request[forms.NoteForm]) -> screens.WorkItemPage:
    text = request.body.checked()
    return answers.of_item(working.note(request.named["work_item"], text, request.staff, request.visit), request.now)


@api.route(
    "POST", f"{_ITEM}/done", access=ANSWERERS, body=forms.DoneForm, answer=screens.WorkItemPage, raises=_ENDED,
    summary="Set a work item to done, with the reason",
)  # fmt: skip
def finish(request: Request[forms.DoneForm]) -> screens.WorkItemPage:
    reason, notes = request.body.checked()
    outcome = working.finish(request.named["work_item"], reason, notes, request.staff, request.visit)
    return answers.of_item(outcome, request.now)
