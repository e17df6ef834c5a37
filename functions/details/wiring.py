"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.table import open_tables
from cms_common.edge.wiring import doors_of
from cms_common.settings import load
from details.choosing import Choosing
from details.settings import Settings
from details.store import SiebelChoices

settings = load(Settings)
open_tables(settings, tables.SessionItem, tables.ClientItem, tables.SiteItem, tables.AuditItem, tables.OutboxItem)
doors = doors_of(settings)
choosing = Choosing(SiebelChoices(), SystemRandomness())
