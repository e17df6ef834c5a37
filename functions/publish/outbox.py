"""The outbox in DynamoDB, and the event bus."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cms_common.adapters.kms import client_of
from cms_common.adapters.tables import OutboxItem
from cms_common.adapters.transaction import OUTBOX_SHARDS
from publish.service import Entry

SOURCE = "cms"
_AT_MOST = 50
"""Entries a run takes of one shard: 400 in all, which the bus takes in well under a minute."""


class DynamoOutbox:
    """Entries by shard, in order of the time they were written."""

    def older_than(self, moment: datetime) -> Iterator[Entry]:
        """Return the oldest entries of each shard. One Query on `shard` and `entry` below the moment for each."""
        bound = f"{int(moment.timestamp() * 1000):015d}"
        for shard in range(OUTBOX_SHARDS):
            for item in OutboxItem.query(str(shard), OutboxItem.entry < bound, limit=_AT_MOST, consistent_read=True):
                yield Entry(item.shard, item.entry, item.event, item.detail)

    def delete(self, entry: Entry) -> None:
        """Forget an entry. DeleteItem on `shard` and `entry`; deleting twice is no error."""
        OutboxItem(entry.shard, entry.entry).delete()


class EventBridgeBus:
    """The service's own bus."""

    def __init__(self, name: str, events: Callable[[], Any] = lambda: client_of("events")) -> None:
        """Take the bus's name."""
        self._name = name
        self._events = events

    def send(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Send at most ten entries and return those not taken. One PutEvents; one more an entry where that fails."""
        try:
            return self._send(entries)
        except (BotoCoreError, ClientError):
            if len(entries) == 1:
                return frozenset({entries[0].entry})
        # One entry that the bus will not read (too large, say) fails the call for all: alone it fails alone.
        return frozenset().union(*(self.send([entry]) for entry in entries))

    def _send(self, entries: Sequence[Entry]) -> frozenset[str]:
        wanted = [
            {"EventBusName": self._name, "Source": SOURCE, "DetailType": entry.event, "Detail": entry.detail}
            for entry in entries
        ]
        answers = self._events().put_events(Entries=wanted)["Entries"]
        # An entry without an answer of its own is not confirmed.
        taken = {entry.entry for entry, answer in zip(entries, answers, strict=False) if "ErrorCode" not in answer}
        return frozenset(entry.entry for entry in entries) - taken
