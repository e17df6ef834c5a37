"""Start MiniStack in this process, brought nearer to AWS where it differs in what this service stands on.

It is run as a process of its own (`python -m infra.local.launcher PARENT_PID`) and ends when its parent does.
"""

import http.server
import importlib.metadata
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import apigateway, eventbridge, lambda_svc, s3

from infra.local.nearer import complete, identity_of, role_of

# The patches below reach into its insides: another version needs them looked at again.
VERSION = "1.5.33"
Event = dict[str, Any]


def answer_runtime_at_once() -> None:
    """Spare each invocation 40 ms of Nagle's algorithm and 50 ms of waiting for log lines that go to a file."""
    http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True
    worker = lambda_runtime.ProvidedWorker
    waiting = worker._drain_stderr_bounded  # noqa: SLF001
    worker._drain_stderr_bounded = lambda self, first_line_wait=0.0, **rest: waiting(  # noqa: SLF001
        self, first_line_wait=first_line_wait, **rest
    )


def hide_exceptions() -> None:
    """Answer an unhandled exception as an HTTP API does: 500 and always the same body, never a stack trace."""
    shown = lambda_svc.lambda_execute_result_to_api_proxy_response

    def hidden(result: Event) -> tuple[Event | None, str | None]:
        if result.get("error"):
            body = json.dumps({"message": "Internal Server Error"})
            return {"statusCode": 500, "headers": {"Content-Type": "application/json"}, "body": body}, None
        response: tuple[Event | None, str | None] = shown(result)
        return response

    lambda_svc.lambda_execute_result_to_api_proxy_response = hidden


def complete_events() -> None:
    """Put into HTTP events what AWS puts there and MiniStack does not: the caller's address, cookies, domain prefix."""
    invoke = apigateway.run_reentrant

    def completed(function: Callable[..., Any], *arguments: Any, **rest: Any) -> Awaitable[Any]:  # noqa: ANN401
        for argument in arguments:
            if isinstance(argument, dict) and "rawPath" in argument:
                complete(argument)
        result: Awaitable[Any] = invoke(function, *arguments, **rest)
        return result

    apigateway.run_reentrant = completed


def route_options() -> None:
    """Let OPTIONS reach a route, as it does where an API has no CORS configuration."""
    handle = apigateway._handle_execute_in_scope  # noqa: SLF001

    def routed(api: str, stage: str, path: str, method: str, *rest: Any) -> Awaitable[Any]:  # noqa: ANN401
        # In small letters MiniStack does not know it; `complete` writes it large again.
        known = method.lower() if method == "OPTIONS" else method
        result: Awaitable[Any] = handle(api, stage, path, known, *rest)
        return result

    apigateway._handle_execute_in_scope = routed  # noqa: SLF001


def know_roles() -> None:
    """Let `aws:PrincipalArn` be the role's ARN where a function calls, as on AWS, and not its session's."""
    resolve = iam_evaluator._resolve_condition_key  # noqa: SLF001

    def resolved(key: str, context: Any) -> Any:  # noqa: ANN401
        value = resolve(key, context)
        return role_of(value) if key.lower() == "aws:principalarn" else value

    iam_evaluator._resolve_condition_key = resolved  # noqa: SLF001


def know_senders() -> None:
    """Let a mail's resource be the identity it is sent from, as on AWS; MiniStack takes any resource for it."""
    extract = iam_actions.extract_resource_arn

    def extracted(*request: Any, **more: Any) -> str:  # noqa: ANN401
        found: str = extract(*request, **more)
        sender = request[5].get("Source") if request[0] == "ses" else None
        return identity_of(sender, *request[6:8]) if sender else found

    iam_actions.extract_resource_arn = extracted


def tell_versions() -> None:
    """Put into S3's events to EventBridge the version of the object, as AWS does for a bucket that keeps them."""
    fire, dispatch = s3._fire_s3_event, eventbridge._dispatch_event  # noqa: SLF001
    version: ContextVar[str | None] = ContextVar("version", default=None)

    def fired(*arguments: Any, **more: Any) -> None:  # noqa: ANN401
        kept = version.set(more.get("version_id"))
        try:
            fire(*arguments, **more)
        finally:
            version.reset(kept)

    def dispatched(event: Event, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        if event.get("Source") == "aws.s3" and version.get():
            detail = json.loads(event["Detail"])
            detail["object"]["version-id"] = version.get()
            event["Detail"] = json.dumps(detail)
        return dispatch(event, *rest, **more)

    s3._fire_s3_event, eventbridge._dispatch_event = fired, dispatched  # noqa: SLF001


def end_with(parent: int) -> None:
    """End this process and all it started when the process that started it is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Check the version, patch, start.

    Raises:
        SystemExit: another version of MiniStack is installed.
    """
    found = importlib.metadata.version("ministack")
    if found != VERSION:
        raise SystemExit(f"MiniStack is {found}; infra/local/launcher.py was written for {VERSION}")
    end_with(int(sys.argv[1]))
    answer_runtime_at_once()
    hide_exceptions()
    complete_events()
    route_options()
    know_roles()
    know_senders()
    tell_versions()
    sys.argv = sys.argv[:1]
    app.main()


if __name__ == "__main__":
    main()
