"""What goes back: JSON with the headers of a private service, and problems in their published form."""

import json
from datetime import datetime

import msgspec
from aws_lambda_powertools.event_handler import Response

from cms_common.domain.site import Maintenance, SiteState
from cms_common.edge.problems import Problem

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class FieldProblem(msgspec.Struct, frozen=True):
    """A field that cannot be taken."""

    field: str
    code: str
    message: str


class ProblemDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details, with the published code and the transaction ID (SES-01)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    transaction_id: str
    errors: tuple[FieldProblem, ...] = ()
    facts: dict[str, str | int | list[str]] = msgspec.field(default_factory=dict)


def answer(status: int, body: msgspec.Struct | msgspec.Raw, transaction_id: str) -> Response[str]:
    """Make a JSON answer."""
    text = msgspec.json.encode(body).decode()
    headers: dict[str, str | list[str]] = {**SECURITY_HEADERS, "Transaction-Id": transaction_id}
    return Response(status, "application/json", text, headers=headers)


def problem(raised: Problem, transaction_id: str) -> Response[str]:
    """Make the problem document of an error."""
    document = ProblemDocument(
        type=f"/error-codes#{raised.code}",
        title=raised.title,
        status=raised.status,
        detail=raised.detail,
        code=raised.code,
        transaction_id=transaction_id,
        errors=tuple(FieldProblem(error.field, error.code, error.message) for error in raised.errors),
        facts=raised.facts,
    )
    made = answer(raised.status, document, transaction_id)
    made.headers.update({"Content-Type": "application/problem+json", **raised.headers})
    return made


def announce(made: Response[str], state: SiteState, now: datetime) -> None:
    """Put announced maintenance on an answer, for the page to show in red at its top (SES-06)."""
    announced = state.announced(now)
    if announced:
        made.headers["Maintenance-Message"] = maintenance_header(announced)


def maintenance_header(announced: Maintenance) -> str:
    """Write the message and its period as JSON in ASCII, which a header can carry."""
    return json.dumps(
        {
            "colour": "red",
            "message": announced.message,
            "from": announced.starts_at.isoformat(),
            "until": announced.ends_at.isoformat(),
        }
    )
