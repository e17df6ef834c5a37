"""Sending a notification again that somebody could not view or did not receive (CWK-05, LET-11)."""

from dataclasses import dataclass
from typing import Protocol

from answering.ports import Recipients
from answering.values import NotSentAgain, NotThere, Resent, SentAgain
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffRole, StaffSession
from cms_common.domain.work import open_to


class Notifications(Protocol):
    """What was sent to whom."""

    def owner_of(self, notification: str) -> str | None:
        """Return to whom a notification went, as "client#<SCIN>"; None where there is none."""
        ...

    def again(self, notification: str, event_id: str, actor: str, visit: Visit) -> SentAgain | NotSentAgain:
        """Send a notification again to the address that is held now."""
        ...


@dataclass(frozen=True, slots=True)
class Resending:
    """The use case."""

    notifications: Notifications
    recipients: Recipients
    randomness: Randomness

    def again(self, notification: str, staff: StaffSession, visit: Visit) -> Resent:
        """Send a notification again: a client's by caseworkers of clients, an employer's by those of employers."""
        kind, _, reference = (self.notifications.owner_of(notification) or "").partition("#")
        if not self._may(kind, reference, staff):
            return NotThere()
        return self.notifications.again(notification, self.randomness.identifier(), staff.actor, visit)

    def _may(self, kind: str, reference: str, staff: StaffSession) -> bool:
        profile = staff.user.profile
        if profile.role is StaffRole.EMPLOYER_CASEWORKER:
            return kind == "employer"
        recipient = self.recipients.of(reference) if kind == "client" else None
        return recipient is not None and open_to(profile, special=recipient.special_client_record)
