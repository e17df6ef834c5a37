"""Notifications in DynamoDB: claimed, given back, sent, ended, reported."""

from datetime import UTC, datetime
from uuid import uuid4

from pynamodb.expressions.update import Action

from cms_common.adapters.history import add_entry, change_entry, place_of
from cms_common.adapters.notifications import KEPT, UNSETTLED, notified_item, wanted_of
from cms_common.adapters.table import changed
from cms_common.adapters.tables import NotificationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.history import Delivery, Entry, EntryKind, EntryState
from cms_common.domain.notifications import State, Template, Wanted
from cms_common.domain.work import Direction
from notify.reporting import Held, Report
from notify.sending import Claim, Ended, Sent, StillClaimed

SETTLES = 480
"""Seconds that a try whose outcome nobody knows waits for a report: longer than two deliveries by the queue (180 s)."""
_ENTRY_STATE = {
    State.DELIVERED: EntryState.DELIVERED,
    State.BOUNCED: EntryState.FAILED,
    State.COMPLAINED: EntryState.DELIVERED,
}


class DynamoNotifications:
    """Notifications by their own identifier."""

    def wanted(self, notification: str) -> Wanted | None:
        """Return what was wanted. GetItem on notifications `notification`, consistent."""
        try:
            return wanted_of(NotificationItem.get(notification, consistent_read=True))
        except NotificationItem.DoesNotExist:
            return None

    def claim(self, wanted: Wanted, template: Template | None, now: datetime) -> Claim | None:
        """Claim one. UpdateItem on notifications `notification`; where that is refused, one GetItem. StillClaimed."""
        moment, item, mark = int(now.timestamp()), NotificationItem(wanted.notification), uuid4().hex
        waited = NotificationItem.wait_until.does_not_exist() | (NotificationItem.wait_until <= moment)
        open_still = NotificationItem.state.is_in(*UNSETTLED) | NotificationItem.state.does_not_exist()
        free = waited & open_still & NotificationItem.again_as.does_not_exist()
        actions = [*_claiming(wanted, template, now), NotificationItem.claimed_by.set(mark)]
        if not changed(item, actions, free):
            item.refresh(consistent_read=True)
            # The mark tells a claim of our own, which the client library sent again because its answer was lost.
            if item.claimed_by != mark:
                _taken(item)
                return None
        return _claim(item, wanted, unsure=int(item.claims or 0) > 1)

    def give_back(self, claim: Claim) -> None:
        """Give a claim back. UpdateItem on notifications `notification`."""
        # An earlier try whose outcome nobody knows stays unknown.
        claims = NotificationItem.claims.set(1 if claim.unsure else 0)
        actions: list[Action] = [NotificationItem.wait_until.remove(), claims]
        changed(NotificationItem(claim.wanted.notification), actions, NotificationItem.version == claim.version)

    def sent(self, sent: Sent, act: Act) -> None:
        """Keep that it was sent, and its entry in the history. One transaction; where it is kept already, nothing."""
        claim, entry = sent.claim, _entry(sent)
        item, unsent = NotificationItem(claim.wanted.notification), NotificationItem.sent_at.does_not_exist()
        actions = [*_became(State.SENT), NotificationItem.sent_at.set(sent.at)]
        if claim.unsure:
            actions.append(NotificationItem.perhaps_twice.set(True))
        if entry:
            actions += [NotificationItem.owner.set(entry.owner), NotificationItem.entry.set(place_of(entry))]
        try:
            with Transaction() as transaction:
                transaction.update("notification", item, actions, unsent)
                if entry:
                    transaction.put("notified", notified_item(entry.owner, claim.queued_at, claim.wanted.notification))
                    add_entry(transaction, entry)
                transaction.record(act)
        except ConditionsFailed:
            return

    def ended(self, ended: Ended, act: Act) -> None:
        """Keep that it is not sent. One transaction; where it was sent after all, nothing."""
        wanted, claim = ended.claim.wanted, ended.claim
        item = NotificationItem(wanted.notification)
        actions = [*_became(ended.state, settled=ended.settled), NotificationItem.reason.set(ended.reason)]
        try:
            with Transaction() as transaction:
                transaction.update("notification", item, actions, NotificationItem.state.is_in(*UNSETTLED))
                if "#" in wanted.to:
                    transaction.put("notified", notified_item(wanted.to, claim.queued_at, wanted.notification))
                transaction.record(act)
        except ConditionsFailed:
            return

    def open(self, report: Report) -> Held | None:
        """Open one for a report. UpdateItem on notifications `notification`, where the report tells something new."""
        item = NotificationItem(report.notification)
        news = NotificationItem.notification.exists() & (NotificationItem.rank < report.state.rank)
        if not changed(item, [NotificationItem.version.add(1)], news):
            return None
        return Held(_claim(item, wanted_of(item)), sent=item.sent_at is not None)

    def reported(self, report: Report, act: Act) -> None:
        """Keep what was reported, in the history too. GetItem on notifications `notification`, then one transaction."""
        item = NotificationItem.get(report.notification, consistent_read=True)
        actions = _became(report.state)
        if report.reason:
            actions.append(NotificationItem.reason.set(report.reason))
        try:
            with Transaction() as transaction:
                news = NotificationItem.rank < report.state.rank
                transaction.update("notification", NotificationItem(report.notification), actions, news)
                if item.owner and item.entry:
                    change_entry(transaction, item.owner, item.entry, _ENTRY_STATE[report.state])
                transaction.record(act)
        except ConditionsFailed as failed:
            if "notification" not in failed.on:
                raise


def _taken(item: NotificationItem) -> None:
    if item.state in UNSETTLED and not item.again_as:
        raise StillClaimed


def _claiming(wanted: Wanted, template: Template | None, now: datetime) -> list[Action]:
    moment = int(now.timestamp())
    return [
        NotificationItem.state.set(State.QUEUED.value),
        NotificationItem.rank.set(State.QUEUED.rank),
        NotificationItem.wait_until.set(moment + SETTLES),
        NotificationItem.claims.add(1),
        NotificationItem.version.add(1),
        NotificationItem.to.set(wanted.to),
        NotificationItem.template.set(wanted.template),
        NotificationItem.template_version.set(template.version if template else 0),
        NotificationItem.language.set(wanted.language.value),
        NotificationItem.lines.set(list(wanted.lines)),
        NotificationItem.optional.set(list(wanted.optional)),
        NotificationItem.besides.set(wanted.besides) if wanted.besides else NotificationItem.besides.remove(),
        NotificationItem.queued_at.set(NotificationItem.queued_at | now),
        NotificationItem.expires_at.set(moment + KEPT),
    ]


def _became(state: State, *, settled: bool = True) -> list[Action]:
    actions: list[Action] = [NotificationItem.state.set(state.value), NotificationItem.rank.set(state.rank)]
    return [*actions, NotificationItem.wait_until.remove()] if settled else actions


def _claim(item: NotificationItem, wanted: Wanted, *, unsure: bool = False) -> Claim:
    return Claim(wanted, item.queued_at or datetime.now(UTC), int(item.version or 0), unsure)


def _entry(sent: Sent) -> Entry | None:
    if sent.owner is None:
        return None
    wanted, template = sent.claim.wanted, sent.template
    return Entry(
        entry_id=wanted.notification,
        owner=sent.owner,
        at=sent.at,
        kind=EntryKind(template.medium.value),
        direction=Direction.OUTBOUND,
        title=template.title.of(wanted.language),
        template=template.name,
        template_version=template.version,
        delivery=Delivery.NONE,
        state=EntryState.SENT,
    )
