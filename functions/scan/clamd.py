"""ClamAV's daemon, over its own protocol: three lines of it, which needs no package (ADR 0009)."""

import re
import socket
from dataclasses import dataclass

from cms_common.domain.verdicts import Clean, Infected, ScannerFailed, Unscannable, Verdict

_PIECE = 1 << 20
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (?P<name>[^\0]+) FOUND")
_LOCKED = "Heuristics.Encrypted"


@dataclass(frozen=True, slots=True)
class Clamd:
    """A daemon at "host:port" or at the path of its socket. `seconds` is how long one exchange may pause."""

    address: str
    seconds: float = 20

    def scan(self, content: bytes) -> Verdict:
        """Send a content as a stream (INSTREAM) and read the verdict."""
        try:
            with self._connected() as connection:
                return verdict_of(_exchange(connection, content))
        except OSError as error:
            return ScannerFailed(type(error).__name__)

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self.seconds)
            try:
                connection.connect(self.address)
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), self.seconds)


def _exchange(connection: socket.socket, content: bytes) -> bytes:
    connection.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), _PIECE):
        piece = content[at : at + _PIECE]
        connection.sendall(len(piece).to_bytes(4) + piece)
    connection.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = connection.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer


def verdict_of(answer: bytes) -> Verdict:
    """Return the verdict that an answer is."""
    # Word for word: an answer that was cut off, or that nobody knows, is no verdict.
    if answer == b"stream: OK\0":
        return Clean()
    found = _FOUND.fullmatch(answer.removesuffix(b"\0").decode("ascii", "replace"))
    if found is None or not answer.endswith(b"\0"):
        return ScannerFailed("answer")
    return Unscannable("encrypted") if found["name"].startswith(_LOCKED) else Infected(found["name"])
