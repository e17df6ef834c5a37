"""The page about one copy of the local cloud, under /_local/: map, mails, tables, clock, API documentation."""

import urllib.parse
from dataclasses import dataclass

from infra.local import view
from infra.local.clock import Clock
from infra.local.proxy import Request, Response
from infra.local.state import State

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
# Some eleven years: further than any time limit of the service.
MOST = 4000 * 86400


@dataclass(frozen=True)
class Page:
    """Answers what is under /_local/."""

    clock: Clock
    state: State

    def respond(self, request: Request) -> Response:
        """The page, one of its files, or what a form asked for."""
        path = request.target.split("?")[0]
        if path == "/_local/clock" and request.method == "POST":
            return self._wind(request)
        if request.method != "GET":
            return _text(405, "Only GET, and POST to /_local/clock.")
        if path in {"/_local", "/_local/"}:
            return _html(view.home(self.state.read(), self.clock.offset))
        if path in {"/_local/docs", "/_local/docs/"}:
            return _html(view.docs())
        return _asset(path)

    def _wind(self, request: Request) -> Response:
        form = urllib.parse.parse_qs(request.body.decode("utf-8", "replace"))
        try:
            seconds = sum(int(form[unit][0]) * each for unit, each in SECONDS.items() if unit in form)
            if seconds > MOST:
                raise ValueError(f"at most {MOST // SECONDS['days']} days at once")
            ran = self.clock.wind(seconds)
        except ValueError as error:
            return _text(400, f"The clock was not wound: {error}. Whole minutes, hours or days, please.")
        except RuntimeError as error:
            return _text(500, str(error))
        return Response(303, [("location", "/_local/#clock"), ("x-ran", ", ".join(ran))], b"")


def _html(body: str) -> Response:
    return Response(200, [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")], body.encode())


def _text(status: int, body: str) -> Response:
    return Response(status, [("content-type", "text/plain; charset=utf-8")], body.encode())


def _asset(path: str) -> Response:
    name = path.removeprefix("/_local/docs/")
    if name not in view.ASSETS:
        return _text(404, "Nothing here: see /_local/")
    return Response(200, [("content-type", view.ASSETS[name])], (view.swagger_ui() / name).read_bytes())
