"""Incidents: raised in a contact whose security check is passed, where staff cannot help with what does not work.

A client who cannot read letters with the reader installed is one (LET-05). An incident is closed by finishing its work
item (GAP-06).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from string import ascii_uppercase, digits
from typing import Protocol

from caseworker.passing import Passing, Shut
from caseworker.values import NotThere
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.history import Entry, EntryKind, owner_client
from cms_common.domain.messages import SUPPORT_TEAM
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import StaffSession
from cms_common.domain.work import RESPONSE_TIME, SPECIAL_CLIENT_RECORDS_TEAM, Contact, WorkItem, WorkKind, WorkStatus

_SAYABLE = "".join(one for one in digits + ascii_uppercase if one not in "ILOU")
"""Characters that are not taken for others on paper or on the telephone: 32 of them."""
_CHARACTERS = 8
_ADVICE = "Open the incident and find out what does not work. Tell whoever raised it, who tells the client."


@dataclass(frozen=True, slots=True)
class Reported:
    """What a form says: what does not work, and, where there are any, letter, error code and transaction ID.

    `letter` is the ID of an entry of the client's contact history.
    """

    description: str
    letter: str = ""
    error_code: str = ""
    transaction_id: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as kept (GAP-06). Its status is that of its work item, which has its number for an ID."""

    number: str
    scin: str
    contact_id: str
    raised_at: datetime
    raised_by: str
    reported: Reported

    def says_as(self, other: "Incident") -> bool:
        """Tell whether another one tells the same: one form that came twice."""
        return (self.contact_id, self.reported) == (other.contact_id, other.reported)


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """An incident with its status; `theirs` where whoever looks at it may open its work item too."""

    incident: Incident
    status: WorkStatus
    theirs: bool


@dataclass(frozen=True, slots=True)
class FormUsed:
    """The form raised another incident before."""


class Incidents(Protocol):
    """Keeps incidents."""

    def raise_incident(self, incident: Incident, work: WorkItem, act: Act) -> bool:
        """Keep an incident and its work; False where its form was used before."""
        ...

    def find(self, number: str) -> Incident | None:
        """Return an incident."""
        ...


class Letters(Protocol):
    """Keeps what was sent to clients."""

    def entry(self, owner: str, place: str) -> Entry | None:
        """Return one entry of that very history."""
        ...


class Work(Protocol):
    """The work item of an incident."""

    def of_incident(
        self, number: str, raised_by: str, staff: StaffSession, visit: Visit
    ) -> tuple[WorkItem, bool] | None:
        """Open it, for its team and for whoever raised it; tell which."""
        ...


@dataclass(frozen=True, slots=True)
class Raising:
    """The use cases."""

    passing: Passing
    incidents: Incidents
    letters: Letters
    work: Work

    def raise_incident(  # noqa: PLR0913 - a form has these parts
        self, key: str, contact_id: str, reported: Reported, place: str | None, staff: StaffSession, visit: Visit
    ) -> IncidentShown | FormUsed | Shut:
        """Raise an incident for the Support Team, or of a special client for that team (LET-05, SEC-04).

        `key` is the form's: sent again it is the same incident. `place` is where the letter stands in the client's
        contact history; empty where it is about none, None where it is none.
        """
        opened = self.passing.passed(contact_id, staff)
        if isinstance(opened, Shut):
            return opened
        contact, client = opened
        if place != "":
            letter = self._letter(client.scin, place)
            if letter is None:
                return Shut(NotThere())
            reported = replace(reported, letter=letter.entry_id)
        number = _number_of(staff.actor, key)
        incident = Incident(number, client.scin, contact.contact_id, visit.now, staff.actor, reported)
        team = SPECIAL_CLIENT_RECORDS_TEAM if client.special_client_record else SUPPORT_TEAM
        work, theirs = _work_of(incident, team), client.special_client_record
        if self.incidents.raise_incident(incident, work, self._act(incident, contact, staff, visit)):
            return IncidentShown(incident, work.status, theirs)
        return self._again(incident, staff, visit)

    def show(self, number: str, staff: StaffSession, visit: Visit) -> IncidentShown | NotThere:
        """Show an incident to its team and to whoever raised it; every opening is recorded."""
        held = self.incidents.find(number)
        opened = self.work.of_incident(number, held.raised_by, staff, visit) if held else None
        if held is None or opened is None:
            return NotThere()
        item, theirs = opened
        return IncidentShown(held, item.status, theirs)

    def _again(self, sent: Incident, staff: StaffSession, visit: Visit) -> IncidentShown | FormUsed | Shut:
        held = self.incidents.find(sent.number)
        if held is None or not held.says_as(sent):
            return FormUsed()
        shown = self.show(sent.number, staff, visit)
        return Shut(shown) if isinstance(shown, NotThere) else shown

    def _letter(self, scin: str, place: str | None) -> Entry | None:
        entry = self.letters.entry(owner_client(scin), place) if place else None
        return entry if entry and entry.kind is EntryKind.LETTER else None

    def _act(self, incident: Incident, contact: Contact, staff: StaffSession, visit: Visit) -> Act:
        told = {"letter": incident.reported.letter, "error_code": incident.reported.error_code}
        facts = {"incident": incident.number, **{name: value for name, value in told.items() if value}}
        return self.passing.act(ActKind.INCIDENT_RAISED, contact, facts, staff, visit)


def _number_of(actor: str, key: str) -> str:
    """Number an incident by its form: "INC" and eight characters that can be said on the telephone."""
    digest = sha256(f"incident|{actor}|{key}".encode()).digest()
    return "INC" + "".join(_SAYABLE[byte % len(_SAYABLE)] for byte in digest[:_CHARACTERS])


def _work_of(incident: Incident, team: str) -> WorkItem:
    return WorkItem(
        work_item_id=incident.number,
        team=team,
        kind=WorkKind.INCIDENT,
        scin=incident.scin,
        contact_id=incident.contact_id,
        subject=f"Incident {incident.number}",
        advice=_ADVICE,
        raised_at=incident.raised_at,
        due_at=incident.raised_at + RESPONSE_TIME,
    )
