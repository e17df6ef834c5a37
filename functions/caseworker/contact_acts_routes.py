"""HTTP: what is done in a contact."""

from caseworker import answers, forms, screens
from caseworker.pages import CONTACTS
from caseworker.wiring import contacting
from cms_common.edge import problems
from cms_common.edge.access import CASEWORKERS
from cms_common.edge.api import Api, Request

api = Api("Caseworkers")
_ONE = f"{CONTACTS}/{{contact}}"
_PASSED = (problems.SecurityCheckFirst, problems.SecurityCheckNotPassed, problems.ContactClosed, problems.SiebelFault)


@api.route(
    "POST", f"{_ONE}/security-reset", access=CASEWORKERS, body=forms.Nothing, answer=screens.ActDone, raises=_PASSED,
    summary="Reset PIN and security lock; the client sets a new PIN",
)  # fmt: skip
def reset_security(request: Request[forms.Nothing]) -> screens.ActDone:
    named = request.named["contact"]
    return answers.of_reset(contacting.reset_security(named, request.staff, request.visit), named)


@api.route(
    "POST", f"{_ONE}/special-records", access=CASEWORKERS, body=forms.ReasonForm, answer=screens.ActDone,
    raises=_PASSED, summary="Pass the client to the Special Client Records Team",
)  # fmt: skip
def refer(request: Request[forms.ReasonForm]) -> screens.ActDone:
    named, reason = request.named["contact"], request.body.checked()
    return answers.of_referral(contacting.refer(named, reason, request.staff, request.visit), named)


@api.route(
    "POST", f"{_ONE}/close", access=CASEWORKERS, body=forms.ReasonForm, answer=screens.ActDone,
    summary="Close the contact, with the reason for the call",
)  # fmt: skip
def close(request: Request[forms.ReasonForm]) -> screens.ActDone:
    reason = request.body.checked()
    return answers.of_closing(contacting.close(request.named["contact"], reason, request.staff, request.visit))
