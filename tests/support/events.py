"""Checks events and audit records against events/schemas."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker

from infra.templates import ROOT

if TYPE_CHECKING:
    from tests.support.cloud import Cloud
from tests.support.leaks import leaked

SCHEMAS = ROOT / "events" / "schemas"


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return the check of one kind of event. Raises FileNotFoundError where it has no schema."""
    schema = json.loads((SCHEMAS / f"{kind}.v1.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def faults(kind: str, detail: Any) -> list[str]:
    """Return what is wrong with an event, in words."""
    return [f"{kind}: {fault.message}" for fault in validator(kind).iter_errors(detail)]


def check_records(cloud: "Cloud") -> None:
    """Check every outbox and audit item of the cloud. Raises AssertionError naming each fault."""
    told = [(item["event"], json.loads(item["detail"])) for item in cloud.items("outbox")]
    kept = [(item["act"], as_event(item)) for item in cloud.items("audit")]
    wrong = [fault for kind, detail in (*told, *kept) for fault in faults(kind, detail)]
    assert not wrong, "; ".join(wrong)
    private = leaked(repr((told, kept)))
    assert not private, f"events or audit records hold {private}"


def as_event(audit: dict[str, Any]) -> dict[str, Any]:
    """Return an audit record in the form of the event that tells of the same act."""
    facts = audit["facts"]
    return {
        "event_id": audit["entry"].split("#", 1)[1],
        "subject": audit["subject"],
        "version": int(audit["version"]),
        "occurred_at": audit["entry"].split("#", 1)[0],
        "transaction_id": audit["transaction_id"],
        "facts": json.loads(facts) if isinstance(facts, str) else facts,
    }
