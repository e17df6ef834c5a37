"""The only place of this function that names adapters."""

from cms_common.adapters import document_tables, tables, work_tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.table import open_tables
from cms_common.domain.uploads import MEGABYTE, Limits
from cms_common.edge.wiring import doors_of
from cms_common.settings import load
from upload.asking import Asking
from upload.posts import S3Posts
from upload.settings import Settings
from upload.store import DynamoAsking, SiebelRequests

settings = load(Settings)
open_tables(
    settings,
    tables.SessionItem,
    tables.ClientItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
    document_tables.UploadItem,
    document_tables.UploadPointerItem,
    document_tables.QuotaItem,
    document_tables.UploadFormItem,
    document_tables.WaitingItem,
    *work_tables.WORK_TABLES,
)
doors = doors_of(settings)
limits = Limits(bytes_a_day=settings.upload_megabytes_a_day * MEGABYTE, asks_a_day=settings.upload_asks_a_day)
_randomness = SystemRandomness()
asking = Asking(DynamoAsking(_randomness), SiebelRequests(), S3Posts(settings.quarantine_bucket), limits, _randomness)
