"""Counts the AWS calls that code makes, and breaks the one that it is told to.

Works at botocore's `_make_api_call`, which pynamodb uses too, above its retries: what fails here failed to the end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

type Parameters = dict[str, Any]
type Tamper = Callable[[str, Parameters], Parameters]


class Fault(StrEnum):
    """How a call breaks."""

    BEFORE = "failed before it took effect"
    LOST = "took effect, and the answer was lost"
    TWICE = "took effect, the answer was lost, and the client library sent it again"


@dataclass
class Calls:
    """The calls made so far, by operation name. `break_at` counts from 1; 0 breaks none."""

    break_at: int = 0
    fault: Fault = Fault.BEFORE
    tamper: Tamper | None = None
    made: list[str] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def send(self, operation: str, parameters: Parameters, really: Callable[[Parameters], Any]) -> Any:
        """Send one call, or break it."""
        self.made.append(operation)
        sent = self.tamper(operation, parameters) if self.tamper else parameters
        if len(self.made) != self.break_at:
            self.answers.append(really(sent))
            return self.answers[-1]
        if self.fault is Fault.BEFORE:
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        answer = really(sent)
        if self.fault is Fault.LOST:
            raise ReadTimeoutError(endpoint_url="https://nowhere.invalid")
        # botocore gives a transaction a token, by which DynamoDB knows it again; moto does not.
        return answer if operation == "TransactWriteItems" else really(sent)


@contextmanager
def watched(calls: Calls) -> Iterator[Calls]:
    """Let every AWS call inside the block go through `calls`."""
    original = BaseClient._make_api_call

    def through(client: BaseClient, operation: str, parameters: Parameters) -> Any:
        return calls.send(operation, parameters, lambda sent: original(client, operation, sent))

    BaseClient._make_api_call = through
    try:
        yield calls
    finally:
        BaseClient._make_api_call = original
