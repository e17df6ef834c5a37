"""HTTP: incidents."""

from caseworker import forms, incident_pages
from caseworker.answers import of_raising, there
from caseworker.pages import CONTACTS, INCIDENTS
from caseworker.tokens import read
from caseworker.wiring import raising
from cms_common.edge import access, problems
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_RAISED = (
    problems.SecurityCheckFirst,
    problems.SecurityCheckNotPassed,
    problems.ContactClosed,
    problems.RecordFormUsed,
    problems.SiebelFault,
)


@api.route(
    "POST", f"{CONTACTS}/{{contact}}/incidents", access=access.CASEWORKERS, body=forms.IncidentForm,
    answer=incident_pages.IncidentPage, status=201, idempotent=True, raises=_RAISED, summary="Raise an incident",
)  # fmt: skip
def raise_incident(request: Request[forms.IncidentForm]) -> incident_pages.IncidentPage:
    reported, named = request.body.checked(), request.named["contact"]
    place = read(request.body.entry, "entry#") if request.body.entry else ""
    outcome = raising.raise_incident(request.idempotency_key, named, reported, place, request.staff, request.visit)
    return incident_pages.incident(of_raising(outcome))


@api.route(
    "GET", f"{INCIDENTS}/{{incident}}", access=access.INCIDENT_READERS, answer=incident_pages.IncidentPage,
    raises=(problems.SiebelFault,), summary="An incident and its status",
)  # fmt: skip
def show_incident(request: Request[None]) -> incident_pages.IncidentPage:
    return incident_pages.incident(there(raising.show(request.named["incident"], request.staff, request.visit)))
