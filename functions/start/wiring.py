"""The only place of this function that names adapters."""

from cms_common.adapters.table import open_tables
from cms_common.adapters.tables import SiteItem
from cms_common.edge.wiring import doors_of
from cms_common.settings import load
from start.settings import Settings

settings = load(Settings)
open_tables(settings, SiteItem)
doors = doors_of(settings, sessions=False)
