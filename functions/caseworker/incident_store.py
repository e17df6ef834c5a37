"""Incidents in DynamoDB."""

from caseworker.incidents import Incident, Reported
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import raise_work
from cms_common.adapters.work_tables import IncidentItem
from cms_common.domain.acts import Act
from cms_common.domain.work import WorkItem, is_reference


class DynamoIncidents:
    """Incidents in DynamoDB."""

    def raise_incident(self, incident: Incident, work: WorkItem, act: Act) -> bool:
        """Keep an incident and its work item. One transaction; False where the number was given before."""
        said = incident.reported
        item = IncidentItem(
            IncidentItem.key_of(incident.number),
            IncidentItem.ITEM,
            number=incident.number,
            scin=incident.scin,
            contact_id=incident.contact_id,
            raised_at=incident.raised_at,
            raised_by=incident.raised_by,
            description=said.description,
            letter=said.letter or None,
            error_code=said.error_code or None,
            error_transaction=said.transaction_id or None,
        )
        try:
            with Transaction() as transaction:
                transaction.put("incident", item, IncidentItem.key.does_not_exist())
                raise_work(transaction, work)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def find(self, number: str) -> Incident | None:
        """Return an incident. GetItem on work `key`, `item`, consistent."""
        if not is_reference(number):
            return None
        try:
            item = IncidentItem.get(IncidentItem.key_of(number), IncidentItem.ITEM, consistent_read=True)
        except IncidentItem.DoesNotExist:
            return None
        said = Reported(item.description, item.letter or "", item.error_code or "", item.error_transaction or "")
        return Incident(item.number, item.scin, item.contact_id, item.raised_at, item.raised_by, said)
