"""The only place of this function that names adapters."""

from answering.call_back_store import DynamoCallBacks
from answering.calling_back import CallingBack
from answering.links import S3Links
from answering.replying import Replying
from answering.resend_store import DynamoNotifications
from answering.resending import Resending
from answering.settings import Settings
from answering.store import DynamoMessages, SiebelRecipients
from cms_common.adapters import correspondence_tables, tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.table import open_tables
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.reply_channel import Rules
from cms_common.edge.wiring import staff_doors_of
from cms_common.settings import load

settings = load(Settings)
open_tables(
    settings,
    *WORK_TABLES,
    correspondence_tables.EntryItem,
    correspondence_tables.UnopenedItem,
    correspondence_tables.MessageItem,
    correspondence_tables.AnswerItem,
    correspondence_tables.NotifiedItem,
    tables.StaffItem,
    tables.StaffSessionItem,
    tables.ClientItem,
    tables.EnrolledIdentifierItem,
    tables.NotificationItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
catalogue = CATALOGUE
_recipients, _randomness = SiebelRecipients(), SystemRandomness()
replying = Replying(
    DynamoMessages(),
    _recipients,
    S3Links(settings.correspondence_bucket),
    catalogue,
    Rules(settings.email_replies == "on", settings.calls_before_letter),
    settings.cms_telephone,
    _randomness,
)
calling_back = CallingBack(DynamoCallBacks(), _randomness)
resending = Resending(DynamoNotifications(), _recipients, _randomness)
