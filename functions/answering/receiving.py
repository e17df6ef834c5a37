"""Letters and faxes that come in (CWK-15)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from answering.ports import Owners
from answering.values import FormUsed
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.messages import EMPLOYER_TEAM
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.teams import own_team
from cms_common.domain.work import (
    RESPONSE_TIME,
    Activity,
    ActivityKind,
    Channel,
    Contact,
    Direction,
    SecurityCheck,
    WorkItem,
    WorkKind,
    activity_id,
)

_ADVICE = "Try to contact the sender of the letter or fax, then answer in Correspondence (Inbound)."


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


class Papers(Protocol):
    """Keeps what comes in on paper."""

    def receive(self, inbound: Inbound, act: Act) -> bool:
        """Keep what came in; False where its form was used before."""
        ...

    def contact(self, contact_id: str) -> Contact | None:
        """Return the contact that a form made before."""
        ...

    def work(self, work_item_id: str) -> WorkItem | None:
        """Return the work that a form made before."""
        ...


@dataclass(frozen=True, slots=True)
class Receiving:
    """The use case."""

    papers: Papers
    owners: Owners
    randomness: Randomness

    def receive(self, key: str, paper: Paper, staff: StaffSession, visit: Visit) -> WorkItem | FormUsed:
        """Record a letter or fax: work for whoever answers, due in 48 hours (CWK-15).

        Whether anybody has the number does not show: what nobody has goes to the own team, to be looked into. A form
        that comes again is answered with what it recorded first.
        """
        owner = self.owners.owner(paper.scin) if paper.scin else None
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
        facts = {"channel": paper.channel.value, "activity": activity.activity_id}
        identifier, subject = self.randomness.identifier(), f"contact#{contact_id}"
        kind = ActKind.CORRESPONDENCE_RECEIVED
        act = Act(kind, identifier, subject, 1, staff.actor, at, visit.transaction_id, facts)
        if self.papers.receive(Inbound(contact, activity, work), act):
            return work
        return self._again(contact, work)

    def _again(self, sent: Contact, work: WorkItem) -> WorkItem | FormUsed:
        held = self.papers.contact(sent.contact_id)
        kept = self.papers.work(work.work_item_id)
        if held is None or kept is None or _told(held) != _told(sent):
            return FormUsed()
        return kept


def _told(contact: Contact) -> tuple[str, str, str, str]:
    """Return what the form says, as its contact keeps it."""
    return contact.scin, contact.ern, contact.channel.value, contact.subject
