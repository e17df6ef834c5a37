"""What must hold of the tables at any time: every change has one audit record and one event, and the sums agree."""

import json
from collections import Counter
from typing import Any

from tests.support.cloud import Cloud
from tests.support.events import check_records


def check(cloud: Cloud) -> None:
    """Check all of it. Raises AssertionError with the first thing that does not hold."""
    check_records(cloud)
    for rule in (audit_and_events_agree, versions_are_their_own, accounts_agree, enrolments_agree, sessions_agree):
        rule(cloud)


def acts(cloud: Cloud, kind: str) -> list[dict[str, Any]]:
    """Return the audit records of one kind of act."""
    return [item for item in cloud.items("audit") if item["act"] == kind]


def audit_and_events_agree(cloud: Cloud) -> None:
    """Every act has exactly one audit record and exactly one event."""
    kept = Counter(item["entry"].split("#")[1] for item in cloud.items("audit"))
    told = Counter(json.loads(item["detail"])["event_id"] for item in cloud.items("outbox"))
    assert kept == told, f"audit records and events differ: {(kept - told) + (told - kept)}"


def versions_are_their_own(cloud: Cloud) -> None:
    """No two acts on one aggregate share a version."""
    taken = Counter((item["subject"], item["version"]) for item in cloud.items("audit"))
    assert set(taken.values()) <= {1}, f"a version is used twice: {taken.most_common(1)}"


def accounts_agree(cloud: Cloud) -> None:
    """Each account was registered once, unless it is gone, and each confirmation of its ID recorded once."""
    accounts = _accounts(cloud)
    gone = {str(act["subject"]) for act in acts(cloud, "AccountDeEnrolled")}
    registered = Counter(str(act["subject"]) for act in acts(cloud, "AccountRegistered") if act["subject"] not in gone)
    assert registered == Counter(str(item["key"]) for item in accounts), "accounts and registrations differ"
    noted = Counter(str(act["subject"]) for act in acts(cloud, "UserIdNoted") if act["subject"] not in gone)
    assert noted == Counter(str(item["key"]) for item in accounts if "id_noted_at" in item), "notes differ"


def enrolments_agree(cloud: Cloud) -> None:
    """Each enrolment was recorded once, and its identifier is held by that account and no other."""
    held = {item["key"].split("#", 1)[1]: item["user_id"] for item in cloud.items("accounts") if _is_guard(item)}
    enrolled = [item for item in _accounts(cloud) if "enrolment" in item]
    claimed = {item["enrolment"]["identifiers"][0].replace("=", "#"): item["user_id"] for item in enrolled}
    assert len(claimed) == len(enrolled), "two accounts hold one identifier"
    assert held == claimed, f"enrolments and claimed identifiers differ: {held} {claimed}"
    gone = {str(act["subject"]) for act in acts(cloud, "AccountDeEnrolled")}
    recorded = [act for kind in ("ClientEnrolled", "EmployerEnrolled") for act in acts(cloud, kind)]
    made = Counter(str(act["subject"]) for act in recorded if act["subject"] not in gone)
    assert made == Counter(item["key"] for item in enrolled), "enrolments and their records differ"


def sessions_agree(cloud: Cloud) -> None:
    """Every session stands in its account, every one that an account holds is there, and none is ahead of it."""
    accounts = {item["user_id"]: item for item in _accounts(cloud)}
    sessions = {item["token_hash"]: item for item in cloud.items("sessions") if "stage" in item}
    held = {token_hash for account in accounts.values() for token_hash in account["sessions"]}
    assert held == set(sessions), "sessions and the accounts that hold them differ"
    for session in sessions.values():
        account = accounts[session["user_id"]]
        ahead = session["stage"] != "credentials" and "enrolment" not in account
        assert not ahead, "a session is ahead of its account"


def _accounts(cloud: Cloud) -> list[dict[str, Any]]:
    return [item for item in cloud.items("accounts") if "password_hash" in item]


def _is_guard(item: dict[str, Any]) -> bool:
    return str(item["key"]).startswith("identifier#")
