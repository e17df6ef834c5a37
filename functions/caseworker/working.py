"""Work from a queue: find, open, take, note and finish a work item (CWK-08, SLA-02)."""

from dataclasses import dataclass

from caseworker.ports import Clients, Items
from caseworker.values import NotThere, Person, Queue
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.moving import moved, work_moved_to_special
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import LONGEST_NAME, StaffRole, StaffSession
from cms_common.domain.teams import may_list, may_open, own_team
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
ROOM = 100_000
"""Bytes of the notes of one work item: a quarter of what an item may have, so that its end always finds room."""


@dataclass(frozen=True, slots=True)
class NoTeam:
    """No team is named, and this member of staff belongs to none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A work item, the activities of its contact, and, for whoever has taken it, whom to call.

    A message and an incident have nobody (`WorkItem.calls`).
    """

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
class NoRoom:
    """The notes of it are full."""


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """It is a message: it is done by answering it, by a channel that is allowed (CWK-17)."""


@dataclass(frozen=True, slots=True)
class CallBackDue:
    """Call-backs about it were promised: it stays open until they are kept (SUP-08)."""

    call_backs: frozenset[str]


type TakeOutcome = Opened | NotThere | TakenByAnother | AlreadyDone
type NoteOutcome = Opened | NotThere | AlreadyDone | NoRoom
type DoneOutcome = Opened | NotThere | TakenByAnother | NotTaken | AnswerDue | CallBackDue
type Refused = TakenByAnother | AlreadyDone | NoRoom | NotTaken | AnswerDue | CallBackDue
type Outcome = Opened | NotThere | Refused


@dataclass(frozen=True, slots=True)
class Working:
    """The use cases."""

    items: Items
    clients: Clients
    randomness: Randomness

    def queue(self, team: str, after: str, staff: StaffSession) -> Queue | NoTeam | NotThere:
        """Show a part of a team's queue by due time: the own team's where none is named (SLA-02)."""
        profile = staff.user.profile
        if not team and profile.role is StaffRole.CASEWORKER and not team_of(profile):
            return NoTeam()
        team = team or own_team(profile)
        if len(team) > LONGEST_NAME or not may_list(profile, team):
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

    def give_back(self, work_item_id: str, reason: str, staff: StaffSession, visit: Visit) -> DoneOutcome:
        """Put back what one has taken, with the reason in its notes: anybody of the team may take it."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if item.status is WorkStatus.OPEN:
            return self._opened(item, staff)
        if item.taken_by != staff.actor or item.status is WorkStatus.DONE:
            return TakenByAnother()
        note, act = Note(visit.now, staff.actor, reason), self._act(ActKind.WORK_ITEM_GIVEN_BACK, item, staff, visit)
        self.items.pass_on(item, None, note, act)
        return self._opened(self.items.item(work_item_id) or item, staff)

    def take_over(self, work_item_id: str, reason: str, staff: StaffSession, visit: Visit) -> TakeOutcome:
        """Take over what a colleague has taken, with the reason in its notes: it is due whoever is away (SLA-02)."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if item.status is WorkStatus.TAKEN and item.taken_by != staff.actor:
            act = self._act(ActKind.WORK_ITEM_TAKEN_OVER, item, staff, visit)
            self.items.pass_on(item, staff.actor, Note(visit.now, staff.actor, reason), act)
            item = self.items.item(work_item_id) or item
        if item.status is WorkStatus.DONE:
            return AlreadyDone()
        return self._opened(item, staff) if item.taken_by in {staff.actor, None} else TakenByAnother()

    def note(self, work_item_id: str, text: str, staff: StaffSession, visit: Visit) -> NoteOutcome:
        """Add a note; one that this person wrote there already says nothing new and is not written again."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if any((held.by, held.text) == (staff.actor, text) for held in item.notes):
            return self._opened(item, staff)
        if sum(len(held.text.encode()) for held in item.notes) + len(text.encode()) > ROOM:
            return NoRoom()
        note = Note(visit.now, staff.actor, text)
        if not self.items.note(item, note, self._act(ActKind.WORK_ITEM_NOTED, item, staff, visit)):
            return AlreadyDone()
        return self._opened(self.items.item(work_item_id) or item, staff)

    def finish(self, work_item_id: str, reason: str, notes: str, staff: StaffSession, visit: Visit) -> DoneOutcome:
        """Set a work item to done, with the reason in its notes (CWK-08). Done again it is done once."""
        item = self._open(work_item_id, staff, visit)
        if item is None:
            return NotThere()
        if why_not := _may_not_end(item, staff):
            return why_not
        if item.status is WorkStatus.TAKEN:
            added = tuple(Note(visit.now, staff.actor, text) for text in (reason, notes) if text)
            self.items.finish(item, added, self._act(ActKind.WORK_ITEM_DONE, item, staff, visit))
            item = self.items.item(work_item_id) or item
        if item.status is WorkStatus.DONE:
            return self._opened(item, staff)
        return _may_not_end(item, staff) or NotTaken()

    def for_contact(self, work_item_id: str, staff: StaffSession, visit: Visit) -> WorkItem | None:
        """Return a work item that this member of staff has taken, for a contact about it."""
        item = self._open(work_item_id, staff, visit)
        return item if item and item.status is WorkStatus.TAKEN and item.taken_by == staff.actor else None

    def move_to_special(self, scin: str, staff: StaffSession, visit: Visit) -> None:
        """Move a client's work items that are not done to the Special Client Records Team (SEC-03)."""
        for work_item_id in self.items.open_work_of(scin):
            work_moved_to_special(self.items, work_item_id, staff.actor, visit, self.randomness)

    def of_incident(
        self, number: str, raised_by: str, staff: StaffSession, visit: Visit
    ) -> tuple[WorkItem, bool] | None:
        """Open the work item of an incident, and tell whether it is the team's of whoever opens it.

        Whoever raised it sees it too. Where the record is special, or became so since, its team does, and no other does
        (SEC-04).
        """
        reached = self._reach(number, staff, visit)
        if reached is None:
            return None
        item, special = reached
        profile = staff.user.profile
        theirs = may_open(profile, item, special=special)
        if not theirs and not (open_to(profile, special=special) and (special or raised_by == staff.actor)):
            return None
        self.items.record(self._act(ActKind.WORK_ITEM_OPENED, item, staff, visit))
        return item, theirs

    def _open(self, work_item_id: str, staff: StaffSession, visit: Visit) -> WorkItem | None:
        reached = self._reach(work_item_id, staff, visit)
        if reached is None:
            return None
        item, special = reached
        return item if may_open(staff.user.profile, item, special=special) else None

    def _reach(self, work_item_id: str, staff: StaffSession, visit: Visit) -> tuple[WorkItem, bool] | None:
        """Open a work item for whoever may, and tell whether it is a special client's."""
        item = self.items.open_item(work_item_id)
        if item is None:
            return None
        owner = self.clients.owner(item.scin) if item.scin else None
        special = item.team == SPECIAL_CLIENT_RECORDS_TEAM or (owner is not None and owner.special_client_record)
        if special and item.team != SPECIAL_CLIENT_RECORDS_TEAM and item.status is not WorkStatus.DONE:
            # It was raised while the record became special: nobody of its team may open it, so it goes where they may.
            self._move(item, staff, visit)
            item = self.items.open_item(work_item_id)
        return (item, special) if item else None

    def _opened(self, item: WorkItem, staff: StaffSession) -> Opened:
        activities = self.items.activities(item.contact_id)
        mine = item.status is WorkStatus.TAKEN and item.taken_by == staff.actor
        called = mine and item.calls
        return Opened(item, activities, self.clients.person(item.scin, item.ern) if called else None)

    def _move(self, item: WorkItem, staff: StaffSession, visit: Visit) -> None:
        self.items.move(item, SPECIAL_CLIENT_RECORDS_TEAM, moved(item, staff.actor, visit, self.randomness))

    def _act(self, kind: ActKind, item: WorkItem, staff: StaffSession, visit: Visit) -> Act:
        whose = {"scin": item.scin} if item.scin else {"ern": item.ern}
        facts = {**whose, "contact": item.contact_id, "kind": item.kind.value}
        identifier, subject = self.randomness.identifier(), f"work-item#{item.work_item_id}"
        return Act(kind, identifier, subject, item.version, staff.actor, visit.now, visit.transaction_id, facts)


def _may_not_end(item: WorkItem, staff: StaffSession) -> TakenByAnother | NotTaken | AnswerDue | CallBackDue | None:
    """Tell why somebody may not set a work item to done; None where they may, or have."""
    if item.status is WorkStatus.OPEN:
        return NotTaken()
    if item.taken_by != staff.actor:
        return TakenByAnother()
    if item.status is WorkStatus.TAKEN and item.kind is WorkKind.ANSWER_MESSAGE:
        return AnswerDue()
    return CallBackDue(item.call_backs) if item.status is WorkStatus.TAKEN and item.call_backs else None
