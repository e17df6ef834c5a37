"""What the templates say of functions, routes and environments: for tests, reference pages and checks."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from infra import templates

type Json = Any
"""What a template holds: mappings, lists, texts and numbers."""


@cache
def template(path: Path) -> templates.Template:
    """Read a template once. The result is shared: do not change it."""
    return templates.load(path)


def resources(path: Path, kind: str) -> dict[str, dict[str, Json]]:
    """Return the resources of one type, as logical name to properties."""
    return {name: made["Properties"] for name, made in templates.of_type(template(path), kind).items()}


@cache
def functions() -> dict[str, dict[str, Json]]:
    """Return the functions of the application, as folder name to properties. Shared: do not change it."""
    made = resources(templates.APPLICATION, "AWS::Serverless::Function").values()
    return {function["Handler"].split(".")[0]: function for function in made}


def logical_functions() -> dict[str, str]:
    """Return the functions by logical ID, which is also the folder that `sam build` puts each into."""
    made = resources(templates.APPLICATION, "AWS::Serverless::Function").items()
    return {name: function["Handler"].split(".")[0] for name, function in made}


def environment(function: str) -> dict[str, Json]:
    """Return a function's environment variables as the template has them, those for all functions included."""
    own = functions()[function].get("Environment", {}).get("Variables", {})
    shared = template(templates.APPLICATION)["Globals"]["Function"]["Environment"]["Variables"]
    return {**shared, **own}


@cache
def routes() -> dict[tuple[str, str], str]:
    """Return every HTTP route, as (method, path) to function; the default route is ("ANY", "$default"). Shared."""
    return {
        (event["Properties"].get("Method", "ANY"), event["Properties"].get("Path", "$default")): function
        for function, properties in functions().items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "HttpApi"
    }


def route_of(method: str, path: str) -> tuple[str, str]:
    """Return the route that a request takes, as API Gateway chooses it: names in braces stand for any one part."""
    if (method, path) in routes():
        return method, path
    asked = path.split("/")
    for known_method, known in routes():
        parts = known.split("/")
        if known_method != method or len(parts) != len(asked):
            continue
        if all(part == word or (part[:1] == "{" and word) for part, word in zip(parts, asked, strict=True)):
            return method, known
    return "ANY", "$default"


def resolve(value: Json, references: Callable[[str, Json], Json]) -> Json:
    """Replace every CloudFormation function in a value by what `references(name, argument)` answers for it."""
    if isinstance(value, list):
        return [resolve(item, references) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name == "Ref" or name.startswith("Fn::"):
            return references(name, resolve(argument, references))
    return {key: resolve(item, references) for key, item in value.items()}
