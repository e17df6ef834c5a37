"""Pass a request on to the HTTP API as API Gateway would take it."""

import http.client
import json
from dataclasses import dataclass

LIMIT_BYTES = 10 * 1024 * 1024
TIMEOUT_SECONDS = 30
Headers = list[tuple[str, str]]

# Of one connection, not of the message; and what this side sets itself.
NOT_PASSED_ON = {
    "connection", "content-length", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "x-forwarded-for",
}  # fmt: skip
# The front sends its own.
NOT_PASSED_BACK = NOT_PASSED_ON | {"date", "server"}


@dataclass(frozen=True)
class Request:
    """What came in.

    Attributes:
        target: the path and query as they were sent, undecoded.
        source: the caller's IP address.
    """

    method: str
    target: str
    headers: Headers
    body: bytes
    source: str


@dataclass(frozen=True)
class Response:
    """What goes out."""

    status: int
    headers: Headers
    body: bytes


def message(status: int, text: str) -> Response:
    """What API Gateway answers where no function does."""
    return Response(status, [("content-type", "application/json")], json.dumps({"message": text}).encode())


@dataclass(frozen=True)
class Api:
    """The HTTP API on the local AWS.

    Attributes:
        port: MiniStack's.
        identifier: the API's ID.
    """

    port: int
    identifier: str

    def send(self, request: Request) -> Response:
        """Send a request and wait for its answer; what API Gateway says when there is none in time."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            return self._exchange(connection, request)
        except TimeoutError:
            return message(503, "Service Unavailable")
        except (http.client.HTTPException, ValueError, UnicodeError):
            # A target or header that HTTP itself does not allow.
            return message(400, "Bad Request")
        finally:
            connection.close()

    def _exchange(self, connection: http.client.HTTPConnection, request: Request) -> Response:
        target = f"/_aws/execute-api/{self.identifier}/$default{request.target}"
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        for name, value in _passed_on(request):
            connection.putheader(name, value)
        connection.endheaders(request.body or None)
        answer = connection.getresponse()
        headers = [(name.lower(), value) for name, value in answer.getheaders()]
        return Response(answer.status, [each for each in headers if each[0] not in NOT_PASSED_BACK], answer.read())


def _passed_on(request: Request) -> Headers:
    own = [(name, value) for name, value in request.headers if name not in NOT_PASSED_ON]
    before = [value for name, value in request.headers if name == "x-forwarded-for"]
    forwarded = ("x-forwarded-for", ", ".join([*before, request.source]))
    return [*own, forwarded, ("content-length", str(len(request.body)))]
