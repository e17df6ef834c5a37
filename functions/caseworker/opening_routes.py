"""HTTP: activities, service requests and their documents."""

from caseworker import answers, forms, screens
from caseworker.pages import ACTIVITIES, REQUESTS
from caseworker.tokens import place_of
from caseworker.wiring import opening
from cms_common.edge import problems
from cms_common.edge.access import ALL_CASEWORKERS, CASEWORKERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ACTIVITY, _REQUEST = f"{ACTIVITIES}/{{activity}}", f"{REQUESTS}/{{service_request}}"
type _Opening = Request[forms.Nothing]


@api.route(
    "GET", _ACTIVITY, access=ALL_CASEWORKERS, answer=screens.ActivityPage, raises=(problems.SiebelFault,),
    summary="Open an activity",
)  # fmt: skip
def show_activity(request: Request[None]) -> screens.ActivityPage:
    return answers.of_activity(opening.activity(request.named["activity"], request.staff, request.visit))


@api.route(
    "POST", f"{_ACTIVITY}/document", access=ALL_CASEWORKERS, body=forms.Nothing, answer=screens.DocumentOpened,
    raises=(problems.DocumentBeingMade, problems.SiebelFault), summary="Open the document of an activity",
)  # fmt: skip
def open_document(request: _Opening) -> screens.DocumentOpened:
    named = request.named["activity"]
    return answers.of_document(opening.document_of_activity(named, request.staff, request.visit))


@api.route(
    "GET", _REQUEST, access=CASEWORKERS, answer=screens.ServiceRequestPage,
    query={"after": "where the next page of documents begins"}, raises=(problems.FormRefused, problems.SiebelFault),
    summary="Open a service request",
)  # fmt: skip
def show_request(request: Request[None]) -> screens.ServiceRequestPage:
    named, after = request.named["service_request"], place_of(request.query.get("after", ""), "document#")
    return answers.of_request(opening.request(named, after, request.staff, request.visit))


@api.route(
    "POST", f"{_REQUEST}/documents/{{document}}", access=CASEWORKERS, body=forms.Nothing,
    answer=screens.DocumentOpened, raises=(problems.SiebelFault,), summary="Open a document of a service request",
)  # fmt: skip
def open_linked(request: _Opening) -> screens.DocumentOpened:
    asked = request.named["service_request"], request.named["document"]
    return answers.of_document(opening.document_of_request(*asked, request.staff, request.visit))
