"""`python -m infra.bench`: measure everything, print a table, write .bench/result.json; 1 where a limit is passed."""

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.bench.figures import Figure, as_json, table
from infra.local.build import built
from infra.local.places import ROOT
from tests.support import stack

RESULT = ROOT / ".bench" / "result.json"


def main() -> int:
    """Measure; the growth run takes most of the time and can be left out."""
    parser = argparse.ArgumentParser(prog="python -m infra.bench", description=__doc__)
    parser.add_argument("--no-growth", action="store_true", help="leave out the run on the local cloud")
    wanted = parser.parse_args()
    before = dict(os.environ)
    os.environ.update(stack.whole_environment())
    with built() as build:
        figures = _in_process(build)
    if not wanted.no_growth:
        figures += _growth(before)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(as_json(figures), indent=2) + "\n")
    print(table(figures))
    broken = [figure.name for figure in figures if not figure.kept]
    print(f"\n{len(figures)} figures in {RESULT.relative_to(ROOT)}; limits not kept: {', '.join(broken) or 'none'}")
    return 1 if broken else 0


def _in_process(build: Path) -> list[Figure]:
    # Functions read their settings when they are imported, which these modules do.
    from infra.bench import cold, filing, scanning, warm  # noqa: PLC0415

    logging.disable()
    with tempfile.TemporaryDirectory() as scratch:
        own = cold.measure(build) + warm.measure(build) + filing.measure()
        return own + scanning.measure(build, Path(scratch))


def _growth(environment: dict[str, str]) -> list[Figure]:
    from infra.bench import growth  # noqa: PLC0415

    command = [sys.executable, "-m", "infra.bench.growth"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return growth.figures(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
