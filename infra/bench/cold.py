"""Cold starts of the packaged handlers against the floor."""

from pathlib import Path

from infra import application
from infra.bench.figures import Figure
from infra.bench.processes import published_botocore, run
from tests.support import stack

RUNS = 7
LIMIT, AIM = 1.9, 1.2


def measure(build: Path) -> list[Figure]:
    """Return each function's cold start as a ratio to the floor, and the floor itself."""
    layer = build / "CommonLayer" / "python"
    nowhere = {name: value for name, value in stack.whole_environment().items() if name.startswith("AWS_")}
    programs: dict[str, tuple[str, list[str], list[Path], dict[str, str]]] = {
        "floor": ("floor.py", [], [published_botocore()], nowhere),
        "trimmed": ("floor.py", [], [layer], nowhere),
    }
    for function in application.functions():
        folder = build / package_of(function)
        environment = stack.environment(function) | nowhere
        programs[function] = ("cold.py", [function], [folder, layer], environment)
    best = dict.fromkeys(programs, float("inf"))
    # In turn, so that what else the machine does falls on all alike.
    for _ in range(RUNS):
        for name, program in programs.items():
            best[name] = min(best[name], float(run(*program)))
    return _figures(best)


def _figures(best: dict[str, float]) -> list[Figure]:
    floor, trimmed = best.pop("floor"), best.pop("trimmed")
    ratios = [Figure("cold start", function, took / floor, "x floor", LIMIT, AIM) for function, took in best.items()]
    strict = [Figure("cold start", f"{name}, to the trimmed floor", took / trimmed, "x") for name, took in best.items()]
    known = [
        Figure("cold start", "floor: botocore as published", floor * 1000, "ms"),
        Figure("cold start", "floor: botocore with the layer's trimmed data", trimmed * 1000, "ms"),
    ]
    return ratios + strict + known


def package_of(function: str) -> str:
    """Return the folder that `sam build` puts a function into: its logical ID."""
    return next(name for name, made in application.logical_functions().items() if made == function)
