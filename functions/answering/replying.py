"""Answering a message: by the channel that is allowed and no other (CON-03, CWK-17, NOT-07 to NOT-15, LET-12).

Whoever answers has taken the message's work item; the answer ends it, and the other team's with it (CON-19).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from answering.ports import Links, Messages, Recipients
from answering.teams import may_open, own_team
from answering.values import (
    AlreadyDone,
    Answer,
    Call,
    ChannelRefused,
    CheckFirst,
    Done,
    Header,
    NotTaken,
    NotThere,
    Opened,
    TakenByAnother,
    TextRefused,
)
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.history import Entry, EntryKind, EntryState
from cms_common.domain.letters import LetterCode
from cms_common.domain.notifications import Blocked, Catalogue, Wanted, write
from cms_common.domain.reply_channel import (
    ReplyChannel,
    Rules,
    Situation,
    enquiry_of,
    replies_to,
    update_letter_due,
)
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffRole, StaffSession
from cms_common.domain.work import Direction, Note, SecurityCheck, WorkItem, WorkKind, WorkStatus

PAGE = 50
"""Work items on one page of a queue."""
RECORDED = frozenset(
    {ReplyChannel.LETTER, ReplyChannel.NAMED_MEANS, ReplyChannel.UPDATE_LETTER, ReplyChannel.COMPLAINT_LOG}
)
"""Channels that an answer goes by outside of this service: that it did is recorded here."""
_CALLED = "We telephoned you"
_NOT_REACHED = "We tried to telephone you"
_IN_DETAIL = "Give a different or more detailed answer in Correspondence (Inbound), never by email."


@dataclass(frozen=True, slots=True)
class BeingMade:
    """The PDF is not there yet."""


@dataclass(frozen=True, slots=True)
class DocumentOpens:
    """Where the PDF opens, and until when (UTC, ISO 8601)."""

    url: str
    until: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A part of a team's queue by due time."""

    team: str
    items: tuple[WorkItem, ...]
    more_after: str


@dataclass(frozen=True, slots=True)
class Replying:
    """The use cases. `telephone` is the service's number, as approved texts give it."""

    messages: Messages
    recipients: Recipients
    links: Links
    catalogue: Catalogue
    rules: Rules
    telephone: str
    randomness: Randomness

    def queue(self, after: str, staff: StaffSession) -> QueuePage:
        """Show a part of the own team's queue, by due time (SLA-04)."""
        team = own_team(staff.user.profile)
        found = tuple(self.messages.queue(team, after, PAGE + 1))
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = f"{int(last.due_at.timestamp()):012d}#{last.work_item_id}" if last else ""
        return QueuePage(team, found[:PAGE], more)

    def show(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Opened | NotThere:
        """Open a message: what may be done with it (MSG-07, CWK-16, CWK-17). Every opening is recorded."""
        opened = self._open(work_item_id, staff)
        if isinstance(opened, Opened):
            self.messages.record(self._act(ActKind.MESSAGE_LOOKED_AT, opened, {}, staff, visit))
        return opened

    def take(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Answer:
        """Take a message: of all who try at once one gets it."""
        opened = self._open(work_item_id, staff)
        if isinstance(opened, NotThere):
            return opened
        item = opened.item
        if item.status is WorkStatus.OPEN:
            self.messages.take(item, self._act(ActKind.MESSAGE_TAKEN, opened, {}, staff, visit))
            opened = replace(opened, item=self.messages.item(item.work_item_id) or item)
        if opened.item.status is WorkStatus.DONE:
            return AlreadyDone()
        return opened if opened.item.taken_by == staff.actor else TakenByAnother()

    def document(self, work_item_id: str, staff: StaffSession, visit: Visit) -> DocumentOpens | BeingMade | NotThere:
        """Open the message's PDF for a minute: "View document" (MSG-07, CWK-16)."""
        opened = self._open(work_item_id, staff)
        if isinstance(opened, NotThere):
            return opened
        if opened.message.document_id is None:
            return BeingMade()
        facts = {"document": opened.message.document_id}
        self.messages.record(self._act(ActKind.MESSAGE_DOCUMENT_OPENED, opened, facts, staff, visit))
        url, until = self.links.link(opened.message, visit.now)
        return DocumentOpens(url, until.isoformat())

    def email(
        self, work_item_id: str, lines: tuple[str, ...], optional: tuple[str, ...], staff: StaffSession, visit: Visit
    ) -> Answer:
        """Answer by email, with lines to take alone (NOT-08 to NOT-12). One message has one such answer."""
        opened = self._mine(work_item_id, ReplyChannel.EMAIL, staff)
        if not isinstance(opened, Opened) or opened.progress.answered_at or opened.recipient is None:
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
        mail = Wanted(named, template.name, opened.recipient.language, opened.message.owner, lines, optional)
        written = write(self.catalogue, mail, {}, self.telephone)
        if isinstance(written, Blocked):
            return TextRefused(written.reason)
        note = f"Answered by email: {', '.join(lines)}"
        return self._answered(opened, ReplyChannel.EMAIL, note, staff, visit, mail=mail)

    def call(  # noqa: PLR0913 - a call has these parts
        self, work_item_id: str, key: str, notes: str, contact_id: str, staff: StaffSession, visit: Visit, *,
        answered: bool,
    ) -> Answer:  # fmt: skip
        """Record a call: an answered one answers the message, after the security check in that contact (SEC-09).

        So many unsuccessful ones as are set want the update letter (LET-12, SLA-03). `key` is the form's.
        """
        opened = self._mine(work_item_id, ReplyChannel.TELEPHONE, staff)
        if not isinstance(opened, Opened) or opened.progress.answered_at:
            return opened
        if not answered:
            return self._not_reached(opened, key, notes, staff, visit)
        if not self._checked(opened, contact_id, staff):
            return CheckFirst()
        entry = self._entry(opened.message, _CALLED, key, staff, visit)
        return self._answered(opened, ReplyChannel.TELEPHONE, notes, staff, visit, entry=entry)

    def recorded(
        self, work_item_id: str, channel: ReplyChannel, reason: str, staff: StaffSession, visit: Visit
    ) -> Answer:
        """Record an answer that went by letter, by the means a requirement names, or in the complaints process."""
        opened = self._mine(work_item_id, channel, staff)
        if not isinstance(opened, Opened) or opened.progress.answered_at:
            return opened
        return self._answered(opened, channel, reason, staff, visit)

    def correspondence(self, work_item_id: str, reason: str, staff: StaffSession, visit: Visit) -> Answer:
        """Hand a complex enquiry to Correspondence (Inbound), due when the message is: NOT-15, no email."""
        opened = self._mine(work_item_id, ReplyChannel.CORRESPONDENCE, staff, hard=True)
        if not isinstance(opened, Opened) or opened.progress.answered_at:
            return opened
        raised = WorkItem(
            work_item_id=self.randomness.identifier(),
            team=opened.item.team,
            kind=WorkKind.CORRESPONDENCE,
            scin=opened.item.scin,
            ern=opened.item.ern,
            contact_id=opened.item.contact_id,
            subject=opened.item.subject,
            advice=_IN_DETAIL,
            raised_at=visit.now,
            due_at=opened.item.due_at,
            activity_id=opened.item.activity_id,
        )
        return self._answered(opened, ReplyChannel.CORRESPONDENCE, reason, staff, visit, raised=raised)

    def _open(self, work_item_id: str, staff: StaffSession) -> Opened | NotThere:
        item = self.messages.open_item(work_item_id)
        if item is None or item.kind is not WorkKind.ANSWER_MESSAGE or item.activity_id is None:
            return NotThere()
        recipient = self.recipients.of(item.scin) if item.scin else None
        special = recipient is not None and recipient.special_client_record
        activity = self.messages.activity(item.activity_id)
        header = self.messages.header(activity.message_id) if activity and activity.message_id else None
        if activity is None or header is None or not may_open(staff.user.profile, item, special=special):
            return NotThere()
        progress = self.messages.progress(header.message_id)
        situation = Situation(
            message_type=header.message_type,
            preference=recipient.preference if recipient else "",
            uses_self_service=recipient is not None and recipient.uses_self_service,
            special_requirements=recipient.special_requirements if recipient else frozenset(),
            unsuccessful_calls=len(progress.calls),
            complex=progress.channel == ReplyChannel.CORRESPONDENCE,
            employer=not item.scin,
        )
        replies = replies_to(situation, self.rules)
        return Opened(item, activity.status, header, progress, recipient, situation, replies)

    def _mine(self, work_item_id: str, channel: ReplyChannel, staff: StaffSession, *, hard: bool = False) -> Answer:
        """Open a message for an answer that this member of staff may give by a channel."""
        opened = self._open(work_item_id, staff)
        if isinstance(opened, NotThere):
            return opened
        item, progress = opened.item, opened.progress
        if progress.answered_at:
            # Sent again after a lost answer it is answered already, by the same person in the same way.
            same = (progress.answered_by, progress.channel) == (staff.actor, channel.value)
            return opened if same else AlreadyDone()
        if item.status is WorkStatus.DONE:
            return AlreadyDone()
        if item.status is WorkStatus.OPEN:
            return NotTaken()
        if item.taken_by != staff.actor:
            return TakenByAnother()
        replies = replies_to(replace(opened.situation, complex=True), self.rules) if hard else opened.replies
        return opened if channel in replies.allowed else ChannelRefused(channel, replies.refused[channel])

    def _not_reached(self, opened: Opened, key: str, notes: str, staff: StaffSession, visit: Visit) -> Answer:
        call_id, before = _call_id(opened.message, key, staff), opened.progress.calls
        if call_id in before:
            return opened
        after = replace(opened.situation, unsuccessful_calls=len(before) + 1)
        wants = update_letter_due(after, self.rules) and opened.progress.letter_wanted_at is None
        acts = [self._act(ActKind.MESSAGE_CALL_MADE, opened, {"unsuccessful": str(len(before) + 1)}, staff, visit)]
        if wants:
            letter = {
                "letter_code": LetterCode.UPDATE.value,
                "scin": opened.item.scin,
                "cause": "calls-unsuccessful",
            }
            wanted = self._act(ActKind.LETTER_WANTED, opened, letter, staff, visit)
            # One message wants one update letter: that is an aggregate of its own.
            acts.append(replace(wanted, subject=f"answer#{opened.message.message_id}", version=1))
        entry = self._entry(opened.message, _NOT_REACHED, key, staff, visit)
        note = Note(visit.now, staff.actor, notes or _NOT_REACHED)
        self.messages.call_failed(
            opened.item, Call(opened.message.message_id, call_id, before, note, entry, wants), acts
        )
        # Of two calls told of at once the one that was kept counts; the other is told of again.
        return self._open(opened.item.work_item_id, staff)

    def _checked(self, opened: Opened, contact_id: str, staff: StaffSession) -> bool:
        """Tell whether the person was checked in this contact. Only caseworkers of clients open contacts.

        The support team and the employer team have validated the known facts before they speak (SUP-19, CWK-25).
        """
        if staff.user.profile.role is not StaffRole.CASEWORKER:
            return True
        contact = self.messages.contact(contact_id) if contact_id else None
        if contact is None or contact.closed_at or contact.security_check is not SecurityCheck.PASSED:
            return False
        own = (contact.opened_by, contact.staff_session) == (staff.actor, staff.token_hash)
        return own and contact.scin == opened.item.scin

    def _answered(  # noqa: PLR0913 - an answer has these parts
        self, opened: Opened, channel: ReplyChannel, note: str, staff: StaffSession, visit: Visit, *,
        entry: Entry | None = None, mail: Wanted | None = None, raised: WorkItem | None = None,
    ) -> Answer:  # fmt: skip
        other = self.messages.item(opened.item.closes_with) if opened.item.closes_with else None
        items = (opened.item, other) if other and other.status is not WorkStatus.DONE else (opened.item,)
        facts = {"channel": channel.value}
        notes = (Note(visit.now, staff.actor, f"{channel.value}: {note}"),)
        event = self.randomness.identifier() if mail else ""
        done = Done(opened.message.message_id, items, channel, notes, entry, mail, event, raised)
        kept = self.messages.answer(done, self._act(ActKind.MESSAGE_ANSWERED, opened, facts, staff, visit))
        now = self._open(opened.item.work_item_id, staff)
        if kept or isinstance(now, NotThere):
            return now
        same = (now.progress.answered_by, now.progress.channel) == (staff.actor, channel.value)
        return now if same else AlreadyDone()

    def _entry(self, message: Header, title: str, key: str, staff: StaffSession, visit: Visit) -> Entry:
        return Entry(
            entry_id=_call_id(message, key, staff),
            owner=message.owner,
            at=visit.now,
            kind=EntryKind.CALL,
            direction=Direction.OUTBOUND,
            title=title,
            state=EntryState.READY,
        )

    def _act(self, kind: ActKind, opened: Opened, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> Act:
        identifier, subject = self.randomness.identifier(), f"work-item#{opened.item.work_item_id}"
        told = {"message": opened.message.message_id, **facts}
        return Act(kind, identifier, subject, opened.item.version, staff.actor, visit.now, visit.transaction_id, told)


def _call_id(message: Header, key: str, staff: StaffSession) -> str:
    return sha256(f"{message.message_id}|{staff.actor}|{key}".encode()).hexdigest()[:20]
