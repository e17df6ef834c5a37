"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.callbacks import DynamoCallBacks
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.kms import KnownFactsSealer, PinMacs, SecurityMacs
from cms_common.adapters.moving import DynamoOpenWork
from cms_common.adapters.table import open_tables
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.settings import load
from intake.arrival import KmsOpener, S3Extracts, SqsRejects
from intake.files import LoadingFiles
from intake.loading import Loading
from intake.moving import Moving
from intake.settings import Settings
from intake.store import DynamoRecords

settings = load(Settings)
open_tables(
    settings,
    tables.ClientItem,
    tables.ClientSecurityItem,
    tables.ParticipationItem,
    tables.EmployerItem,
    *WORK_TABLES,
    tables.AuditItem,
    tables.OutboxItem,
)
clock = clock_of(settings.stage)
_records, _randomness = DynamoRecords(), SystemRandomness()
_loading = Loading(
    opener=KmsOpener(settings.intake_key),
    records=_records,
    moving=Moving(_records, DynamoOpenWork(), DynamoCallBacks(), _randomness),
    sealer=KnownFactsSealer(settings.known_facts_key),
    macs=PinMacs(settings.pin_key),
    secret_macs=SecurityMacs(settings.pin_key),
    randomness=_randomness,
    scin_digits=settings.scin_digits,
)
loading_files = LoadingFiles(S3Extracts(), _loading, SqsRejects(settings.intake_rejects_queue))
