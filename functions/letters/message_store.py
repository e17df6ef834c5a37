"""Messages in DynamoDB, and the documents made of them."""

from cms_common.adapters.correspondence_tables import MessageItem
from cms_common.adapters.history import change_entry
from cms_common.adapters.tables import EmployerItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.history import EntryState
from cms_common.domain.language import Language, preferred
from letters.clients import client_item, name_of
from letters.contents import Message, Sender
from letters.messages import DocumentMade


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
        held = client_item(reference)
        if held is None:
            return Sender("", reference, Language.ENGLISH)
        return Sender(name_of(held), reference, preferred(held.preferred_language))

    def made(self, message: Message, document: DocumentMade, act: Act) -> None:
        """Keep a message's document, and in its entry that it can be opened. One transaction."""
        item = MessageItem(MessageItem.key_of(message.message_id), MessageItem.ITEM)
        actions = [
            MessageItem.document_id.set(document.name),
            MessageItem.pages.set(document.pages),
            MessageItem.sha256.set(document.sha256),
            MessageItem.version.set(act.version),
        ]
        first = MessageItem.document_id.does_not_exist() & (MessageItem.version == message.version)
        try:
            with Transaction() as transaction:
                transaction.update("message", item, [*actions], first)
                change_entry(transaction, message.owner, message.entry, EntryState.READY, document.name)
                transaction.record(act)
        except ConditionsFailed as failed:
            if "entry" in failed.on:
                raise
