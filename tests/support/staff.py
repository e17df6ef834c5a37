"""Staff in the tests' cloud, and what they do by HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from cms_common.adapters.passwords import Passwords
from cms_common.adapters.tables import StaffItem
from cms_common.domain.staff import StaffFunction, StaffRole
from tests.support.clock import TestClock
from tests.support.http import Reply, send

PASSWORD = "k4w9zr2m"
EVERYTHING = tuple(StaffFunction)
EDITED = ("first_name", "surname", "role", "functions", "segment", "special_records_team", "revision")
"""The fields of a user as shown that go back with an edit."""


@cache
def _hash(password: str) -> str:
    return Passwords().hash(password)


@dataclass(frozen=True)
class Member:
    """Somebody of the staff; `token` is their latest session's."""

    user_id: str
    token: str = ""

    def get(self, path: str, **more: Any) -> Reply:
        """Ask for a page of staff."""
        return send("GET", f"/staff{path}", token=self.token or None, **more)

    def post(self, path: str, body: object = None, **more: Any) -> Reply:
        """Send something to staff's routes."""
        return send("POST", f"/staff{path}", body, token=self.token or None, **more)

    def put(self, path: str, body: object) -> Reply:
        """Replace something."""
        return send("PUT", f"/staff{path}", body, token=self.token or None)

    def edit(self, user_id: str, **changes: Any) -> Reply:
        """Open the form of a user, change some of it and send it, as IT support does."""
        shown = self.get(f"/users/{user_id}").json
        form = {name: shown.get(name) for name in EDITED}
        return self.put(f"/users/{user_id}", {**form, **changes})

    def logging_in(self, password: str = PASSWORD) -> "Member":
        """The same person, logged in."""
        reply = log_in(self.user_id, password)
        assert reply.status == 200, reply.body
        return replace(self, token=reply.json["token"])


def hire(
    user_id: str,
    role: StaffRole = StaffRole.SUPPORT_TEAM,
    functions: tuple[StaffFunction, ...] = EVERYTHING,
    *,
    password: str = PASSWORD,
    issued: bool = False,
    special_records_team: bool = False,
    segment: str = "",
    password_hash: str = "",
    sessions: Mapping[str, int] | None = None,
) -> Member:
    """Put a member of staff into the directory."""
    kept = functions if role in {StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER} else ()
    StaffItem(
        StaffItem.DIRECTORY,
        user_id,
        first_name="Jo",
        surname="Smithson",
        role=role.value,
        functions=sorted(kept),
        segment=segment,
        special_records_team=special_records_team,
        created_at=TestClock().now(),
        password_hash=password_hash or _hash(password),
        issued=issued,
        sessions=dict(sessions or {}),
    ).save()
    return Member(user_id)


def agent(*functions: StaffFunction, **more: Any) -> Member:
    """A support team caseworker, logged in; all functions ticked unless some are named."""
    return hire("AAGENT1", functions=functions or EVERYTHING, **more).logging_in()


def caseworker(user_id: str = "CWORKE1", segment: str = "Segment 4", **more: Any) -> Member:
    """A caseworker of a segment, logged in."""
    return hire(user_id, StaffRole.CASEWORKER, segment=segment, **more).logging_in()


def special_caseworker(user_id: str = "SPECIA1") -> Member:
    """A caseworker of the Special Client Records Team, logged in."""
    return caseworker(user_id, "", special_records_team=True)


def it_support(user_id: str = "IADMIN1") -> Member:
    """Somebody of IT support, logged in."""
    return hire(user_id, StaffRole.IT_SUPPORT).logging_in()


def log_in(user_id: str, password: str = PASSWORD) -> Reply:
    """Give user ID and password."""
    return send("POST", "/staff/login", {"user_id": user_id, "password": password})
