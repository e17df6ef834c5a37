"""What opens a contact: its security check is passed, it is of this log-in, and it is not closed (CWK-01, SEC-09)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from caseworker.values import HeldClient, NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import Contact, SecurityCheck, open_to


@dataclass(frozen=True, slots=True)
class CheckDue:
    """The security check comes first (CWK-01)."""


@dataclass(frozen=True, slots=True)
class CheckFailed:
    """The security check failed: this contact opens nothing."""


@dataclass(frozen=True, slots=True)
class Over:
    """The contact is closed."""


@dataclass(frozen=True, slots=True)
class Shut:
    """A contact that opens nothing, and why."""

    why: CheckDue | CheckFailed | Over | NotThere


class Opened(Protocol):
    """Keeps contacts."""

    def open_contact(self, contact_id: str) -> Contact | None:
        """Open a contact for an act: it carries a version that is the act's own."""
        ...


class Records(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def client(self, scin: str) -> HeldClient | None:
        """Return the client record."""
        ...


@dataclass(frozen=True, slots=True)
class Passing:
    """Opens contacts whose check is passed, and names the acts in them."""

    contacts: Opened
    records: Records
    randomness: Randomness

    def passed(self, contact_id: str, staff: StaffSession) -> tuple[Contact, HeldClient] | Shut:
        """Open a contact for an act, with the client record as it is now; or say why it opens nothing."""
        contact = self.contacts.open_contact(contact_id)
        if contact is None or not of_this_log_in(contact, staff):
            return Shut(NotThere())
        if contact.closed_at:
            return Shut(Over())
        if contact.security_check is not SecurityCheck.PASSED:
            return Shut(CheckDue() if contact.security_check is SecurityCheck.DUE else CheckFailed())
        client = self.records.client(contact.scin)
        if client is None or not open_to(staff.user.profile, special=client.special_client_record):
            return Shut(NotThere())
        return contact, client

    def act(self, kind: ActKind, contact: Contact, facts: Mapping[str, str], staff: StaffSession, visit: Visit) -> Act:
        """Name an act in a contact."""
        return act_in(contact, kind, self.randomness.identifier(), facts, staff, visit)


def act_in(  # noqa: PLR0913 - an act has these parts
    contact: Contact, kind: ActKind, identifier: str, facts: Mapping[str, str], staff: StaffSession, visit: Visit
) -> Act:
    """Name an act in a contact; its client stands in the facts."""
    subject, told = f"contact#{contact.contact_id}", {"scin": contact.scin, **facts}
    return Act(kind, identifier, subject, contact.version, staff.actor, visit.now, visit.transaction_id, told)


def of_this_log_in(contact: Contact, staff: StaffSession) -> bool:
    """Tell whether a contact was opened by this member of staff, in this very log-in."""
    return contact.opened_by == staff.actor and contact.staff_session == staff.token_hash
