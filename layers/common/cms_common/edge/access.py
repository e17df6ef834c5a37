"""Who may use a route. Closed by default: a route without one of these rules does not start."""

from dataclasses import dataclass
from enum import StrEnum

from cms_common.domain.sessions import Stage


class Audience(StrEnum):
    """Whom a route serves; a shut-down site is shut for clients and employers alone (SES-08)."""

    SELF_SERVICE = "clients and employers"
    STAFF = "staff"
    ANYONE = "anyone, also while the site is shut down"


@dataclass(frozen=True, slots=True)
class Access:
    """An access rule: whom the route serves, and the stages of session that open it (none: no session needed)."""

    name: str
    audience: Audience
    stages: frozenset[Stage] = frozenset()


ALWAYS_OPEN = Access("always open", Audience.ANYONE)
EVERYONE = Access("everyone", Audience.SELF_SERVICE)
REGISTERED = Access("registered, enrolling", Audience.SELF_SERVICE, frozenset({Stage.CREDENTIALS}))
CHALLENGED = Access("password given, second step due", Audience.SELF_SERVICE, frozenset({Stage.CHALLENGE}))
SIGNED_IN = Access("signed in", Audience.SELF_SERVICE, frozenset({Stage.FULL}))
ANY_SESSION = Access("any session", Audience.SELF_SERVICE, frozenset(Stage))
STAFF_SIGNED_IN = Access("staff, signed in", Audience.STAFF, frozenset({Stage.FULL}))
