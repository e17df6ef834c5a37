"""Sessions and records put straight into the tables, for tests of the edge that need no journey before them."""

import secrets
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from cms_common.adapters.staff import staff_session_item
from cms_common.domain.accounts import Service
from cms_common.domain.sessions import SessionLimits, hash_of
from cms_common.domain.staff import StaffRole, StaffStage
from cms_common.edge.access import Access, Audience
from cms_common.edge.api import Route
from infra.apis import apis
from tests.support.cloud import Cloud
from tests.support.staff import hire

NOON = datetime(2026, 10, 22, 12, 0, tzinfo=UTC)
"""A moment that the tests stop the clock at."""
SCIN = "121000121688"
OTHER_SCIN = "121000121999"
ERN = "700000001"
PAYE = "123/AB456"
USER_ID = "123456789012"
IDLE = timedelta(minutes=20)
LONGEST = timedelta(hours=8)


def session(cloud: Cloud, stage: str, service: str, at: datetime | None = None, **more: Any) -> str:
    """Put a session begun at `at` (or now) into the table, and return the token that opens it."""
    token = secrets.token_urlsafe(32)
    begun = at or cloud.clock.now()
    own = {"scin": SCIN} if service == "client" else {"paye_reference": PAYE, "ern": ERN if stage == "full" else None}
    cloud.put(
        "sessions",
        {
            "token_hash": hash_of(token),
            "stage": stage,
            "service": service,
            "user_id": USER_ID,
            "site": "gb",
            "id_noted": True,
            **(own if stage != "credentials" else {}),
            "started_at": begun.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
            "idle_until": int((begun + IDLE).timestamp()),
            "ends_at": int((begun + LONGEST).timestamp()),
            "expires_at": int((begun + LONGEST).timestamp()),
            **more,
        },
    )
    return token


def staff_session(cloud: Cloud, access: Access) -> str:
    """Put somebody of staff whom an access rule lets in into the directory, and return the token that opens it."""
    token, now = secrets.token_urlsafe(32), cloud.clock.now()
    role = StaffRole.SUPPORT_TEAM if not access.roles else min(access.roles)
    stage = StaffStage.FULL if StaffStage.FULL in access.stages else StaffStage.NEW_PASSWORD
    hire("SSEED1", role, password_hash="not a hash", sessions={hash_of(token): int((now + LONGEST).timestamp())})
    limits = SessionLimits(idle=timedelta(minutes=30), longest=LONGEST)
    staff_session_item(hash_of(token), stage, "SSEED1", now, limits).save()
    return token


def token_for(cloud: Cloud, route: Route) -> str | None:
    """Begin the session that opens a route; None where it needs none."""
    if not route.access.stages:
        return None
    if route.access.audience is Audience.STAFF:
        return staff_session(cloud, route.access)
    client(cloud)
    return session(cloud, max(route.access.stages), (route.service or Service.CLIENT).value)


def client(cloud: Cloud, scin: str = SCIN, first_name: str = "Thomas", case: str = "C1", role: str = "NRP") -> None:
    """Put a client with one case, and a PIN that no digits match, into the tables."""
    cloud.put(
        "clients",
        {
            "scin": scin,
            "first_name": first_name,
            "surname": "Whitfield",
            "reference_name": f"{first_name} Whitfield",
            "sealed_facts": b"sealed",
            "contact_preference": "Telephone",
            "preferred_language": "English",
            "jurisdiction": "gb",
            "special_client_record": False,
            "record_version": 1,
        },
    )
    cloud.put(
        "cases",
        {
            "scin": scin,
            "item": f"case#G1#{case}",
            "case_group": "G1",
            "case_id": case,
            "role": role,
            "other_parent_first_name": "Priya",
            "children_first_names": ["Anaya"],
        },
    )
    macs = {f"{first},{second}": b"m" * 32 for first in range(1, 8) for second in range(first + 1, 8)}
    security = {"scin": scin, "wrong_pins": 0, "pin_version": 1, "version": 0, "pin_macs": macs}
    cloud.put("client-security", security)


def employer(cloud: Cloud, ern: str = ERN, name: str = "Brigg & Daughters", paye: str = PAYE) -> None:
    """Put an employer into the tables."""
    cloud.put(
        "employers",
        {"ern": ern, "paye_reference": paye, "name": name, "jurisdiction": "gb", "record_version": 1},
    )


def account(cloud: Cloud, user_id: str = USER_ID) -> None:
    """Put an account, which no password opens, into the table."""
    cloud.put(
        "accounts",
        {
            "key": f"account#{user_id}",
            "user_id": user_id,
            "first_name": "Thomas",
            "surname": "Whitfield",
            "email": "thomas@example.com",
            "password_hash": "not a hash",
            "sessions": {},
            "created_at": "2026-01-01T00:00:00.000000+0000",
            "version": 1,
        },
    )


def switch(cloud: Cloud, **state: Any) -> None:
    """Set the site's switches as the operator's command leaves them, and let every function see them at once."""
    shut_down = state.pop("shut_down", False)
    times = {name: at.strftime("%Y-%m-%dT%H:%M:%S.%f%z") for name, at in state.items() if isinstance(at, datetime)}
    cloud.put("site", {"name": "site", "shut_down": shut_down, "version": 1, **state, **times})
    forget_switches()


def forget_switches() -> None:
    """Make every function read the switches again, as five seconds later."""
    for function in apis():
        import_module(f"{function}.wiring").doors.sites._read_at = float("-inf")
