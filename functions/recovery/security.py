"""The two ways to a new PIN: Route A by two questions, Route B by three, each with one attempt (REC-09 to REC-18).

An attempt is marked before it is checked, so of answers sent at once one is checked. A mark that never came to an
answer may be taken over after a minute: nothing was said, so nothing was learnt.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.known_facts import HeldFacts
from cms_common.domain.pin import WRONG_PINS_ALLOWED
from cms_common.domain.positions import Pair, at_positions, pair_name
from cms_common.domain.security import (
    QUESTIONS_ASKED,
    ForgottenPin,
    Question,
    Secret,
    choose_forgotten_pin,
    choose_questions,
    date_digits,
)
from cms_common.domain.sessions import Session, Visit

FORGOTTEN_PIN, SECURITY_QUESTIONS = "forgotten-pin", "security-questions"


_TRIES = 3
"""Times that a change is tried again after another on the same client came first."""


@dataclass(frozen=True, slots=True)
class Security:
    """What is held of one client's security, as read."""

    scin: str
    version: int
    wrong_pins: int
    pin_version: int
    password_length: int | None
    password_macs: Mapping[str, bytes]
    answer_macs: Mapping[str, bytes]
    forgotten_pin: ForgottenPin | None
    questions_asked: tuple[str, ...]
    new_pin_for: str | None
    locked: bool

    @property
    def questions_due(self) -> bool:
        """Tell whether Route B has begun (CON-02)."""
        return self.wrong_pins >= WRONG_PINS_ALLOWED


@dataclass(frozen=True, slots=True)
class TwoAsked:
    """Route A's two questions."""

    questions: ForgottenPin


@dataclass(frozen=True, slots=True)
class ThreeAsked:
    """Route B's three questions."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPinDue:
    """The answers were right: a new PIN may be set in this session."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The security lock, without end (REC-12, REC-15, REC-16)."""


@dataclass(frozen=True, slots=True)
class QuestionsDue:
    """Route B has begun: nothing else is offered (CON-02)."""


@dataclass(frozen=True, slots=True)
class QuestionsNotDue:
    """Route B has not begun."""


@dataclass(frozen=True, slots=True)
class NoQuestions:
    """Fewer than three questions are held."""


@dataclass(frozen=True, slots=True)
class OthersAsked:
    """Something else is asked than was answered; not an attempt."""


@dataclass(frozen=True, slots=True)
class BeingChecked:
    """Another answer is being checked, or was not checked to the end within the last minute."""


@dataclass(frozen=True, slots=True)
class NotDue:
    """No right answers were given in this session."""


@dataclass(frozen=True, slots=True)
class PinSet:
    """The new PIN can be used to log in."""


type Check = Callable[[], bool]
type Checked = NewPinDue | Locked | BeingChecked
type PageA = TwoAsked | QuestionsDue | Locked
type PageB = ThreeAsked | QuestionsNotDue | NoQuestions | Locked
type AnswerA = NewPinDue | Locked | QuestionsDue | OthersAsked | BeingChecked
type AnswerB = NewPinDue | Locked | QuestionsNotDue | NoQuestions | OthersAsked | BeingChecked


class Securities(Protocol):
    """Keeps clients' security."""

    def read(self, scin: str) -> Security:
        """Return what is held."""
        ...

    def ask_two(self, scin: str, fresh: ForgottenPin) -> Security:
        """Keep fresh questions of Route A where none stand open, and return what is held."""
        ...

    def ask_three(self, scin: str, fresh: tuple[str, ...]) -> Security:
        """Keep fresh questions of Route B where none stand open, and return what is held."""
        ...

    def mark(self, security: Security, attempt: str, now: int) -> int | None:
        """Mark an attempt on what is asked; the version that is its own, None where it may not be made."""
        ...

    def right(self, scin: str, attempt: str, session: Session, act: Act) -> bool:
        """End an attempt: a new PIN may be set in this session. False where another took it over."""
        ...

    def wrong(self, scin: str, attempt: str, session: Session, act: Act) -> bool:
        """End an attempt: lock, and end the account's other sessions. False where another took the attempt over."""
        ...

    def set_pin(self, security: Security, macs: Mapping[str, bytes], act: Act, due_for: Session | None) -> bool:
        """Replace the PIN; False where anything changed since it was read, or it is not due for that session."""
        ...


class Macs(Protocol):
    """Checks single characters of a CMS password, and answers."""

    def password_right(self, scin: str, pair: Pair, characters: str, mac: bytes, length: int) -> bool:
        """Tell whether two characters are right."""
        ...

    def answer_right(self, scin: str, question: str, answer: str, mac: bytes) -> bool:
        """Tell whether an answer is right."""
        ...


class Pins(Protocol):
    """Makes what checks a PIN."""

    def generate(self, scin: str, pin: str, version: int) -> dict[str, bytes]:
        """Make a MAC for each pair of positions."""
        ...


class Records(Protocol):
    """What the 2012 System holds. Raises ComponentFault."""

    def facts_of(self, scin: str) -> HeldFacts | None:
        """Return the facts held for a SCIN."""
        ...


@dataclass(frozen=True, slots=True)
class SecurityRoutes:
    """The use cases of a forgotten PIN."""

    securities: Securities
    macs: Macs
    pins: Pins
    records: Records
    randomness: Randomness

    def ask_two(self, session: Session) -> PageA:
        """Begin Route A, or go on with what it asked before (REC-10)."""
        held = self.securities.read(_scin(session))
        if held.forgotten_pin is None and not _closed_a(held):
            fresh = choose_forgotten_pin(held.password_length, len(held.scin), self.randomness)
            held = self.securities.ask_two(held.scin, fresh)
        closed = _closed_a(held)
        return closed or (TwoAsked(held.forgotten_pin) if held.forgotten_pin else QuestionsDue())

    def answer_two(self, session: Session, asked: ForgottenPin, answers: tuple[str, str], visit: Visit) -> AnswerA:
        """Check both answers; both must be wholly right, and which was wrong is not said (REC-12, GAP-13)."""
        held = self.securities.read(_scin(session))
        if closed := _closed_a(held):
            return closed
        if held.new_pin_for == session.token_hash:
            return NewPinDue()
        if held.forgotten_pin != asked:
            return OthersAsked()
        return self._checked(held, session, FORGOTTEN_PIN, visit, lambda: self._two_right(held, asked, answers))

    def ask_three(self, session: Session) -> PageB:
        """Begin Route B, or go on with what it asked before (REC-13)."""
        held = self.securities.read(_scin(session))
        if not held.questions_asked and not _closed_b(held):
            held = self.securities.ask_three(held.scin, choose_questions(list(held.answer_macs), self.randomness))
        return _closed_b(held) or ThreeAsked(held.questions_asked)

    def answer_three(self, session: Session, answers: Mapping[str, str], visit: Visit) -> AnswerB:
        """Check all three answers (REC-14, REC-15)."""
        held = self.securities.read(_scin(session))
        if held.new_pin_for == session.token_hash and not held.locked:
            return NewPinDue()
        if closed := _closed_b(held):
            return closed
        if set(held.questions_asked) != answers.keys():
            return OthersAsked()
        return self._checked(held, session, SECURITY_QUESTIONS, visit, lambda: self._three_right(held, answers))

    def set_pin(self, session: Session, pin: str, visit: Visit) -> PinSet | NotDue | Locked:
        """Set a new PIN after right answers in this session: 21 MACs, no wrong PIN held against it (REC-18)."""
        held = self.securities.read(_scin(session))
        if held.locked:
            return Locked()
        if held.new_pin_for != session.token_hash:
            return NotDue()
        macs = self.pins.generate(held.scin, pin, held.pin_version + 1)
        act = self._act(ActKind.PIN_SET, held.scin, held.version + 1, session, visit, {"by": "client"})
        return PinSet() if self.securities.set_pin(held, macs, act, session) else NotDue()

    def change_pin(self, session: Session, pin: str, visit: Visit) -> PinSet | Locked | BeingChecked:
        """Change the PIN of a client who is logged in, at any time (REC-22, REC-18)."""
        for _ in range(_TRIES):
            held = self.securities.read(_scin(session))
            if held.locked:
                return Locked()
            macs = self.pins.generate(held.scin, pin, held.pin_version + 1)
            act = self._act(ActKind.PIN_SET, held.scin, held.version + 1, session, visit, {"by": "client"})
            if self.securities.set_pin(held, macs, act, None):
                return PinSet()
        return BeingChecked()

    def _checked(self, held: Security, session: Session, route: str, visit: Visit, check: Check) -> Checked:
        attempt = self.randomness.identifier()
        version = self.securities.mark(held, attempt, int(visit.now.timestamp()))
        if version is None:
            return BeingChecked()
        right = check()
        kind = ActKind.SECURITY_ANSWERED if right else ActKind.SECURITY_LOCKED
        act = self._act(kind, held.scin, version, session, visit, {"route": route})
        if right:
            return NewPinDue() if self.securities.right(held.scin, attempt, session, act) else BeingChecked()
        return Locked() if self.securities.wrong(held.scin, attempt, session, act) else BeingChecked()

    def _two_right(self, held: Security, asked: ForgottenPin, answers: tuple[str, str]) -> bool:
        facts = self.records.facts_of(held.scin)
        # Both are always checked to the end, so that neither time nor calls tell which was wrong.
        first = self._first_right(held, asked.first, answers[0])
        second = facts is not None and _same(_known(facts, asked.second), answers[1])
        return first & second

    def _first_right(self, held: Security, question: Question, answer: str) -> bool:
        if question.secret is Secret.SCIN:
            return _same(at_positions(held.scin, question.positions), answer)
        length = held.password_length or 0
        mac = held.password_macs[pair_name(question.positions)]
        return self.macs.password_right(held.scin, question.positions, answer, mac, length)

    def _three_right(self, held: Security, answers: Mapping[str, str]) -> bool:
        right = [
            self.macs.answer_right(held.scin, question, answer, held.answer_macs[question])
            for question, answer in answers.items()
        ]
        return all(right)

    def _act(  # noqa: PLR0913 - an act has these parts
        self, kind: ActKind, scin: str, version: int, session: Session, visit: Visit, facts: Mapping[str, str]
    ) -> Act:
        identifier, actor = self.randomness.identifier(), f"account#{session.user_id}"
        return Act(kind, identifier, f"client#{scin}", version, actor, visit.now, visit.transaction_id, facts)


def _closed_a(held: Security) -> Locked | QuestionsDue | None:
    if held.locked:
        return Locked()
    return QuestionsDue() if held.questions_due else None


def _closed_b(held: Security) -> Locked | QuestionsNotDue | NoQuestions | None:
    if held.locked:
        return Locked()
    if not held.questions_due:
        return QuestionsNotDue()
    return NoQuestions() if len(held.answer_macs) < QUESTIONS_ASKED else None


def _known(facts: HeldFacts, question: Question) -> str:
    text = facts.nino if question.secret is Secret.NINO else date_digits(facts.date_of_birth)
    return at_positions(text, question.positions)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _scin(session: Session) -> str:
    if session.scin is None:
        raise ValueError("A client's session carries a SCIN")
    return session.scin
