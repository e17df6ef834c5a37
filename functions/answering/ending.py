"""The end of a message: it is answered, and the work of all teams on it is done (CON-19)."""

from dataclasses import dataclass
from hashlib import sha256

from answering.notices import Notices
from answering.opening import Opening, Told
from answering.values import TRIES, Answer, Checked, Done, KeptChanging, Notice, Opened, Progress
from cms_common.domain.acts import ActKind
from cms_common.domain.history import Entry
from cms_common.domain.notifications import Wanted
from cms_common.domain.reply_channel import ReplyChannel
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import Note, WorkItem, WorkStatus


@dataclass(frozen=True, slots=True)
class Saying:
    """What an answer is: its channel, the note of it, and `content`, which tells one answer from another."""

    channel: ReplyChannel
    note: str
    content: str

    @classmethod
    def of(cls, channel: ReplyChannel, note: str, also: str = "") -> "Saying":
        """Make an answer: what it says, its note and what is `also` in it, is kept as a hash beside the note."""
        return cls(channel, note, sha256(f"{channel.value}\x00{note}\x00{also}".encode()).hexdigest())

    def told_by(self, staff: StaffSession) -> Told:
        """Return what tells whether this member of staff gave this very answer before."""

        def told(progress: Progress) -> bool:
            held = (progress.answered_by, progress.channel, progress.content)
            return progress.answered_at is not None and held == (staff.actor, self.channel.value, self.content)

        return told


@dataclass(frozen=True, slots=True)
class Ending:
    """Ends messages, whatever the channel."""

    opening: Opening
    notices: Notices

    def answered(  # noqa: PLR0913 - an answer has these parts
        self, opened: Opened, saying: Saying, staff: StaffSession, visit: Visit, *,
        checked: Checked | None = None, entry: Entry | None = None, mail: Wanted | None = None,
        raised: WorkItem | None = None,
    ) -> Answer:  # fmt: skip
        """Keep an answer; of two at once one is kept. `checked` is how whoever was spoken to was checked (SEC-09).

        Where something else of the message changed meanwhile, as the other team's work item, it is read again and the
        answer is kept with that. Raises KeptChanging.
        """
        facts = {"channel": saying.channel.value} | ({"checked_by": checked.value} if checked else {})
        notes = (Note(visit.now, staff.actor, f"{saying.channel.value}: {saying.note}"),)
        told, now = saying.told_by(staff), opened
        for _ in range(TRIES):
            done = Done(
                message_id=now.message.message_id,
                items=self._both(now.item),
                channel=saying.channel,
                content=saying.content,
                notes=notes,
                entry=entry,
                mail=Notice(mail, self.opening.randomness.identifier()) if mail else None,
                notices=self.notices.of_entry(entry, now) if entry else (),
                raised=raised,
            )
            act = self.opening.act(ActKind.MESSAGE_ANSWERED, now, facts, staff, visit)
            if self.opening.messages.answer(done, act):
                return self.opening.open(now.item.work_item_id, staff, visit)
            again = self.opening.answerable(
                now.item.work_item_id, saying.channel, staff, visit, told, hard=raised is not None
            )
            if not isinstance(again, Opened) or told(again.progress):
                return again
            now = again
        raise KeptChanging

    def _both(self, item: WorkItem) -> tuple[WorkItem, ...]:
        other = self.opening.messages.item(item.closes_with) if item.closes_with else None
        return (item, other) if other and other.status is not WorkStatus.DONE else (item,)
