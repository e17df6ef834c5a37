"""Answering a message otherwise than by telephone: by the channel that is allowed and no other (CON-03, CWK-17).

Whoever answers has taken the message's work item; the answer ends it, and the other team's with it (CON-19).
"""

from dataclasses import dataclass
from hashlib import sha256

from answering.checking import Checking
from answering.ending import Ending, Saying
from answering.opening import Opening
from answering.values import Answer, Checked, Opened, Spoken, TextRefused
from cms_common.domain.messages import EMPLOYER_TEAM, SUPPORT_TEAM
from cms_common.domain.notifications import Blocked, Catalogue, Wanted, write
from cms_common.domain.reply_channel import ReplyChannel, enquiry_of
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import WorkItem, WorkKind

RECORDED = frozenset(
    {ReplyChannel.LETTER, ReplyChannel.NAMED_MEANS, ReplyChannel.UPDATE_LETTER, ReplyChannel.COMPLAINT_LOG}
)
"""Channels that an answer goes by outside of this service: that it did is recorded here."""
SPOKEN = frozenset({ReplyChannel.TELEPHONE, ReplyChannel.NAMED_MEANS})
"""Channels in which somebody is spoken to: a hearing or speech requirement names a signer or a textbox (PRF-22)."""
_IN_DETAIL = "Give a different or more detailed answer in Correspondence (Inbound), never by email."


@dataclass(frozen=True, slots=True)
class Replying:
    """The use cases. `telephone` is the service's number, as approved texts give it."""

    opening: Opening
    ending: Ending
    checking: Checking
    catalogue: Catalogue
    telephone: str

    def email(
        self, work_item_id: str, lines: tuple[str, ...], optional: tuple[str, ...], staff: StaffSession, visit: Visit
    ) -> Answer:
        """Answer by email, with lines to take alone (NOT-08 to NOT-12). One message has one such answer."""
        also = f"with {', '.join(optional)}"
        saying = Saying.of(ReplyChannel.EMAIL, f"Answered by email: {', '.join(lines)}", also)
        told = saying.told_by(staff)
        opened = self.opening.answerable(work_item_id, ReplyChannel.EMAIL, staff, visit, told)
        if not isinstance(opened, Opened) or told(opened.progress) or opened.recipient is None:
            return opened
        enquiry = enquiry_of(opened.message.message_type)
        template = next(
            (one[-1] for one in self.catalogue.templates.values() if enquiry and one[-1].enquiry is enquiry), None
        )
        if template is None:
            return TextRefused("no-such-template")
        if not set(lines) <= {line.identifier for line in self.catalogue.lines_for(template)}:
            return TextRefused("not-an-approved-line")
        if not set(optional) <= {one.name for one in template.paragraphs}:
            return TextRefused("no-such-optional")
        named = sha256(f"answer#{opened.message.message_id}".encode()).hexdigest()[:20]
        owner, answers = opened.message.owner, opened.item.work_item_id
        mail = Wanted(named, template.name, opened.recipient.language, owner, lines, optional, answers=answers)
        written = write(self.catalogue, mail, {}, self.telephone)
        if isinstance(written, Blocked):
            return TextRefused(written.reason)
        return self.ending.answered(opened, saying, staff, visit, mail=mail)

    def recorded(
        self, work_item_id: str, channel: ReplyChannel, spoken: Spoken, staff: StaffSession, visit: Visit
    ) -> Answer:
        """Record an answer that went by letter, by the means a requirement names, or in the complaints process.

        The means are a conversation, and need the security check of one (SEC-09). A letter needs none: nobody is spoken
        to, it goes to the address that is held, and the message it answers came by a full log-in, which is the check of
        what comes online (CWK-01 is about contacts that staff are in). The Complaint/Dissatisfaction - Log is a process
        of the 2012 System with its own rules; nothing of the client is told by recording that it answered.
        """
        saying = Saying.of(channel, spoken.text)
        told = saying.told_by(staff)
        opened = self.opening.answerable(work_item_id, channel, staff, visit, told)
        if not isinstance(opened, Opened) or told(opened.progress):
            return opened
        if channel not in SPOKEN:
            return self.ending.answered(opened, saying, staff, visit)
        checked = self.checking.check(opened, channel, spoken, staff, visit)
        if not isinstance(checked, Checked):
            return checked
        return self.ending.answered(opened, saying, staff, visit, checked=checked)

    def correspondence(self, work_item_id: str, reason: str, staff: StaffSession, visit: Visit) -> Answer:
        """Hand a complex enquiry to Correspondence (Inbound), due when the message is: NOT-15, no email.

        It is the case owning team's: what the support team cannot solve by telephone goes back to them (SUP-05).
        """
        saying = Saying.of(ReplyChannel.CORRESPONDENCE, reason)
        told = saying.told_by(staff)
        opened = self.opening.answerable(work_item_id, saying.channel, staff, visit, told, hard=True)
        if not isinstance(opened, Opened) or told(opened.progress):
            return opened
        raised = WorkItem(
            work_item_id=self.opening.randomness.identifier(),
            team=self._owning_team(opened),
            kind=WorkKind.CORRESPONDENCE,
            scin=opened.item.scin,
            ern=opened.item.ern,
            contact_id=opened.item.contact_id,
            subject=opened.item.subject,
            advice=_IN_DETAIL,
            raised_at=visit.now,
            due_at=opened.item.due_at,
            activity_id=opened.item.activity_id,
            # It goes on with the message under the same due time: what was told of that is told once.
            approaching_at=opened.item.approaching_at,
            breached_at=opened.item.breached_at,
        )
        return self.ending.answered(opened, saying, staff, visit, raised=raised)

    def _owning_team(self, opened: Opened) -> str:
        item = opened.item
        if item.team != SUPPORT_TEAM:
            return item.team
        other = self.opening.messages.item(item.closes_with) if item.closes_with else None
        if other:
            return other.team
        return opened.recipient.team if opened.recipient else EMPLOYER_TEAM
