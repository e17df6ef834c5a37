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
    taken = _methods().get(path.rstrip("/") or "/")
    return MethodNotAllowed(headers={"Allow": ", ".join(taken)}) if taken and method not in taken else NotFound()


@cache
def _methods() -> dict[str, tuple[str, ...]]:
    paths = msgspec.json.decode(text())["paths"]
    return {path: tuple(method.upper() for method in operations) for path, operations in paths.items()}
