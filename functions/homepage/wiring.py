"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.table import open_tables
from cms_common.edge.wiring import doors_of
from cms_common.settings import load
from homepage.service import Homepages
from homepage.settings import Settings
from homepage.store import SiebelCases

settings = load(Settings)
open_tables(
    settings, tables.SessionItem, tables.ClientItem, tables.ParticipationItem, tables.EmployerItem, tables.SiteItem
)
doors = doors_of(settings)
homepages = Homepages(SiebelCases())
