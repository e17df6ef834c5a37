"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.kms import KnownFactsSealer, MailSealer, PinMacs, SecurityMacs
from cms_common.adapters.passwords import Passwords
from cms_common.adapters.siebel import SiebelRecords
from cms_common.adapters.slots import TimedSlots
from cms_common.adapters.table import open_tables
from cms_common.domain.locks import AttemptLimit
from cms_common.edge.wiring import doors_of, sources_of
from cms_common.settings import load
from recovery.credentials import Recovering
from recovery.mails import SqsMails
from recovery.security import SecurityRoutes
from recovery.settings import Settings
from recovery.store import DynamoAccounts, DynamoSecurities

settings = load(Settings)
open_tables(
    settings,
    tables.AccountItem,
    tables.EnrolledIdentifierItem,
    tables.SessionItem,
    tables.SourceAttemptsItem,
    tables.SlotsItem,
    tables.ClientSecurityItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = doors_of(settings)
_records = SiebelRecords(KnownFactsSealer(settings.known_facts_key))
recovering = Recovering(
    TimedSlots(AttemptLimit()),
    DynamoAccounts(),
    _records,
    Passwords(),
    SqsMails(settings.mail_queue, MailSealer(settings.mail_key)),
    sources_of(settings.source_attempts_allowed, settings.source_attempts_minutes),
    SystemRandomness(),
)
security = SecurityRoutes(
    DynamoSecurities(), SecurityMacs(settings.pin_key), PinMacs(settings.pin_key), _records, SystemRandomness()
)
