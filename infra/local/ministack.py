"""The local AWS: one MiniStack process for one copy of the local cloud."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config

from infra.local.places import REGION, Places
from infra.local.prerequisites import Missing

START_SECONDS = 60
STOP_SECONDS = 10
# MiniStack's root user. Functions get the credentials of their own roles.
ROOT_USER = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


def client(service: str, endpoint: str) -> Any:  # noqa: ANN401 (boto3 has no types of its own)
    """A client for a service of the local AWS, as its root user."""
    # Winding the clock waits for the sweeps; they must not run again because they take their time.
    config = Config(retries={"total_max_attempts": 1}, read_timeout=300)
    credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}  # pragma: allowlist secret
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, config=config, **credentials)


@contextlib.contextmanager
def running(places: Places, port: int) -> Iterator[str]:
    """Run MiniStack on a port, with the endpoint as value; at the end, stop it and the functions it started.

    Raises:
        Missing: it does not come up.
    """
    command = [sys.executable, "-m", "infra.local.launcher", str(os.getpid())]
    with (places.logs / "ministack.log").open("wb") as log:
        # A process group of its own: Ctrl-C reaches us alone, and the end reaches all it started and nothing else.
        process = subprocess.Popen(
            command, env=_environment(places, port), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait(process, endpoint, places)
        yield endpoint
    finally:
        _stop(process)


def _environment(places: Places, port: int) -> dict[str, str]:
    # Nothing of the caller's AWS settings: no command here may ever reach a real account.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DOCKER_"))}
    return (
        inherited
        | ROOT_USER
        | {
            "AUTH": "true",
            "AWS_REGION": REGION,
            "BIND_HOST": "127.0.0.1",
            "DOCKER_HOST": "unix:///nowhere",
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_WARM_TTL_SECONDS": "86400",
            "LOG_LEVEL": "WARNING",
            "MINISTACK_REGION": REGION,
            "S3_DATA_DIR": str(places.scratch / "s3"),
            "SFTP_ENABLED": "0",
            "STATE_DIR": str(places.scratch / "state"),
            "TMPDIR": str(places.scratch),
        }
    )


def _wait(process: subprocess.Popen[bytes], endpoint: str, places: Places) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=5):  # noqa: S310 # nosec B310 - our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise Missing(f"MiniStack did not start; see {places.logs / 'ministack.log'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to end, then end it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)
