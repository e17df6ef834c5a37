"""The only place of this function that names adapters."""

from cms_common.adapters import document_tables, tables, work_tables
from cms_common.adapters.clock import clock_of
from cms_common.adapters.table import open_tables
from cms_common.adapters.uploads import DynamoUploads
from cms_common.domain.uploads import Limits
from cms_common.settings import load
from scan.arrivals import Arrivals
from scan.bounded import BoundedExaminer
from scan.clamd import Clamd
from scan.engines import GuardDuty, RulesAlone, VirusScanner
from scan.objects import S3Quarantine
from scan.settings import CLAMAV, GUARDDUTY, Settings


def scanner_of(told: Settings) -> VirusScanner:
    """Return the virus scanner that the settings name; they refuse what the stage may not have."""
    if told.scan_engine == GUARDDUTY:
        return GuardDuty()
    return Clamd(told.scanner_address) if told.scan_engine == CLAMAV else RulesAlone()


settings = load(Settings)
open_tables(
    settings,
    tables.ClientItem,
    tables.AuditItem,
    tables.OutboxItem,
    document_tables.UploadItem,
    document_tables.QuotaItem,
    document_tables.WaitingItem,
    *work_tables.WORK_TABLES,
)
clock = clock_of(settings.stage)
_limits = Limits()
arrivals = Arrivals(
    settings.quarantine_bucket,
    DynamoUploads(_limits),
    S3Quarantine(settings.quarantine_bucket),
    BoundedExaminer(),
    scanner_of(settings),
    _limits,
)
