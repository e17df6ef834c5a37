"""The fault harness: breaks every AWS call of a use case, retries as the caller would, and checks what must hold.

A use case is run once to count its calls. Then, for each call and each way it can break, it is run again from the
same state with that call broken; if it did not succeed, it is tried again as the caller or the platform would; and then
what must always hold is checked, the use case's own invariants and those of the records (tests/support/ledger.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.support import ledger
from tests.support.calls import Calls, Fault, Tamper, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply, forget_site_state

_RETRIES = 3


@dataclass(frozen=True)
class UseCase[S]:
    """A use case to be broken.

    `prepare` makes the state it starts from; `act` does it; `retry` is what a caller does who got no answer (by
    default the same again); `check` raises AssertionError where something does not hold after the last answer.
    `act` and `retry` return a Reply, which succeeded below 500, or anything else, which succeeded unless they raise.
    """

    name: str
    prepare: Callable[[Cloud], S]
    act: Callable[[S], Any]
    check: Callable[[Cloud, S, Any], None]
    retry: Callable[[S], Any] | None = None
    writes_records: bool = True

    def again(self, state: S) -> Any:
        """Do what the caller does after no answer."""
        return (self.retry or self.act)(state)


@dataclass(frozen=True)
class Broken:
    """One way in which a use case was broken, and what did not hold after it."""

    use_case: str
    call: int
    operation: str
    fault: Fault
    reason: str

    def __str__(self) -> str:
        return f"{self.use_case}: call {self.call} ({self.operation}) {self.fault}: {self.reason}"


def broken_by_faults[S](cloud: Cloud, case: UseCase[S], tamper: Tamper | None = None) -> list[Broken]:
    """Break a use case in every way and return those after which something does not hold.

    `tamper` rewrites calls on their way to AWS, to see what the harness says of a use case with a piece missing.
    Raises ValueError where the use case makes no AWS call: there would be nothing proved.
    """
    state = case.prepare(cloud)
    start = cloud.snapshot()
    made = _unbroken(case, state, tamper)
    if not made:
        raise ValueError(f"{case.name} makes no AWS call")
    found = []
    for number, operation, fault in _ways(made):
        cloud.restore(start)
        reason = _try(cloud, case, state, Calls(number, fault, tamper))
        if reason:
            found.append(Broken(case.name, number, operation, fault, reason))
    return found


def _unbroken[S](case: UseCase[S], state: S, tamper: Tamper | None) -> list[str]:
    forget_site_state()
    with watched(Calls(tamper=tamper)) as calls:
        outcome = case.act(state)
    if _failed(outcome):
        raise ValueError(f"{case.name} fails with nothing broken: {outcome}")
    return calls.made


def _ways(made: list[str]) -> Iterator[tuple[int, str, Fault]]:
    for number, operation in enumerate(made, 1):
        for fault in Fault:
            yield number, operation, fault


def _try[S](cloud: Cloud, case: UseCase[S], state: S, calls: Calls) -> str:
    """Run a use case with one call broken; returns what does not hold, or nothing."""
    forget_site_state()
    with watched(calls):
        outcome = _outcome(case.act, state)
        for _ in range(_RETRIES):
            if not _failed(outcome):
                break
            outcome = _outcome(case.again, state)
    try:
        assert not _failed(outcome), f"does not succeed when tried again: {outcome!r}"
        if case.writes_records:
            ledger.check(cloud)
        case.check(cloud, state, outcome)
    except AssertionError as failed:
        return str(failed).split("\n")[0] or "an invariant does not hold"
    return ""


def _outcome[S](do: Callable[[S], Any], state: S) -> Any:
    try:
        return do(state)
    except Exception as error:  # noqa: BLE001 - a function that raises is a function to be called again
        return error


def _failed(outcome: Any) -> bool:
    return isinstance(outcome, Exception) or (isinstance(outcome, Reply) and outcome.status >= 500)
