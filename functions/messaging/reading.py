"""Reading: the contact history of whoever is logged in, and the documents in it (LET-01 to LET-03, LET-15, MSG-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, assert_never

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.history import Entry, EntryKind, EntryState
from cms_common.domain.letters import ChooseSelfService, MayOpen, NoDocument, OnPaperOnly, Viewing, viewing_of
from cms_common.domain.messages import Sender
from cms_common.domain.sessions import Visit

PAGE = 20
"""Entries on one page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, the place to find it again, and whether its document opens now."""

    place: str
    entry: Entry
    viewing: Viewing


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """A page of the history, newest first; `more_after` is the place that the next page begins after."""

    entries: tuple[Listed, ...]
    more_after: str | None


@dataclass(frozen=True, slots=True)
class NotYours:
    """There is no such place in the own history."""


@dataclass(frozen=True, slots=True)
class BeingMade:
    """The document is not there yet; it takes seconds."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opens the document until `ends_at`."""

    url: str
    ends_at: datetime
    entry: Entry


type HistoryOutcome = HistoryShown | NotYours
type OpenOutcome = Opened | ChooseSelfService | OnPaperOnly | NoDocument | BeingMade | NotYours


class Preferences(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def preference_of(self, scin: str) -> str:
        """Return a client's contact preference as it is now."""
        ...


class Histories(Protocol):
    """Keeps histories."""

    def entries(self, owner: str, after: str | None, limit: int) -> Sequence[tuple[str, Entry]]:
        """Return at most `limit` entries with their places, newest first, from after a place on."""
        ...

    def entry(self, owner: str, place: str) -> Entry | None:
        """Return one entry of the owner's own history."""
        ...

    def mark_opened(self, entry: Entry, act: Act) -> None:
        """Keep that the owner has opened a letter; the first time counts."""
        ...


class Links(Protocol):
    """Makes links to documents."""

    def link(self, document_id: str, kind: str, on: datetime, now: datetime) -> tuple[str, datetime]:
        """Return a link that opens a PDF for a short while, and when it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """The use cases."""

    preferences: Preferences
    histories: Histories
    links: Links
    identifiers: Randomness

    def show(self, sender: Sender, after: str | None) -> HistoryOutcome:
        """Show a page. Whose history it is comes from the session; `after` must be a place in that very one."""
        if after is not None and self.histories.entry(sender.owner, after) is None:
            return NotYours()
        found = self.histories.entries(sender.owner, after, PAGE + 1)
        preference = self._preference(sender)
        shown = tuple(Listed(place, entry, viewing_of(entry, preference)) for place, entry in found[:PAGE])
        return HistoryShown(shown, shown[-1].place if len(found) > PAGE else None)

    def open(self, sender: Sender, place: str, visit: Visit) -> OpenOutcome:
        """Open a document; that a letter was opened is kept, once (PRF-37)."""
        entry = self.histories.entry(sender.owner, place)
        if entry is None:
            return NotYours()
        viewing = viewing_of(entry, self._preference(sender))
        match viewing:
            case MayOpen():
                return self._open(entry, sender, visit)
            case NoDocument() if entry.state is EntryState.WAITING:
                return BeingMade()
            case NoDocument() | OnPaperOnly() | ChooseSelfService():
                return viewing
            case other:
                assert_never(other)

    def _open(self, entry: Entry, sender: Sender, visit: Visit) -> Opened:
        if entry.kind is EntryKind.LETTER and entry.opened_at is None:
            self.histories.mark_opened(entry, self._act(entry, sender, visit))
        url, ends_at = self.links.link(entry.document_id or "", entry.kind.value, entry.at, visit.now)
        return Opened(url, ends_at, entry)

    def _preference(self, sender: Sender) -> str:
        return self.preferences.preference_of(sender.scin) if sender.scin else ""

    def _act(self, entry: Entry, sender: Sender, visit: Visit) -> Act:
        facts = {"entry": entry.entry_id, "owner": entry.owner}
        subject, identifier = f"entry#{entry.entry_id}", self.identifiers.identifier()
        return Act(ActKind.LETTER_OPENED, identifier, subject, 1, sender.actor, visit.now, visit.transaction_id, facts)
