"""The only place of this function that names adapters."""

from caseworker.act_store import DynamoActs
from caseworker.acting import Acting
from caseworker.contacts import Contacting
from caseworker.incident_store import DynamoIncidents
from caseworker.incidents import Raising
from caseworker.opening import Opening
from caseworker.passing import Passing
from caseworker.settings import Settings
from caseworker.showing import Showing
from caseworker.shown_store import DynamoHistories, DynamoShown
from caseworker.siebel import SiebelCallers
from caseworker.store import DynamoWork
from caseworker.working import Working
from cms_common.adapters import correspondence_tables, tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.document_links import DocumentLinks
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
    tables.AccountItem,
    tables.EnrolledIdentifierItem,
    tables.ParticipationItem,
    tables.EmployerItem,
    tables.NotificationItem,
    correspondence_tables.EntryItem,
    correspondence_tables.MessageItem,
    correspondence_tables.NotifiedItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
_records, _randomness = SiebelCallers(KnownFactsSealer(settings.known_facts_key)), SystemRandomness()
_work, _acts = DynamoWork(), DynamoActs()
working = Working(_work, _records, _randomness)
_letters = DocumentLinks(settings.correspondence_bucket)
opening = Opening(_work, _records, EvidenceLinks(settings.evidence_bucket), _letters, _randomness)
contacting = Contacting(_acts, _records, working, _randomness)
_passing = Passing(_acts, _records, _randomness)
acting = Acting(_passing, _acts, working, _randomness)
_histories = DynamoHistories()
showing = Showing(_passing, DynamoShown(), _histories, _letters)
raising = Raising(_passing, DynamoIncidents(), _histories, working)
