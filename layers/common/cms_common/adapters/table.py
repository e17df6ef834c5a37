"""The base of every table: names from settings, one connection for all, no scan."""

from typing import Any, Never

from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from cms_common.settings import CommonSettings

_TRIES = 5
_REFUSED = "ConditionalCheckFailedException"
_CLASH = "TransactionConflictException"
_connections: list[Connection] = []


def connection() -> Connection:
    """Return the one DynamoDB connection of this process, made at first use (a client costs 80 ms)."""
    if not _connections:
        _connections.append(Connection(connect_timeout_seconds=2, read_timeout_seconds=4, max_retry_attempts=2))
    return _connections[0]


class Table(Model):
    """A table model. Its `Meta.setting` names the settings field that holds the table's name."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        # pynamodb gives each model a connection, and with it a client, of its own; ours share one.
        own = super()._get_connection()
        if own.connection is not connection():
            described = own.get_meta_table()
            own.connection = connection()
            if described.table_name not in own.connection._tables:  # noqa: SLF001 - pynamodb offers no look-up
                own.connection.add_meta_table(described)
        return own

    @classmethod
    def scan(cls, *_: Any, **__: Any) -> Never:  # noqa: ANN401
        """Refuse: every read is by key, so that no request costs more as the number of clients grows."""
        raise TypeError("Tables are read by key only")


def open_tables(settings: CommonSettings, *models: type[Table]) -> None:
    """Give each model its table's name from the settings."""
    for model in models:
        model.Meta.table_name = getattr(settings, model.Meta.setting)  # type: ignore[attr-defined]


def changed(item: Table, actions: list[Action], condition: Condition | None = None) -> bool:
    """Change an item on a condition; False where it does not hold. UpdateItem by key, waiting out transactions.

    DynamoDB refuses an update on an item inside a running transaction, as a double click makes one.
    """
    for left in reversed(range(_TRIES)):
        try:
            item.update(actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == _REFUSED:
                return False
            if error.cause_response_code != _CLASH or not left:
                raise
        else:
            return True
    return False
