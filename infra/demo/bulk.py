"""Fills the tables with clients who have no credentials, for measuring growth.

Through intake, 21 MACs for each of 50,000 clients would take hours; these never sign in, so their sealed facts are
not even ciphertext.
"""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from infra.demo.aws import Cloud
from infra.demo.generator import further_clients
from infra.demo.records import Line, Plain

_ITEMS_A_WRITE = 25
_NOT_KEPT = (
    *("nino", "date_of_birth", "known_as", "pin", "pin_version", "cms_password", "security_questions"),
    *("cases", "applications"),
)


def fill(cloud: Cloud, clients: int, seed: int) -> int:
    """Write this many clients and their cases straight to the tables; returns how many items."""
    dynamodb = cloud.client("dynamodb", parameter_validation=False)
    made = further_clients(clients, seed)
    written = 0
    for lines in batched(made, _ITEMS_A_WRITE, strict=False):
        participations = [item for line in lines for item in _participations(line)]
        written += _write(dynamodb, cloud.table("clients"), [_client(line) for line in lines])
        for part in batched(participations, _ITEMS_A_WRITE, strict=False):
            written += _write(dynamodb, cloud.table("cases"), part)
    return written


def write_all(cloud: Cloud, table: str, items: Iterable[dict[str, Any]]) -> None:
    """Write items, in DynamoDB's own JSON, straight to a table."""
    dynamodb = cloud.client("dynamodb", parameter_validation=False)
    for part in batched(items, _ITEMS_A_WRITE, strict=False):
        _put(dynamodb, cloud.table(table), part)


def _write(dynamodb: Any, table: str, items: Sequence[dict[str, Any]]) -> int:  # noqa: ANN401 - made at run time
    _put(dynamodb, table, [_typed(item)["M"] for item in items])
    return len(items)


def _put(dynamodb: Any, table: str, items: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - made at run time
    left = {table: [{"PutRequest": {"Item": item}} for item in items]}
    while left:
        left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]


def _typed(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any plain value
    """Write a value as DynamoDB's JSON has it; boto3's own way takes twice as long, and here there are millions."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case dict():
            return {"M": {name: _typed(inner) for name, inner in value.items()}}
    return {"L": [_typed(inner) for inner in value]}


def _client(line: Line) -> dict[str, Any]:
    kept = {name: value for name, value in line.record.items() if name not in _NOT_KEPT and value not in (None, [])}
    return kept | {"sealed_facts": b"no facts: made for measuring"}


def _participations(line: Line) -> Iterable[dict[str, Any]]:
    for case in _dicts(line.record["cases"]):
        yield case | {"scin": line.key, "item": f"case#{case['case_group']}#{case['case_id']}"}
    for application in _dicts(line.record["applications"]):
        reference = application["reference"]
        yield {
            "scin": line.key,
            "item": f"application#{reference}",
            "application_reference": reference,
            "stages_done": application["stages_done"],
        }


def _dicts(value: Plain) -> list[dict[str, Any]]:
    return [dict(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []
