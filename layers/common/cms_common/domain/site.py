"""Whether the site is open, and what stands in red at the top of every page (SES-06 to SES-09, NIR-05)."""

from dataclasses import dataclass
from datetime import datetime

UNAVAILABLE = (
    "Sorry the site is unavailable at the moment because it's undergoing urgent maintenance. "
    "We should have it up and running again soon, so please try again later."
)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Announced maintenance: the message and the period when the site will not be available (aware UTC times)."""

    message: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SiteState:
    """The operator's two switches: shut down by hand, and maintenance announced."""

    shut_down: bool = False
    maintenance: Maintenance | None = None

    def announced(self, now: datetime) -> Maintenance | None:
        """Return the maintenance to show in red: from its announcement until its period is over (SES-06)."""
        return self.maintenance if self.maintenance and now < self.maintenance.ends_at else None

    def available(self, now: datetime) -> bool:
        """Tell whether clients and employers can use the site now (SES-07, SES-08)."""
        period = self.maintenance
        return not self.shut_down and not (period and period.starts_at <= now < period.ends_at)
