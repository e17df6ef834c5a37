"""Work on what a client sent, in a process of its own: a bomb, or a crash of a C library, ends there (ADR 0009)."""

import logging
import os
import resource
import signal
import subprocess  # nosec B404 - our own program, by its full path
import sys
from dataclasses import dataclass

_READY = b"ready\n"
_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_GRACE = 5
"""Seconds."""
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG")
"""What Python needs to start. Nothing else: the credentials stay out of reach of what a file may set off."""


class NotBegun(Exception):
    """The process could not begin: our fault and not the file's, so it is tried again."""


class BrokenOff(Exception):
    """The process was ended from outside, or had too little of the machine: no word on the file, so it is tried again.

    One whose process breaks off each time ends in the dead letters, and nobody is told that it was damaged.
    """


@dataclass(frozen=True, slots=True)
class Apart:
    """Starts Python once a file. `seconds` is how long it may take in all, waiting included.

    It only keeps a process from hanging for ever, and is far more than the processor time that the process allows
    itself: on a busy machine an honest file waits.
    """

    program: tuple[str, ...]
    seconds: int

    def run(self, argument: str, content: bytes) -> bytes | None:
        """Return what the process told of a content; None where the content ended it. Raises NotBegun, BrokenOff.

        A content is to blame for a crash, and for the limits that the process has set itself: memory ends it with an
        error, processor time with SIGXCPU.
        """
        command = [sys.executable, *self.program, argument]
        try:
            done = subprocess.run(  # noqa: S603 # nosec B603 - as above
                command, env=_environment(), input=content, capture_output=True, timeout=self.seconds, check=False
            )
        except subprocess.TimeoutExpired as expired:
            raise BrokenOff from expired
        if -done.returncode in _FROM_OUTSIDE:
            raise BrokenOff
        if not done.stdout.startswith(_READY):
            raise NotBegun
        return done.stdout.removeprefix(_READY) if done.returncode == 0 else None


def begin(*, memory: int, seconds: int, writes_files: bool = False) -> None:
    """Bound the process that this is called in, then tell that it begins: bytes of address space, processor seconds."""
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    # The hard limit is later: at it the system sends SIGKILL, as it does where the machine has no memory left.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + _GRACE))
    if not writes_files:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # What the libraries have to say of a client's file is for no log.
    logging.disable()
    tell(_READY)


def tell(what: bytes) -> None:
    """Tell whoever started this process."""
    sys.stdout.buffer.write(what)
    sys.stdout.buffer.flush()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
