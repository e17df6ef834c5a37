"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.passwords import Passwords
from cms_common.adapters.siebel import SiebelRecords
from cms_common.adapters.slots import TimedSlots
from cms_common.adapters.table import open_tables
from cms_common.domain.locks import AttemptLimit
from cms_common.domain.sessions import SessionStarter
from cms_common.edge.wiring import doors_of, limits_of, sources_of
from cms_common.settings import load
from enrolment.enrolling import Enrolling
from enrolment.registration import Registering
from enrolment.settings import Settings
from enrolment.store import DynamoEnrolments

settings = load(Settings)
open_tables(
    settings,
    tables.AccountItem,
    tables.EnrolledIdentifierItem,
    tables.RegistrationItem,
    tables.SessionItem,
    tables.SourceAttemptsItem,
    tables.SlotsItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = doors_of(settings)
_sources = sources_of(settings.source_attempts_allowed, settings.source_attempts_minutes)
_enrolments = DynamoEnrolments(AttemptLimit())
_starter = SessionStarter(SystemRandomness(), limits_of(settings))
registering = Registering(_enrolments, Passwords(), _sources, _starter, SystemRandomness())
enrolling = Enrolling(
    _enrolments,
    SiebelRecords(KnownFactsSealer(settings.known_facts_key)),
    _sources,
    TimedSlots(AttemptLimit()),
    _starter,
    SystemRandomness(),
)
