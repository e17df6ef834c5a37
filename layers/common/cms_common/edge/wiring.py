"""What every function behind the HTTP API is put together from."""

from datetime import timedelta

from cms_common.adapters.accounts import SourceAttempts
from cms_common.adapters.clock import clock_of
from cms_common.adapters.sessions import DynamoSessions
from cms_common.adapters.site import DynamoSiteStates
from cms_common.adapters.staff import DynamoStaffSessions
from cms_common.domain.attempts import SourceLimit
from cms_common.domain.sessions import SessionLimits, Site
from cms_common.edge.api import Doors, Request
from cms_common.settings import HttpSettings, StaffSettings

SITE_QUERY = {"site": "ni keeps the Northern Ireland wording"}


def limits_of(settings: HttpSettings) -> SessionLimits:
    """Return when sessions end (GAP-07: settings)."""
    return SessionLimits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(minutes=settings.session_longest_minutes),
    )


def doors_of(settings: HttpSettings, *, sessions: bool = True) -> Doors:
    """Put the edge of a function together."""
    return Doors(
        sites=DynamoSiteStates(),
        sessions=DynamoSessions(limits_of(settings)) if sessions else None,
        clock=clock_of(settings.stage),
        origin_secret=settings.origin_secret,
    )


def staff_limits_of(settings: StaffSettings) -> SessionLimits:
    """Return when sessions of staff end (SUP-11)."""
    return SessionLimits(
        idle=timedelta(minutes=settings.staff_idle_minutes),
        longest=timedelta(minutes=settings.staff_longest_minutes),
    )


def staff_doors_of(settings: StaffSettings) -> Doors:
    """Put the edge of a function for staff together; no session of a client or employer opens anything there."""
    return Doors(
        sites=DynamoSiteStates(),
        sessions=None,
        clock=clock_of(settings.stage),
        origin_secret=settings.origin_secret,
        staff=DynamoStaffSessions(staff_limits_of(settings)),
    )


def sources_of(allowed: int, minutes: int) -> SourceAttempts:
    """Return the counter of attempts from one place on the network."""
    return SourceAttempts(SourceLimit(allowed, minutes * 60))


def site_of[B](request: Request[B]) -> Site:
    """Tell which site's wording a request asks for: Northern Ireland's with `?site=ni` (NIR-01, CON-28)."""
    return Site.NORTHERN_IRELAND if request.query.get("site") == Site.NORTHERN_IRELAND else Site.GREAT_BRITAIN
