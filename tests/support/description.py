"""Checks every answer against the API's description: what clients are promised is what they get."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from infra.openapi import FILE

type Json = dict[str, Any]


@cache
def described() -> Json:
    """Return the description as it is served."""
    read: Json = json.loads(FILE.read_text())
    return read


def faults(method: str, path: str, status: int, content_type: str, body: str) -> list[str]:
    """Return in words what an answer has that the description does not; an address it lacks may answer problems."""
    operation = described()["paths"].get(path, {}).get(method.lower())
    if operation is None:
        return _body_faults("ProblemDocument", body) if content_type == "application/problem+json" else []
    response = operation["responses"].get(str(status))
    if response is None:
        return [f"status {status} is not declared"]
    if content_type not in response["content"]:
        return [f"content type {content_type} is not declared for status {status}"]
    reference = response["content"][content_type]["schema"].get("$ref", "")
    wrong = _body_faults(reference.rpartition("/")[2], body) if reference else []
    if content_type == "application/problem+json" and json.loads(body)["code"] not in response["description"]:
        wrong.append(f"code {json.loads(body)['code']} is not declared")
    return wrong


def _body_faults(name: str, body: str) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in _validator(name).iter_errors(json.loads(body))]


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": described()["components"]})
