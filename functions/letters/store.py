"""Clients, letters and messages in DynamoDB."""

from collections.abc import Iterator
from datetime import datetime

from cms_common.adapters.correspondence_tables import LetterItem, MessageItem, UnopenedItem, WaitingLetterItem
from cms_common.adapters.history import add_entry, change_entry, place_of
from cms_common.adapters.tables import ClientItem, EmployerItem, EnrolledIdentifierItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.history import Delivery, Entry, EntryKind, EntryState, owner_client
from cms_common.domain.language import Language, preferred
from cms_common.domain.letters import LetterCode
from cms_common.domain.work import Direction
from letters.contents import Client, Message, Sender
from letters.issuing import Kept, Letter

_READ = (
    "scin", "first_name", "surname", "address", "email", "mobile_telephone", "contact_preference",
    "preferred_language", "self_service",
)  # fmt: skip
"""What is read of a client: the National Insurance number and date of birth are not."""


class DynamoClients:
    """Clients, and whether an account is enrolled for them."""

    def of(self, scin: str) -> Client | None:
        """Return a client. GetItem on clients `scin` and on accounts `key`, consistent."""
        held = _client(scin)
        if held is None:
            return None
        return Client(
            scin=scin,
            name=_name(held),
            address=tuple(held.address or ()),
            email=held.email or "",
            mobile_telephone=held.mobile_telephone or "",
            contact_preference=held.contact_preference,
            preferred_language=held.preferred_language,
            self_service=bool(held.self_service),
            enrolled=self._enrolled(scin),
        )

    @staticmethod
    def _enrolled(scin: str) -> bool:
        try:
            EnrolledIdentifierItem.get(_identifier(scin), consistent_read=True, attributes_to_get=["key"])
        except EnrolledIdentifierItem.DoesNotExist:
            return False
        return True


class DynamoLetters:
    """Letters that were issued."""

    def find(self, letter_id: str) -> Letter | None:
        """Return a letter. GetItem on correspondence `key`, `item`, consistent."""
        return _letter(letter_id)

    def issue(self, letter: Letter, act: Act) -> Kept:
        """Keep a letter, its entry, and its place in the print queue or that it was not opened. One transaction.

        A letter goes online only while an account is enrolled for its client: a de-enrolment in the meantime fails it.
        """
        entry = _entry(letter)
        try:
            with Transaction() as transaction:
                if letter.delivery is Delivery.ONLINE:
                    enrolled = EnrolledIdentifierItem.key.exists()
                    transaction.check("identifier", EnrolledIdentifierItem, _identifier(letter.scin), enrolled)
                transaction.put("letter", _letter_item(letter, entry), LetterItem.key.does_not_exist())
                add_entry(transaction, entry)
                if letter.delivery is Delivery.POST:
                    transaction.put("waiting", _waiting(letter, letter.issued_at))
                transaction.record(act)
        except ConditionsFailed as failed:
            return Kept.ISSUED_BEFORE if "letter" in failed.on else Kept.NOT_ENROLLED
        return Kept.DONE


class DynamoUnopened:
    """Letters that were delivered online and not opened."""

    def of(self, scin: str) -> Iterator[Letter]:
        """Return a client's. Query on correspondence `key`, and GetItem for each, consistent."""
        for pointer in UnopenedItem.query(UnopenedItem.key_of(owner_client(scin)), consistent_read=True):
            letter = _letter(pointer.letter_id)
            if letter is not None:
                yield letter

    def post(self, letter: Letter, act: Act) -> None:
        """Put one into the print queue. One transaction, on the condition that it still is not opened."""
        pointer = UnopenedItem(UnopenedItem.key_of(owner_client(letter.scin)), letter.letter_id)
        item = LetterItem(LetterItem.key_of(letter.letter_id), LetterItem.ITEM)
        posted = [LetterItem.posted_at.set(act.at), LetterItem.version.set(act.version)]
        try:
            with Transaction() as transaction:
                transaction.delete("unopened", pointer, UnopenedItem.key.exists())
                transaction.update("letter", item, [*posted], LetterItem.version == letter.version)
                transaction.put("waiting", _waiting(letter, act.at))
                transaction.record(act)
        except ConditionsFailed:
            return


class DynamoMessages:
    """Messages that were received."""

    def find(self, message_id: str) -> Message | None:
        """Return a message. GetItem on correspondence `key`, `item`, consistent."""
        try:
            item = MessageItem.get(MessageItem.key_of(message_id), MessageItem.ITEM, consistent_read=True)
        except MessageItem.DoesNotExist:
            return None
        return Message(
            message_id=message_id,
            owner=item.owner,
            entry=item.entry,
            message_type=item.kind,
            child=item.child or "",
            text=item.text,
            received_at=item.sent_at,
            document_id=item.document_id,
            version=int(item.version),
        )

    def sender_of(self, message: Message) -> Sender:
        """Tell who a message came from. GetItem on clients `scin` or employers `ern`, consistent."""
        kind, _, reference = message.owner.partition("#")
        if kind == "employer":
            return Sender(EmployerItem.get(reference, consistent_read=True).name, reference, Language.ENGLISH)
        held = _client(reference)
        if held is None:
            return Sender("", reference, Language.ENGLISH)
        return Sender(_name(held), reference, preferred(held.preferred_language))

    def made(self, message: Message, document: str, pages: int, act: Act) -> None:
        """Keep a message's document, and in its entry that it can be opened. One transaction."""
        item = MessageItem(MessageItem.key_of(message.message_id), MessageItem.ITEM)
        actions = [
            MessageItem.document_id.set(document),
            MessageItem.pages.set(pages),
            MessageItem.version.set(act.version),
        ]
        first = MessageItem.document_id.does_not_exist() & (MessageItem.version == message.version)
        try:
            with Transaction() as transaction:
                transaction.update("message", item, [*actions], first)
                change_entry(transaction, message.owner, message.entry, EntryState.READY, document)
                transaction.record(act)
        except ConditionsFailed as failed:
            if "entry" in failed.on:
                raise


def _identifier(scin: str) -> str:
    return EnrolledIdentifierItem.key_of("SCIN", scin)


def _client(scin: str) -> ClientItem | None:
    try:
        return ClientItem.get(scin, consistent_read=True, attributes_to_get=list(_READ))
    except ClientItem.DoesNotExist:
        return None


def _name(held: ClientItem) -> str:
    return f"{held.first_name} {held.surname}".strip()


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
