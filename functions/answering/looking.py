"""Looking at messages before they are answered: the queue, one message, its document (MSG-07, CWK-16, SLA-04)."""

from dataclasses import dataclass, replace

from answering.opening import Opening
from answering.ports import Links
from answering.values import AlreadyDone, Answer, NotThere, Opened, TakenByAnother
from cms_common.domain.acts import ActKind
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.teams import own_team
from cms_common.domain.uk_time import uk_date
from cms_common.domain.work import WorkItem, WorkStatus

PAGE = 50
"""Work items on one page of a queue."""


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
class Looking:
    """The use cases."""

    opening: Opening
    links: Links

    def queue(self, after: str, staff: StaffSession) -> QueuePage:
        """Show a part of the own team's queue, by due time (SLA-04)."""
        team = own_team(staff.user.profile)
        found = tuple(self.opening.messages.queue(team, after, PAGE + 1))
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = f"{int(last.due_at.timestamp()):012d}#{last.work_item_id}" if last else ""
        return QueuePage(team, found[:PAGE], more)

    def show(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Opened | NotThere:
        """Open a message: what may be done with it (MSG-07, CWK-16, CWK-17). Every opening is recorded."""
        opened = self.opening.open(work_item_id, staff, visit)
        if isinstance(opened, Opened):
            self.opening.messages.record(self.opening.act(ActKind.MESSAGE_LOOKED_AT, opened, {}, staff, visit))
        return opened

    def take(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Answer:
        """Take a message: of all who try at once one gets it."""
        opened = self.opening.open(work_item_id, staff, visit)
        if isinstance(opened, NotThere):
            return opened
        item, messages = opened.item, self.opening.messages
        if item.status is WorkStatus.OPEN:
            messages.take(item, self.opening.act(ActKind.MESSAGE_TAKEN, opened, {}, staff, visit))
            opened = replace(opened, item=messages.item(item.work_item_id) or item)
        if opened.item.status is WorkStatus.DONE:
            return AlreadyDone()
        return opened if opened.item.taken_by == staff.actor else TakenByAnother()

    def document(self, work_item_id: str, staff: StaffSession, visit: Visit) -> DocumentOpens | BeingMade | NotThere:
        """Open the message's PDF for a minute: "View document" (MSG-07, CWK-16)."""
        opened = self.opening.open(work_item_id, staff, visit)
        if isinstance(opened, NotThere):
            return opened
        if opened.message.document_id is None:
            return BeingMade()
        facts = {"document": opened.message.document_id}
        self.opening.messages.record(self.opening.act(ActKind.MESSAGE_DOCUMENT_OPENED, opened, facts, staff, visit))
        day = uk_date(opened.message.received_at)
        url, until = self.links.link(opened.message.document_id, "message", day, visit.now)
        return DocumentOpens(url, until.isoformat())
