"""Makes a message that was received into a PDF that never changes (MSG-06, MSG-07, MSG-15)."""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.letters import document_id
from letters.catalogue import MESSAGE
from letters.contents import Message, Sender, of_message
from letters.making import Documents, Press
from letters.values import ACTOR, Run


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """The document of a message: its name, how many pages it has, and the SHA-256 that it keeps for good."""

    name: str
    pages: int
    sha256: str


class Messages(Protocol):
    """Messages that were received."""

    def find(self, message_id: str) -> Message | None:
        """Return a message."""
        ...

    def sender_of(self, message: Message) -> Sender:
        """Tell who a message came from."""
        ...

    def made(self, message: Message, document: DocumentMade, act: Act) -> None:
        """Keep that a message's document is there; nothing happens where one is there already."""
        ...


class NoSuchMessage(Exception):
    """An event tells of a message that is not held."""


@dataclass(frozen=True, slots=True)
class MessageDocuments:
    """The use case."""

    messages: Messages
    press: Press
    documents: Documents
    randomness: Randomness

    def make(self, message_id: str, run: Run) -> None:
        """Make a message's document, once. Raises NoSuchMessage."""
        message = self.messages.find(message_id)
        if message is None:
            raise NoSuchMessage
        if message.document_id is not None:
            return
        sender = self.messages.sender_of(message)
        made = self.press.make(MESSAGE.file(sender.language), of_message(message, sender), message.received_at)
        name = document_id(message_id, made.content)
        self.documents.keep(name, made.content)
        document = DocumentMade(name, made.pages, made.sha256)
        self.messages.made(message, document, self._act(message, document, run))

    def _act(self, message: Message, document: DocumentMade, run: Run) -> Act:
        facts = {"message": message.message_id, "owner": message.owner, "sha256": document.sha256}
        identifier = self.randomness.identifier()
        subject, version = f"message#{message.message_id}", message.version + 1
        kind = ActKind.MESSAGE_DOCUMENT_MADE
        return Act(kind, identifier, subject, version, ACTOR, run.now, run.transaction_id, facts)
