"""Writes the API's description (OpenAPI 3.1) from the routes as declared: `python -m infra.openapi [--check]`."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from cms_common.edge.answers import ProblemDocument
from cms_common.edge.api import Route
from infra.apis import apis, routes

FILE = Path(__file__).parent.parent / "functions/start/openapi.json"
_REFERENCE = "#/components/schemas/{name}"
type _Named = Mapping[type[msgspec.Struct], dict[str, Any]]
"""The reference to each model's schema."""
_HEADERS = {
    "Transaction-Id": {"description": "finds the request in the logs (SES-04)", "schema": {"type": "string"}},
    "Maintenance-Message": {
        "description": "announced maintenance as JSON, to show in red at the top of the page (SES-06)",
        "schema": {"type": "string"},
    },
}


def describe() -> dict[str, Any]:
    """Return the whole description."""
    declared = [route for _, route in routes()]
    models = {model for route in declared for model in (route.body, route.answer, ProblemDocument) if model}
    ordered = sorted(models, key=lambda model: (model.__name__, model.__module__))
    made, schemas = msgspec.json.schema_components(ordered, ref_template=_REFERENCE)
    # Two functions may have a model of the same name: msgspec tells them apart, so what it calls each is what counts.
    named = dict(zip(ordered, made, strict=True))
    titles = {id(route): api.title for api in apis().values() for route in api.routes}
    paths: dict[str, dict[str, Any]] = {}
    for route in declared:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, titles[id(route)], named)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Child Maintenance self-service",
            "version": "1.0.0",
            "description": "Every error is a problem document with a code from /error-codes.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": api.title} for api in apis().values()],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, title: str, named: _Named) -> dict[str, Any]:
    made: dict[str, Any] = {
        "tags": [title],
        "summary": route.summary,
        "description": f"Access: {route.access.name}.",
        "operationId": _identifier(route),
        "parameters": _parameters(route),
        "responses": _responses(route, named),
    }
    if route.access.stages:
        made["security"] = [{"session": []}]
    if route.body:
        content = {"application/json": {"schema": named[route.body]}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _identifier(route: Route) -> str:
    words = route.path.translate(str.maketrans("", "", "{}")).replace("-", "_").replace(".", "_").split("/")
    return "_".join([route.method.lower(), *(word for word in words if word)])


def _parameters(route: Route) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in route.query.items()
    ]
    made += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "maxLength": 100}}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    if route.idempotent:
        shape = {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$"}
        told = "one for each form shown: the same form sent again is done once"
        made.append({"name": "Idempotency-Key", "in": "header", "required": True, "description": told, "schema": shape})
    return made


def _responses(route: Route, named: _Named) -> dict[str, Any]:
    schema = named[route.answer] if route.answer else {"type": "object"}
    content = {"application/json": {"schema": schema}}
    made = {str(route.status): {"description": "Done", "headers": _HEADERS, "content": content}}
    for status in sorted({kind.status for kind in route.possible_problems()}):
        kinds = [kind for kind in route.possible_problems() if kind.status == status]
        made[str(status)] = {
            "description": "; ".join(f"{kind.code} {kind.title}" for kind in kinds),
            "headers": _HEADERS,
            "content": {"application/problem+json": {"schema": named[ProblemDocument]}},
        }
    return made


def main() -> int:
    """Write the description, or with --check tell whether it is up to date."""
    text = json.dumps(describe(), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        FILE.write_text(text)
        return 0
    if FILE.exists() and FILE.read_text() == text:
        return 0
    print("functions/start/openapi.json is out of date: run `make docs`")
    return 1


if __name__ == "__main__":
    sys.exit(main())
