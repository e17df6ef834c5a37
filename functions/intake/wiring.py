"""The only place of this function that names adapters."""

from cms_common.adapters import tables, work_tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.kms import KnownFactsSealer, PinMacs, SecurityMacs
from cms_common.adapters.table import open_tables
from cms_common.settings import load
from intake.arrival import KmsOpener, S3Extracts, SqsRejects
from intake.files import LoadingFiles
from intake.loading import Loading
from intake.settings import Settings
from intake.store import DynamoRecords

settings = load(Settings)
open_tables(
    settings,
    tables.ClientItem,
    tables.ClientSecurityItem,
    tables.ParticipationItem,
    tables.EmployerItem,
    work_tables.ContactPointerItem,
    work_tables.ServiceRequestItem,
    work_tables.ServiceRequestPointerItem,
    tables.AuditItem,
    tables.OutboxItem,
)
clock = clock_of(settings.stage)
_loading = Loading(
    opener=KmsOpener(settings.intake_key),
    records=DynamoRecords(),
    sealer=KnownFactsSealer(settings.known_facts_key),
    macs=PinMacs(settings.pin_key),
    secret_macs=SecurityMacs(settings.pin_key),
    randomness=SystemRandomness(),
    scin_digits=settings.scin_digits,
)
loading_files = LoadingFiles(S3Extracts(), _loading, SqsRejects(settings.intake_rejects_queue))
