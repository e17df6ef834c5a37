"""What one document costs from the asking to the evidence: AWS calls, and request units for a thousand."""

import json
from collections import Counter
from math import ceil
from typing import Any

from infra.bench.figures import Figure
from infra.demo.known import PAYING_PARENT
from tests.support import uploads
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud, running_cloud
from tests.support.visitors import Person, hold

GROUP = "filing"
_DOCUMENT = b"%PDF-1.4 a payslip"
_KILOBYTE = 1024
_TO_S3 = {"PutObject", "ListObjectVersions"}


def measure() -> list[Figure]:
    """Return the calls of one PDF on its way, and the units that a thousand of them take."""
    with running_cloud() as cloud:
        hold(PAYING_PARENT)
        steps, units = _way(cloud, Person.signed_in(PAYING_PARENT))
    calls = [Figure(GROUP, f"one document, {step}", made, "calls") for step, made in steps.items()]
    thousand = [Figure(GROUP, f"a thousand documents, {what}", 1000 * used, "units") for what, used in units.items()]
    return calls + thousand


def _way(cloud: Cloud, person: Person) -> tuple[dict[str, int], Counter[str]]:
    units: Counter[str] = Counter()

    def note(operation: str, parameters: Parameters) -> Parameters:
        units.update(_units(operation, parameters))
        return parameters

    steps: dict[str, int] = {}
    with watched(Calls(tamper=note)) as asking:
        upload_id = uploads.asked(person, uploads.a_file(size=len(_DOCUMENT)))
    steps["asking"] = len(asking.made)
    with watched(Calls(tamper=note)) as learning:
        uploads.clean(cloud, upload_id, 1, _DOCUMENT)
    steps["three facts of the check"] = len(learning.made) - learning.made.count("PutObject")
    with watched(Calls(tamper=note)) as filing:
        uploads.file(upload_id)
    steps["filing"] = len(filing.made)
    return steps, units


def _units(operation: str, parameters: Parameters) -> dict[str, int]:
    """Return the request units of a call: a write in a transaction counts twice, a consistent read once for 4 KB."""
    if operation == "TransactWriteItems":
        writes = [part for write in parameters["TransactItems"] for part in write.values()]
        return {"DynamoDB writes": sum(2 * _kilobytes(part) for part in writes)}
    if operation == "UpdateItem":
        return {"DynamoDB writes": _kilobytes(parameters)}
    if operation in {"GetItem", "Query"}:
        return {"DynamoDB reads": 1}
    return {"S3 writes and lists": 1} if operation in _TO_S3 else {"S3 reads": int(operation == "GetObject")}


def _kilobytes(part: dict[str, Any]) -> int:
    # Written as JSON an item is a little longer than DynamoDB counts it.
    return ceil(len(json.dumps(part.get("Item", {}), default=str)) / _KILOBYTE) or 1
