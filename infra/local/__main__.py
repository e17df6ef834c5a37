"""`python -m infra.local run`: build, start, deploy, load, answer; PORT says where (8080)."""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from infra.local import demo, prerequisites
from infra.local.build import built
from infra.local.card import Card
from infra.local.clamav import Scanner, scanning
from infra.local.clock import Clock
from infra.local.deploy import deploy
from infra.local.front import Front, run
from infra.local.ministack import running
from infra.local.page import Page
from infra.local.places import Places
from infra.local.proxy import Api
from infra.local.state import State


def main() -> int:
    """Run one copy until it is told to stop; 1 when something needed is missing or fails."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("command", choices=["run"])
    parser.add_argument("--stage", choices=["local", "test"], default="local")
    parser.add_argument("--no-demo", action="store_true", help="start empty")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        run_copy(arguments.stage, _port(), with_demo=not arguments.no_demo)
    except prerequisites.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped before it was ready.", file=sys.stderr)
        return 130
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Let SIGTERM clean up as Ctrl-C does."""
    raise KeyboardInterrupt


def _port() -> int:
    text = os.environ.get("PORT") or "8080"
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise prerequisites.Missing(f"PORT is {text!r}: it must be a port number, 1 to 65535.")
    return int(text)


def run_copy(stage: str, port: int, *, with_demo: bool) -> None:
    """Run one copy on a port.

    Raises:
        Missing: something needed is not there, or does not start.
    """
    started = time.monotonic()
    prerequisites.check()
    places = Places(port)
    with prerequisites.reserve(port) as listener, _folders(places):
        print("Building", flush=True)
        with (
            built() as build,
            scanning(places) as scanner,
            running(places, prerequisites.free_port()) as endpoint,
        ):
            print("Deploying", flush=True)
            front, card = _deployed(stage, build, endpoint, places, scanner)
            if with_demo:
                print("Loading the demo data", flush=True)
                demo.load(card)

            def ready() -> None:
                card.write(places.card)
                print(card.ready(time.monotonic() - started), flush=True)
                if with_demo:
                    demo.show(card)

            asyncio.run(run(front, listener, ready))
            print("Stopping", flush=True)


def _deployed(stage: str, build: Path, endpoint: str, places: Places, scanner: Scanner) -> tuple[Front, Card]:
    deployed = deploy(stage, build, endpoint, places, scanner)
    clock = Clock(places.clock, endpoint, stage, deployed.template)
    api = Api(int(endpoint.rpartition(":")[2]), deployed.api)
    url, logs = f"http://127.0.0.1:{places.port}", str(places.logs)
    card = Card(url, endpoint, stage, deployed.api, str(build), logs, scanner.engine, scanner.address)
    return Front(api, Page(clock, State(endpoint, deployed.api))), card


@contextlib.contextmanager
def _folders(places: Places) -> Iterator[None]:
    """Fresh folders; at the end only the logs stay."""
    shutil.rmtree(places.home, ignore_errors=True)
    for folder in (places.logs, places.scratch):
        folder.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(places.scratch, ignore_errors=True)
        for file in (places.card, places.clock):
            file.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
