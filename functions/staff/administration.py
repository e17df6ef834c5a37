"""What IT support does with staff accounts (ITS-03 to ITS-16, ITS-20). Each act is recorded with who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import Profile, StaffUser, actor_of, new_password, stem_of

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

    def edit(self, user_id: str, profile: Profile, act: Act) -> bool:
        """Change what is kept of a user; False where there is none."""
        ...

    def delete(self, user_id: str, act: Act) -> bool:
        """Delete a user with all sessions; False where there is none."""
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

    def edit(self, user_id: str, profile: Profile, actor: str, visit: Visit) -> Done | NoSuchUser:
        """Change a user's details and functions; what is taken away is refused from then on (ITS-13)."""
        act = self._act(ActKind.STAFF_USER_EDITED, user_id, actor, visit, _told(profile))
        return self.show(user_id) if self.accounts.edit(user_id, profile, act) else NoSuchUser()

    def delete(self, user_id: str, actor: str, visit: Visit) -> Done | NoSuchUser:
        """Delete a user, who can no longer log in (ITS-14)."""
        act = self._act(ActKind.STAFF_USER_DELETED, user_id, actor, visit, {})
        return Done(user_id) if self.accounts.delete(user_id, act) else NoSuchUser()

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
