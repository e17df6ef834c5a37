"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.kms import PinMacs
from cms_common.adapters.passwords import Passwords
from cms_common.adapters.siebel import SiebelEmployers
from cms_common.adapters.table import open_tables
from cms_common.domain.locks import AttemptLimit
from cms_common.domain.sessions import SessionStarter
from cms_common.edge.wiring import doors_of, limits_of, sources_of
from cms_common.settings import load
from login.password_step import PasswordStep
from login.second_step import SecondStep
from login.settings import Settings
from login.store import DynamoChallenges, DynamoCredentials

settings = load(Settings)
open_tables(
    settings,
    tables.AccountItem,
    tables.SessionItem,
    tables.SourceAttemptsItem,
    tables.ClientSecurityItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = doors_of(settings)
_starter = SessionStarter(SystemRandomness(), limits_of(settings))
password_step = PasswordStep(
    DynamoCredentials(AttemptLimit()),
    Passwords(),
    sources_of(settings.source_attempts_allowed, settings.source_attempts_minutes),
    _starter,
    SystemRandomness(),
)
second_step = SecondStep(DynamoChallenges(), PinMacs(settings.pin_key), SiebelEmployers(), _starter, SystemRandomness())
