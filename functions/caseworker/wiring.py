"""The only place of this function that names adapters."""

from caseworker.contact_store import DynamoContacts, SiebelCallers
from caseworker.contacts import Contacting
from caseworker.opening import Opening
from caseworker.settings import Settings
from caseworker.store import DynamoWork
from caseworker.working import Working
from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.evidence import EvidenceLinks
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.table import open_tables
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.edge.wiring import staff_doors_of
from cms_common.settings import load

settings = load(Settings)
open_tables(
    settings,
    *WORK_TABLES,
    tables.StaffItem,
    tables.StaffSessionItem,
    tables.ClientItem,
    tables.ClientSecurityItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
_records, _randomness = SiebelCallers(KnownFactsSealer(settings.known_facts_key)), SystemRandomness()
_work = DynamoWork()
working = Working(_work, _records, _randomness)
opening = Opening(_work, _records, EvidenceLinks(settings.evidence_bucket), _randomness)
contacting = Contacting(DynamoContacts(), _records, working, _randomness)
