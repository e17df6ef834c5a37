"""The only place of this function that names adapters."""

from cms_common.adapters import correspondence_tables, tables, work_tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.document_links import DocumentLinks
from cms_common.adapters.table import open_tables
from cms_common.edge.wiring import doors_of
from cms_common.settings import load
from messaging.reading import Reading
from messaging.sending import Sending
from messaging.settings import Settings
from messaging.store import DynamoHistories, DynamoMessages, SiebelRecords

settings = load(Settings)
open_tables(
    settings,
    tables.SessionItem,
    tables.ClientItem,
    tables.ParticipationItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
    *work_tables.WORK_TABLES,
    correspondence_tables.EntryItem,
    correspondence_tables.UnopenedItem,
    correspondence_tables.MessageItem,
    correspondence_tables.MessageFormItem,
)
doors = doors_of(settings)
_records, _identifiers = SiebelRecords(), SystemRandomness()
sending = Sending(_records, DynamoMessages(), _identifiers, settings.message_characters)
reading = Reading(_records, DynamoHistories(), DocumentLinks(settings.correspondence_bucket), _identifiers)
