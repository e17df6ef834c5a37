"""Calls and consumed units of sign-in and homepage as the number of clients grows: `python -m infra.bench.growth`.

Runs by itself, since it has an environment of its own: a copy of the local cloud, whose tables it reaches with the real
handlers in this process. Prints JSON: {"1000": {"sign-in": {"calls": 10, "units": 12.5}, ...}, "50000": ...}.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botocore.client import BaseClient

from infra.bench.figures import Figure
from infra.demo import bulk
from infra.demo.aws import Cloud
from infra.demo.known import PAYING_PARENT
from tests.support import journeys, stack
from tests.support.http import Reply, send
from tests.support.local_cloud import Copy, running_copy

SIZES = (1_000, 50_000)
SEED = 1
_METERED = ("GetItem", "Query", "UpdateItem", "TransactWriteItems", "PutItem", "DeleteItem")


@dataclass
class Meter:
    """AWS calls made, and DynamoDB capacity units consumed."""

    calls: int = 0
    units: float = 0.0


def figures(found: dict[str, dict[str, dict[str, float]]]) -> list[Figure]:
    """Turn what was printed into ratios, which must be 1."""
    few, many = (found[str(size)] for size in SIZES)
    return [
        Figure("growth", f"{step}: {what} ({few[step][what]:g} -> {many[step][what]:g})",
               many[step][what] / few[step][what], "x", 1.0)
        for step in few
        for what in ("calls", "units")
    ]  # fmt: skip


def main() -> None:
    """Measure at each size and print what was found."""
    logging.disable()
    with TemporaryDirectory() as scratch, running_copy(Path(scratch)) as copy:
        _reach(copy)
        user_id = _enrolled()
        found = {}
        for size in SIZES:
            bulk.fill(Cloud("test", copy.card.endpoint), size, SEED)
            found[str(size)] = _measured(user_id)
    print(json.dumps(found))


def _reach(copy: Copy) -> None:
    """Tell the functions of this process where that copy is. Before any of them is imported."""
    os.environ.update(stack.whole_environment())
    exported = {each["Name"]: each["Value"] for each in copy.client("cloudformation").list_exports()["Exports"]}
    root = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": copy.card.endpoint}
    keys = {name: exported[f"cms-test-{name.lower().replace('_', '-')}-arn"] for name in ("PIN_KEY", "KNOWN_FACTS_KEY")}
    os.environ.update(root | keys)
    os.environ.pop("AWS_SESSION_TOKEN", None)


def _enrolled() -> str:
    user_id, token = journeys.registered()
    facts = {name: PAYING_PARENT.record[name] for name in ("scin", "nino", "date_of_birth", "reference_name")}
    journeys.done(send("POST", "/client/enrolment", facts, token=token))
    return user_id


def _measured(user_id: str) -> dict[str, dict[str, float]]:
    send("GET", "/client")
    with _metered() as password:
        token = _token(journeys.give_password("client", user_id))
    with _metered() as second:
        pin = str(PAYING_PARENT.record["pin"])
        digits = [{"position": at, "digit": pin[at - 1]} for at in journeys.asked_positions(token)]
        token = _token(send("POST", "/client/login/challenge", {"digits": digits}, token=token))
    with _metered() as homepage:
        journeys.done(send("GET", "/client/homepage", token=token))
    steps = {"sign-in, password": password, "sign-in, PIN page and PIN": second, "homepage": homepage}
    return {name: {"calls": meter.calls, "units": meter.units} for name, meter in steps.items()}


def _token(reply: Reply) -> str:
    return str(journeys.done(reply).json["token"])


@contextmanager
def _metered() -> Iterator[Meter]:
    meter, original = Meter(), BaseClient._make_api_call  # noqa: SLF001 - the one place all calls pass

    def through(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401
        more = {"ReturnConsumedCapacity": "TOTAL"} if operation in _METERED else {}
        answer = original(client, operation, parameters | more)
        meter.calls += 1
        consumed = answer.get("ConsumedCapacity", [])
        each = consumed if isinstance(consumed, list) else [consumed]
        meter.units += sum(float(one["CapacityUnits"]) for one in each)
        return answer

    BaseClient._make_api_call = through  # noqa: SLF001
    try:
        yield meter
    finally:
        BaseClient._make_api_call = original  # noqa: SLF001


if __name__ == "__main__":
    main()
