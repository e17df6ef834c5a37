"""One act, one transaction: the state, its audit record and its event are written together or not at all."""

import hashlib
import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.table import Table, connection
from cms_common.adapters.tables import AuditItem, OutboxItem
from cms_common.domain.acts import Act
from cms_common.domain.chance import Randomness

OUTBOX_SHARDS = 8
_TRIES = 4
_SHORTEST, _LONGEST = 20, 200
"""Milliseconds between two tries: by chance, so that those that clashed do not clash again."""


class ConditionsFailed(Exception):
    """The transaction was refused because the state is no longer what it was taken for; `on` names the items."""

    def __init__(self, on: frozenset[str]) -> None:
        """Keep the labels of the writes whose condition failed."""
        super().__init__(", ".join(sorted(on)))
        self.on = on


class KeptClashing(Exception):
    """Another transaction was at the same item at each try. Nothing is written: whoever can reads again and retries."""


class Transaction:
    """Collects the writes of one act and commits them together at the end of a `with` block.

    Each write carries a label; where conditions fail, ConditionsFailed.on names them. A clash with another
    transaction on the same item is tried again, as DynamoDB asks, after a pause.
    """

    def __init__(self, wait: Callable[[float], None] = time.sleep, randomness: Randomness | None = None) -> None:
        """Start with nothing to write; take how to pause (seconds), and what the length of a pause comes from."""
        self._wait = wait
        self._randomness = randomness or SystemRandomness()
        # TransactWrite sends each kind of write in its own order: keep the labels apart to match the reasons.
        self._checks: list[tuple[str, dict[str, Any]]] = []
        self._deletes: list[tuple[str, dict[str, Any]]] = []
        self._puts: list[tuple[str, dict[str, Any]]] = []
        self._updates: list[tuple[str, dict[str, Any]]] = []

    def put(self, label: str, item: Table, condition: Condition | None = None) -> None:
        """Write an item whole."""
        self._puts.append((label, {"model": item, "condition": condition}))

    def update(self, label: str, item: Table, actions: list[Action], condition: Condition | None = None) -> None:
        """Change some attributes of an item."""
        self._updates.append((label, {"model": item, "actions": actions, "condition": condition}))

    def delete(self, label: str, item: Table, condition: Condition | None = None) -> None:
        """Delete an item."""
        self._deletes.append((label, {"model": item, "condition": condition}))

    def check(
        self, label: str, model: type[Table], key: str, condition: Condition, range_key: str | None = None
    ) -> None:
        """Change nothing of the item with these keys, and commit only where it is as the condition says."""
        wanted = {"model_cls": model, "hash_key": key, "range_key": range_key, "condition": condition}
        self._checks.append((label, wanted))

    def record(self, act: Act) -> None:
        """Write the act's audit record and its event."""
        # An audit record is written once: whoever may put could otherwise replace one.
        self.put("audit", _audit(act), AuditItem.subject.does_not_exist())
        self.put("outbox", _outbox(act))

    def __enter__(self) -> Self:
        """Begin collecting."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, unless the block failed. Raises ConditionsFailed, KeptClashing."""
        if kind is None:
            self._commit()

    def _commit(self) -> None:
        for left in reversed(range(_TRIES)):
            try:
                return self._send()
            except TransactWriteError as error:
                codes = [reason.code if reason else "" for reason in error.cancellation_reasons]
                if "ConditionalCheckFailed" in codes:
                    raise ConditionsFailed(self._labels(codes)) from error
                if "TransactionConflict" not in codes:
                    raise
                if not left:
                    raise KeptClashing from error
            self._wait((_SHORTEST + self._randomness.below(_LONGEST - _SHORTEST + 1)) / 1000)
        return None

    def _send(self) -> None:
        with TransactWrite(connection=connection()) as transaction:
            for _, wanted in self._checks:
                transaction.condition_check(**wanted)
            for _, wanted in self._deletes:
                transaction.delete(**wanted)
            for _, wanted in self._puts:
                transaction.save(**wanted)
            for _, wanted in self._updates:
                transaction.update(**wanted)

    def _labels(self, codes: list[str]) -> frozenset[str]:
        ordered = [label for label, _ in (*self._checks, *self._deletes, *self._puts, *self._updates)]
        return frozenset(label for label, code in zip(ordered, codes, strict=True) if code == "ConditionalCheckFailed")


def _audit(act: Act) -> AuditItem:
    return AuditItem(
        subject=act.subject,
        entry=f"{act.at.isoformat()}#{act.identifier}",
        act=act.kind.value,
        actor=act.actor,
        at=act.at,
        version=act.version,
        transaction_id=act.transaction_id,
        facts=dict(act.facts),
    )


def _outbox(act: Act) -> OutboxItem:
    shard = int.from_bytes(hashlib.sha256(act.identifier.encode()).digest()[:4]) % OUTBOX_SHARDS
    detail = {
        "event_id": act.identifier,
        "subject": act.subject,
        "version": act.version,
        "occurred_at": act.at.isoformat(),
        "transaction_id": act.transaction_id,
        "facts": dict(act.facts),
    }
    return OutboxItem(
        shard=str(shard),
        entry=f"{int(act.at.timestamp() * 1000):015d}#{act.identifier}",
        event=act.kind.value,
        detail=json.dumps(detail, separators=(",", ":")),
    )
