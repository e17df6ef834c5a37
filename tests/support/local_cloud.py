"""Start and stop copies of the local cloud, as a person does."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infra.local.card import Card
from infra.local.places import REGION, ROOT, Places, python_of
from infra.local.prerequisites import free_port
from tests.support.process import environment_before

# A first start builds the packages.
START_SECONDS = 180
STOP_SECONDS = 30


@dataclass(frozen=True)
class Copy:
    """A copy of the local cloud that runs."""

    process: subprocess.Popen[bytes]
    port: int
    card: Card
    output: Path

    def client(self, service: str) -> Any:
        """A client for its AWS, as the root user."""
        key = "test"
        credentials = {"aws_access_key_id": key, "aws_secret_access_key": key}
        return boto3.client(service, endpoint_url=self.card.endpoint, region_name=REGION, **credentials)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, wait until it has, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def running_copy(folder: Path, *options: str) -> Iterator[Copy]:
    """Run a copy in stage test on a free port; its output goes to a file in the folder."""
    port = free_port()
    output = folder / f"local-cloud-{port}.txt"
    with output.open("wb") as log:
        process = start(port, log, *options)
    try:
        yield Copy(process, port, _wait(process, port, output), output)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(STOP_SECONDS)
        # Its logs stay where the test's own files do.
        shutil.move(Places(port).home, folder / str(port))


def start(port: int, log: Any, *options: str) -> subprocess.Popen[bytes]:
    """Start `python -m infra.local run` with its output going to an open file."""
    command = [str(python_of("local")), "-m", "infra.local", "run", "--stage", "test", *options]
    environment = environment_before() | {"PORT": str(port)}
    return subprocess.Popen(  # noqa: S603 (our own command)
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )


def _wait(process: subprocess.Popen[bytes], port: int, output: Path) -> Card:
    card = Places(port).card
    deadline = time.monotonic() + START_SECONDS
    while not card.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"The local cloud did not start:\n{output.read_text()[-3000:]}")
        time.sleep(0.1)
    return Card.read(card)
