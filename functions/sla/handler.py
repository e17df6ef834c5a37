"""Woken each minute: looks at what has come due since."""

from collections import Counter
from typing import Any, assert_never

from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.logs import Line, fail, log, measure, where
from sla.looking import Found, Run
from sla.sweeping import NotLooked, Stopped
from sla.wiring import clock, sweeping

_MARGIN = 8_000
"""Milliseconds before its end at which a run begins nothing more; the next minute goes on."""


class NotAllSwept(Exception):
    """Something could not be looked at; it stays, and the next sweep looks again."""


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - a schedule says nothing
    """Sweep, and count what was found. Raises NotAllSwept, so that an alarm sees it."""
    run = Run(clock(), context.aws_request_id, lambda: context.get_remaining_time_in_millis() > _MARGIN)
    told: Counter[Found] = Counter()
    failed: list[NotLooked] = []
    stopped = ""
    for one in sweeping.sweep(run):
        match one:
            case Found():
                # At once: it is told of for good, and its alarm must ring also where this run goes no further.
                measure(one.metric, 1)
                told[one] += 1
            case NotLooked():
                failed.append(one)
            case Stopped():
                stopped = one.value
            case other:
                assert_never(other)
    counted = {found.value: told[found] for found in Found}
    log(Line.CLOCK_SWEPT, transaction_id=run.transaction_id, stopped=stopped, **counted)
    if failed:
        _tell(failed, run.transaction_id)
        raise NotAllSwept(f"{len(failed)} could not be looked at")
    return {}


def _tell(failed: list[NotLooked], transaction_id: str) -> None:
    """Log each kind of failure once, with its first case and how many there were: hundreds may fail alike."""
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for one in failed:
        at = where(one.error.__traceback__)
        kinds.setdefault((one.clock.value, type(one.error).__name__, at), []).append(one.of)
    for (which, error, at), of in kinds.items():
        fail(
            Line.CLOCK_STUCK, transaction_id=transaction_id, clock=which, of=of[0], times=len(of), error=error, where=at
        )
