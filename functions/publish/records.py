"""Reading the records of the outbox's stream, each by itself, so that one poison record does not take the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from publish.service import Entry

_PARTS = ("shard", "entry", "event", "detail")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of records: the entries read, by sequence number, and the numbers of those that could not be read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def failures(self, refused: Iterable[Entry]) -> dict[str, list[dict[str, str]]]:
        """Report what must come again: what could not be read, and what the bus refused."""
        kept = set(refused)
        again = [*self.unreadable, *(number for number, entry in self.entries.items() if entry in kept)]
        return {"batchItemFailures": [{"itemIdentifier": number} for number in again]}


def read(records: Iterable[Mapping[str, Any]]) -> Batch:
    """Read records of new items. A record of another kind (TTL, a deletion) tells of nothing to send."""
    batch = Batch()
    for record in records:
        number = record["dynamodb"]["SequenceNumber"]
        if record["eventName"] != "INSERT":
            continue
        try:
            image = record["dynamodb"]["NewImage"]
            batch.entries[number] = Entry(*(image[part]["S"] for part in _PARTS))
        except (KeyError, TypeError):
            batch.unreadable.append(number)
    return batch
