"""The only place of this function that names adapters."""

from cms_common.adapters import document_tables, tables, work_tables
from cms_common.adapters.clock import clock_of
from cms_common.adapters.table import open_tables
from cms_common.adapters.uploads import DynamoUploads
from cms_common.settings import load
from scan_verdict.settings import Settings
from scan_verdict.taking import Verdicts

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
verdicts = Verdicts(settings.quarantine_bucket, DynamoUploads())
