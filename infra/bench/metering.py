"""Reaching a copy of the local cloud with the handlers of this process, and metering what they do there."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.client import BaseClient

from cms_common.adapters.clock import OFFSET_FILE
from tests.support import clock, stack
from tests.support.local_cloud import Copy

_METERED = ("GetItem", "Query", "UpdateItem", "TransactWriteItems", "PutItem", "DeleteItem")
_READS = ("GetItem", "Query")


@dataclass
class Meter:
    """AWS calls made, also by operation, and DynamoDB capacity units consumed: all, and those of reads."""

    calls: int = 0
    made: Counter[str] = field(default_factory=Counter)
    units: float = 0.0
    read_units: float = 0.0


def reach(copy: Copy) -> None:
    """Tell the functions of this process where that copy is. Before any of them is imported."""
    os.environ.update(stack.whole_environment())
    exported = {each["Name"]: each["Value"] for each in copy.client("cloudformation").list_exports()["Exports"]}
    root = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": copy.card.endpoint}
    keys = {name: exported[f"cms-test-{name.lower().replace('_', '-')}-arn"] for name in ("PIN_KEY", "KNOWN_FACTS_KEY")}
    # Some of what is measured happens at a moment of its own, as in the tests.
    os.environ.update(root | keys | {OFFSET_FILE: str(clock.OFFSET_FILE)})
    os.environ.pop("AWS_SESSION_TOKEN", None)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count the calls and units of what is done inside."""
    meter, original = Meter(), BaseClient._make_api_call  # noqa: SLF001 - the one place all calls pass

    def through(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401
        more = {"ReturnConsumedCapacity": "TOTAL"} if operation in _METERED else {}
        answer = original(client, operation, parameters | more)
        meter.calls += 1
        meter.made[operation] += 1
        consumed = answer.get("ConsumedCapacity", [])
        each = consumed if isinstance(consumed, list) else [consumed]
        units = sum(float(one["CapacityUnits"]) for one in each)
        meter.units += units
        meter.read_units += units if operation in _READS else 0
        return answer

    BaseClient._make_api_call = through  # noqa: SLF001
    try:
        yield meter
    finally:
        BaseClient._make_api_call = original  # noqa: SLF001
