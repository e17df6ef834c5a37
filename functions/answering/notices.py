"""What goes out beside a call: a text message to a client, a mail to an employer (NOT-02, NOT-03, CON-44, EMP-15)."""

from dataclasses import dataclass
from hashlib import sha256

from answering.values import Notice, Opened
from cms_common.domain.chance import Randomness
from cms_common.domain.history import Entry
from cms_common.domain.notifications import Wanted
from cms_common.domain.telling import told_of_new

_CALL_MISSED = "sms-call-missed"


@dataclass(frozen=True, slots=True)
class Notices:
    """Makes notices; one cause makes one of a kind, however often."""

    randomness: Randomness

    def of_entry(self, entry: Entry, opened: Opened) -> tuple[Notice, ...]:
        """Tell an employer who wants it that something new stands in its contact history (CON-44)."""
        preference = opened.employer.preference if opened.employer else ""
        return self._all(told_of_new(entry.owner, preference, entry.entry_id))

    def of_missed_call(self, entry: Entry, opened: Opened, *, letter: bool) -> tuple[Notice, ...]:
        """Tell of a call that reached nobody, beside it and never in place of it (NOT-03).

        It says that we will try again: where the update letter goes out instead, it is not sent.
        """
        recipient = opened.recipient
        if recipient is None or not recipient.text_messages or letter:
            return self.of_entry(entry, opened)
        named, call = sha256(f"missed#{entry.entry_id}".encode()).hexdigest()[:20], f"call#{entry.entry_id}"
        return self._all(Wanted(named, _CALL_MISSED, recipient.language, entry.owner, besides=call))

    def _all(self, wanted: Wanted | None) -> tuple[Notice, ...]:
        return (Notice(wanted, self.randomness.identifier()),) if wanted else ()
