"""Demo data from the command line: `python -m infra.demo generate|load|bulk|show` (--help says more)."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from infra.demo import bulk, loader, show, staff
from infra.demo.aws import Cloud, WrongStageError
from infra.demo.generator import extract
from infra.demo.records import Line


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; 0 where it was done."""
    wanted = _parser().parse_args(arguments)
    try:
        print(wanted.does(wanted))
    except (WrongStageError, loader.NotLoadedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _generate(wanted: argparse.Namespace) -> str:
    lines = list(extract(wanted.clients, wanted.seed))
    with wanted.out.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
    return f"{len(lines)} records written to {wanted.out}"


def _load(wanted: argparse.Namespace) -> str:
    lines = _read(wanted.file) if wanted.file else list(extract(wanted.clients, wanted.seed))
    cloud = Cloud(wanted.stage, wanted.endpoint)
    count = loader.load(cloud, lines, wanted.patience)
    return f"{count} records loaded through intake, {staff.hire(cloud)} members of staff there"


def _bulk(wanted: argparse.Namespace) -> str:
    return f"{bulk.fill(Cloud(wanted.stage, wanted.endpoint), wanted.clients, wanted.seed)} items written"


def _show(wanted: argparse.Namespace) -> str:
    return f"{show.demo_users()}\n\n{show.journey(wanted.base_url)}"


def _read(file: Path) -> list[Line]:
    with file.open(encoding="utf-8") as lines:
        return [Line(**json.loads(line)) for line in lines]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    commands = parser.add_subparsers(required=True)

    generate = commands.add_parser("generate", help="write the records to a file, not sealed")
    generate.add_argument("--out", type=Path, required=True)
    generate.set_defaults(does=_generate)

    load = commands.add_parser("load", help="seal the records and bring them in through intake")
    load.add_argument("--file", type=Path, help="what `generate` wrote (default: generate now)")
    load.add_argument("--patience", type=float, default=120, help="seconds to wait for the records")
    load.set_defaults(does=_load)

    fill = commands.add_parser("bulk", help="write clients without credentials straight to the tables")
    fill.set_defaults(does=_bulk)

    for command, clients in ((generate, 0), (load, 0), (fill, 50_000)):
        command.add_argument("--clients", type=int, default=clients, help="how many beside the known ones")
        command.add_argument("--seed", type=int, default=1)
    for command in (load, fill):
        command.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL"), help="the local cloud's address")
        command.add_argument("--stage", default=os.environ.get("STAGE", "local"))

    shown = commands.add_parser("show", help="print the demo users and a journey to paste")
    shown.add_argument(
        "--base-url", default=os.environ.get("BASE_URL", "http://127.0.0.1:8080"), help="the site's address"
    )
    shown.set_defaults(does=_show)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
