"""Signing in as staff, and one's own password (SUP-10, SUP-11, ITS-09, ITS-10, ITS-16, ITS-17).

A password that was issued leads to a new one and nowhere else. The new one is pending until the person confirms that
it is noted, or logs in with it: then it takes over and the issued one is dead. So an answer that was lost costs
nothing, since logging in again shows another. One that somebody asked for waits a day at most, and no longer than until
they log in with the present one: nobody is left with two.

An attempt that was not checked to its end is given back: five outages lock nobody (ITS-10).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit, hash_of
from cms_common.domain.staff import StaffSession, StaffStage, StaffUser, actor_of, new_password, stranger_of

_TRIES = 3


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The token opens what the person's role and ticked functions allow."""

    token: str


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A new password, shown once; the token confirms it, empty where the session goes on."""

    password: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Wrong user ID or wrong password; which is not said."""


@dataclass(frozen=True, slots=True)
class Locked:
    """Five wrong passwords in a row; only IT support unlocks (ITS-10, ITS-12)."""


@dataclass(frozen=True, slots=True)
class TooManyFromHere:
    """Too many attempts from one place on the network."""


@dataclass(frozen=True, slots=True)
class NothingPending:
    """The password shown in this session is not the latest one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A slot taken, by its mark: the member of staff, if the ID is anybody's, their sessions, the attempt's number."""

    user_id: str
    user: StaffUser | None
    sessions: Mapping[str, int]
    version: int
    mark: str


type LoginOutcome = LoggedIn | NewPassword | Refused | Locked | TooManyFromHere
type ConfirmOutcome = LoggedIn | NothingPending
type ChangeOutcome = NewPassword | Refused | Locked


class Credentials(Protocol):
    """Keeps staff passwords, sessions and wrong attempts. Every change is one transaction with its act."""

    def take_slot(self, user_id: str) -> Attempt | Locked:
        """Take one of the five attempts of what was typed, whether or not anybody has that ID."""
        ...

    def untake(self, attempt: Attempt) -> None:
        """Give one attempt back as if it had never been made; nothing where it cannot be done."""
        ...

    def refuse(self, attempt: Attempt, act: Act) -> None:
        """Record a wrong password; its slot is spent."""
        ...

    def log_in(self, attempt: Attempt, token_hash: str, act: Act) -> bool:
        """Give the slots back, drop a pending password and begin a session; False where it was replaced meanwhile."""
        ...

    def show(self, attempt: Attempt, pending_hash: str, token_hash: str, act: Act, *, begin: bool) -> bool:
        """Keep a new password until it is confirmed from the session `token_hash`, which begins now if `begin`.

        If not, for a day at most. False where the password was replaced meanwhile.
        """
        ...

    def adopt(self, attempt: Attempt, token_hash: str, act: Act) -> bool:
        """Let the pending password take over at its first use, end all sessions and begin one."""
        ...

    def confirm(self, session: StaffSession, token_hash: str | None, act: Act) -> bool:
        """Let the pending password take over and end the other sessions; `token_hash` begins one in place of this."""
        ...

    def next_version(self, user_id: str) -> int:
        """Take the number of the next act on a user."""
        ...

    def log_out(self, session: StaffSession, act: Act) -> None:
        """End a session."""
        ...


class Passwords(Protocol):
    """Hashes and checks passwords."""

    def hash(self, password: str) -> str:
        """Return a password's hash."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the one hashed; the same work with no hash."""
        ...


class Sources(Protocol):
    """Counts attempts from one place."""

    def allow(self, source: str, now: datetime) -> bool:
        """Count one attempt and tell whether it may go on."""
        ...


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The use cases of signing in."""

    credentials: Credentials
    passwords: Passwords
    sources: Sources
    randomness: Randomness

    def log_in(self, user_id: str, password: str, visit: Visit) -> LoginOutcome:
        """Check user ID and password: four AWS calls and two hashes, whatever is wrong with them."""
        if not self.sources.allow(visit.source, visit.now):
            return TooManyFromHere()
        return self._attempt(user_id, "log-in", visit, lambda attempt: self._checked(attempt, password, visit))

    def _checked(self, attempt: Attempt, password: str, visit: Visit) -> LoginOutcome | None:
        user = attempt.user
        own = self.passwords.matches(password, user.password_hash if user else None)
        pending = self.passwords.matches(password, user.pending(visit.now) if user else None)
        if user is None or not (own or pending):
            return Refused()
        if pending:
            return self._adopt(attempt, visit)
        return self._show_first(attempt, visit) if user.issued else self._begin(attempt, visit)

    def _attempt[O](
        self, user_id: str, step: str, visit: Visit, check: Callable[[Attempt], O | None]
    ) -> O | Locked | Refused:
        """Take a slot and check; again from the start where the password was replaced in the middle."""
        for _ in range(_TRIES):
            attempt = self.credentials.take_slot(user_id)
            if isinstance(attempt, Locked):
                return attempt
            outcome = self._given_back_if_broken(attempt, check)
            if isinstance(outcome, Refused):
                # Checked to its end: it counts even where this record cannot be written.
                self._record_refusal(attempt, step, visit)
            if outcome is not None:
                return outcome
        return Refused()

    def _given_back_if_broken[O](self, attempt: Attempt, check: Callable[[Attempt], O | None]) -> O | None:
        """Check; None where the password was replaced in the middle. What comes to no end gives its slot back."""
        try:
            outcome = check(attempt)
        except Exception:
            self.credentials.untake(attempt)
            raise
        if outcome is None:
            self.credentials.untake(attempt)
        return outcome

    def confirm(self, session: StaffSession, visit: Visit) -> ConfirmOutcome:
        """Take the confirmation that the new password is noted: from now on it alone works (ITS-09)."""
        shown_first = session.stage is StaffStage.NEW_PASSWORD
        token = self.randomness.token() if shown_first else ""
        version = self.credentials.next_version(session.user.user_id)
        facts = {"how": "confirmed"}
        act = self._act(ActKind.STAFF_PASSWORD_REPLACED, session.user.user_id, version, visit, facts)
        done = self.credentials.confirm(session, hash_of(token) if shown_first else None, act)
        return LoggedIn(token) if done else NothingPending()

    def change_password(self, session: StaffSession, current: str, visit: Visit) -> ChangeOutcome:
        """Make and show a new password to whoever gives the current one; a wrong one counts (ITS-17)."""
        user_id = session.user.user_id
        return self._attempt(
            user_id, "change password", visit, lambda attempt: self._changed(attempt, session, current, visit)
        )

    def _changed(
        self, attempt: Attempt, session: StaffSession, current: str, visit: Visit
    ) -> NewPassword | Refused | None:
        user = attempt.user
        if not self.passwords.matches(current, user.password_hash if user else None) or user is None:
            return Refused()
        made = new_password(self.randomness)
        act = self._act(ActKind.STAFF_PASSWORD_SHOWN, user.user_id, attempt.version, visit, {"why": "change password"})
        kept = self.credentials.show(attempt, self.passwords.hash(made), session.token_hash, act, begin=False)
        return NewPassword(made) if kept else None

    def log_out(self, session: StaffSession, visit: Visit) -> None:
        """End the session; its token opens nothing again."""
        version = self.credentials.next_version(session.user.user_id)
        act = self._act(ActKind.STAFF_LOGGED_OUT, session.user.user_id, version, visit, {})
        self.credentials.log_out(session, act)

    def _begin(self, attempt: Attempt, visit: Visit) -> LoginOutcome | None:
        token = self.randomness.token()
        act = self._act(ActKind.STAFF_LOGGED_IN, attempt.user_id, attempt.version, visit, {})
        return LoggedIn(token) if self.credentials.log_in(attempt, hash_of(token), act) else None

    def _show_first(self, attempt: Attempt, visit: Visit) -> LoginOutcome | None:
        made, token = new_password(self.randomness), self.randomness.token()
        facts = {"why": "issued password"}
        act = self._act(ActKind.STAFF_PASSWORD_SHOWN, attempt.user_id, attempt.version, visit, facts)
        kept = self.credentials.show(attempt, self.passwords.hash(made), hash_of(token), act, begin=True)
        return NewPassword(made, token) if kept else None

    def _adopt(self, attempt: Attempt, visit: Visit) -> LoginOutcome | None:
        token = self.randomness.token()
        facts = {"how": "first use"}
        act = self._act(ActKind.STAFF_PASSWORD_REPLACED, attempt.user_id, attempt.version, visit, facts)
        return LoggedIn(token) if self.credentials.adopt(attempt, hash_of(token), act) else None

    def _record_refusal(self, attempt: Attempt, step: str, visit: Visit) -> None:
        kind, typed = ActKind.STAFF_PASSWORD_REFUSED, attempt.user_id
        subject = actor_of(typed) if attempt.user else stranger_of(typed)
        self.credentials.refuse(attempt, self._on(kind, subject, attempt.version, visit, {"step": step}))

    def _act(self, kind: ActKind, user_id: str, version: int, visit: Visit, facts: Mapping[str, str]) -> Act:
        return self._on(kind, actor_of(user_id), version, visit, facts)

    def _on(self, kind: ActKind, subject: str, version: int, visit: Visit, facts: Mapping[str, str]) -> Act:
        identifier = self.randomness.identifier()
        return Act(kind, identifier, subject, version, subject, visit.now, visit.transaction_id, facts)
