"""Woken each minute: looks at what has come due since."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.logs import Line, fail, log, measure, where
from sla.sweeping import Found, Run
from sla.wiring import clock, sweeping


class NotAllSwept(Exception):
    """Something could not be looked at; it stays, and the next sweep looks again."""


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - a schedule says nothing
    """Sweep, and count what was found. Raises NotAllSwept, so that an alarm sees it."""
    swept = sweeping.sweep(Run(clock(), context.aws_request_id))
    counted = {found.value: swept.found[found] for found in Found}
    log(Line.CLOCK_SWEPT, transaction_id=context.aws_request_id, **counted)
    for found in Found:
        if swept.found[found]:
            measure(found.metric, swept.found[found])
    for error in swept.failed:
        fail(
            Line.CLOCK_STUCK,
            transaction_id=context.aws_request_id,
            error=type(error).__name__,
            where=where(error.__traceback__),
        )
    if swept.failed:
        raise NotAllSwept(f"{len(swept.failed)} could not be looked at")
    return {}
