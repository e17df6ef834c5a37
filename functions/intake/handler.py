"""An extract of the 2012 System arrived in the intake bucket (S3 through EventBridge, "Object Created")."""

from typing import Any

from msgspec import Struct, convert

from intake.ports import Run
from intake.wiring import clock, loading_files


class Bucket(Struct):
    """The bucket of the event."""

    name: str


class Object(Struct):
    """The object of the event; its size in bytes."""

    key: str
    size: int


class Detail(Struct):
    """What arrived."""

    bucket: Bucket
    object: Object


class Arrived(Struct):
    """The event; its ID stays the same when the platform tries again."""

    id: str
    detail: Detail


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, int]:  # noqa: ARG001 - Lambda's signature
    """Load the extract; returns how many lines met which end. Raises LinesFailedError where some should be retried."""
    arrived = convert(event, Arrived)
    run = Run(clock(), arrived.id)
    found = arrived.detail
    tally = loading_files.load(found.bucket.name, found.object.key, found.object.size, run)
    return {"loaded": tally.loaded, "unchanged": tally.unchanged, "rejected": tally.rejected, "failed": tally.failed}
