"""The plain address of one copy of the local cloud: the service, and under /_local/ the page about it."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from infra.local.page import Page
from infra.local.proxy import LIMIT_BYTES, Api, Request, Response, message

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


class TooLarge(Exception):
    """A body over API Gateway's 10 MB."""


@dataclass(frozen=True)
class Front:
    """An ASGI application."""

    api: Api
    page: Page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await _answer(await self._respond(scope, receive), send)

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        try:
            request = await _read(scope, receive)
        except TooLarge:
            return message(413, "Request Entity Too Large")
        if request.target.split("?")[0].startswith("/_local"):
            return await asyncio.to_thread(self.page.respond, request)
        return await asyncio.to_thread(self.api.send, request)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _read(scope: Scope, receive: Receive) -> Request:
    body = bytearray()
    more = True
    while more:
        part = await receive()
        body += part.get("body", b"")
        more = part.get("more_body", False)
        if len(body) > LIMIT_BYTES:
            raise TooLarge
    target = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target += "?" + scope["query_string"].decode("latin-1")
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    return Request(scope["method"], target, headers, bytes(body), scope["client"][0])


async def _answer(response: Response, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def run(front: Front, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer on a listening socket until SIGINT or SIGTERM; `ready` is called once it does."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    config = Config()
    # From here the server owns the socket, and closes it.
    config.bind = [f"fd://{listener.detach()}"]
    config.graceful_timeout = 2
    config.include_server_header = False
    config.loglevel = "ERROR"
    ready_told = asyncio.create_task(asyncio.to_thread(ready))
    await serve(front, config, shutdown_trigger=stop.wait)
    await ready_told
