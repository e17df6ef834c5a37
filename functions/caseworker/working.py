"""Work from a queue: find, open, take, note and finish a work item (CWK-08, SLA-02)."""

from dataclasses import dataclass

from caseworker.ports import Clients, Items
from caseworker.values import NotThere, Person, Queue
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import LONGEST_NAME, StaffSession
from cms_common.domain.work import (
    SPECIAL_CLIENT_RECORDS_TEAM,
    Activity,
    Note,
    WorkItem,
    WorkKind,
    WorkStatus,
    open_to,
    team_of,
)

PAGE = 25
"""Entries on one page of a queue."""


@dataclass(frozen=True, slots=True)
class NoTeam:
    """No team is named, and this member of staff belongs to none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A work item, the activities of its contact, and, for whoever has taken it, whom to call."""

    item: WorkItem
    activities: tuple[Activity, ...]
    person: Person | None


@dataclass(frozen=True, slots=True)
class TakenByAnother:
    """Somebody else has it."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It is to be taken first."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """It is done; nothing more happens to it."""


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """It is a message: it is done by answering it, by a channel that is allowed (CWK-17)."""


type TakeOutcome = Opened | NotThere | TakenByAnother | AlreadyDone
type NoteOutcome = Opened | NotThere | AlreadyDone
type DoneOutcome = Opened | NotThere | TakenByAnother | NotTaken | AnswerDue


@dataclass(frozen=True, slots=True)
class Working:
    """The use cases."""

    items: Items
    clients: Clients
    randomness: Randomness

    def queue(self, team: str, after: str, staff: StaffSession) -> Queue | NoTeam | NotThere:
        """Show a part of a team's queue by due time: the own team's where none is named (SLA-02)."""
        profile = staff.user.profile
        team = team or team_of(profile)
        if not team:
            return NoTeam()
        if len(team) > LONGEST_NAME:
            return NotThere()
        if team == SPECIAL_CLIENT_RECORDS_TEAM and not profile.special_records_team:
            return NotThere()
        found = self.items.entries(team, after, PAGE + 1)
        return Queue(team, tuple(found[:PAGE]), found[PAGE - 1].place if len(found) > PAGE else None)

    def show(self, work_item_id: str, staff: StaffSession, visit: Visit) -> Opened | NotThere:
        """Open a work item; every opening is recorded."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        self.items.record(self._act(ActKind.WORK_ITEM_OPENED, item, staff, visit))
        return self._opened(item, staff)

    def take(self, work_item_id: str, staff: StaffSession, visit: Visit) -> TakeOutcome:
        """Take a work item: of all who try at once one gets it. Taking what one has is done already."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if item.status is WorkStatus.OPEN:
            self.items.take(item, self._act(ActKind.WORK_ITEM_TAKEN, item, staff, visit))
            item = self.items.item(work_item_id) or item
        if item.status is WorkStatus.DONE:
            return AlreadyDone()
        return self._opened(item, staff) if item.taken_by == staff.actor else TakenByAnother()

    def note(self, work_item_id: str, text: str, staff: StaffSession, visit: Visit) -> NoteOutcome:
        """Add a note; one that this person wrote there already says nothing new and is not written again."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if any((held.by, held.text) == (staff.actor, text) for held in item.notes):
            return self._opened(item, staff)
        note = Note(visit.now, staff.actor, text)
        if not self.items.note(item, note, self._act(ActKind.WORK_ITEM_NOTED, item, staff, visit)):
            return AlreadyDone()
        return self._opened(self.items.item(work_item_id) or item, staff)

    def finish(self, work_item_id: str, reason: str, notes: str, staff: StaffSession, visit: Visit) -> DoneOutcome:
        """Set a work item to done, with the reason in its notes (CWK-08). Done again it is done once."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if item.status is WorkStatus.OPEN:
            return NotTaken()
        if item.taken_by != staff.actor:
            return TakenByAnother()
        if item.status is WorkStatus.TAKEN and item.kind is WorkKind.ANSWER_MESSAGE:
            return AnswerDue()
        if item.status is WorkStatus.TAKEN:
            added = tuple(Note(visit.now, staff.actor, text) for text in (reason, notes) if text)
            self.items.finish(item, added, self._act(ActKind.WORK_ITEM_DONE, item, staff, visit))
            item = self.items.item(work_item_id) or item
        return self._opened(item, staff) if item.status is WorkStatus.DONE else NotTaken()

    def for_contact(self, work_item_id: str, staff: StaffSession, visit: Visit) -> WorkItem | None:
        """Return a work item that this member of staff has taken, for a contact about it."""
        item = self._open(work_item_id, staff, visit)
        return item if item and item.status is WorkStatus.TAKEN and item.taken_by == staff.actor else None

    def move_to_special(self, work_item_id: str, staff: StaffSession, visit: Visit) -> None:
        """Move a work item that is not done to the Special Client Records Team (SEC-03)."""
        item = self.items.open_item(work_item_id)
        if item and item.status is not WorkStatus.DONE and item.team != SPECIAL_CLIENT_RECORDS_TEAM:
            self._move(item, staff, visit)

    def _open(self, work_item_id: str, staff: StaffSession, visit: Visit) -> WorkItem | None:
        item = self.items.open_item(work_item_id)
        if item is None:
            return None
        owner = self.clients.owner(item.scin)
        special = item.team == SPECIAL_CLIENT_RECORDS_TEAM or (owner is not None and owner.special_client_record)
        if special and item.team != SPECIAL_CLIENT_RECORDS_TEAM and item.status is not WorkStatus.DONE:
            # It was raised while the record became special: nobody of its team may open it, so it goes where they may.
            self._move(item, staff, visit)
            item = self.items.open_item(work_item_id)
        return item if open_to(staff.user.profile, special=special) else None

    def _opened(self, item: WorkItem, staff: StaffSession) -> Opened:
        activities = self.items.activities(item.contact_id)
        mine = item.status is WorkStatus.TAKEN and item.taken_by == staff.actor
        return Opened(item, activities, self.clients.person(item.scin) if mine else None)

    def _move(self, item: WorkItem, staff: StaffSession, visit: Visit) -> None:
        self.items.move(item, SPECIAL_CLIENT_RECORDS_TEAM, self._act(ActKind.WORK_ITEM_MOVED, item, staff, visit))

    def _act(self, kind: ActKind, item: WorkItem, staff: StaffSession, visit: Visit) -> Act:
        facts = {"scin": item.scin, "contact": item.contact_id, "kind": item.kind.value}
        identifier, subject = self.randomness.identifier(), f"work-item#{item.work_item_id}"
        return Act(kind, identifier, subject, item.version, staff.actor, visit.now, visit.transaction_id, facts)
