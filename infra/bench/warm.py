"""Calls, memory and processor time of warm requests."""

import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infra.bench.cold import package_of
from infra.bench.figures import Figure
from infra.bench.processes import run
from infra.bench.recording import CHECKED, Answer, Measured
from infra.bench.recoveries import ratios
from infra.bench.requests import all_requests
from tests.support import stack
from tests.support.cloud import running_cloud
from tests.support.http import event

CALLS_ALLOWED = {
    # It locks, so the sessions of the account end with it: one look-up more than a right answer.
    "answers wrong": 8,
    "sign-in, first step": 3,
    "sign-in, second step": 4,
    "homepage": 3,
    "page": 3,
    "recover password": 8,
    "recover user ID": 9,
    "questions shown": 3,
    "answers": 7,
    "new PIN set": 24,
    "PIN changed": 24,
}
"""By a part of the request's name; 21 of a new PIN's are its MACs."""
MEMORY_LIMIT, MEMORY_AIM = 70, 50
CONSTANT = "constant"


def measure(build: Path) -> list[Figure]:
    """Return calls of each request, memory of each HTTP function, and processor time over the constant answer."""
    with running_cloud():
        made = list(all_requests())
    figures = [Figure("aws calls", one.name, len(one.calls), "calls", _allowed(one.name)) for one in made]
    times: dict[str, float] = {}
    for function in dict.fromkeys(one.function for one in made):
        found = _played(build, function, [one for one in made if one.function == function])
        times |= found["whole"]
        figures += _figures(function, found)
    return figures + ratios(made, times)


def _allowed(name: str) -> float | None:
    return next((float(calls) for part, calls in CALLS_ALLOWED.items() if part in name), None)


def _played(build: Path, function: str, made: list[Measured]) -> dict[str, Any]:
    # Without checking passwords: its cost is chosen, not saved; nor is making a hash, which the child leaves out.
    tape: list[tuple[str, dict[str, Any], int, list[Answer] | None, list[Any] | None]] = [
        (one.name, one.event, one.status, one.answers, one.read) for one in made if CHECKED not in one.hashes
    ]
    tape.append((CONSTANT, event("GET", "/constant"), 200, None, None))
    environment = stack.environment(function) | {
        name: value for name, value in stack.whole_environment().items() if name.startswith("AWS_")
    }
    with TemporaryDirectory() as scratch:
        recorded = Path(scratch) / "tape"
        recorded.write_bytes(pickle.dumps(tape))
        path = [build / package_of(function), build / "CommonLayer" / "python"]
        found: dict[str, Any] = json.loads(run("warm.py", [function, str(recorded)], path, environment))
    return found


def _figures(function: str, found: dict[str, Any]) -> list[Figure]:
    constant = found["whole"].pop(CONSTANT)
    memory = Figure("memory", function, found["peak_megabytes"], "MB", MEMORY_LIMIT, MEMORY_AIM)
    own = [Figure("warm request", f"{name}, own", took / constant, "x const") for name, took in found["own"].items()]
    whole = [Figure("warm request", f"{name}, whole", took, "ms") for name, took in found["whole"].items()]
    return [memory, *own, *whole, Figure("warm request", f"{CONSTANT}, {function}", constant, "ms")]
