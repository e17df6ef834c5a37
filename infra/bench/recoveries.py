"""Each path of recovery as a request to measure, and what those that must not tell apart cost over one another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cms_common.adapters.tables import ClientSecurityItem
from cms_common.domain.security import ForgottenPin, Question, Secret
from infra.bench.figures import Figure
from infra.bench.recording import Measured, made
from infra.demo import known
from infra.demo.records import Line
from tests.support import recoveries
from tests.support.visitors import Person, hold

PASSWORD, USER_ID = "recover password", "recover user ID"
WRONG, UNKNOWN, LOCKED = "wrong", "unknown", "locked"
_ELSE = {"email": "else@example.com"}
_NOBODY = Person("client", known.NO_PIN, "999999999999", "")
_NEW_PIN = {"pin": "1357902", "confirm_pin": "1357902"}
_TIME_LIMIT = 1.25
"""What the time of an unknown person may differ by from that of a wrong detail: the measurement's own noise."""


def recovery_requests() -> Iterator[Measured]:
    """Make every request of recovery. Needs the tests' cloud to run."""
    hold(known.APPLICANT, known.NORTHERN_IRELAND, known.WELSH_SPEAKER, known.RECEIVING_PARENT)
    hold(known.SPECIAL_CLIENT_RECORD, known.BEFORE_NOVEMBER_2016)
    person = Person.signed_in(known.APPLICANT)
    yield _sent(person, "PIN changed, logged in", "/details/pin", _NEW_PIN)
    # The first recovery of a process seals a decoy besides; what is measured is every other one.
    # One person recovers the one, another the other: nobody recovers both.
    other = Person.signed_in(known.RECEIVING_PARENT)
    recoveries.recover_user_id(other)
    for name, asking in ((PASSWORD, person), (USER_ID, other)):
        yield _recovered(name, asking)
        yield _recovered(f"{name}, {WRONG}", asking, _ELSE)
        yield _recovered(f"{name}, {UNKNOWN}", _NOBODY)
        for _ in range(2):
            (recoveries.recover_password if name == PASSWORD else recoveries.recover_user_id)(_NOBODY)
        yield _recovered(f"{name}, {LOCKED}", _NOBODY)
    yield from _forgotten_pin(known.NORTHERN_IRELAND, known.WELSH_SPEAKER)
    yield from _three_wrong_pins(known.SPECIAL_CLIENT_RECORD, known.BEFORE_NOVEMBER_2016)


def ratios(every: Sequence[Measured], times: Mapping[str, float]) -> list[Figure]:
    """Return what unknown and locked cost over a wrong detail; `times` are milliseconds of processor time by name."""
    by_name = {one.name: one for one in every}
    found = []
    for name in (PASSWORD, USER_ID):
        wrong, unknown, locked = (by_name[f"{name}, {which}"] for which in (WRONG, UNKNOWN, LOCKED))
        over = f"{name}, {UNKNOWN} to {WRONG}"
        found += [
            _alike(f"{over}: calls", len(unknown.calls), len(wrong.calls)),
            _alike(f"{over}: hashes", len(unknown.hashes), len(wrong.hashes)),
            _alike(f"{over}: time", times[unknown.name], times[wrong.name], _TIME_LIMIT),
        ]
        over = f"{name}, {LOCKED} to {WRONG}"
        found += [
            Figure("recovery", f"{over}: calls", len(locked.calls) / len(wrong.calls), "x", 1.0),
            Figure("recovery", f"{over}: time", times[locked.name] / times[wrong.name], "x", 1.0),
        ]
    return found


def _alike(name: str, one: float, other: float, limit: float = 1.0) -> Figure:
    # Less tells as much as more, so it is the larger over the smaller; none and none are alike.
    larger, smaller = max(one, other), min(one, other)
    return Figure("recovery", name, larger / smaller if smaller else 1.0 + larger, "x", limit)


def _recovered(name: str, person: Person, changes: Mapping[str, str] | None = None) -> Measured:
    body = {**recoveries.facts(person), **(changes or {})}
    if name.startswith(PASSWORD):
        return _sent(person, name, "/recovery/password", {"user_id": person.user_id, **body})
    return _sent(person, name, "/recovery/user-id", body)


def _forgotten_pin(right: Line, wrong: Line) -> Iterator[Measured]:
    person, path = Person.challenged(right), "/recovery/pin"
    yield _asked(person, "forgotten PIN, two questions shown", path)
    _ask_the_dearest(right)
    yield _sent(person, "forgotten PIN, answers right", path, recoveries.two_answers(person))
    yield _sent(person, "forgotten PIN, new PIN set", "/recovery/new-pin", _NEW_PIN)
    person = Person.challenged(wrong)
    _ask_the_dearest(wrong)
    yield _sent(person, "forgotten PIN, answers wrong", path, recoveries.two_answers(person, wrong=(0,)))


def _ask_the_dearest(line: Line) -> None:
    # Chance asks for the SCIN or the CMS password, and the second takes one call more: measured is always that one.
    asked = ForgottenPin(Question(Secret.CMS_PASSWORD, (1, 2)), Question(Secret.NINO, (3, 4)))
    ClientSecurityItem(line.key).update([ClientSecurityItem.forgotten_pin.set(asked.written())])


def _three_wrong_pins(right: Line, wrong: Line) -> Iterator[Measured]:
    person, path = Person.challenged(right), "/recovery/security-questions"
    recoveries.three_wrong_pins(person)
    yield _asked(person, "wrong PINs, three questions shown", path)
    yield _sent(person, "wrong PINs, answers right", path, recoveries.three_answers(person))
    person = Person.challenged(wrong)
    recoveries.three_wrong_pins(person)
    yield _sent(person, "wrong PINs, answers wrong", path, recoveries.three_answers(person, wrong=True))


def _asked(person: Person, name: str, path: str) -> Measured:
    return made("recovery", name, "GET", f"/client{path}", None, person.token)


def _sent(person: Person, name: str, path: str, body: dict[str, Any]) -> Measured:
    return made("recovery", name, "POST", f"/client{path}", body, person.token or None)
