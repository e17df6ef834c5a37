"""The second step: two PIN digits for clients, the ERN for employers; and logout (LOG-08 to LOG-17, LOG-22)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.pin import WRONG_PINS_ALLOWED, choose_positions
from cms_common.domain.sessions import Begun, Session, SessionStarter, Stage, Visit
from cms_common.domain.uk_time import shown_date, uk_date
from login.password_step import SecurityLocked


@dataclass(frozen=True, slots=True)
class PinAsked:
    """The two positions asked for; they stay until they are answered rightly."""

    positions: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Both steps are done; the token opens the homepage."""

    token: str


@dataclass(frozen=True, slots=True)
class PinWrong:
    """One or both digits are wrong; `left` attempts remain."""

    left: int


@dataclass(frozen=True, slots=True)
class QuestionsDue:
    """Three wrong PINs: the security questions are the only way on (LOG-12, CON-38)."""


@dataclass(frozen=True, slots=True)
class PinNotHeld:
    """No PIN was set up (CON-29)."""


@dataclass(frozen=True, slots=True)
class PositionsDiffer:
    """Digits were given for other positions than those asked for; not an attempt."""


@dataclass(frozen=True, slots=True)
class ErnWrong:
    """The ERN is not one of this employer's; enter it again (LOG-13)."""


@dataclass(frozen=True, slots=True)
class SessionGone:
    """The session was used up by another request meanwhile."""


@dataclass(frozen=True, slots=True)
class PinCheck:
    """What checks two digits of one client's PIN: the MAC stored for their positions, and the attempt's own number."""

    scin: str
    positions: tuple[int, int]
    mac: bytes
    pin_version: int
    wrong_pins: int
    version: int


type PinPage = PinAsked | QuestionsDue | PinNotHeld | SecurityLocked
type PinOutcome = LoggedIn | PinWrong | QuestionsDue | PinNotHeld | PositionsDiffer | SecurityLocked | SessionGone
type ErnOutcome = LoggedIn | ErnWrong | SessionGone


class Challenges(Protocol):
    """Keeps what a client's PIN is checked by, and the sessions of the second step."""

    def ask(self, scin: str, fresh: tuple[int, int]) -> PinPage:
        """Return the positions asked for, `fresh` ones where none stand open."""
        ...

    def take_slot(
        self, scin: str, positions: tuple[int, int]
    ) -> PinCheck | QuestionsDue | PinNotHeld | PositionsDiffer | SecurityLocked:
        """Take one of the three PIN attempts, before the digits are checked."""
        ...

    def give_back(self, check: PinCheck) -> None:
        """Give an attempt back that was not wrong."""
        ...

    def wrong_pin(self, act: Act) -> None:
        """Record a wrong PIN; its slot is spent already."""
        ...

    def complete_client(self, ending: Session, beginning: Session, today: str, act: Act) -> bool:
        """Change the session for a full one, free the PIN attempts and mark the client record (LOG-16, LOG-17)."""
        ...

    def complete_employer(self, ending: Session, beginning: Session, act: Act) -> bool:
        """Change the session for a full one."""
        ...

    def wrong_ern(self, act: Act) -> None:
        """Record a wrong ERN."""
        ...

    def open_account(self, user_id: str) -> int | None:
        """Open the account for an act and return the version that is the act's own."""
        ...

    def log_out(self, session: Session, act: Act) -> bool:
        """End a session."""
        ...


class Pins(Protocol):
    """Verifies digits against a MAC."""

    def verify(self, scin: str, positions: tuple[int, int], digits: str, mac: bytes, version: int) -> bool:
        """Tell whether the digits at the positions are those the MAC vouches for."""
        ...


class Employers(Protocol):
    """The 2012 System's employers. Raises ComponentFault."""

    def paye_reference_of(self, ern: str) -> str | None:
        """Return the PAYE reference an ERN belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The use cases of the second step."""

    challenges: Challenges
    pins: Pins
    employers: Employers
    sessions: SessionStarter
    randomness: Randomness

    def ask_pin(self, session: Session) -> PinPage:
        """Name the two positions to give (LOG-09)."""
        return self.challenges.ask(_scin(session), choose_positions(self.randomness))

    def give_pin(self, session: Session, positions: tuple[int, int], digits: str, visit: Visit) -> PinOutcome:
        """Check two digits: one attempt is spent first and given back if they are right (LOG-10, LOG-12)."""
        check = self.challenges.take_slot(_scin(session), positions)
        if not isinstance(check, PinCheck):
            return check
        with self._given_back_on_failure(check):
            right = self.pins.verify(check.scin, check.positions, digits, check.mac, check.pin_version)
            outcome = self._complete(check, session, visit) if right else None
        return outcome or self._wrong(check, session, visit)

    def _complete(self, check: PinCheck, session: Session, visit: Visit) -> LoggedIn | SessionGone:
        begun = self._full(session, visit, ern=None)
        subject = f"client#{check.scin}"
        act = self._act(ActKind.LOGGED_IN, subject, check.version, session, visit, {"service": "client"})
        today = shown_date(uk_date(visit.now))
        if self.challenges.complete_client(session, begun.session, today, act):
            return LoggedIn(begun.token)
        # The digits were right all the same: nothing is held against whoever registers again with this PIN.
        self.challenges.give_back(check)
        return SessionGone()

    def _wrong(self, check: PinCheck, session: Session, visit: Visit) -> PinWrong | QuestionsDue:
        left = max(WRONG_PINS_ALLOWED - check.wrong_pins, 0)
        subject, facts = f"client#{check.scin}", {"attempts_left": str(left)}
        self.challenges.wrong_pin(self._act(ActKind.PIN_REFUSED, subject, check.version, session, visit, facts))
        return PinWrong(left) if left else QuestionsDue()

    @contextmanager
    def _given_back_on_failure(self, check: PinCheck) -> Iterator[None]:
        """Not checked is not wrong: three attempts while the key service is down must not close the PIN step."""
        try:
            yield
        except Exception:
            self.challenges.give_back(check)
            raise

    def give_ern(self, session: Session, ern: str, visit: Visit) -> ErnOutcome:
        """Check the ERN wanted for this session; no number of wrong ones ever locks (LOG-13, LOG-14, CON-09)."""
        version = self.challenges.open_account(session.user_id)
        if version is None:
            return SessionGone()
        subject = f"account#{session.user_id}"
        if self.employers.paye_reference_of(ern) != session.paye_reference:
            self.challenges.wrong_ern(self._act(ActKind.ERN_REFUSED, subject, version, session, visit, {}))
            return ErnWrong()
        begun = self._full(session, visit, ern=ern)
        act = self._act(ActKind.LOGGED_IN, subject, version, session, visit, {"service": "employer", "ern": ern})
        done = self.challenges.complete_employer(session, begun.session, act)
        return LoggedIn(begun.token) if done else SessionGone()

    def log_out(self, session: Session, visit: Visit) -> None:
        """End the session; its token opens nothing again (LOG-22)."""
        version = self.challenges.open_account(session.user_id)
        subject = f"account#{session.user_id}"
        facts = {"stage": session.stage.value}
        self.challenges.log_out(session, self._act(ActKind.LOGGED_OUT, subject, version or 0, session, visit, facts))

    def _full(self, session: Session, visit: Visit, ern: str | None) -> Begun:
        return self.sessions.begin(
            Stage.FULL,
            session.service,
            session.user_id,
            visit.now,
            site=session.site,
            scin=session.scin,
            paye_reference=session.paye_reference,
            ern=ern,
        )

    def _act(  # noqa: PLR0913 - an act has these parts
        self, kind: ActKind, subject: str, version: int, session: Session, visit: Visit, facts: Mapping[str, str]
    ) -> Act:
        actor, identifier = f"account#{session.user_id}", self.randomness.identifier()
        return Act(kind, identifier, subject, version, actor, visit.now, visit.transaction_id, facts)


def _scin(session: Session) -> str:
    if session.scin is None:
        raise ValueError("A client's session carries a SCIN")
    return session.scin
