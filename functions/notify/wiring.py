"""The only place of this function that names adapters."""

from msgspec.json import Decoder

from cms_common.adapters import tables, work_tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.correspondence_tables import EntryItem, NotifiedItem, UnopenedItem
from cms_common.adapters.kms import MailSealer
from cms_common.adapters.table import open_tables
from cms_common.domain.approved_texts import CATALOGUE
from cms_common.settings import load
from notify.answers import DynamoAnswers
from notify.post import AwsPost
from notify.recipients import DynamoRecipients
from notify.reporting import Reporting
from notify.sending import Sending
from notify.settings import Settings
from notify.store import DynamoNotifications

settings = load(Settings)
open_tables(
    settings,
    EntryItem,
    NotifiedItem,
    UnopenedItem,
    tables.AccountItem,
    tables.EnrolledIdentifierItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.NotificationItem,
    tables.AuditItem,
    tables.OutboxItem,
    *work_tables.WORK_TABLES,
)
clock = clock_of(settings.stage)
notifications, _recipients, _randomness = DynamoNotifications(), DynamoRecipients(), SystemRandomness()
_answers = DynamoAnswers()
_sealer, _values = MailSealer(settings.mail_key), Decoder(dict[str, str]).decode


def _opened(to: str, sealed: bytes) -> dict[str, str]:
    return _values(_sealer.open(to, sealed))


sending = Sending(
    notifications,
    _answers,
    _recipients,
    _opened,
    AwsPost(settings.mail_sender, settings.mail_configuration_set),
    CATALOGUE,
    settings.cms_telephone,
    _randomness,
)
reporting = Reporting(notifications, _answers, _recipients, CATALOGUE, _randomness)
