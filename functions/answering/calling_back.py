"""Call-backs (CWK-14, SLA-09, SUP-08). The issue that one is about stays open until it is kept.

One about a special client record is that team's alone, also where the record became special since (SEC-04).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from answering.ports import Owners
from answering.values import AlreadyDone, FormUsed, NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.callbacks import CallBack, due_of, moved_to_special
from cms_common.domain.chance import Randomness
from cms_common.domain.fields import FieldError, Invalid
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.teams import may_open, own_team
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM, Contact, WorkItem, WorkStatus, open_to

PAGE = 25
"""Call-backs on one page."""
_CONTACT = FieldError("contact", "not_a_contact", "Name a contact of this log-in, with the client that it is about")


@dataclass(frozen=True, slots=True)
class Promise:
    """A call-back as it is asked for: details, an agreed time or None, and the work item it is about or nothing."""

    details: str
    agreed_time: datetime | None
    work_item_id: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class CallBackPage:
    """A part of a team's call-backs that are not kept, the longest missed first."""

    team: str
    call_backs: tuple[CallBack, ...]
    more_after: str


type Promised = CallBack | NotThere | AlreadyDone | FormUsed | Invalid


class CallBacks(Protocol):
    """Keeps call-backs. A write tells False where the state is another by now."""

    def promise(self, call_back: CallBack, issues: Sequence[str], act: Act) -> bool:
        """Keep a call-back, and that work items wait for it."""
        ...

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back."""
        ...

    def move(self, call_back: CallBack, team: str, act: Act) -> bool:
        """Move a call-back to another team's list."""
        ...

    def waiting(self, team: str, after: str, limit: int) -> Sequence[CallBack]:
        """Return a team's call-backs that are not kept, by when they are due, those behind a place."""
        ...

    def kept(self, call_back: CallBack, issues: Sequence[str], notes: str, act: Act) -> bool:
        """Keep that the call was made; it leaves the list, and work items wait for it no more."""
        ...

    def record(self, act: Act) -> None:
        """Record that call-backs were looked at."""
        ...

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item."""
        ...

    def contact(self, contact_id: str) -> Contact | None:
        """Return a contact."""
        ...


@dataclass(frozen=True, slots=True)
class CallingBack:
    """The use cases."""

    call_backs: CallBacks
    owners: Owners
    randomness: Randomness

    def promise(self, key: str, promise: Promise, staff: StaffSession, visit: Visit) -> Promised:
        """Promise a call-back (CWK-14, SUP-08). `key` is the form's: sent again it is the same promise."""
        about = self.call_backs.work_item(promise.work_item_id) if promise.work_item_id else None
        if promise.work_item_id and (about is None or not self._may(about, staff)):
            return NotThere()
        contact = self._own_contact(promise.contact_id, staff) if promise.contact_id else None
        scin = about.scin if about else (contact.scin if contact else "")
        if promise.contact_id and (contact is None or contact.scin != scin):
            return Invalid((_CONTACT,))
        call_back = CallBack(
            call_back_id=sha256(f"call-back|{staff.actor}|{key}".encode()).hexdigest()[:20],
            team=SPECIAL_CLIENT_RECORDS_TEAM if self._special(scin) else own_team(staff.user.profile),
            details=promise.details,
            promised_at=visit.now,
            promised_by=staff.actor,
            due_at=due_of(promise.agreed_time, visit.now),
            agreed=promise.agreed_time is not None,
            scin=scin,
            ern=about.ern if about else "",
            contact_id=promise.contact_id,
            work_item_id=promise.work_item_id,
        )
        return self._kept(call_back, about, staff, visit)

    def show(self, after: str, staff: StaffSession, visit: Visit) -> CallBackPage:
        """List the own team's call-backs that are not kept: missed ones come first (SLA-09).

        They hold what people left to be called by, so each showing is recorded. One whose client became a special
        client record goes to that team instead (SEC-04).
        """
        team = own_team(staff.user.profile)
        found = tuple(self.call_backs.waiting(team, after, PAGE + 1))
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = f"{int(last.due_at.timestamp()):012d}#{last.call_back_id}" if last else ""
        special = {scin for scin in {one.scin for one in found[:PAGE]} if self._special(scin)}
        shown = tuple(one for one in found[:PAGE] if one.scin not in special or self._ours(one, staff, visit))
        if shown:
            named = " ".join(one.call_back_id for one in shown)
            identifier, facts = self.randomness.identifier(), {"team": team, "call_backs": named}
            kind, subject = ActKind.CALL_BACKS_SHOWN, f"call-backs#{self.randomness.identifier()}"
            self.call_backs.record(
                Act(kind, identifier, subject, 1, staff.actor, visit.now, visit.transaction_id, facts)
            )
        return CallBackPage(team, shown, more)

    def keep(self, call_back_id: str, notes: str, staff: StaffSession, visit: Visit) -> CallBack | NotThere:
        """Record that the call was made. Kept again it is kept once."""
        found = self.call_backs.find(call_back_id)
        if found is None or found.team != own_team(staff.user.profile):
            return NotThere()
        if self._special(found.scin) and not self._ours(found, staff, visit):
            return NotThere()
        about = self.call_backs.work_item(found.work_item_id) if found.work_item_id else None
        while found.kept_at is None:
            facts = {"team": found.team, "missed": "yes" if found.missed(visit.now) else "no"}
            act = self._act(ActKind.CALL_BACK_KEPT, found, facts, staff, visit, version=found.version + 1)
            self.call_backs.kept(found, _issues(about), notes, act)
            found = self.call_backs.find(call_back_id) or found
        return found

    def _kept(self, call_back: CallBack, about: WorkItem | None, staff: StaffSession, visit: Visit) -> Promised:
        facts = {"team": call_back.team, "due_at": call_back.due_at.isoformat()}
        act = self._act(ActKind.CALL_BACK_PROMISED, call_back, facts, staff, visit)
        done = about is not None and about.status is WorkStatus.DONE
        if not done and self.call_backs.promise(call_back, _issues(about), act):
            return call_back
        earlier = self.call_backs.find(call_back.call_back_id)
        if earlier is None:
            return AlreadyDone()
        return earlier if call_back.says_as(earlier) else FormUsed()

    def _own_contact(self, contact_id: str, staff: StaffSession) -> Contact | None:
        contact = self.call_backs.contact(contact_id)
        own = contact and (contact.opened_by, contact.staff_session) == (staff.actor, staff.token_hash)
        return contact if own else None

    def _special(self, scin: str) -> bool:
        owner = self.owners.owner(scin) if scin else None
        return owner is not None and owner.special_client_record

    def _ours(self, call_back: CallBack, staff: StaffSession, visit: Visit) -> bool:
        """Move a special client's call-back where it belongs; tell whether this member of staff sees it there."""
        moved_to_special(self.call_backs, call_back.call_back_id, staff.actor, visit, self.randomness)
        return open_to(staff.user.profile, special=True)

    def _may(self, item: WorkItem, staff: StaffSession) -> bool:
        return may_open(staff.user.profile, item, special=self._special(item.scin))

    def _act(  # noqa: PLR0913 - an act has these parts
        self, kind: ActKind, call_back: CallBack, facts: dict[str, str], staff: StaffSession, visit: Visit, *,
        version: int = 1,
    ) -> Act:  # fmt: skip
        identifier, subject = self.randomness.identifier(), f"call-back#{call_back.call_back_id}"
        return Act(kind, identifier, subject, version, staff.actor, visit.now, visit.transaction_id, facts)


def _issues(about: WorkItem | None) -> tuple[str, ...]:
    """Name the work items that wait for a call-back: that which it is about, and the other team's with it (CON-19)."""
    if about is None:
        return ()
    return (about.work_item_id, about.closes_with) if about.closes_with else (about.work_item_id,)
