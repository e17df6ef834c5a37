"""Messages, contact history and the 2012 System's records as messaging needs them."""

from collections.abc import Sequence

from cms_common.adapters.correspondence_tables import MessageFormItem, MessageItem
from cms_common.adapters.faults import part_of
from cms_common.adapters.history import add_entry, entries_of, entry_at, open_entry, place_of
from cms_common.adapters.siebel import participant_view
from cms_common.adapters.tables import ClientItem, ParticipationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import owner_of, raise_activity, raise_contact, raise_work
from cms_common.domain.acts import Act
from cms_common.domain.cases import ParticipantView
from cms_common.domain.components import Component, ComponentFault
from cms_common.domain.history import Entry, EntryKind, EntryState
from cms_common.domain.messages import Message, MessageType, Received
from cms_common.domain.work import ClientOwner, Direction
from messaging.sending import FORM_KEPT, Form, Made


class DynamoMessages:
    """Messages in DynamoDB."""

    def made_by(self, key_hash: str) -> Made | None:
        """Return what a form made before. A consistent GetItem on correspondence; the second time one more."""
        try:
            form = MessageFormItem.get(MessageFormItem.key_of(key_hash), MessageFormItem.ITEM, consistent_read=True)
        except MessageFormItem.DoesNotExist:
            return None
        item = MessageItem.get(MessageItem.key_of(form.message_id), MessageItem.ITEM, consistent_read=True)
        return Made(form.body_hash, _message(item))

    def keep(self, received: Received, form: Form, act: Act) -> bool:
        """Keep a message with history entry, contact, activity and work. One transaction; False for a used form."""
        try:
            with Transaction() as transaction:
                transaction.put("message-form", _form(received, form), MessageFormItem.key.does_not_exist())
                transaction.put("message", _item(received.message), MessageItem.key.does_not_exist())
                add_entry(transaction, _entry(received.message))
                raise_contact(transaction, received.contact)
                raise_activity(transaction, received.activity)
                for work in received.work:
                    raise_work(transaction, work)
                transaction.record(act)
        except ConditionsFailed as failed:
            if "message-form" not in failed.on:
                raise
            return False
        return True


class DynamoHistories:
    """Contact histories in DynamoDB."""

    def entries(self, owner: str, after: str | None, limit: int) -> Sequence[tuple[str, Entry]]:
        """Return entries with their places, newest first. One Query on correspondence, at most `limit` items."""
        return [(place_of(entry), entry) for entry in entries_of(owner, after, limit).entries]

    def entry(self, owner: str, place: str) -> Entry | None:
        """Return one entry of the owner's own history. A consistent GetItem on correspondence."""
        return entry_at(owner, place)

    def mark_opened(self, entry: Entry, act: Act) -> None:
        """Keep that a letter was opened. One transaction; where another click was first, nothing."""
        try:
            with Transaction() as transaction:
                open_entry(transaction, entry, act.at)
                transaction.record(act)
        except ConditionsFailed:
            return


class SiebelRecords:
    """Cases and client records, kept in Siebel; our tables are its first adapter."""

    def cases_of(self, scin: str) -> tuple[ParticipantView, ...]:
        """Return a client's cases. One Query on cases `scin`, as many items as the client has cases."""
        cases = ParticipationItem.item.startswith("case#")
        with part_of(Component.SIEBEL):
            return tuple(participant_view(item) for item in ParticipationItem.query(scin, cases, consistent_read=True))

    def owner_of(self, scin: str) -> ClientOwner:
        """Tell who works for a client. GetItem on clients `scin`."""
        with part_of(Component.SIEBEL):
            owner = owner_of(scin)
        if owner is None:
            # Somebody who is logged in has a record: without it nobody could be told to answer.
            raise ComponentFault(Component.SIEBEL)
        return owner

    def preference_of(self, scin: str) -> str:
        """Return a client's contact preference. GetItem on clients `scin`, consistent, that attribute alone."""
        with part_of(Component.SIEBEL):
            try:
                held = ClientItem.get(scin, consistent_read=True, attributes_to_get=["contact_preference"])
            except ClientItem.DoesNotExist:
                raise ComponentFault(Component.SIEBEL) from None
        return held.contact_preference


def _form(received: Received, form: Form) -> MessageFormItem:
    kept_until = received.message.received_at + FORM_KEPT
    return MessageFormItem(
        MessageFormItem.key_of(form.key_hash),
        MessageFormItem.ITEM,
        message_id=received.message.message_id,
        body_hash=form.body_hash,
        expires_at=int(kept_until.timestamp()),
    )


def _entry(message: Message) -> Entry:
    return Entry(
        entry_id=message.message_id,
        owner=message.owner,
        at=message.received_at,
        kind=EntryKind.MESSAGE,
        direction=Direction.INBOUND,
        title=message.subject,
        state=EntryState.WAITING,
    )


def _item(message: Message) -> MessageItem:
    return MessageItem(
        MessageItem.key_of(message.message_id),
        MessageItem.ITEM,
        message_id=message.message_id,
        owner=message.owner,
        entry=place_of(_entry(message)),
        kind=message.message_type.value,
        text=message.text,
        child=message.child or None,
        sent_at=message.received_at,
        due_at=message.due_at,
        sent_by=message.sent_by,
        contact_id=message.contact_id,
        activity_id=message.activity_id,
        version=1,
    )


def _message(item: MessageItem) -> Message:
    return Message(
        message_id=item.message_id,
        owner=item.owner,
        sent_by=item.sent_by,
        message_type=MessageType(item.kind),
        child=item.child or "",
        text=item.text,
        received_at=item.sent_at,
        due_at=item.due_at,
        contact_id=item.contact_id or "",
        activity_id=item.activity_id or "",
    )
