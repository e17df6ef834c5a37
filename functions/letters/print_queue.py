"""The print queue in DynamoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from cms_common.adapters.correspondence_tables import PRINT_SHARDS, LetterItem, PrintBatchItem, WaitingLetterItem
from cms_common.adapters.table import changed
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from letters.printing import Batch, Newest, Waiting


class DynamoPrintQueue:
    """Letters that wait for the printer, and the newest batch."""

    def newest(self) -> Newest:
        """Return the newest batch. GetItem on correspondence `key`, `item`, consistent."""
        try:
            held = PrintBatchItem.get(PrintBatchItem.KEY, PrintBatchItem.ITEM, consistent_read=True)
        except PrintBatchItem.DoesNotExist:
            return Newest(0, None)
        number = int(held.number)
        if not held.open:
            return Newest(number, None)
        letters = tuple(Waiting(**letter) for letter in held.letters)
        return Newest(number, Batch(number, held.batch, held.begun_at, letters))

    def waiting(self, most: int) -> Sequence[Waiting]:
        """Return the letters that have waited longest. One Query on correspondence `key` a shard, consistent."""
        shares = map(WaitingLetterItem.key_of, range(PRINT_SHARDS))
        found = [item for share in shares for item in _of_share(share, most)]
        return tuple(_waiting(item) for item in sorted(found, key=lambda item: item.item)[:most])

    def aside(self, most: int) -> Sequence[Waiting]:
        """Return letters that were set aside. One Query on correspondence `key`, consistent."""
        return tuple(map(_waiting, _of_share(WaitingLetterItem.ASIDE, most)))

    def set_aside(self, letter: Waiting, newest: int, act: Act) -> None:
        """Set a letter aside. One transaction, while it waits in its place and no batch was begun that may hold it."""
        handed_over = (PrintBatchItem.number == newest) & (PrintBatchItem.open == False)  # noqa: E712 - a condition
        same = handed_over if newest else PrintBatchItem.number.does_not_exist()
        there = WaitingLetterItem.key.exists()
        try:
            with Transaction() as transaction:
                transaction.check("print-batch", PrintBatchItem, PrintBatchItem.KEY, same, PrintBatchItem.ITEM)
                transaction.delete("waiting", WaitingLetterItem(letter.share, letter.place), there)
                transaction.put("waiting", _aside(letter))
                transaction.record(act)
        except ConditionsFailed:
            return

    def begin(self, batch: Batch) -> None:
        """Fix a batch. UpdateItem on correspondence `key`, `item`, where the newest is the one before."""
        actions = [
            PrintBatchItem.number.set(batch.number),
            PrintBatchItem.open.set(True),
            PrintBatchItem.batch.set(batch.name),
            PrintBatchItem.begun_at.set(batch.begun_at),
            PrintBatchItem.letters.set([asdict(letter) for letter in batch.letters]),
        ]
        before = PrintBatchItem.number == batch.number - 1
        none = PrintBatchItem.number.does_not_exist()
        changed(_newest(), [*actions], before if batch.number > 1 else none)

    def handed_over(self, batch: Batch, act: Act) -> None:
        """Take a batch's letters out of the queue and close it. One transaction, while it is open."""
        closed = [PrintBatchItem.open.set(False), PrintBatchItem.letters.set([])]
        still = (PrintBatchItem.number == batch.number) & (PrintBatchItem.open == True)  # noqa: E712 - a condition
        try:
            with Transaction() as transaction:
                transaction.update("print-batch", _newest(), [*closed], still)
                for letter in batch.letters:
                    _gone(transaction, letter, batch.name, act)
                transaction.record(act)
        except ConditionsFailed:
            return


def _newest() -> PrintBatchItem:
    return PrintBatchItem(PrintBatchItem.KEY, PrintBatchItem.ITEM)


def _of_share(share: str, most: int) -> Iterable[WaitingLetterItem]:
    return WaitingLetterItem.query(share, limit=most, page_size=most, consistent_read=True)


def _aside(letter: Waiting) -> WaitingLetterItem:
    return WaitingLetterItem(
        WaitingLetterItem.ASIDE,
        letter.place,
        letter_id=letter.letter_id,
        code=letter.code,
        document_id=letter.document_id,
        pages=letter.pages,
        sha256=letter.sha256,
    )


def _waiting(item: WaitingLetterItem) -> Waiting:
    return Waiting(
        share=item.key,
        place=item.item,
        letter_id=item.letter_id,
        code=item.code,
        document_id=item.document_id,
        pages=int(item.pages),
        sha256=item.sha256,
    )


def _gone(transaction: Transaction, letter: Waiting, batch: str, act: Act) -> None:
    transaction.delete("waiting", WaitingLetterItem(letter.share, letter.place))
    kept = LetterItem(LetterItem.key_of(letter.letter_id), LetterItem.ITEM)
    transaction.update("letter", kept, [LetterItem.batch.set(batch), LetterItem.handed_over_at.set(act.at)])
