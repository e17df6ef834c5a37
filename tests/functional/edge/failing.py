"""Makes an AWS call of the functions fail, where botocore sends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError

from cms_common.adapters.kms import client_of
from cms_common.adapters.table import connection

MARKER = "QQ123456C-harvest42"
"""What the exceptions say; it may be seen nowhere."""


class MarkedError(BotoCoreError):  # type: ignore[misc]  # botocore has no types
    """A failure of AWS whose text carries what nobody may see."""

    fmt = f"could not take {MARKER}"


@contextmanager
def failing(
    operation: str, table: str = "", error: Exception | None = None, service: str = "dynamodb"
) -> Iterator[list[str]]:
    """Fail every such call, to the table of this short name if one is given. Yields a list that counts the calls."""
    raised: list[str] = []
    event = f"before-send.{service}.{operation}"

    def fail(request: Any, **_: Any) -> None:
        if f'"cms-test-{table}"'.encode() in request.body or not table:
            raised.append(operation)
            raise error or MarkedError()

    client = connection().client if service == "dynamodb" else client_of(service)
    client.meta.events.register_first(event, fail)
    try:
        yield raised
    finally:
        client.meta.events.unregister(event, fail)
