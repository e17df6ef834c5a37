"""The schemas of events: one for each kind of act, strict, and without room for personal data."""

import json
from datetime import UTC, datetime

import pytest

from cms_common.domain.acts import Act, ActKind
from infra.templates import ROOT
from tests.support.events import faults

SCHEMAS = ROOT / "events" / "schemas"
PERSONAL = {"name", "first_name", "surname", "nino", "date_of_birth", "email", "password", "pin", "token", "address"}


def test_schemas__against_the_acts__one_for_each_kind_and_no_other() -> None:
    # Given every kind of act
    wanted = {f"{kind}.v1.json" for kind in ActKind}
    # When the schemas are listed
    found = {path.name for path in SCHEMAS.iterdir()}
    # Then they are the same
    assert wanted
    assert found == wanted


@pytest.mark.parametrize("kind", ActKind)
def test_schema__of_each_kind__closed_and_without_personal_data(kind: ActKind) -> None:
    # Given the schema of one kind of event
    schema = json.loads((SCHEMAS / f"{kind}.v1.json").read_text())
    # When its parts are read
    facts = schema["properties"]["facts"]
    # Then nothing may be added to it, and no field holds what a person is known by
    assert schema["additionalProperties"] is False
    assert facts["additionalProperties"] is False
    assert not PERSONAL & facts["properties"].keys()


def test_check__a_fact_that_the_schema_does_not_know__is_named() -> None:
    # Given an event with one fact too many
    act = Act(ActKind.LOGGED_OUT, "0" * 20, "account#123456789012", 1, "account#1", datetime.now(UTC), "t", {})
    detail = {
        "event_id": act.identifier,
        "subject": act.subject,
        "version": act.version,
        "occurred_at": act.at.isoformat(),
        "transaction_id": act.transaction_id,
        "facts": {"stage": "full", "email": "someone@example.com"},
    }
    # When it is checked
    found = faults(act.kind, detail)
    # Then the fault is told
    assert len(found) == 1
    assert "email" in found[0]
