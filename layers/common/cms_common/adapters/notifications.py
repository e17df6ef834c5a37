"""Notifications in DynamoDB: how a part of the service wants one sent, and what staff see of them (CWK-05, LET-11).

`want` puts a notification into a transaction of the caller's own: its event takes it to the queue of mails, so that it
is sent where that act happened and not where it did not. Only what carries half of a secret goes to the queue directly.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cms_common.adapters.correspondence_tables import NotifiedItem
from cms_common.adapters.tables import NotificationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.language import Language
from cms_common.domain.notifications import NEVER_AGAIN, Notified, NotifiedPage, State, Wanted, again

KEPT = 366 * 86_400
"""Seconds that a notification is known: staff look at a year's; a queue keeps a message 4 days, dead letters 14."""
UNSETTLED = frozenset({State.QUEUED, State.FAILED})
"""States from which a notification may still be sent as it is."""


@dataclass(frozen=True, slots=True)
class By:
    """Who wants a notification sent, when, and the transaction that log lines and audit records share."""

    actor: str
    at: datetime
    transaction_id: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Again:
    """It is sent again under a new identifier, to the address that is held now."""

    notification: str


@dataclass(frozen=True, slots=True)
class NotAgain:
    """It cannot be sent again; `reason` is a code."""

    reason: str


def want(transaction: Transaction, wanted: Wanted, by: By, again_of: str | None = None) -> None:
    """Have a notification sent if a transaction commits: one put for the notification, one for its owner's list.

    Writes its own audit record and event too. `wanted.to` is a client or an employer; the identifier must be new.
    """
    item = item_of(wanted, by.at)
    item.again_of = again_of
    transaction.put("notification", item, NotificationItem.notification.does_not_exist())
    transaction.put("notified", notified_item(wanted.to, by.at, wanted.notification))
    facts = {"template": wanted.template, "to": wanted.to}
    subject = f"notification#{wanted.notification}"
    act = Act(ActKind.NOTIFICATION_WANTED, by.event_id, subject, 1, by.actor, by.at, by.transaction_id, facts)
    transaction.record(act)


def resend(notification: str, by: By) -> Again | NotAgain:
    """Send a notification again: a new one by the same template and lines, in the same language (CWK-05, LET-11).

    Where it was sent again already, the last of that chain counts: it is what is answered while it is on its way or
    arrived, and what is sent again where it came to nothing too. So asked twice at once it is one. What carries half of
    a secret is not sent again: its half is not kept, and whoever recovers once more gets another. Nor is what is on its
    way still, or may be: a report of the mail service may yet come.

    GetItem on notifications `notification`, consistent, one for each of the chain; one transaction.
    """
    held = _last_of(notification)
    if held is None:
        return NotAgain("no-such-notification")
    earlier = read(held)
    if held.notification != notification and not earlier.state.came_to_nothing:
        return Again(held.notification)
    if "#" not in earlier.wanted.to:
        return NotAgain("half-of-a-secret")
    if earlier.state in NEVER_AGAIN or by.at.timestamp() < (held.wait_until or 0):
        return NotAgain(earlier.state.value)
    return _sent_again(earlier, by)


def _last_of(notification: str) -> NotificationItem | None:
    held = _item(notification)
    while held is not None and held.again_as:
        held = _item(held.again_as)
    return held


def _sent_again(earlier: Notified, by: By) -> Again | NotAgain:
    before = earlier.wanted.notification
    anew = replace(earlier.wanted, notification=again(before))
    unsent = NotificationItem.again_as.does_not_exist() & (NotificationItem.state == earlier.state.value)
    try:
        with Transaction() as transaction:
            marked = [NotificationItem.again_as.set(anew.notification)]
            transaction.update("earlier", NotificationItem(before), [*marked], unsent)
            want(transaction, anew, by, again_of=before)
    except ConditionsFailed:
        marked_by = _item(before)
        return Again(anew.notification) if marked_by and marked_by.again_as else NotAgain("changed")
    return Again(anew.notification)


def notification_of(notification: str) -> Notified | None:
    """Return a notification. GetItem on notifications `notification`, consistent."""
    held = _item(notification)
    return read(held) if held else None


def notifications_of(owner: str, after: str | None, limit: int) -> NotifiedPage:
    """Return a page of an owner's notifications, newest first, those not sent among them.

    Query on correspondence `key`, and one GetItem each on notifications `notification`; at most `limit` of them.
    """
    key = NotifiedItem.key_of(owner)
    start = {"key": {"S": key}, "item": {"S": after}} if after else None
    found = NotifiedItem.query(
        key, scan_index_forward=False, limit=limit, page_size=limit, last_evaluated_key=start, consistent_read=True
    )
    listed = list(found)
    held = (_item(one.notification) for one in listed)
    more = listed[-1].item if found.last_evaluated_key and listed else None
    return NotifiedPage(tuple(read(item) for item in held if item), more)


def item_of(wanted: Wanted, at: datetime) -> NotificationItem:
    """Write a notification that waits to be sent."""
    return NotificationItem(
        wanted.notification,
        state=State.QUEUED.value,
        rank=State.QUEUED.rank,
        to=wanted.to,
        owner=wanted.to,
        template=wanted.template,
        language=wanted.language.value,
        lines=list(wanted.lines),
        optional=list(wanted.optional),
        besides=wanted.besides or None,
        answers=wanted.answers or None,
        queued_at=at,
        version=1,
        expires_at=int(at.timestamp()) + KEPT,
    )


def notified_item(owner: str, queued_at: datetime, notification: str) -> NotifiedItem:
    """Write what an owner's list says of a notification."""
    place = NotifiedItem.item_of(queued_at.astimezone(UTC).isoformat(timespec="microseconds"), notification)
    expires_at = int(queued_at.timestamp()) + KEPT
    return NotifiedItem(NotifiedItem.key_of(owner), place, notification=notification, expires_at=expires_at)


def wanted_of(item: NotificationItem) -> Wanted:
    """Read what was wanted from an item."""
    return Wanted(
        notification=item.notification,
        template=item.template or "",
        language=Language(item.language or Language.ENGLISH),
        to=item.to or "",
        lines=tuple(item.lines or ()),
        optional=tuple(item.optional or ()),
        besides=item.besides or "",
        answers=item.answers or "",
    )


def read(item: NotificationItem) -> Notified:
    """Read a notification from its item."""
    return Notified(
        wanted=wanted_of(item),
        state=State(item.state or State.QUEUED),
        reason=item.reason or "",
        queued_at=item.queued_at or datetime.fromtimestamp(0, UTC),
        sent_at=item.sent_at,
        perhaps_twice=bool(item.perhaps_twice),
        again_of=item.again_of,
        again_as=item.again_as,
    )


def _item(notification: str) -> NotificationItem | None:
    try:
        return NotificationItem.get(notification, consistent_read=True)
    except NotificationItem.DoesNotExist:
        return None
