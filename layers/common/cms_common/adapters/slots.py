"""Attempt slots in DynamoDB: the shift register of domain/locks.py in one conditional write (docs/adr/0004)."""

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
        slots = Slots(int(item.newest_attempt or 0), int(item.second_attempt or 0), int(item.third_attempt or 0))
        if item.attempt == mark:
            return None
        if slots.locked(moment, limit):
            return datetime.fromtimestamp(slots.locked_until(limit), UTC)
        # A right answer gave the slots back between the refusal and the reading.
    return datetime.fromtimestamp(moment, UTC)


class TimedSlots:
    """Slots in the attempts table, by the kind of attempt and the SHA-256 of what was typed."""

    def __init__(self, limit: AttemptLimit) -> None:
        """Take what locks, and for how long."""
        self._limit = limit

    def take(self, kind: str, typed: str, now: datetime) -> Taken | LockedUntil:
        """Take a slot. One UpdateItem on attempts `key`; where it is refused, one GetItem tells until when."""
        moment = int(now.timestamp())
        place = f"{kind}#{sha256(typed.encode()).hexdigest()}"
        item = SlotsItem(SlotsItem.key_of(place))
        more = [
            SlotsItem.fourth_attempt.set(SlotsItem.third_attempt | 0),
            SlotsItem.expires_at.set(moment + _KEPT),
        ]
        until = take(item, moment, self._limit, *more)
        if until:
            return LockedUntil(until)
        return Taken(place, moment, int(item.version or 0))

    def untake(self, taken: Taken) -> None:
        """Give one slot back as if it had never been taken: the attempt was not checked. UpdateItem on attempts `key`.

        Nothing happens where it is not the newest any more.
        """
        fourth = SlotsItem.fourth_attempt | 0
        actions: list[Action] = [
            SlotsItem.newest_attempt.set(SlotsItem.second_attempt | 0),
            SlotsItem.second_attempt.set(SlotsItem.third_attempt | 0),
            SlotsItem.third_attempt.set(fourth),
            SlotsItem.attempts_span.set((SlotsItem.second_attempt | 0) - fourth),
            SlotsItem.fourth_attempt.remove(),
        ]
        changed(item_of(taken), actions, SlotsItem.newest_attempt == taken.at)


def item_of(taken: Taken) -> SlotsItem:
    """Return the item that a slot was taken on, for a transaction that gives all its slots back."""
    return SlotsItem(SlotsItem.key_of(taken.place))
