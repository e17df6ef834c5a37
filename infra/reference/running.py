"""Events, settings and IAM."""

import json
from dataclasses import fields
from importlib import import_module
from typing import Any

from infra import application, templates
from infra.reference.markdown import code, page, table

SCHEMAS = templates.ROOT / "events" / "schemas"


def events() -> str:
    """Write the events with their facts."""
    schemas = [json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))]
    rows = [
        (f"`{one['title']}`", one["description"], f"`{one['properties']['subject']['pattern']}`", _facts(one))
        for one in schemas
    ]
    about = (
        "What the service tells on its bus, with source `cms` and the event's name as detail type. Each carries "
        "`event_id` (the same when sent again), `subject`, `version` (grows with every act on the subject, so that "
        "order can be told), `occurred_at`, `transaction_id` and its `facts`: identifiers and codes, never personal "
        "data. Schemas: `events/schemas`."
    )
    return page("Events", about, table(("Event", "What happened", "Subject", "Facts"), rows))


def settings() -> str:
    """Write each function's settings and where their values come from."""
    parts = [_settings(function) for function in sorted(application.functions())]
    about = (
        "What each function is told by its environment. There are no defaults in the code: a function without one of "
        "its settings does not start, and says which. In stages local and test `CLOCK_OFFSET_FILE` may name a file of "
        "seconds to add to the clock."
    )
    return page("Settings", about, *parts, "## Parameters of the template", _parameters())


def iam() -> str:
    """Write what each function may do."""
    roles = application.resources(templates.APPLICATION, "AWS::IAM::Role")
    parts = [
        f"## {name.removesuffix('Role')}\n\n" + table(("Why", "Effect", "Actions", "Resources"), _statements(role))
        for name, role in roles.items()
    ]
    return page("IAM", "What each role may do, and nothing else.", *parts)


def _facts(schema: dict[str, Any]) -> str:
    facts = schema["properties"]["facts"]
    return "; ".join(
        f"`{name}`{'' if name in facts['required'] else ' (sometimes)'}: {fact['description']}"
        for name, fact in facts["properties"].items()
    )


def _settings(function: str) -> str:
    kind = import_module(f"{function}.settings").Settings
    told = application.environment(function)
    rows = [
        (f"`{field.name.upper()}`", "number" if field.type is int else "text", _value(told.get(field.name.upper())))
        for field in fields(kind)
    ]
    return f"## {function}\n\n" + table(("Variable", "Kind", "Value"), rows)


def _parameters() -> str:
    parameters = application.template(templates.APPLICATION)["Parameters"].items()
    rows = [
        (f"`{name}`", f"`{one['Default']}`" if "Default" in one else "must be given", one.get("Description", ""))
        for name, one in parameters
    ]
    return table(("Parameter", "Default", "What it is"), rows)


def _statements(role: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    statements = [one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"]]
    return [(one.get("Sid", ""), one["Effect"], code(_many(one["Action"])), _resources(one)) for one in statements]


def _resources(statement: dict[str, Any]) -> str:
    if "NotResource" in statement:
        return "all but " + "<br>".join(_value(resource) for resource in _many(statement["NotResource"]))
    return "<br>".join(_value(resource) for resource in _many(statement["Resource"]))


def _many(value: Any) -> list[Any]:  # noqa: ANN401 - as the template has it
    return value if isinstance(value, list) else [value]


def _value(value: Any) -> str:  # noqa: ANN401 - as the template has it
    """Write a value of the template on one line."""
    if not isinstance(value, dict):
        return f"`{value}`"
    name, argument = next(iter(value.items()))
    if name == "Fn::ImportValue":
        return f"import {_value(argument)}"
    if name == "Fn::GetAtt":
        return f"`{'.'.join(argument)}`"
    if name == "Ref" and argument in application.template(templates.APPLICATION)["Parameters"]:
        return f"parameter `{argument}`"
    if name in {"Ref", "Fn::Sub"}:
        return f"`{argument}`"
    return f"`{json.dumps(value)}`"
