"""Hands what waits for the post to the printer, in batches (LET-08).

A batch is fixed before its first letter is written, so that a run after a crash goes on with the same one: every PDF
is written once, the manifest last of all - without it a batch is not whole, and the printer leaves it - and then the
letters leave the queue together. Batches are numbered: a run begins one only where none was begun since it looked, so
that two runs never hand over the same letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from letters.issuing import ACTOR, Run

IN_A_BATCH = 45
"""Letters in a batch: they leave the queue in one transaction, two writes each, of the hundred that one may have."""
IN_A_RUN = 20
"""Batches of one run; what is left waits for the next."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for the printer: where it waits, and what the manifest says of it."""

    place: str
    letter_id: str
    code: str
    document_id: str
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is fixed: its letters never change."""

    number: int
    name: str
    begun_at: datetime
    letters: Sequence[Waiting]

    @property
    def manifest(self) -> dict[str, object]:
        """What the printer is told: the files and what each must be. Addresses stand inside the letters alone."""
        letters = [
            {
                "letter": letter.letter_id,
                "code": letter.code,
                "file": f"{letter.letter_id}.pdf",
                "pages": letter.pages,
                "sha256": letter.sha256,
            }
            for letter in self.letters
        ]
        begun_at = self.begun_at.astimezone(UTC).isoformat()
        return {"version": 1, "batch": self.name, "begun_at": begun_at, "count": len(letters), "letters": letters}


@dataclass(frozen=True, slots=True)
class Newest:
    """The number of the newest batch, and the batch itself while it is not handed over."""

    number: int
    open: Batch | None


class PrintQueue(Protocol):
    """The letters that wait."""

    def newest(self) -> Newest:
        """Return the newest batch."""
        ...

    def waiting(self, most: int) -> Sequence[Waiting]:
        """Return letters that wait, those that have waited longest first."""
        ...

    def begin(self, batch: Batch) -> None:
        """Fix a batch; nothing happens where another run has begun the one of its number."""
        ...

    def handed_over(self, batch: Batch, act: Act) -> None:
        """Take a batch's letters out of the queue; nothing happens where that was done already."""
        ...


class Printer(Protocol):
    """Where the printer takes batches from."""

    def put_letter(self, batch: Batch, letter: Waiting) -> None:
        """Put one letter there; putting it again changes nothing."""
        ...

    def put_manifest(self, batch: Batch) -> None:
        """Say that the batch is whole; saying it again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a run handed over."""

    batches: int
    letters: int


@dataclass(frozen=True, slots=True)
class Printing:
    """The use case."""

    queue: PrintQueue
    printer: Printer
    randomness: Randomness

    def hand_over(self, run: Run) -> HandedOver:
        """Hand over what waits: the batch that was left open first, then new ones, so many as a run has time for."""
        batches = letters = 0
        for _ in range(IN_A_RUN):
            batch = self._next(run)
            if batch is None:
                break
            for letter in batch.letters:
                self.printer.put_letter(batch, letter)
            self.printer.put_manifest(batch)
            self.queue.handed_over(batch, self._act(batch, run))
            batches, letters = batches + 1, letters + len(batch.letters)
        return HandedOver(batches, letters)

    def _next(self, run: Run) -> Batch | None:
        newest = self.queue.newest()
        if newest.open:
            return newest.open
        waiting, number = self.queue.waiting(IN_A_BATCH), newest.number + 1
        if not waiting:
            return None
        self.queue.begin(Batch(number, f"{run.now.astimezone(UTC):%Y%m%d}-{number:06d}", run.now, waiting))
        # Whoever began it, this run or another: the one that is open now.
        return self.queue.newest().open

    def _act(self, batch: Batch, run: Run) -> Act:
        facts = {"batch": batch.name, "letters": str(len(batch.letters))}
        subject, identifier = f"print-batch#{batch.name}", self.randomness.identifier()
        kind = ActKind.LETTERS_HANDED_OVER
        return Act(kind, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)
