"""Answering a message by telephone, and calls that reach nobody (SLA-01, SLA-03, LET-12, SEC-09)."""

from dataclasses import dataclass, replace
from hashlib import sha256

from answering.checking import Checking
from answering.ending import Ending, Saying
from answering.notices import Notices
from answering.opening import Opening
from answering.values import TRIES, Answer, Call, Checked, KeptChanging, Opened, Progress, Spoken
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.history import Entry, EntryKind, EntryState
from cms_common.domain.letters import LetterCode
from cms_common.domain.reply_channel import ReplyChannel, update_letter_due
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import Direction, Note

_CALLED = "We telephoned you"
_NOT_REACHED = "We tried to telephone you"


@dataclass(frozen=True, slots=True)
class Calling:
    """The use cases. `key` is the form's: sent again it is the same call."""

    opening: Opening
    ending: Ending
    checking: Checking
    notices: Notices

    def answered(self, work_item_id: str, key: str, spoken: Spoken, staff: StaffSession, visit: Visit) -> Answer:
        """Record a call that answered the message, once whoever was called is checked (SEC-09)."""
        saying = Saying.of(ReplyChannel.TELEPHONE, spoken.text)
        told = saying.told_by(staff)
        opened = self.opening.answerable(work_item_id, ReplyChannel.TELEPHONE, staff, visit, told)
        if not isinstance(opened, Opened) or told(opened.progress):
            return opened
        checked = self.checking.check(opened, ReplyChannel.TELEPHONE, spoken, staff, visit)
        if not isinstance(checked, Checked):
            return checked
        entry = _entry(opened, _CALLED, key, staff, visit)
        return self.ending.answered(opened, saying, staff, visit, checked=checked, entry=entry)

    def not_reached(self, work_item_id: str, key: str, notes: str, staff: StaffSession, visit: Visit) -> Answer:
        """Record a call that reached nobody: nobody was spoken to, so nobody is checked.

        So many as are set want the update letter (LET-12, SLA-03). Where another call was kept meanwhile this one
        counts after it. Raises KeptChanging.
        """
        call_id = _call_id(work_item_id, key, staff)

        def told(progress: Progress) -> bool:
            return call_id in progress.calls

        for _ in range(TRIES):
            opened = self.opening.mine(work_item_id, ReplyChannel.TELEPHONE, staff, visit, told)
            if not isinstance(opened, Opened) or told(opened.progress):
                return opened
            call, acts = self._call(opened, key, notes, staff, visit)
            if self.opening.messages.call_failed(opened.item, call, acts):
                return self.opening.open(work_item_id, staff, visit)
        raise KeptChanging

    def _call(
        self, opened: Opened, key: str, notes: str, staff: StaffSession, visit: Visit
    ) -> tuple[Call, tuple[Act, ...]]:
        before = opened.progress.calls
        after = replace(opened.situation, unsuccessful_calls=len(before) + 1)
        wants = update_letter_due(after, self.opening.rules) and opened.progress.letter_wanted_at is None
        made = self.opening.act(ActKind.MESSAGE_CALL_MADE, opened, {"unsuccessful": str(len(before) + 1)}, staff, visit)
        letter = (self._letter(opened, staff, visit),) if wants else ()
        entry = _entry(opened, _NOT_REACHED, key, staff, visit)
        note = Note(visit.now, staff.actor, notes or _NOT_REACHED)
        notices = self.notices.of_missed_call(entry, opened, letter=wants)
        return Call(opened.message.message_id, entry.entry_id, before, note, entry, wants, notices), (made, *letter)

    def _letter(self, opened: Opened, staff: StaffSession, visit: Visit) -> Act:
        facts = {"letter_code": LetterCode.UPDATE.value, "scin": opened.item.scin, "cause": "calls-unsuccessful"}
        wanted = self.opening.act(ActKind.LETTER_WANTED, opened, facts, staff, visit)
        # One message wants one update letter: that is an aggregate of its own.
        return replace(wanted, subject=f"answer#{opened.message.message_id}", version=1)


def _entry(opened: Opened, title: str, key: str, staff: StaffSession, visit: Visit) -> Entry:
    return Entry(
        entry_id=_call_id(opened.item.work_item_id, key, staff),
        owner=opened.message.owner,
        at=visit.now,
        kind=EntryKind.CALL,
        direction=Direction.OUTBOUND,
        title=title,
        state=EntryState.READY,
    )


def _call_id(work_item_id: str, key: str, staff: StaffSession) -> str:
    return sha256(f"{work_item_id}|{staff.actor}|{key}".encode()).hexdigest()[:20]
