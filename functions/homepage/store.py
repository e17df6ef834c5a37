"""The 2012 System's cases, as a homepage reads them; our tables are Siebel's first adapter."""

from cms_common.adapters.faults import part_of
from cms_common.adapters.siebel import participant_view
from cms_common.adapters.tables import ClientItem, EmployerItem, ParticipationItem
from cms_common.domain.cases import Application, ClientCases
from cms_common.domain.components import Component


class SiebelCases:
    """Cases, applications and names, kept in Siebel."""

    def first_name_of(self, scin: str) -> str | None:
        """Return a client's real first name. GetItem on clients `scin`, that attribute alone."""
        with part_of(Component.SIEBEL):
            try:
                return ClientItem.get(scin, attributes_to_get=["first_name"]).first_name
            except ClientItem.DoesNotExist:
                return None

    def cases_of(self, scin: str) -> ClientCases:
        """Return all that a client takes part in. One Query on cases `scin`, as many items as the client has cases."""
        with part_of(Component.SIEBEL):
            items = list(ParticipationItem.query(scin, consistent_read=True))
        cases = [participant_view(item) for item in items if item.case_id is not None]
        applications = [_application(item) for item in items if item.application_reference is not None]
        return ClientCases(tuple(cases), tuple(applications))

    def employer_name(self, ern: str) -> str | None:
        """Return an employer's name. GetItem on employers `ern`."""
        with part_of(Component.SIEBEL):
            try:
                return EmployerItem.get(ern).name
            except EmployerItem.DoesNotExist:
                return None


def _application(item: ParticipationItem) -> Application:
    return Application(item.application_reference or "", int(item.stages_done or 0))
