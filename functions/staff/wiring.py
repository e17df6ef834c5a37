"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.passwords import Passwords
from cms_common.adapters.table import open_tables
from cms_common.edge.wiring import sources_of, staff_doors_of, staff_limits_of
from cms_common.settings import load
from staff.administration import Administration
from staff.settings import Settings
from staff.signing_in import SigningIn
from staff.store import DynamoStaffAccounts, DynamoStaffCredentials

settings = load(Settings)
open_tables(
    settings,
    tables.StaffItem,
    tables.StaffDoorItem,
    tables.StaffNumberItem,
    tables.StaffFormItem,
    tables.StaffSessionItem,
    tables.SourceAttemptsItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
signing_in = SigningIn(
    DynamoStaffCredentials(staff_limits_of(settings)),
    Passwords(),
    sources_of(settings.source_attempts_allowed, settings.source_attempts_minutes),
    SystemRandomness(),
)
administration = Administration(DynamoStaffAccounts(), Passwords(), SystemRandomness())
