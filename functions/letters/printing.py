"""Hands what waits for the post to the printer, in batches (LET-08).

A batch is fixed before its first letter is written, so that a run after a crash goes on with the same one: every PDF
is written once, the manifest last of all - without it a batch is not whole, and the printer leaves it - and then the
letters leave the queue together. Batches are numbered: a run begins one only where none was begun since it looked, so
that two runs never hand over the same letters.

Each document is read before its batch is fixed. One that cannot be read is set aside, so that it does not keep the
others from the post; every run tries it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from letters.values import ACTOR, Run

IN_A_BATCH = 45
"""Letters in a batch: they leave the queue in one transaction, two writes each, of the hundred that one may have."""
IN_A_RUN = 20
"""Batches of one run; what is left waits for the next."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for the printer: its share and place there, and what the manifest says of it."""

    share: str
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


class Unreadable(Exception):
    """A document cannot be read, or is not what was kept; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


class PrintQueue(Protocol):
    """The letters that wait."""

    def newest(self) -> Newest:
        """Return the newest batch."""
        ...

    def waiting(self, most: int) -> Sequence[Waiting]:
        """Return letters that wait, those that have waited longest first."""
        ...

    def aside(self, most: int) -> Sequence[Waiting]:
        """Return letters that were set aside."""
        ...

    def set_aside(self, letter: Waiting, newest: int, act: Act) -> None:
        """Set a letter aside; nothing happens where it left its place, or a batch was begun after the newest."""
        ...

    def begin(self, batch: Batch) -> None:
        """Fix a batch; nothing happens where another run has begun the one of its number."""
        ...

    def handed_over(self, batch: Batch, act: Act) -> None:
        """Take a batch's letters out of the queue; nothing happens where that was done already."""
        ...


class Printer(Protocol):
    """Where the printer takes batches from."""

    def look(self, letter: Waiting) -> None:
        """Read a letter's document, as it will be put there. Raises Unreadable."""
        ...

    def put_letter(self, batch: Batch, letter: Waiting) -> None:
        """Put one letter there; putting it again changes nothing."""
        ...

    def put_manifest(self, batch: Batch) -> None:
        """Say that the batch is whole; saying it again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a run handed over, and how many letters it found that cannot be read."""

    batches: int
    letters: int
    aside: int


@dataclass(frozen=True, slots=True)
class Printing:
    """The use case."""

    queue: PrintQueue
    printer: Printer
    randomness: Randomness

    def hand_over(self, run: Run) -> HandedOver:
        """Hand over what waits: the batch that was left open first, then new ones, so many as a run has time for.

        Raises Unreadable where nothing of several can be read: that is no fault of a letter.
        """
        batches = letters = 0
        for _ in range(IN_A_RUN):
            batch = self._next(run)
            if batch is None:
                break
            for letter in batch.letters:
                self.printer.put_letter(batch, letter)
            self.printer.put_manifest(batch)
            self.queue.handed_over(batch, self._handed_over(batch, run))
            batches, letters = batches + 1, letters + len(batch.letters)
        return HandedOver(batches, letters, len(self.queue.aside(IN_A_BATCH)))

    def _next(self, run: Run) -> Batch | None:
        newest = self.queue.newest()
        if newest.open:
            return newest.open
        letters, number = self._readable(newest.number, run), newest.number + 1
        if not letters:
            return None
        self.queue.begin(Batch(number, f"{run.now.astimezone(UTC):%Y%m%d}-{number:06d}", run.now, letters))
        # Whoever began it, this run or another: the one that is open now.
        return self.queue.newest().open

    def _readable(self, newest: int, run: Run) -> Sequence[Waiting]:
        aside = tuple(letter for letter in self.queue.aside(IN_A_BATCH) if self._fault(letter) is None)
        if len(aside) == IN_A_BATCH:
            return aside
        waiting = self.queue.waiting(IN_A_BATCH - len(aside))
        faults = {letter.letter_id: fault for letter in waiting if (fault := self._fault(letter))}
        if len(faults) == len(waiting) > 1:
            raise Unreadable("none-readable")
        for letter in waiting:
            if letter.letter_id in faults:
                self.queue.set_aside(letter, newest, self._set_aside(letter, faults[letter.letter_id], run))
        return (*aside, *(letter for letter in waiting if letter.letter_id not in faults))

    def _fault(self, letter: Waiting) -> str | None:
        try:
            self.printer.look(letter)
        except Unreadable as unreadable:
            return unreadable.reason
        return None

    def _set_aside(self, letter: Waiting, reason: str, run: Run) -> Act:
        facts = {"letter": letter.letter_id, "letter_code": letter.code, "reason": reason}
        subject, identifier = f"waiting-letter#{letter.letter_id}", self.randomness.identifier()
        return Act(ActKind.LETTER_SET_ASIDE, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)

    def _handed_over(self, batch: Batch, run: Run) -> Act:
        facts = {"batch": batch.name, "letters": str(len(batch.letters))}
        subject, identifier = f"print-batch#{batch.name}", self.randomness.identifier()
        kind = ActKind.LETTERS_HANDED_OVER
        return Act(kind, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)
