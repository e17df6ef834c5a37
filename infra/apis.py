"""The HTTP APIs of the functions, imported for their declarations: routes, models and problems."""

import os
from functools import cache
from importlib import import_module

from cms_common.edge.api import Api, Route
from infra import application


@cache
def apis() -> dict[str, Api]:
    """Return each HTTP function's API, by the function's folder name."""
    serving = sorted(set(application.routes().values()))
    return {function: _api(function) for function in serving}


def routes() -> list[tuple[str, Route]]:
    """Return every route with its function, by path and method."""
    every = [(function, route) for function, api in apis().items() for route in api.routes]
    return sorted(every, key=lambda found: (found[1].path, found[1].method))


def _api(function: str) -> Api:
    # A function does not start without its settings; for its declarations any values will do.
    for name in application.environment(function):
        os.environ.setdefault(name, "test" if name == "STAGE" else "1")
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-2")
    api: Api = import_module(f"{function}.handler").api
    return api
