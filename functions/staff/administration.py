"""What IT support does with staff accounts (ITS-03 to ITS-16, ITS-20). Each act is recorded with who did it.

Nobody changes what they themselves may do or deletes themselves: so whoever deletes or demotes the last but one
of IT support is left, and must still be one of IT support at that moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import Profile, StaffRole, StaffUser, actor_of, new_password, stem_of

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Issued:
    """A user has a password to be passed to the caseworker; it is shown once (ITS-05, ITS-15)."""

    user_id: str
    password: str


@dataclass(frozen=True, slots=True)
class Done:
    """The user is as asked for, as kept now; None where deleted."""

    user_id: str
    listed: "Listed | None" = None


@dataclass(frozen=True, slots=True)
class NoSuchUser:
    """Nobody has this user ID."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Nobody changes their own role, functions or team, or deletes themselves."""


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody else edited the user since the form was opened; nothing was changed (ITS-13)."""


@dataclass(frozen=True, slots=True)
class NoLongerAllowed:
    """Whoever asks is not of IT support any more."""


@dataclass(frozen=True, slots=True)
class FormUsedBefore:
    """The form made a user before, who has logged in since, or it was sent with other answers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A user as the list shows them."""

    user: StaffUser
    locked: bool


@dataclass(frozen=True, slots=True)
class UserPage:
    """A part of the user list, and the ID to ask for what comes after; empty at the end."""

    users: tuple[Listed, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The user that a form made before."""

    user_id: str
    creator: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A form of "edit user": the user, what they are to be, and the revision that the form was opened at."""

    user_id: str
    profile: Profile
    revision: int


type EditOutcome = Done | NoSuchUser | OwnAccount | ChangedMeanwhile | NoLongerAllowed
type DeleteOutcome = Done | NoSuchUser | OwnAccount | NoLongerAllowed


class StaffAccounts(Protocol):
    """Keeps staff accounts. Every change is one transaction with its act."""

    def made_by(self, form: str) -> Made | None:
        """Return what a form made before."""
        ...

    def next_number(self, stem: str) -> int:
        """Take the next number for user IDs that begin with these letters."""
        ...

    def next_version(self, user_id: str) -> int:
        """Take the number of the next act on a user."""
        ...

    def create(self, user: StaffUser, form: str, act: Act) -> bool:
        """Store a user; False where the ID is taken or the form was used."""
        ...

    def held(self, user_id: str) -> Listed | None:
        """Return one user."""
        ...

    def listed(self, after: str) -> UserPage:
        """Return the users that come after an ID."""
        ...

    def edit(self, edit: Edit, by: str, act: Act) -> bool:
        """Change what is kept of a user; False where it was changed since, or `by` is not of IT support any more."""
        ...

    def delete(self, user_id: str, by: str, act: Act) -> bool:
        """Delete a user with all sessions; False where there is none, or `by` is not of IT support any more."""
        ...

    def unlock(self, user_id: str, act: Act) -> bool:
        """Give all attempts back; False where there is no such user."""
        ...

    def issue(self, user_id: str, password_hash: str, act: Act) -> bool:
        """Replace a password by an issued one and end all sessions; False where there is no such user."""
        ...


class Passwords(Protocol):
    """Hashes passwords."""

    def hash(self, password: str) -> str:
        """Return a password's hash."""
        ...


@dataclass(frozen=True, slots=True)
class Administration:
    """The use cases of IT support."""

    accounts: StaffAccounts
    passwords: Passwords
    randomness: Randomness

    def create(self, profile: Profile, form_key: str, actor: str, visit: Visit) -> Issued | FormUsedBefore:
        """Create a user, or issue another password to the one that this very form made and who never logged in."""
        form = sha256(form_key.encode()).hexdigest()
        made = new_password(self.randomness)
        password_hash = self.passwords.hash(made)
        for _ in range(_TRIES):
            before = self.accounts.made_by(form)
            if before:
                return self._again(before, profile, actor, visit)
            stem = stem_of(profile.first_name, profile.surname)
            user_id = f"{stem}{self.accounts.next_number(stem)}"
            user = StaffUser(user_id, profile, visit.now, password_hash, issued=True)
            act = self._act(ActKind.STAFF_USER_CREATED, user_id, actor, visit, _told(profile))
            if self.accounts.create(user, form, act):
                return Issued(user_id, made)
        raise RuntimeError("No free user ID was found")

    def show(self, user_id: str) -> Done | NoSuchUser:
        """Show one user."""
        held = self.accounts.held(user_id)
        return Done(user_id, held) if held else NoSuchUser()

    def listed(self, after: str) -> UserPage:
        """List the users that come after an ID (ITS-11)."""
        return self.accounts.listed(after)

    def edit(self, edit: Edit, by: StaffUser, visit: Visit) -> EditOutcome:
        """Change a user's details and functions; what is taken away is refused from then on (ITS-13).

        Where the user is as asked for already, nothing is done: the form was sent before, and its answer was lost.
        """
        held = self.accounts.held(edit.user_id)
        if held is None:
            return NoSuchUser()
        before = held.user.profile
        changed = before.changed_to(edit.profile)
        if not changed:
            return Done(edit.user_id, held)
        if by.user_id == edit.user_id and before.rights != edit.profile.rights:
            return OwnAccount()
        if held.user.revision != edit.revision:
            return ChangedMeanwhile()
        facts = {**_told(edit.profile), "segment": edit.profile.segment, "changed": ", ".join(changed)}
        act = self._act(ActKind.STAFF_USER_EDITED, edit.user_id, actor_of(by.user_id), visit, facts)
        if self.accounts.edit(edit, by.user_id, act):
            return self.show(edit.user_id)
        return ChangedMeanwhile() if self._is_it_support(by) else NoLongerAllowed()

    def delete(self, user_id: str, by: StaffUser, visit: Visit) -> DeleteOutcome:
        """Delete a user, who can no longer log in (ITS-14)."""
        if by.user_id == user_id:
            return OwnAccount()
        act = self._act(ActKind.STAFF_USER_DELETED, user_id, actor_of(by.user_id), visit, {})
        if self.accounts.delete(user_id, by.user_id, act):
            return Done(user_id)
        return NoSuchUser() if self._is_it_support(by) else NoLongerAllowed()

    def _is_it_support(self, user: StaffUser) -> bool:
        held = self.accounts.held(user.user_id)
        return held is not None and held.user.profile.role is StaffRole.IT_SUPPORT

    def unlock(self, user_id: str, actor: str, visit: Visit) -> Done | NoSuchUser:
        """Unlock a user; the password stays (ITS-12)."""
        act = self._act(ActKind.STAFF_USER_UNLOCKED, user_id, actor, visit, {})
        return self.show(user_id) if self.accounts.unlock(user_id, act) else NoSuchUser()

    def issue(self, user_id: str, actor: str, visit: Visit) -> Issued | NoSuchUser:
        """Give a user another password, to be changed at the next login (ITS-15, ITS-16)."""
        made = new_password(self.randomness)
        act = self._act(ActKind.STAFF_PASSWORD_ISSUED, user_id, actor, visit, {})
        return Issued(user_id, made) if self.accounts.issue(user_id, self.passwords.hash(made), act) else NoSuchUser()

    def _again(self, before: Made, profile: Profile, actor: str, visit: Visit) -> Issued | FormUsedBefore:
        held = self.accounts.held(before.user_id)
        same = held is not None and held.user.profile == profile and held.user.issued and before.creator == actor
        issued = self.issue(before.user_id, actor, visit) if same else FormUsedBefore()
        return FormUsedBefore() if isinstance(issued, NoSuchUser) else issued

    def _act(self, kind: ActKind, user_id: str, actor: str, visit: Visit, facts: Mapping[str, str]) -> Act:
        version, identifier = self.accounts.next_version(user_id), self.randomness.identifier()
        return Act(kind, identifier, actor_of(user_id), version, actor, visit.now, visit.transaction_id, facts)


def _told(profile: Profile) -> dict[str, str]:
    return {
        "role": profile.role.value,
        "functions": ", ".join(sorted(profile.functions)),
        "special_records_team": "yes" if profile.special_records_team else "no",
    }
