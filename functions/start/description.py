"""The API's description, as generated and packaged with this function."""

from functools import cache
from pathlib import Path

import msgspec

from cms_common.edge.problems import MethodNotAllowed, NotFound, Problem

_FILE = Path(__file__).parent / "openapi.json"


@cache
def text() -> bytes:
    """Return the OpenAPI 3.1 description as JSON."""
    return _FILE.read_bytes()


def misdirected(method: str, path: str) -> Problem:
    """Say what is wrong with a request that no route takes: its address, or its method."""
    taken = _methods().get(path.rstrip("/") or "/") or _named_in_path(path)
    return MethodNotAllowed(headers={"Allow": ", ".join(taken)}) if taken and method not in taken else NotFound()


def _named_in_path(path: str) -> tuple[str, ...]:
    asked = path.strip("/").split("/")
    for known, methods in _methods().items():
        parts = known.strip("/").split("/")
        if len(parts) == len(asked) and all(
            part in ("{" + part[1:-1] + "}", word) for part, word in zip(parts, asked, strict=True)
        ):
            return methods
    return ()


@cache
def _methods() -> dict[str, tuple[str, ...]]:
    paths = msgspec.json.decode(text())["paths"]
    return {path: tuple(method.upper() for method in operations) for path, operations in paths.items()}
