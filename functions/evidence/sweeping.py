"""The sweep: what has been waited for too long comes to an end that the client is told of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.upload_acts import Run
from cms_common.domain.uploads import Fact, Limits, Upload, overdue

AT_MOST = 25
"""Uploads that a run brings on in each shard; what is left is a minute later."""
MOST_FAILURES = 200
"""Uploads of a shard that may fail before a run gives it up: until then they do not hold up what is due after them."""


class Uploads(Protocol):
    """Uploads, by when they are to be looked at."""

    def due(self, now: datetime) -> tuple[Iterator[str], ...]:
        """Return, shard by shard, the uploads that are to be looked at now, longest due first."""
        ...

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload."""
        ...

    def learn(self, upload_id: str, number: int, fact: Fact, run: Run) -> Upload | None:
        """Learn a fact about a file, with all that follows."""
        ...

    def file_again(self, upload: Upload, run: Run) -> None:
        """Have the clean files of an upload filed again."""
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """How many uploads a run brought on, and how many stayed due because they failed."""

    looked_at: int
    stayed: int


@dataclass(frozen=True, slots=True)
class Sweeping:
    """The use case."""

    uploads: Uploads
    limits: Limits

    def sweep(self, run: Run, failed: Callable[[Exception], None]) -> Swept:
        """Look at what is due; of each upload that fails `failed` is told, and the others go on."""
        shards = [self._sweep(shard, run, failed) for shard in self.uploads.due(run.now)]
        return Swept(sum(one.looked_at for one in shards), sum(one.stayed for one in shards))

    def _sweep(self, shard: Iterator[str], run: Run, failed: Callable[[Exception], None]) -> Swept:
        looked_at, stayed = 0, 0
        for upload_id in shard:
            try:
                self.look_at(upload_id, run)
                looked_at += 1
            except Exception as error:  # noqa: BLE001 - one that fails does not hold up the others
                failed(error)
                stayed += 1
            if looked_at == AT_MOST or stayed == MOST_FAILURES:
                break
        return Swept(looked_at, stayed)

    def look_at(self, upload_id: str, run: Run) -> None:
        """End what has lasted too long in one upload; have filed again what should be by now."""
        upload = self.uploads.find(upload_id)
        for number, refused in overdue(upload, run.now, self.limits) if upload else ():
            upload = self.uploads.learn(upload_id, number, refused, run)
        if upload and upload.settled and upload.clean and upload.due_at and upload.due_at <= run.now:
            self.uploads.file_again(upload, run)
