"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.table import open_tables
from cms_common.domain.locks import AttemptLimit
from cms_common.edge.wiring import staff_doors_of
from cms_common.settings import load
from helpdesk.helping import Helping
from helpdesk.settings import Settings
from helpdesk.store import DynamoCustomers, HelpdeskRecords

settings = load(Settings)
open_tables(
    settings,
    tables.StaffItem,
    tables.StaffDoorItem,
    tables.StaffSessionItem,
    tables.LookUpItem,
    tables.AccountItem,
    tables.EnrolledIdentifierItem,
    tables.SlotsItem,
    tables.SessionItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
helping = Helping(
    HelpdeskRecords(KnownFactsSealer(settings.known_facts_key)), DynamoCustomers(AttemptLimit()), SystemRandomness()
)
