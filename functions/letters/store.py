"""Letters in DynamoDB."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.correspondence_tables import LetterItem, UnopenedItem, WaitingLetterItem
from cms_common.adapters.history import add_entry, place_of
from cms_common.adapters.notifications import By, want
from cms_common.adapters.tables import EnrolledIdentifierItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.history import Delivery, Entry, EntryKind, EntryState, owner_client
from cms_common.domain.language import Language
from cms_common.domain.letters import LetterCode, posted_id
from cms_common.domain.work import Direction
from letters.clients import identifier_of
from letters.values import Kept, Letter, Notice


class DynamoLetters:
    """Letters that were issued."""

    def find(self, letter_id: str) -> Letter | None:
        """Return a letter. GetItem on correspondence `key`, `item`, consistent."""
        return _letter(letter_id)

    def issue(self, letter: Letter, act: Act, notice: Notice | None) -> Kept:
        """Keep a letter, its entry, its place in the print queue or as unopened, and its notice. One transaction.

        A letter goes online only while an account is enrolled for its client: a de-enrolment in the meantime fails it.
        """
        entry = _entry(letter)
        try:
            with Transaction() as transaction:
                if letter.delivery is Delivery.ONLINE:
                    enrolled = EnrolledIdentifierItem.key.exists()
                    transaction.check("identifier", EnrolledIdentifierItem, identifier_of(letter.scin), enrolled)
                transaction.put("letter", _letter_item(letter, entry), LetterItem.key.does_not_exist())
                add_entry(transaction, entry)
                if letter.delivery is Delivery.POST:
                    transaction.put("waiting", _waiting(letter, letter.issued_at))
                if notice:
                    by = By(act.actor, act.at, act.transaction_id, notice.event_id)
                    want(transaction, notice.wanted, by)
                transaction.record(act)
        except ConditionsFailed as failed:
            if "letter" in failed.on:
                return Kept.ISSUED_BEFORE
            if "identifier" not in failed.on:
                raise
            return Kept.NOT_ENROLLED
        return Kept.DONE


class DynamoUnopened:
    """Letters that were delivered online and not opened."""

    def of(self, scin: str) -> Iterator[Letter]:
        """Return a client's. Query on correspondence `key`, and GetItem for each, consistent."""
        for pointer in UnopenedItem.query(UnopenedItem.key_of(owner_client(scin)), consistent_read=True):
            letter = _letter(pointer.letter_id)
            if letter is not None:
                yield letter

    def one(self, letter_id: str) -> Letter | None:
        """Return one that is not opened still. GetItem on correspondence `key`, `item`, consistent; two of them."""
        letter = _letter(letter_id)
        if letter is None:
            return None
        try:
            UnopenedItem.get(UnopenedItem.key_of(owner_client(letter.scin)), letter_id, consistent_read=True)
        except UnopenedItem.DoesNotExist:
            return None
        return letter

    def post(self, posted: Letter, act: Act) -> None:
        """Put one into the print queue, and into the history that it was posted. One transaction, while not opened."""
        pointer = UnopenedItem(UnopenedItem.key_of(owner_client(posted.scin)), posted.letter_id)
        item = LetterItem(LetterItem.key_of(posted.letter_id), LetterItem.ITEM)
        actions: list[Action] = [
            LetterItem.posted_at.set(act.at),
            LetterItem.posted_document_id.set(posted.document_id),
            LetterItem.posted_sha256.set(posted.sha256),
            LetterItem.posted_pages.set(posted.pages),
            LetterItem.version.set(act.version),
        ]
        try:
            with Transaction() as transaction:
                transaction.delete("unopened", pointer, UnopenedItem.key.exists())
                transaction.update("letter", item, actions, LetterItem.version == posted.version)
                transaction.put("waiting", _waiting(posted, act.at))
                add_entry(transaction, _posted(posted, act.at))
                transaction.record(act)
        except ConditionsFailed:
            return


def _entry(letter: Letter) -> Entry:
    return Entry(
        entry_id=letter.letter_id,
        owner=owner_client(letter.scin),
        at=letter.issued_at,
        kind=EntryKind.LETTER,
        direction=Direction.OUTBOUND,
        title=letter.title,
        template=letter.code.value,
        template_version=letter.template_version,
        document_id=letter.document_id,
        category=letter.code.category.shown,
        delivery=letter.delivery,
        state=EntryState.READY,
    )


def _letter_item(letter: Letter, entry: Entry) -> LetterItem:
    return LetterItem(
        LetterItem.key_of(letter.letter_id),
        LetterItem.ITEM,
        letter_id=letter.letter_id,
        code=letter.code.value,
        template_version=letter.template_version,
        language=letter.language.value,
        title=letter.title,
        scin=letter.scin,
        entry=place_of(entry),
        cause=letter.cause,
        delivery=letter.delivery.value,
        issued_at=letter.issued_at,
        document_id=letter.document_id,
        pages=letter.pages,
        sha256=letter.sha256,
        posted_at=letter.issued_at if letter.delivery is Delivery.POST else None,
        version=letter.version,
    )


def _letter(letter_id: str) -> Letter | None:
    try:
        item = LetterItem.get(LetterItem.key_of(letter_id), LetterItem.ITEM, consistent_read=True)
    except LetterItem.DoesNotExist:
        return None
    return Letter(
        letter_id=letter_id,
        code=LetterCode(item.code),
        template_version=int(item.template_version),
        language=Language(item.language),
        title=item.title,
        scin=item.scin,
        cause=item.cause,
        delivery=Delivery(item.delivery),
        issued_at=item.issued_at,
        document_id=item.document_id,
        pages=int(item.pages),
        sha256=item.sha256,
        version=int(item.version),
    )


def _posted(posted: Letter, at: datetime) -> Entry:
    return replace(_entry(posted), entry_id=posted_id(posted.letter_id), at=at, delivery=Delivery.POST)


def _waiting(letter: Letter, since: datetime) -> WaitingLetterItem:
    key = WaitingLetterItem.key_of(WaitingLetterItem.shard_of(letter.letter_id))
    return WaitingLetterItem(
        key,
        WaitingLetterItem.item_of(int(since.timestamp()), letter.letter_id),
        letter_id=letter.letter_id,
        code=letter.code.value,
        document_id=letter.document_id,
        pages=letter.pages,
        sha256=letter.sha256,
    )
