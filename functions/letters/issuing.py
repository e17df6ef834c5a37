"""Issues a letter: makes it, decides how it goes, keeps it, and tells the client of it (LET-06 to LET-14).

The letter that an event wants has an ID made of the event's, so that however often the event comes there is one. The
PDF is kept before the letter is, under a name made of its content: a run that ends in between leaves a PDF that nobody
finds, never a letter without one. The notice is wanted in the letter's own transaction: it goes where the letter does.
"""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain import notifications
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.history import Delivery, owner_client
from cms_common.domain.letters import delivery_of, notice_id
from letters.catalogue import newest
from letters.contents import Client
from letters.making import Making
from letters.values import ACTOR, NEVER_STILL, NO_CLIENT, Kept, Letter, Notice, NotIssued, Outcome, Run, Wanted

NEW_LETTER, LETTER_SENT = "new-letter", "sms-letter-sent"
"""The notices: by mail of a letter online (NOT-04), by text message besides one by post (NOT-03)."""
_TRIES = 3


class Clients(Protocol):
    """Clients as they are at this moment."""

    def of(self, scin: str) -> Client | None:
        """Return a client, or None where there is no such record."""
        ...


class Letters(Protocol):
    """Letters that were issued."""

    def find(self, letter_id: str) -> Letter | None:
        """Return a letter."""
        ...

    def issue(self, letter: Letter, act: Act, notice: Notice | None) -> Kept:
        """Keep a letter with its entry in the contact history, its place in the print queue, and its notice."""
        ...


@dataclass(frozen=True, slots=True)
class Issuing:
    """The use case."""

    clients: Clients
    letters: Letters
    making: Making
    randomness: Randomness

    def issue(self, wanted: Wanted, run: Run) -> Outcome:
        """Issue a letter, once, or say why it must wait. Raises NotIssued."""
        if self.letters.find(wanted.letter_id):
            return Outcome.DONE
        for _ in range(_TRIES):
            client = self.clients.of(wanted.scin)
            if client is None:
                raise NotIssued(NO_CLIENT)
            if _way(wanted, client) is Delivery.POST and not client.address:
                return Outcome.NO_ADDRESS
            if self._issued(wanted, client, run) is not Kept.NOT_ENROLLED:
                return Outcome.DONE
        raise NotIssued(NEVER_STILL)

    def _issued(self, wanted: Wanted, client: Client, run: Run) -> Kept:
        template, language = newest(wanted.code), client.language
        plain = Letter(
            letter_id=wanted.letter_id,
            code=wanted.code,
            template_version=template.version,
            language=language,
            title=template.title(language),
            scin=wanted.scin,
            cause=wanted.cause,
            delivery=_way(wanted, client),
            issued_at=run.now,
            document_id="",
            pages=0,
            sha256="",
        )
        letter = self.making.draw(plain, client, run.now)
        return self.letters.issue(letter, self._act(letter, run), self._notice(letter, client))

    def _notice(self, letter: Letter, client: Client) -> Notice | None:
        if letter.delivery is Delivery.ONLINE:
            return self._told(letter, NEW_LETTER)
        # Where no text is wanted none is asked for: what is not sent would litter the list that staff look at.
        return self._told(letter, LETTER_SENT) if client.takes_texts else None

    def _told(self, letter: Letter, template: str) -> Notice:
        wanted = notifications.Wanted(
            notification=notice_id(letter.letter_id, template),
            template=template,
            language=letter.language,
            to=owner_client(letter.scin),
            besides=f"letter#{letter.letter_id}",
        )
        return Notice(wanted, self.randomness.identifier())

    def _act(self, letter: Letter, run: Run) -> Act:
        facts = {
            "letter": letter.letter_id,
            "letter_code": letter.code.value,
            "scin": letter.scin,
            "delivery": letter.delivery.value,
            "language": letter.language.value,
            "cause": letter.cause,
        }
        subject, identifier = f"letter#{letter.letter_id}", self.randomness.identifier()
        return Act(ActKind.LETTER_ISSUED, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)


def _way(wanted: Wanted, client: Client) -> Delivery:
    return delivery_of(wanted.code.category, client.reader)
