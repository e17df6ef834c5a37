"""Client and employer records of the 2012 System, kept in Siebel; our tables are its first adapter."""

from cms_common.adapters.faults import part_of
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.tables import ClientItem, EmployerItem, ParticipationItem
from cms_common.domain.cases import ParticipantView, RoleCode
from cms_common.domain.components import Component
from cms_common.domain.known_facts import HeldFacts
from cms_common.domain.language import preferred

TELEPHONE = "Telephone"
"""How an employer is reached who never chose otherwise."""


class SiebelEmployers:
    """Employers."""

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference an ERN belongs to. GetItem on employers `ern`, consistent."""
        with part_of(Component.SIEBEL):
            try:
                return EmployerItem.get(ern, consistent_read=True).paye_reference
            except EmployerItem.DoesNotExist:
                return None

    def employers_preference(self, ern: str) -> str:
        """Return how an employer wants to be told of news: "Self Service" or another. GetItem on employers `ern`."""
        with part_of(Component.SIEBEL):
            try:
                return EmployerItem.get(ern, consistent_read=True).contact_preference or TELEPHONE
            except EmployerItem.DoesNotExist:
                return TELEPHONE


class SiebelRecords(SiebelEmployers):
    """Employers, and the known facts of clients."""

    def __init__(self, sealer: KnownFactsSealer) -> None:
        """Take what opens sealed facts."""
        self._sealer = sealer

    def facts_of(self, scin: str) -> HeldFacts | None:
        """Return the facts held for a SCIN. GetItem on clients `scin`, consistent; one KMS Decrypt, of a decoy too."""
        with part_of(Component.SIEBEL):
            item = client_item(scin)
            # The same work for a SCIN that nobody has, so that its time does not tell whether there is one (SEC-10).
            opened = self._sealer.open_or_decoy(scin, item.sealed_facts if item else None)
        if item is None or opened is None:
            return None
        return HeldFacts(scin, *opened, item.reference_name, preferred(item.preferred_language))


def client_item(scin: str) -> ClientItem | None:
    """Return a client's record. GetItem on clients `scin`, consistent."""
    try:
        return ClientItem.get(scin, consistent_read=True)
    except ClientItem.DoesNotExist:
        return None


def participant_view(item: ParticipationItem) -> ParticipantView:
    """Read a case as one participant may see it."""
    return ParticipantView(
        case_group=item.case_group or "",
        case_id=item.case_id or "",
        role=RoleCode(item.role),
        other_parent_first_name=item.other_parent_first_name or "",
        children_first_names=tuple(item.children_first_names or ()),
    )
