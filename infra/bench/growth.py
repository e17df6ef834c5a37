"""Calls and consumed units as clients and open work grow in number: `python -m infra.bench.growth`.

Sign-in and homepage with 1,000 and 50,000 clients; the sweep of the clock with as many open work items, fifty of them
due.

Runs by itself, since it has an environment of its own: a copy of the local cloud, whose tables it reaches with the real
handlers in this process. Prints JSON: {"1000": {"sign-in": {"calls": 10, "units": 12.5}, ...}, "50000": ...}.
"""

import json
import logging
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.bench.figures import Figure
from infra.bench.metering import metered, reach
from infra.demo import bulk
from infra.demo.aws import Cloud
from infra.demo.known import PAYING_PARENT
from tests.support import journeys
from tests.support.http import Reply, send
from tests.support.local_cloud import running_copy

SIZES = (1_000, 50_000)
SEED = 1


def figures(found: dict[str, dict[str, dict[str, float]]]) -> list[Figure]:
    """Turn what was printed into ratios, which must be 1."""
    few, many = (found[str(size)] for size in SIZES)
    return [
        Figure("growth", f"{step}: {what} ({few[step][what]:g} -> {many[step][what]:g})",
               many[step][what] / few[step][what], "x", 1.0)
        for step in few
        for what in few[step]
    ]  # fmt: skip


def main() -> None:
    """Measure at each size and print what was found."""
    logging.disable()
    # What the functions print to be counted goes the way of their logs: the output is for whoever reads the figures.
    with TemporaryDirectory() as scratch, running_copy(Path(scratch)) as copy, redirect_stdout(StringIO()):
        reach(copy)
        user_id = _enrolled()
        # It names the tables it opens, so it comes after the environment.
        from infra.bench.sweeping import OpenWork  # noqa: PLC0415

        cloud, found = Cloud("test", copy.card.endpoint), {}
        work = OpenWork(cloud)
        for size in SIZES:
            bulk.fill(cloud, size, SEED)
            found[str(size)] = _measured(user_id) | {"sweep, 50 due": work.measured(size)}
    print(json.dumps(found))


def _enrolled() -> str:
    user_id, token = journeys.registered()
    facts = {name: PAYING_PARENT.record[name] for name in ("scin", "nino", "date_of_birth", "reference_name")}
    journeys.done(send("POST", "/client/enrolment", facts, token=token))
    return user_id


def _measured(user_id: str) -> dict[str, dict[str, float]]:
    send("GET", "/client")
    with metered() as password:
        token = _token(journeys.give_password("client", user_id))
    with metered() as second:
        pin = str(PAYING_PARENT.record["pin"])
        digits = [{"position": at, "digit": pin[at - 1]} for at in journeys.asked_positions(token)]
        token = _token(send("POST", "/client/login/challenge", {"digits": digits}, token=token))
    with metered() as homepage:
        journeys.done(send("GET", "/client/homepage", token=token))
    steps = {"sign-in, password": password, "sign-in, PIN page and PIN": second, "homepage": homepage}
    return {name: {"calls": meter.calls, "units": meter.units} for name, meter in steps.items()}


def _token(reply: Reply) -> str:
    return str(journeys.done(reply).json["token"])


if __name__ == "__main__":
    main()
