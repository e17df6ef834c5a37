"""Staff accounts and their sessions, as every function for staff reads them."""

from datetime import UTC, datetime

from pynamodb.exceptions import UpdateError

from cms_common.adapters.tables import StaffDoorItem, StaffItem, StaffSessionItem
from cms_common.domain.sessions import SessionLimits
from cms_common.domain.staff import Profile, StaffFunction, StaffRole, StaffSession, StaffStage, StaffUser

SESSIONS_KEPT = 20
"""Sessions a member of staff may have at a time; one more ends the oldest."""
_KEPT_FOR_AUDIT = 86_400


class DynamoStaffSessions:
    """Staff sessions: the session says until when, the member of staff says whether it is still theirs."""

    def __init__(self, limits: SessionLimits) -> None:
        """Take the limits that sessions end by (SUP-11)."""
        self._limits = limits

    def touch(self, token_hash: str, now: datetime) -> StaffSession | None:
        """Return a session with its member of staff and prolong it; None where there is none or it has ended.

        UpdateItem on sessions `token_hash`, then a consistent GetItem on staff: what was taken away is gone at once.
        """
        moment = int(now.timestamp())
        item = StaffSessionItem(StaffSessionItem.key_of(token_hash))
        alive = (StaffSessionItem.idle_until > moment) & (StaffSessionItem.ends_at > moment)
        until = moment + int(self._limits.idle.total_seconds())
        try:
            item.update([StaffSessionItem.idle_until.set(until)], condition=alive)
        except UpdateError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return None
            raise
        held = held_staff(item.staff_id)
        if held is None or token_hash not in held.sessions:
            return None
        ends_at = datetime.fromtimestamp(item.ends_at, UTC)
        return StaffSession(token_hash, StaffStage(item.staff_stage), staff_user(held), ends_at)


def held_staff(user_id: str) -> StaffItem | None:
    """Return a member of staff as kept; None where there is none. A consistent GetItem on staff."""
    try:
        return StaffItem.get(StaffItem.DIRECTORY, user_id, consistent_read=True)
    except StaffItem.DoesNotExist:
        return None


def next_version(user_id: str) -> int:
    """Take the number of the next act on a staff user ID, whether or not anybody has it. UpdateItem on staff."""
    door = StaffDoorItem(StaffDoorItem.DIRECTORY, StaffDoorItem.key_of(user_id))
    door.update([StaffDoorItem.version.add(1)])
    return int(door.version or 0)


def staff_user(item: StaffItem) -> StaffUser:
    """Read a member of staff from their item."""
    profile = Profile(
        first_name=item.first_name,
        surname=item.surname,
        role=StaffRole(item.role),
        functions=frozenset(StaffFunction(one) for one in item.functions),
        segment=item.segment,
        special_records_team=item.special_records_team,
    )
    until = item.pending_until
    return StaffUser(
        item.user_id,
        profile,
        item.created_at,
        item.password_hash,
        item.issued,
        item.pending_hash,
        datetime.fromtimestamp(int(until), UTC) if until else None,
        int(item.revision or 0),
    )


def staff_session_item(
    token_hash: str, stage: StaffStage, user_id: str, now: datetime, limits: SessionLimits
) -> StaffSessionItem:
    """Write a staff session that begins now."""
    ends_at = int((now + limits.longest).timestamp())
    return StaffSessionItem(
        token_hash=StaffSessionItem.key_of(token_hash),
        staff_stage=stage.value,
        staff_id=user_id,
        started_at=now,
        idle_until=int((now + limits.idle).timestamp()),
        ends_at=ends_at,
        expires_at=ends_at + _KEPT_FOR_AUDIT,
    )
