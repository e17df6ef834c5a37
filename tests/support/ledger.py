"""What must hold of the tables at any time: every change has one audit record and one event, and the sums agree."""

import json
from collections import Counter

from tests.support.cloud import Cloud
from tests.support.events import check_records


def check(cloud: Cloud) -> None:
    """Check all of it. Raises AssertionError with the first thing that does not hold."""
    check_records(cloud)
    for rule in (audit_and_events_agree, versions_are_their_own, accounts_agree, enrolments_agree, sessions_agree):
        rule(cloud)


def acts(cloud: Cloud, kind: str) -> list[dict[str, object]]:
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
    """Each account was registered once, and each confirmation of its ID recorded once."""
    accounts = _accounts(cloud)
    registered = Counter(str(act["subject"]) for act in acts(cloud, "AccountRegistered"))
    assert registered == Counter(str(item["key"]) for item in accounts), "accounts and registrations differ"
    noted = Counter(str(act["subject"]) for act in acts(cloud, "UserIdNoted"))
    assert noted == Counter(str(item["key"]) for item in accounts if "id_noted_at" in item), "notes differ"


def enrolments_agree(cloud: Cloud) -> None:
    """Each enrolment was recorded once, and its identifier is held by that account and no other."""
    held = {item["key"].split("#", 1)[1]: item["user_id"] for item in cloud.items("accounts") if _is_guard(item)}
    enrolled = [item for item in _accounts(cloud) if "enrolment" in item]
    claimed = {item["enrolment"]["identifiers"][0].replace("=", "#"): item["user_id"] for item in enrolled}
    assert len(claimed) == len(enrolled), "two accounts hold one identifier"
    assert held == claimed, f"enrolments and claimed identifiers differ: {held} {claimed}"
    made = Counter(str(act["subject"]) for kind in ("ClientEnrolled", "EmployerEnrolled") for act in acts(cloud, kind))
    assert made == Counter(item["key"] for item in enrolled), "enrolments and their records differ"


def sessions_agree(cloud: Cloud) -> None:
    """Sessions are those that acts began and did not end, and none is ahead of its account."""
    began = len(acts(cloud, "AccountRegistered")) + len(acts(cloud, "PasswordAccepted"))
    sessions = cloud.items("sessions")
    assert len(sessions) == began - len(acts(cloud, "LoggedOut")), "sessions and the acts that began them differ"
    accounts = {item["user_id"]: item for item in _accounts(cloud)}
    for session in sessions:
        account = accounts[session["user_id"]]
        ahead = session["stage"] != "credentials" and "enrolment" not in account
        assert not ahead, "a session is ahead of its account"


def _accounts(cloud: Cloud) -> list[dict[str, object]]:
    return [item for item in cloud.items("accounts") if "password_hash" in item]


def _is_guard(item: dict[str, object]) -> bool:
    return str(item["key"]).startswith("identifier#")
