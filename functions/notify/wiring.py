"""The only place of this function that names adapters."""

from msgspec.json import Decoder

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.kms import MailSealer
from cms_common.adapters.table import open_tables
from cms_common.settings import load
from notify.post import SesPost
from notify.sending import Sending
from notify.settings import Settings
from notify.store import DynamoAddresses, DynamoNotifications

settings = load(Settings)
open_tables(settings, tables.AccountItem, tables.NotificationItem, tables.AuditItem, tables.OutboxItem)
clock = clock_of(settings.stage)
sending = Sending(
    DynamoNotifications(),
    DynamoAddresses(),
    MailSealer(settings.mail_key),
    Decoder(dict[str, str]).decode,
    SesPost(settings.mail_sender),
    SystemRandomness(),
)
