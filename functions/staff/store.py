"""Staff accounts, their attempts and sessions in DynamoDB."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from cms_common.adapters.staff import SESSIONS_KEPT, held_staff, next_version, staff_session_item, staff_user
from cms_common.adapters.table import changed
from cms_common.adapters.tables import StaffDoorItem, StaffFormItem, StaffItem, StaffNumberItem, StaffSessionItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.sessions import SessionLimits
from cms_common.domain.staff import (
    UNCONFIRMED_FOR,
    WRONG_PASSWORDS_ALLOWED,
    StaffRole,
    StaffSession,
    StaffStage,
    StaffUser,
)
from staff.administration import Edit, Listed, Made, UserPage
from staff.signing_in import Attempt, Locked

PAGE = 50
"""Users on one page of the list."""
_GHOSTS_KEPT = 90 * 86_400
"""Seconds that the attempts on an ID nobody has stay before DynamoDB may tidy them away."""
_FORMS_KEPT = 86_400


class DynamoStaffCredentials:
    """Staff passwords, sessions and wrong attempts."""

    def __init__(self, limits: SessionLimits) -> None:
        """Take the limits that sessions end by."""
        self._limits = limits

    def take_slot(self, user_id: str) -> Attempt | Locked:
        """Take one of five attempts. UpdateItem on staff, then a consistent GetItem; refused, the UpdateItem alone.

        Each attempt adds a mark of its own to a set, so that one sent again by the client library counts once.
        """
        door, mark = _door(user_id), uuid4().hex
        marks = StaffDoorItem.attempts
        free = marks.does_not_exist() | (size(marks) < WRONG_PASSWORDS_ALLOWED) | marks.contains(mark)  # type: ignore[no-untyped-call]
        try:
            if not changed(door, [marks.add({mark}), StaffDoorItem.version.add(1)], free):
                return Locked()
            item = held_staff(user_id)
        except Exception:
            _give_back(user_id, mark)
            raise
        sessions = dict(item.sessions) if item else {}
        return Attempt(user_id, staff_user(item) if item else None, sessions, int(door.version or 0), mark)

    def untake(self, attempt: Attempt) -> None:
        """Give one attempt back. UpdateItem on staff, on the mark alone: done twice it is done once."""
        _give_back(attempt.user_id, attempt.mark)

    def refuse(self, attempt: Attempt, act: Act) -> None:
        """Record a wrong password. One transaction, the same for an ID that nobody has."""
        gone = StaffDoorItem.expires_at
        ghost = attempt.user is None
        actions: list[Action] = [gone.set(int(act.at.timestamp()) + _GHOSTS_KEPT) if ghost else gone.remove()]
        with Transaction() as transaction:
            transaction.update("door", _door(attempt.user_id), actions)
            transaction.record(act)

    def log_in(self, attempt: Attempt, token_hash: str, act: Act) -> bool:
        """Give the slots back, drop a pending password and begin a session. One transaction."""
        item = staff_session_item(token_hash, StaffStage.FULL, attempt.user_id, act.at, self._limits)
        actions = [*_nothing_pending(), *_begins(item, token_hash, attempt.sessions, act.at)]
        return self._right(attempt, actions, _unchanged(attempt), item, act)

    def show(self, attempt: Attempt, pending_hash: str, token_hash: str, act: Act, *, begin: bool) -> bool:
        """Keep a new password until it is confirmed. One transaction."""
        actions: list[Action] = [StaffItem.pending_hash.set(pending_hash), StaffItem.pending_for.set(token_hash)]
        if not begin:
            actions.append(StaffItem.pending_until.set(int((act.at + UNCONFIRMED_FOR).timestamp())))
            return self._right(attempt, actions, _unchanged(attempt), None, act)
        item = staff_session_item(token_hash, StaffStage.NEW_PASSWORD, attempt.user_id, act.at, self._limits)
        # The issued password opens nothing but another new one, so this one may wait as long as it takes.
        actions += [StaffItem.pending_until.remove(), *_begins(item, token_hash, attempt.sessions, act.at)]
        return self._right(attempt, actions, _unchanged(attempt), item, act)

    def adopt(self, attempt: Attempt, token_hash: str, act: Act) -> bool:
        """Let the pending password take over at its first use. One transaction."""
        item = staff_session_item(token_hash, StaffStage.FULL, attempt.user_id, act.at, self._limits)
        actions = [*_takes_over(), StaffItem.sessions.set({token_hash: int(item.ends_at)})]
        pending = attempt.user.pending_hash if attempt.user else None
        return self._right(attempt, actions, StaffItem.pending_hash == pending, item, act)

    def confirm(self, session: StaffSession, token_hash: str | None, act: Act) -> bool:
        """Let the pending password take over, by the session it was shown in. One transaction."""
        user_id, ends_at = session.user.user_id, int(session.ends_at.timestamp())
        item = None
        if token_hash:
            item = staff_session_item(token_hash, StaffStage.FULL, user_id, act.at, self._limits)
            ends_at = int(item.ends_at)
        left = {token_hash or session.token_hash: ends_at}
        actions = [*_takes_over(), StaffItem.sessions.set(left)]
        own = (StaffItem.pending_for == session.token_hash) & StaffItem.sessions[session.token_hash].exists()
        try:
            with Transaction() as transaction:
                transaction.update("staff", _staff(user_id), actions, own)
                if item:
                    transaction.put("session", item)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def next_version(self, user_id: str) -> int:
        """Take the number of the next act on a user. UpdateItem on staff."""
        return next_version(user_id)

    def log_out(self, session: StaffSession, act: Act) -> None:
        """End a session, unless it ended meanwhile. One transaction."""
        mine = StaffItem.sessions[session.token_hash]
        try:
            with Transaction() as transaction:
                transaction.update("staff", _staff(session.user.user_id), [mine.remove()], mine.exists())
                transaction.delete("session", StaffSessionItem(StaffSessionItem.key_of(session.token_hash)))
                transaction.record(act)
        except ConditionsFailed:
            return

    def _right(
        self, attempt: Attempt, actions: list[Action], condition: Condition, item: StaffSessionItem | None, act: Act
    ) -> bool:
        """Keep what follows from a right password, which gives the slots back. One transaction."""
        freed: list[Action] = [StaffDoorItem.attempts.remove(), StaffDoorItem.expires_at.remove()]
        try:
            with Transaction() as transaction:
                transaction.update("door", _door(attempt.user_id), freed)
                transaction.update("staff", _staff(attempt.user_id), actions, condition)
                if item:
                    transaction.put("session", item)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


class DynamoStaffAccounts:
    """Staff accounts as IT support works with them."""

    def made_by(self, form: str) -> Made | None:
        """Return what a form made before. A consistent GetItem on staff."""
        try:
            item = StaffFormItem.get(StaffFormItem.DIRECTORY, form, consistent_read=True)
        except StaffFormItem.DoesNotExist:
            return None
        return Made(item.created, item.creator)

    def next_number(self, stem: str) -> int:
        """Take the next number, never given again, not even after a failure. UpdateItem on staff."""
        item = StaffNumberItem(StaffNumberItem.DIRECTORY, stem)
        item.update([StaffNumberItem.latest.add(1)])
        return int(item.latest or 0)

    def next_version(self, user_id: str) -> int:
        """Take the number of the next act on a user. UpdateItem on staff."""
        return next_version(user_id)

    def create(self, user: StaffUser, form: str, act: Act) -> bool:
        """Store a user. One transaction; attempts on the ID from before anybody had it are forgotten."""
        expires_at = int(act.at.timestamp()) + _FORMS_KEPT
        seen = StaffFormItem(StaffFormItem.DIRECTORY, form, created=user.user_id, creator=act.actor)
        seen.expires_at = expires_at
        open_door: list[Action] = [StaffDoorItem.attempts.remove(), StaffDoorItem.expires_at.remove()]
        try:
            with Transaction() as transaction:
                transaction.put("staff", _item(user), StaffItem.user_id.does_not_exist())
                transaction.put("form", seen, StaffFormItem.user_id.does_not_exist())
                transaction.update("door", _door(user.user_id), open_door)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def held(self, user_id: str) -> Listed | None:
        """Return one user. Two consistent GetItem on staff."""
        item = held_staff(user_id)
        if item is None:
            return None
        try:
            door = StaffDoorItem.get(StaffDoorItem.DIRECTORY, StaffDoorItem.key_of(user_id), consistent_read=True)
        except StaffDoorItem.DoesNotExist:
            return Listed(staff_user(item), locked=False)
        return Listed(staff_user(item), locked=_locked(door))

    def listed(self, after: str) -> UserPage:
        """Return a page of users. Query on staff `directory`, then one BatchGetItem for their locks."""
        range_condition = StaffItem.user_id > after if after else None
        found = StaffItem.query(StaffItem.DIRECTORY, range_condition, consistent_read=True, limit=PAGE + 1)
        items = list(found)
        shown = items[:PAGE]
        keys = {item.user_id: StaffDoorItem.key_of(item.user_id) for item in shown}
        doors = StaffDoorItem.batch_get([(StaffDoorItem.DIRECTORY, key) for key in keys.values()])
        locked = {door.user_id for door in doors if _locked(door)} if shown else set()
        users = tuple(Listed(staff_user(item), locked=keys[item.user_id] in locked) for item in shown)
        return UserPage(users, shown[-1].user_id if len(items) > PAGE else "")

    def edit(self, edit: Edit, by: str, act: Act) -> bool:
        """Change what is kept of a user. One transaction, on the revision and on who does it being of IT support."""
        profile = edit.profile
        actions: list[Action] = [
            StaffItem.revision.set(edit.revision + 1),
            StaffItem.first_name.set(profile.first_name),
            StaffItem.surname.set(profile.surname),
            StaffItem.role.set(profile.role.value),
            StaffItem.functions.set(sorted(profile.functions)),
            StaffItem.segment.set(profile.segment),
            StaffItem.special_records_team.set(profile.special_records_team),
        ]
        as_shown = StaffItem.revision == edit.revision
        if not edit.revision:
            as_shown = StaffItem.user_id.exists() & (as_shown | StaffItem.revision.does_not_exist())
        try:
            with Transaction() as transaction:
                if by != edit.user_id:
                    transaction.check("colleague", StaffItem, StaffItem.DIRECTORY, _of_it_support(), by)
                transaction.update("staff", _staff(edit.user_id), actions, as_shown)
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def delete(self, user_id: str, by: str, act: Act) -> bool:
        """Delete a user; sessions live by the user and go with it. One transaction, on who does it as above."""
        try:
            with Transaction() as transaction:
                transaction.check("colleague", StaffItem, StaffItem.DIRECTORY, _of_it_support(), by)
                transaction.delete("staff", _staff(user_id), StaffItem.user_id.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True

    def unlock(self, user_id: str, act: Act) -> bool:
        """Give all attempts back. GetItem on staff, then one transaction."""
        if held_staff(user_id) is None:
            return False
        with Transaction() as transaction:
            transaction.update("door", _door(user_id), [StaffDoorItem.attempts.remove()])
            transaction.record(act)
        return True

    def issue(self, user_id: str, password_hash: str, act: Act) -> bool:
        """Replace a password by an issued one. One transaction."""
        actions: list[Action] = [
            StaffItem.password_hash.set(password_hash),
            StaffItem.issued.set(True),
            *_nothing_pending(),
            StaffItem.sessions.set({}),
        ]
        return self._change(user_id, actions, act)

    def _change(self, user_id: str, actions: list[Action], act: Act) -> bool:
        """Change a user who is there. One transaction."""
        try:
            with Transaction() as transaction:
                transaction.update("staff", _staff(user_id), actions, StaffItem.user_id.exists())
                transaction.record(act)
        except ConditionsFailed:
            return False
        return True


def _staff(user_id: str) -> StaffItem:
    return StaffItem(StaffItem.DIRECTORY, user_id)


def _door(user_id: str) -> StaffDoorItem:
    return StaffDoorItem(StaffDoorItem.DIRECTORY, StaffDoorItem.key_of(user_id))


def _give_back(user_id: str, mark: str) -> None:
    # What broke the attempt may break this too; the caller is told of the first failure, and the slot stays.
    with suppress(BotoCoreError, ClientError, PynamoDBException):
        changed(_door(user_id), [StaffDoorItem.attempts.delete({mark})])


def _locked(door: StaffDoorItem) -> bool:
    return len(door.attempts or ()) >= WRONG_PASSWORDS_ALLOWED


def _of_it_support() -> Condition:
    return StaffItem.role == StaffRole.IT_SUPPORT.value


def _unchanged(attempt: Attempt) -> Condition:
    # The very hash that was checked must still be the user's: a password replaced meanwhile opens nothing.
    return StaffItem.password_hash == (attempt.user.password_hash if attempt.user else "")


def _takes_over() -> list[Action]:
    return [
        StaffItem.password_hash.set(StaffItem.pending_hash),
        StaffItem.issued.set(False),
        *_nothing_pending(),
    ]


def _nothing_pending() -> list[Action]:
    return [StaffItem.pending_hash.remove(), StaffItem.pending_for.remove(), StaffItem.pending_until.remove()]


def _begins(item: StaffSessionItem, token_hash: str, held: Mapping[str, int], now: datetime) -> list[Action]:
    moment = int(now.timestamp())
    alive = sorted((ends_at, known) for known, ends_at in held.items() if ends_at > moment)
    over = [known for _, known in alive[: max(len(alive) - SESSIONS_KEPT + 1, 0)]]
    gone = [known for known, ends_at in held.items() if ends_at <= moment]
    removed: list[Action] = [StaffItem.sessions[known].remove() for known in (*gone, *over)]
    return [*removed, StaffItem.sessions[token_hash].set(int(item.ends_at))]


def _item(user: StaffUser) -> StaffItem:
    profile = user.profile
    return StaffItem(
        StaffItem.DIRECTORY,
        user.user_id,
        first_name=profile.first_name,
        surname=profile.surname,
        role=profile.role.value,
        functions=sorted(profile.functions),
        segment=profile.segment,
        special_records_team=profile.special_records_team,
        created_at=user.created_at,
        password_hash=user.password_hash,
        issued=user.issued,
        sessions={},
    )
