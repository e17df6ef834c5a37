"""What is done to a client in a contact whose security check is passed (REC-16, REC-19, SEC-03)."""

from dataclasses import dataclass
from typing import Protocol

from caseworker.passing import Over, Passing, Shut, of_this_log_in
from caseworker.values import NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.callbacks import CallBack, moved_to_special
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import Contact


@dataclass(frozen=True, slots=True)
class Reset:
    """The client holds no PIN and no lock: the forgotten-PIN button leads to setting a new one."""


@dataclass(frozen=True, slots=True)
class Referred:
    """The record is special, and the client's open work is that team's."""


class Clients(Protocol):
    """Keeps what is done to a client. A write tells False where the state is another by now."""

    def read(self, contact_id: str) -> Contact | None:
        """Return a contact."""
        ...

    def security_version(self, scin: str) -> int | None:
        """Open a client's security for an act; the version that is its own. None where there is none."""
        ...

    def reset_security(self, contact: Contact, act: Act) -> bool:
        """Take the client's PIN, counts and security lock away; once a contact."""
        ...

    def refer(self, contact: Contact, reason: str, act: Act) -> bool:
        """Make the client's record special; once a contact."""
        ...

    def open_call_backs_of(self, scin: str) -> tuple[str, ...]:
        """Return the IDs of a client's call-backs that are not kept."""
        ...

    def find(self, call_back_id: str) -> CallBack | None:
        """Return a call-back."""
        ...

    def move(self, call_back: CallBack, team: str, act: Act) -> bool:
        """Move a call-back to another team's list."""
        ...


class Work(Protocol):
    """The other way to a client's things."""

    def move_to_special(self, scin: str, staff: StaffSession, visit: Visit) -> None:
        """Move a client's work that is not done to the Special Client Records Team."""
        ...


@dataclass(frozen=True, slots=True)
class Acting:
    """The use cases."""

    passing: Passing
    clients: Clients
    work: Work
    randomness: Randomness

    def reset_security(self, contact_id: str, staff: StaffSession, visit: Visit) -> Reset | Shut:
        """Take the PIN and the security lock away, so that the client sets a new PIN (REC-16, REC-19)."""
        opened = self.passing.passed(contact_id, staff)
        if isinstance(opened, Shut):
            return opened
        contact, client = opened
        if contact.reset_at:
            return Reset()
        version = self.clients.security_version(client.scin)
        if version is None:
            return Shut(NotThere())
        identifier, facts = self.randomness.identifier(), {"contact": contact.contact_id}
        subject, at = f"client#{client.scin}", visit.now
        kind, transaction_id = ActKind.SECURITY_RESET, visit.transaction_id
        act = Act(kind, identifier, subject, version, staff.actor, at, transaction_id, facts)
        done = self.clients.reset_security(contact, act) or self._reset_meanwhile(contact_id)
        return Reset() if done else Shut(Over())

    def refer(self, contact_id: str, reason: str, staff: StaffSession, visit: Visit) -> Referred | Shut:
        """Pass the client to the Special Client Records Team, with all work and call-backs not done (SEC-03)."""
        held = self.clients.read(contact_id)
        if held is None or not held.referred_at or not of_this_log_in(held, staff):
            opened = self.passing.passed(contact_id, staff)
            if isinstance(opened, Shut):
                return opened
            held = opened[0]
            act = self.passing.act(ActKind.SPECIAL_RECORDS_REFERRED, held, {}, staff, visit)
            if not self.clients.refer(held, reason, act):
                return Shut(Over())
        # Done again after a lost answer this goes on where it stopped; what is left moves when somebody opens it.
        self.work.move_to_special(held.scin, staff, visit)
        for call_back_id in self.clients.open_call_backs_of(held.scin):
            moved_to_special(self.clients, call_back_id, staff.actor, visit, self.randomness)
        return Referred()

    def _reset_meanwhile(self, contact_id: str) -> bool:
        now = self.clients.read(contact_id)
        return now is not None and now.reset_at is not None
