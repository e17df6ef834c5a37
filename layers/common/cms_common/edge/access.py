"""Who may use a route. Closed by default: a route without one of these rules does not start."""

from dataclasses import dataclass
from enum import StrEnum

from cms_common.domain.sessions import Stage
from cms_common.domain.staff import Profile, StaffFunction, StaffRole, StaffStage


class Audience(StrEnum):
    """Whom a route serves; a shut-down site is shut for clients and employers alone (SES-08)."""

    SELF_SERVICE = "clients and employers"
    STAFF = "staff"
    ANYONE = "anyone, also while the site is shut down"


@dataclass(frozen=True, slots=True)
class Access:
    """An access rule: whom the route serves, and the stages of session that open it (none: no session needed).

    For staff also the roles it is for (none: every role), and the function that must be ticked (ITS-01, ITS-04).
    """

    name: str
    audience: Audience
    stages: frozenset[Stage | StaffStage] = frozenset()
    roles: frozenset[StaffRole] = frozenset()
    function: StaffFunction | None = None

    @property
    def chooses(self) -> bool:
        """Whether not everybody who is logged in may."""
        return bool(self.roles or self.function)

    def admits(self, profile: Profile) -> bool:
        """Tell whether a member of staff may use the route, as their record stands now."""
        return (not self.roles or profile.role in self.roles) and (not self.function or profile.may(self.function))


ALWAYS_OPEN = Access("always open", Audience.ANYONE)
EVERYONE = Access("everyone", Audience.SELF_SERVICE)
REGISTERED = Access("registered, enrolling", Audience.SELF_SERVICE, frozenset({Stage.CREDENTIALS}))
CHALLENGED = Access("password given, second step due", Audience.SELF_SERVICE, frozenset({Stage.CHALLENGE}))
SIGNED_IN = Access("signed in", Audience.SELF_SERVICE, frozenset({Stage.FULL}))
ANY_SESSION = Access("any session", Audience.SELF_SERVICE, frozenset(Stage))
ALL_STAFF = Access("everyone, also while the site is shut down; for staff", Audience.STAFF)
STAFF_SIGNED_IN = Access("staff, logged in", Audience.STAFF, frozenset({StaffStage.FULL}))
ANY_STAFF_SESSION = Access("staff, logged in or shown a new password", Audience.STAFF, frozenset(StaffStage))
IT_SUPPORT = Access("IT support", Audience.STAFF, frozenset({StaffStage.FULL}), roles=frozenset({StaffRole.IT_SUPPORT}))
CASEWORKERS = Access("caseworkers", Audience.STAFF, IT_SUPPORT.stages, roles=frozenset({StaffRole.CASEWORKER}))
_WRITERS = frozenset({StaffRole.CASEWORKER, StaffRole.EMPLOYER_CASEWORKER})
_ON_THE_TELEPHONE = frozenset({StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER})
ALL_CASEWORKERS = Access("caseworkers and employer caseworkers", Audience.STAFF, IT_SUPPORT.stages, roles=_WRITERS)
INCIDENT_READERS = Access(
    "caseworkers, and the support team with its leaders",
    Audience.STAFF,
    IT_SUPPORT.stages,
    roles=CASEWORKERS.roles | _ON_THE_TELEPHONE,
)
ANSWERERS = Access(
    "caseworkers of clients and employers, and the support team with its leaders",
    Audience.STAFF,
    IT_SUPPORT.stages,
    roles=_WRITERS | _ON_THE_TELEPHONE,
)


def ticked(function: StaffFunction) -> Access:
    """Return the rule of a route for staff with a function ticked (ITS-04)."""
    name = f'staff with "{function.shown}" ticked'
    return Access(name, Audience.STAFF, frozenset({StaffStage.FULL}), function=function)
