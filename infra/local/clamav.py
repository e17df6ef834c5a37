"""ClamAV for one copy, where it is installed: a daemon of its own, with our own signature and nothing downloaded."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.local.places import Places
from infra.local.prerequisites import Missing, free_port

SIGNATURES = Path(__file__).with_name("clamav")
START_SECONDS = 30
_SYSTEM = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
"""Where systems put daemons; not every PATH has it."""
_SETTINGS = """\
DatabaseDirectory {signatures}
TemporaryDirectory {scratch}
TCPAddr 127.0.0.1
TCPSocket {port}
Foreground yes
StreamMaxLength 6M
HeuristicAlerts no
MaxThreads 2
"""


# The daemon ends with the shell, and the shell when its input does: also where this process is killed outright.
_TIED = '"$0" --config-file "$1" & read -r _; kill -9 $!'


@dataclass(frozen=True)
class Scanner:
    """The virus scanner of a copy: the template's parameters for it."""

    engine: str = "embedded"
    address: str = ""

    @property
    def called(self) -> str:
        """What it is, for people."""
        alone = "our own rules alone (with clamav-daemon installed, ClamAV is used)"
        return "ClamAV, and our own rules" if self.engine == "clamav" else alone


def installed() -> str | None:
    """The path of ClamAV's daemon; None where it is not installed."""
    return shutil.which("clamd") or shutil.which("clamd", path=":".join(_SYSTEM))


@contextlib.contextmanager
def scanning(places: Places) -> Iterator[Scanner]:
    """Run the daemon where there is one, and stop it at the end; without, the embedded rules scan.

    Raises:
        Missing: it is installed, and does not start.
    """
    program = installed()
    if program is None:
        yield Scanner()
        return
    port = free_port()
    settings = places.scratch / "clamd.conf"
    settings.write_text(_SETTINGS.format(signatures=SIGNATURES, scratch=places.scratch, port=port))
    with (places.logs / "clamd.log").open("wb") as log:
        process = subprocess.Popen(
            ["sh", "-c", _TIED, program, str(settings)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, places)
        yield Scanner("clamav", f"127.0.0.1:{port}")
    finally:
        process.communicate()


def _wait(process: subprocess.Popen[bytes], port: int, places: Places) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"zPING\0")
            if connection.recv(16) == b"PONG\0":
                return
        time.sleep(0.02)
    raise Missing(f"ClamAV's daemon did not start; see {places.logs / 'clamd.log'}")
