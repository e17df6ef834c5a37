"""Attempt slots in DynamoDB: the shift register of domain/locks.py in one conditional write (docs/adr/0004)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Value
from pynamodb.expressions.update import Action

from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, SlotsItem
from cms_common.domain.locks import AttemptLimit, LockedUntil, Slots, Taken

type Slotted = type[AccountItem | SlotsItem]

_KEPT = 86_400
"""Seconds that slots stay before DynamoDB may tidy them away; no lock lasts as long."""
_TRIES = 3


def taking(slotted: Slotted, moment: int) -> list[Action]:
    """Return what takes a slot at a moment (seconds since 1970).

    SET reads the old values, so the newest pushes the others along. `attempts_span` is the time from the newest to the
    third newest, which the condition needs.
    """
    before = slotted.second_attempt | 0
    return [
        slotted.newest_attempt.set(moment),
        slotted.second_attempt.set(slotted.newest_attempt | 0),
        slotted.third_attempt.set(before),
        slotted.attempts_span.set(Value(moment, attribute=slotted.attempts_span) - before),
        slotted.version.add(1),
    ]


def unlocked(slotted: Slotted, moment: int, limit: AttemptLimit) -> Condition:
    """Return the condition that the slots do not lock at a moment."""
    not_full: Condition = slotted.attempts_span.does_not_exist() | (slotted.attempts_span >= limit.within)
    over: Condition = slotted.newest_attempt <= moment - limit.locked_for
    either: Condition = not_full | over
    return either


def releasing(slotted: Slotted) -> list[Action]:
    """Return what gives all slots back, as a right answer does (LOG-06)."""
    return [
        slotted.newest_attempt.remove(),
        slotted.second_attempt.remove(),
        slotted.third_attempt.remove(),
        slotted.attempts_span.remove(),
    ]


def take(item: AccountItem | SlotsItem, moment: int, limit: AttemptLimit, *more: Action) -> datetime | None:
    """Take a slot on an item at a moment; where its slots lock, tell until when.

    One UpdateItem on `key`; where it is refused, one GetItem tells why. `more` is changed along with it. Each attempt
    leaves a mark of its own, so that one sent again by the client library, because its answer was lost, counts once.
    """
    slotted, mark = type(item), uuid4().hex
    another = slotted.attempt.does_not_exist() | (slotted.attempt != mark)
    actions = [*taking(slotted, moment), slotted.attempt.set(mark), *more]
    for _ in range(_TRIES):
        if changed(item, actions, unlocked(slotted, moment, limit) & another):
            return None
        item.refresh(consistent_read=True)
        slots = slots_of(item)
        if item.attempt == mark:
            return None
        if slots.locked(moment, limit):
            return datetime.fromtimestamp(slots.locked_until(limit), UTC)
        # A right answer gave the slots back between the refusal and the reading.
    return datetime.fromtimestamp(moment, UTC)


def untake(item: AccountItem | SlotsItem, at: int) -> None:
    """Give back one slot that was taken at a moment, as if it had never been: the attempt was not checked.

    One UpdateItem on `key`, two or three where other attempts came after it; nothing where more have, or all slots were
    given back. At most two slots stay, and two never lock. A slot that was pushed out before need not come back: had it
    lain within an hour, none could have been taken after it.
    """
    slotted = type(item)
    newest, second, third = slotted.newest_attempt, slotted.second_attempt, slotted.third_attempt
    closing_up: list[Action] = [second.set(third | 0)]
    for place, moved in ((newest, [newest.set(second | 0), *closing_up]), (second, closing_up), (third, [])):
        if changed(item, [*moved, third.remove(), slotted.attempts_span.remove()], place == at):
            return


class TimedSlots:
    """Slots in the attempts table, by the kind of attempt and the SHA-256 of what was typed."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks, and for how long."""
        self._limit = limit

    def take(self, kind: str, typed: str, now: datetime) -> Taken | LockedUntil:
        """Take a slot. One UpdateItem on attempts `key`; where it is refused, one GetItem tells until when."""
        moment = int(now.timestamp())
        place = _place(kind, typed)
        item = SlotsItem(SlotsItem.key_of(place))
        until = take(item, moment, self._limit, SlotsItem.expires_at.set(moment + _KEPT))
        if until:
            return LockedUntil(until)
        return Taken(place, moment, int(item.version or 0))

    def locked_until(self, attempts: Iterable[tuple[str, str]], now: datetime) -> datetime | None:
        """Tell until when the latest of some locks lasts, each by kind and what was typed; None where all are open.

        Takes no slot. One BatchGetItem on attempts `key`, consistent.
        """
        keys = {SlotsItem.key_of(_place(kind, typed)) for kind, typed in attempts}
        held = [slots_of(item) for item in SlotsItem.batch_get(list(keys), consistent_read=True)]
        moment = int(now.timestamp())
        ends = [slots.locked_until(self._limit) for slots in held if slots.locked(moment, self._limit)]
        return datetime.fromtimestamp(max(ends), UTC) if ends else None

    def untake(self, taken: Taken) -> None:
        """Give one slot back as if it had never been taken. UpdateItem on attempts `key`, three at most."""
        untake(item_of(taken), taken.at)


def _place(kind: str, typed: str) -> str:
    return f"{kind}#{sha256(typed.encode()).hexdigest()}"


def slots_of(item: AccountItem | SlotsItem) -> Slots:
    """Read the slots of an item, for the rule of domain/locks.py."""
    return Slots(int(item.newest_attempt or 0), int(item.second_attempt or 0), int(item.third_attempt or 0))


def item_of(taken: Taken) -> SlotsItem:
    """Return the item that a slot was taken on, for a transaction that gives all its slots back."""
    return SlotsItem(SlotsItem.key_of(taken.place))
