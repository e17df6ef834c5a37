"""The screen of an incident: as data, with its words and links."""

import msgspec

from caseworker.incidents import IncidentShown
from caseworker.pages import INCIDENTS, ITEMS
from cms_common.domain.staff import staff_id
from cms_common.domain.uk_time import shown_time
from cms_common.edge.pages import Link


class IncidentPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An incident (GAP-06). `user` is the client's SCIN, `letter` the ID of the letter that cannot be read.

    `status` is that of its work item; `work_item` is there for the team that deals with it.
    """

    title: str
    incident: str
    status: str
    raised: str
    raised_by: str
    user: str
    description: str
    here: Link
    letter: str = ""
    error_code: str = ""
    error_transaction_id: str = ""
    work_item: Link | None = None


def incident(shown: IncidentShown) -> IncidentPage:
    """Show an incident."""
    held, said = shown.incident, shown.incident.reported
    return IncidentPage(
        title="Incident",
        incident=held.number,
        status=shown.status.value,
        raised=shown_time(held.raised_at),
        raised_by=staff_id(held.raised_by),
        user=held.scin,
        description=said.description,
        here=Link("The incident", f"{INCIDENTS}/{held.number}"),
        letter=said.letter,
        error_code=said.error_code,
        error_transaction_id=said.transaction_id,
        work_item=Link("The work item", f"{ITEMS}/{held.number}") if shown.theirs else None,
    )
