"""Call-backs, and letters and faxes that come in (CWK-14, CWK-15, SLA-09, SUP-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from answering.teams import may_open, own_team
from answering.values import NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.callbacks import CallBack, due_of
from cms_common.domain.chance import Randomness
from cms_common.domain.messages import EMPLOYER_TEAM
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import (
    RESPONSE_TIME,
    Activity,
    ActivityKind,
    Channel,
    ClientOwner,
    Contact,
    Direction,
    SecurityCheck,
    WorkItem,
    WorkKind,
    activity_id,
)

PAGE = 25
"""Call-backs on one page."""
_ADVICE = "Try to contact the sender of the letter or fax, then answer in Correspondence (Inbound)."


@dataclass(frozen=True, slots=True)
class Promise:
    """A call-back as it is asked for: details, an agreed time or None, and the work item it is about or nothing."""

    details: str
    agreed_time: datetime | None
    work_item_id: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or fax: of a client by SCIN or an employer by ERN, and what it is about in a few words."""

    scin: str
    ern: str
    channel: Channel
    subject: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """All that a letter or fax makes: together or not at all."""

    contact: Contact
    activity: Activity
    work: WorkItem


@dataclass(frozen=True, slots=True)
class CallBackPage:
    """A part of a team's call-backs that are not kept, the longest missed first."""

    team: str
    call_backs: tuple[CallBack, ...]
    more_after: str


class CallBacks(Protocol):
    """Keeps call-backs, and what comes in on paper."""

    def promise(self, call_back: CallBack, act: Act) -> CallBack:
        """Keep a call-back; returns the one that is kept, which may have been before."""
        ...

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back."""
        ...

    def waiting(self, team: str, after: str, limit: int) -> Sequence[CallBack]:
        """Return a team's call-backs that are not kept, by when they are due, those behind a place."""
        ...

    def kept(self, call_back: CallBack, notes: str, act: Act) -> bool:
        """Keep that the call was made; it leaves the list."""
        ...

    def work_item(self, work_item_id: str) -> WorkItem | None:
        """Return a work item."""
        ...

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client."""
        ...

    def receive(self, inbound: Inbound, act: Act) -> None:
        """Keep what came in; the same again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class CallingBack:
    """The use cases."""

    call_backs: CallBacks
    randomness: Randomness

    def promise(self, key: str, promise: Promise, staff: StaffSession, visit: Visit) -> CallBack | NotThere:
        """Promise a call-back (CWK-14, SUP-08). `key` is the form's: sent again it is the same promise."""
        scin = ern = ""
        if promise.work_item_id:
            item = self.call_backs.work_item(promise.work_item_id)
            if item is None or not self._may(item, staff):
                return NotThere()
            scin, ern = item.scin, item.ern
        call_back = CallBack(
            call_back_id=sha256(f"call-back|{staff.actor}|{key}".encode()).hexdigest()[:20],
            team=own_team(staff.user.profile),
            details=promise.details,
            promised_at=visit.now,
            promised_by=staff.actor,
            due_at=due_of(promise.agreed_time, visit.now),
            agreed=promise.agreed_time is not None,
            scin=scin,
            ern=ern,
            contact_id=promise.contact_id,
            work_item_id=promise.work_item_id,
        )
        facts = {"team": call_back.team, "due_at": call_back.due_at.isoformat()}
        return self.call_backs.promise(call_back, self._act(ActKind.CALL_BACK_PROMISED, call_back, facts, staff, visit))

    def show(self, after: str, staff: StaffSession) -> CallBackPage:
        """List the own team's call-backs that are not kept: missed ones come first (SLA-09)."""
        team = own_team(staff.user.profile)
        found = tuple(self.call_backs.waiting(team, after, PAGE + 1))
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = f"{int(last.due_at.timestamp()):012d}#{last.call_back_id}" if last else ""
        return CallBackPage(team, found[:PAGE], more)

    def keep(self, call_back_id: str, notes: str, staff: StaffSession, visit: Visit) -> CallBack | NotThere:
        """Record that the call was made. Kept again it is kept once."""
        found = self.call_backs.find(call_back_id)
        if found is None or found.team != own_team(staff.user.profile):
            return NotThere()
        while found.kept_at is None:
            facts = {"team": found.team, "missed": "yes" if found.missed(visit.now) else "no"}
            act = self._act(ActKind.CALL_BACK_KEPT, found, facts, staff, visit, version=found.version + 1)
            self.call_backs.kept(found, notes, act)
            found = self.call_backs.find(call_back_id) or found
        return found

    def receive(self, key: str, paper: Paper, staff: StaffSession, visit: Visit) -> WorkItem:
        """Record a letter or fax: work for whoever answers, due in 48 hours (CWK-15).

        Whether anybody has the number does not show: what nobody has goes to the own team, to be looked into.
        """
        owner = self.call_backs.owner(paper.scin) if paper.scin else None
        team = EMPLOYER_TEAM if paper.ern else (owner.team if owner else own_team(staff.user.profile))
        named = sha256(f"paper|{staff.actor}|{key}".encode()).hexdigest()
        contact_id, at = named[:20], visit.now
        contact = Contact(
            contact_id, paper.scin, paper.channel, Direction.INBOUND, at, staff.actor, SecurityCheck.DUE,
            subject=paper.subject, ern=paper.ern,
        )  # fmt: skip
        activity = Activity(
            activity_id(contact_id, 1), contact_id, paper.scin, ActivityKind.INBOUND_CORRESPONDENCE, paper.subject, at,
            ern=paper.ern,
        )  # fmt: skip
        work = WorkItem(
            work_item_id=named[20:40],
            team=team,
            kind=WorkKind.CORRESPONDENCE,
            scin=paper.scin,
            ern=paper.ern,
            contact_id=contact_id,
            subject=paper.subject,
            advice=_ADVICE,
            raised_at=at,
            due_at=at + RESPONSE_TIME,
            activity_id=activity.activity_id,
        )
        facts, identifier = {"channel": paper.channel.value, "activity": activity.activity_id}, self._new()
        kind, subject = ActKind.CORRESPONDENCE_RECEIVED, f"contact#{contact_id}"
        act = Act(kind, identifier, subject, 1, staff.actor, at, visit.transaction_id, facts)
        self.call_backs.receive(Inbound(contact, activity, work), act)
        return work

    def _may(self, item: WorkItem, staff: StaffSession) -> bool:
        owner = self.call_backs.owner(item.scin) if item.scin else None
        special = owner is not None and owner.special_client_record
        return may_open(staff.user.profile, item, special=special)

    def _act(  # noqa: PLR0913 - an act has these parts
        self, kind: ActKind, call_back: CallBack, facts: dict[str, str], staff: StaffSession, visit: Visit, *,
        version: int = 1,
    ) -> Act:  # fmt: skip
        subject = f"call-back#{call_back.call_back_id}"
        return Act(kind, self._new(), subject, version, staff.actor, visit.now, visit.transaction_id, facts)

    def _new(self) -> str:
        return self.randomness.identifier()
