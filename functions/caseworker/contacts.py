"""Contacts: somebody calls or is called, and nothing of a client is shown or done before the security check is passed.

One contact has one check. A contact belongs to the log-in of the member of staff who opened it, and ends with it
(CWK-01, CWK-02, CWK-08, SEC-09). What opens once it is passed stands in showing.py and acting.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from caseworker.passing import Over, Shut, act_in, of_this_log_in
from caseworker.values import HeldCaller, NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.known_facts import ClientFacts
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import (
    Channel,
    Contact,
    Direction,
    Note,
    SecurityCheck,
    WorkItem,
    WorkKind,
    WorkStatus,
    open_to,
    team_of,
)


class Contacts(Protocol):
    """Keeps contacts. A write tells False where the state is another by now."""

    def begin(self, contact: Contact, act: Act) -> Contact:
        """Keep a new contact; returns the one that is kept, which may have been before."""
        ...

    def open_contact(self, contact_id: str) -> Contact | None:
        """Open a contact for an act: it carries a version that is the act's own."""
        ...

    def read(self, contact_id: str) -> Contact | None:
        """Return a contact."""
        ...

    def checked(self, contact: Contact, check: SecurityCheck, act: Act) -> bool:
        """Keep the outcome of the one check; a failed one counts for the actor's day too."""
        ...

    def close(self, contact: Contact, call: WorkItem | None, finished: WorkItem | None, act: Act) -> bool:
        """Close a contact: keep the call's own work item, or end the one that it was about."""
        ...


class Callers(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def caller(self, scin: str) -> HeldCaller | None:
        """Return what a caller's facts are compared with; the same work for a SCIN that nobody has."""
        ...


class Work(Protocol):
    """The other way to a client's things, as far as a contact needs it."""

    def for_contact(self, work_item_id: str, staff: StaffSession, visit: Visit) -> WorkItem | None:
        """Return a work item that this member of staff has taken."""
        ...


@dataclass(frozen=True, slots=True)
class Contacting:
    """The use cases."""

    contacts: Contacts
    callers: Callers
    work: Work
    randomness: Randomness

    def begin(  # noqa: PLR0913 - a contact has these parts
        self,
        key: str,
        scin: str,
        work_item_id: str,
        channel: Channel,
        direction: Direction,
        staff: StaffSession,
        visit: Visit,
    ) -> Contact | NotThere:
        """Open a contact with whoever has a SCIN, or with the client of a work item that was taken.

        Whether anybody has the SCIN is not looked at. `key` is the form's: sent again it is the same contact.
        """
        if work_item_id:
            item = self.work.for_contact(work_item_id, staff, visit)
            if item is None:
                return NotThere()
            scin = item.scin
        contact = Contact(
            contact_id=sha256(f"{staff.token_hash}|{key}".encode()).hexdigest()[:20],
            scin=scin,
            channel=channel,
            direction=direction,
            opened_at=visit.now,
            opened_by=staff.actor,
            security_check=SecurityCheck.DUE,
            staff_session=staff.token_hash,
            work_item_id=work_item_id or None,
        )
        facts = {"channel": channel.value, "direction": direction.value, "work_item": work_item_id or "-"}
        return self.contacts.begin(contact, self._act(ActKind.CONTACT_OPENED, contact, facts, staff, visit))

    def show(self, contact_id: str, staff: StaffSession) -> Contact | NotThere:
        """Return a contact of this log-in, without anything of the client."""
        contact = self.contacts.read(contact_id)
        return contact if contact and of_this_log_in(contact, staff) else NotThere()

    def check(self, contact_id: str, said: ClientFacts, staff: StaffSession, visit: Visit) -> Contact | Shut:
        """Compare what the client says with what is held, once; what came of it then stays so (CWK-01, CWK-02)."""
        contact = self.contacts.open_contact(contact_id)
        if contact is None or not of_this_log_in(contact, staff):
            return Shut(NotThere())
        if contact.closed_at:
            return Shut(Over())
        if contact.security_check is SecurityCheck.DUE:
            outcome = SecurityCheck.PASSED if self._right(contact, said, staff) else SecurityCheck.FAILED
            kind = ActKind.SECURITY_CHECK_PASSED if outcome is SecurityCheck.PASSED else ActKind.SECURITY_CHECK_FAILED
            facts = {"channel": contact.channel.value, "direction": contact.direction.value}
            self.contacts.checked(contact, outcome, self._act(kind, contact, facts, staff, visit))
        # Of checks sent at once the one that was kept says it for all.
        return self.contacts.read(contact_id) or Shut(NotThere())

    def close(self, contact_id: str, reason: str, staff: StaffSession, visit: Visit) -> Contact | NotThere:
        """Close a contact with the reason for the call in the notes of a work item that is done (CWK-08).

        A passed contact about a work item finishes that one. It may be closed from a later log-in too.
        """
        contact = self.contacts.open_contact(contact_id)
        if contact is None or contact.opened_by != staff.actor:
            return NotThere()
        if contact.closed_at:
            return contact
        about = self._about(contact, staff, visit)
        call = _call(contact, reason, staff, visit, self.randomness.identifier())
        facts = {"work_item": about.work_item_id if about else call.work_item_id}
        act = self._act(ActKind.CONTACT_CLOSED, contact, facts, staff, visit)
        finished = _finished(about, call) if about else None
        if not self.contacts.close(contact, None if finished else call, finished, act) and finished:
            # The work item went elsewhere meanwhile: the call is kept by itself.
            act = self._act(ActKind.CONTACT_CLOSED, contact, {"work_item": call.work_item_id}, staff, visit)
            self.contacts.close(contact, call, None, act)
        return self.contacts.read(contact_id) or NotThere()

    def _about(self, contact: Contact, staff: StaffSession, visit: Visit) -> WorkItem | None:
        """Return the work item that the contact finishes: it spoke with the client, and the item is still theirs."""
        if contact.work_item_id is None or contact.security_check is not SecurityCheck.PASSED:
            return None
        about = self.work.for_contact(contact.work_item_id, staff, visit)
        # A message is done by its answer, whatever was said in the call (CWK-17); a call-back is kept first (SUP-08).
        if about is None or about.kind is WorkKind.ANSWER_MESSAGE or about.call_backs:
            return None
        return about

    def _right(self, contact: Contact, said: ClientFacts, staff: StaffSession) -> bool:
        held = self.callers.caller(contact.scin)
        if held is None or not open_to(staff.user.profile, special=held.special_client_record):
            return False
        return held.is_(said)

    def _act(self, kind: ActKind, contact: Contact, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> Act:
        return act_in(contact, kind, self.randomness.identifier(), facts, staff, visit)


def _call(contact: Contact, reason: str, staff: StaffSession, visit: Visit, identifier: str) -> WorkItem:
    return WorkItem(
        work_item_id=identifier,
        team=team_of(staff.user.profile),
        kind=WorkKind.CALL,
        scin=contact.scin,
        contact_id=contact.contact_id,
        subject="Call",
        advice="",
        raised_at=contact.opened_at,
        due_at=contact.opened_at,
        status=WorkStatus.DONE,
        taken_by=staff.actor,
        notes=(Note(visit.now, staff.actor, reason),),
        done_at=visit.now,
    )


def _finished(about: WorkItem, call: WorkItem) -> WorkItem:
    """Return the work item as the contact ends it: `notes` are those to add."""
    return replace(about, notes=call.notes, done_at=call.done_at)
