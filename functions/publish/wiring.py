"""The only place of this function that names adapters."""

from cms_common.adapters.clock import clock_of
from cms_common.adapters.table import open_tables
from cms_common.adapters.tables import OutboxItem
from cms_common.settings import load
from publish.outbox import DynamoOutbox, EventBridgeBus
from publish.service import Publisher
from publish.settings import Settings

settings = load(Settings)
open_tables(settings, OutboxItem)
publisher = Publisher(DynamoOutbox(), EventBridgeBus(settings.event_bus), clock_of(settings.stage))
