"""What must be there before anything starts, said plainly when it is not."""

import shutil
import socket
import subprocess
import sys

from infra.local.places import python_of

TOOLS = {"uv": "https://docs.astral.sh/uv/", "make": "your system's packages"}
ENVIRONMENTS = ("local", "sam", "runtime")


class Missing(Exception):
    """Something needed is not there; the message says what, and what to do."""


def check() -> None:
    """See that Python, the tools and the environments are there.

    Raises:
        Missing: one of them is not.
    """
    if sys.version_info[:2] != (3, 13):
        raise Missing(f"This is Python {sys.version.split()[0]}; the service runs on 3.13. Run `make run`.")
    for tool, source in TOOLS.items():
        if not _runs(tool):
            raise Missing(f"`{tool}` is not installed, or does not run here (from {source}).")
    for name in ENVIRONMENTS:
        if not python_of(name).exists():
            raise Missing(f"The environment .venvs/{name} is not there. `make run` makes it.")


def _runs(tool: str) -> bool:
    """Whether a tool does more than stand on PATH: a version manager's stand-in may lead nowhere."""
    if shutil.which(tool) is None:
        return False
    return subprocess.run([tool, "--version"], capture_output=True, check=False).returncode == 0


def reserve(port: int) -> socket.socket:
    """A socket that listens on a port of this machine, so that the port is ours from the start.

    Raises:
        Missing: something else listens there, or the port may not be used.
    """
    listener = socket.socket()
    # A port whose last connections are only lingering is free.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        message = f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make run"
        raise Missing(message) from error
    return listener


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
