"""The only place of this function that names adapters."""

from datetime import timedelta

from cms_common.adapters import correspondence_tables, tables, work_tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.table import open_tables
from cms_common.settings import load
from sla.looking import Looking
from sla.settings import Settings
from sla.store import DynamoClocks
from sla.sweeping import Limits, Sweeping

settings = load(Settings)
open_tables(
    settings,
    work_tables.WorkItemItem,
    work_tables.ClockItem,
    work_tables.CallBackItem,
    correspondence_tables.MessageItem,
    correspondence_tables.LetterItem,
    correspondence_tables.AddresslessItem,
    tables.NotificationItem,
    tables.AuditItem,
    tables.OutboxItem,
)
clock = clock_of(settings.stage)
_limits = Limits(
    approaching=timedelta(hours=settings.approaching_hours),
    document=timedelta(minutes=settings.document_minutes),
    notification=timedelta(minutes=settings.notification_minutes),
    letter=timedelta(minutes=settings.letter_minutes),
    at_once=settings.at_once,
)
_clocks = DynamoClocks()
sweeping = Sweeping(_clocks, Looking(_clocks, SystemRandomness()), _limits)
