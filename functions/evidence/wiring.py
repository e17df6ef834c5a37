"""The only place of this function that names adapters."""

from cms_common.adapters import document_tables, tables, work_tables
from cms_common.adapters.clock import clock_of
from cms_common.adapters.table import open_tables
from cms_common.adapters.uploads import DynamoUploads
from cms_common.domain.uploads import Limits
from cms_common.settings import load
from evidence.filing import Filing
from evidence.rendering import BoundedRenderer
from evidence.settings import Settings
from evidence.store import S3Evidence, S3Quarantine
from evidence.sweeping import Sweeping

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
_uploads = DynamoUploads(_limits)
filing = Filing(
    _uploads, S3Quarantine(settings.quarantine_bucket), S3Evidence(settings.evidence_bucket), BoundedRenderer()
)
sweeping = Sweeping(_uploads, _limits)
