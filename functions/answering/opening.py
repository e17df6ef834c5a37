"""A message as a member of staff opens it: whether they may, and by what it may be answered (CON-03, SEC-04)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from answering.ports import Messages, Recipients
from answering.values import (
    AlreadyDone,
    Answer,
    CallBackDue,
    ChannelRefused,
    Header,
    NotTaken,
    NotThere,
    Opened,
    Progress,
    Recipient,
    TakenByAnother,
)
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.messages import SUPPORT_TEAM
from cms_common.domain.reply_channel import ReplyChannel, Rules, Situation, replies_to
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.teams import may_open
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, WorkKind, WorkStatus

type Told = Callable[[Progress], bool]
"""Whether what a form tells of is kept already: it came twice."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens messages for those who look at them, and for those who answer them."""

    messages: Messages
    recipients: Recipients
    rules: Rules
    randomness: Randomness

    def open(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Opened | NotThere:
        """Open a message by the work item to answer it, whoever has taken that."""
        item = self.messages.open_item(work_item_id)
        if item is None or item.kind is not WorkKind.ANSWER_MESSAGE or item.activity_id is None:
            return NotThere()
        recipient = self.recipients.of(item.scin) if item.scin else None
        special = recipient is not None and recipient.special_client_record
        if special:
            # It was raised before the record became special: it goes where those are who may open it (SEC-04).
            self._move(item, staff, visit)
            item = self.messages.open_item(work_item_id) or item
        if not may_open(staff.user.profile, item, special=special):
            return NotThere()
        activity = self.messages.activity(item.activity_id) if item.activity_id else None
        header = self.messages.header(activity.message_id) if activity and activity.message_id else None
        if activity is None or header is None:
            return NotThere()
        progress = self.messages.progress(header.message_id)
        situation = _situation(item, header, progress, recipient)
        employer = self.recipients.employer(item.ern) if item.ern else None
        replies = replies_to(situation, self.rules)
        return Opened(item, activity.status, header, progress, recipient, employer, situation, replies)

    def mine(  # noqa: PLR0913 - whose message, by what, for whom, when, and whether it was done
        self, work_item_id: str, channel: ReplyChannel, staff: StaffSession, visit: Visit, told: Told, *,
        hard: bool = False,
    ) -> Answer:  # fmt: skip
        """Open a message for what this member of staff may do by a channel; what is `told` already opens too."""
        opened = self.open(work_item_id, staff, visit)
        if isinstance(opened, NotThere) or told(opened.progress):
            return opened
        item = opened.item
        if opened.progress.answered_at or item.status is WorkStatus.DONE:
            return AlreadyDone()
        if item.status is WorkStatus.OPEN:
            return NotTaken()
        if item.taken_by != staff.actor:
            return TakenByAnother()
        replies = replies_to(replace(opened.situation, complex=True), self.rules) if hard else opened.replies
        return opened if channel in replies.allowed else ChannelRefused(channel, replies.refused[channel])

    def answerable(  # noqa: PLR0913 - as above
        self, work_item_id: str, channel: ReplyChannel, staff: StaffSession, visit: Visit, told: Told, *,
        hard: bool = False,
    ) -> Answer:  # fmt: skip
        """Open a message for its answer: it stays open until the call-backs about it are kept (SUP-08)."""
        opened = self.mine(work_item_id, channel, staff, visit, told, hard=hard)
        if isinstance(opened, Opened) and not told(opened.progress) and opened.item.call_backs:
            return CallBackDue(tuple(sorted(opened.item.call_backs)))
        return opened

    def act(self, kind: ActKind, opened: Opened, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> Act:
        """Make an act on the message's work item; `facts` besides the message's ID."""
        return self._act(kind, opened.item, {"message": opened.message.message_id, **facts}, staff, visit)

    def _move(self, item: WorkItem, staff: StaffSession, visit: Visit) -> None:
        """Move the work items of a special client's message, of both teams, to the Special Client Records Team."""
        for named in (item.work_item_id, item.closes_with):
            found = self.messages.item(named) if named else None
            if found and found.team != SPECIAL_CLIENT_RECORDS_TEAM and found.status is not WorkStatus.DONE:
                opened = self.messages.open_item(found.work_item_id) or found
                facts = {"scin": opened.scin, "contact": opened.contact_id, "kind": opened.kind.value}
                act = self._act(ActKind.WORK_ITEM_MOVED, opened, facts, staff, visit)
                self.messages.move(opened, SPECIAL_CLIENT_RECORDS_TEAM, act)

    def _act(self, kind: ActKind, item: WorkItem, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> Act:
        identifier, subject = self.randomness.identifier(), f"work-item#{item.work_item_id}"
        return Act(kind, identifier, subject, item.version, staff.actor, visit.now, visit.transaction_id, facts)


def _situation(item: WorkItem, header: Header, progress: Progress, recipient: Recipient | None) -> Situation:
    return Situation(
        message_type=header.message_type,
        preference=recipient.preference if recipient else "",
        uses_self_service=recipient is not None and recipient.uses_self_service,
        special_requirements=recipient.special_requirements if recipient else frozenset(),
        unsuccessful_calls=len(progress.calls),
        complex=progress.channel == ReplyChannel.CORRESPONDENCE,
        employer=not item.scin,
        email_held=recipient is not None and recipient.email_held,
        support_team=item.team == SUPPORT_TEAM,
    )
