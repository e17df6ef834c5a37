"""What the tests of the edge share: switches that no other test has left, and what a function prints."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aws_lambda_powertools.logging import Logger

from cms_common import logs
from tests.functional.edge import seed
from tests.support.cloud import Cloud

type Printed = Callable[[], str]


@pytest.fixture(autouse=True)
def switches_forgotten() -> Iterator[None]:
    """Let no test see the switches of the one before."""
    seed.forget_switches()
    yield
    seed.forget_switches()


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Iterator[Printed]:
    """Return what tells all that the functions printed so far, log lines among it."""
    log, before = io.StringIO(), logs._logger.copy()
    logs._logger[:] = [Logger(service=f"printed-{id(log)}", stream=log)]
    seen = ""

    def so_far() -> str:
        nonlocal seen
        got = capsys.readouterr()
        seen += got.out + got.err
        return log.getvalue() + seen

    yield so_far
    logs._logger[:] = before


def lines(text: str) -> list[dict[str, Any]]:
    """Read log lines; the count of a failure, which is printed too, is none (it has no message)."""
    read = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in read if "_aws" not in line]


@pytest.fixture
def noon(cloud: Cloud) -> Cloud:
    """A cloud whose clock stands at noon."""
    cloud.clock.stop(seed.NOON)
    return cloud
