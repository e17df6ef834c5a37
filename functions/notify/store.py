"""Notifications in DynamoDB: claimed, given back, sent, ended, reported."""

from datetime import UTC, datetime
from uuid import uuid4

from pynamodb.expressions.update import Action

from cms_common.adapters.history import add_entry, change_entry, place_of
from cms_common.adapters.notifications import KEPT, UNSETTLED, notified_item, wanted_of
from cms_common.adapters.table import changed
from cms_common.adapters.tables import NotificationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import raise_work
from cms_common.domain.acts import Act
from cms_common.domain.copies import Versions
from cms_common.domain.history import Delivery, Entry, EntryKind, EntryState
from cms_common.domain.notifications import State, Wanted
from cms_common.domain.work import Direction, WorkItem
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

    def claim(self, wanted: Wanted, versions: Versions, now: datetime) -> Claim | None:
        """Claim one. UpdateItem on notifications `notification`; where that is refused, one GetItem. StillClaimed."""
        moment, item, mark = int(now.timestamp()), NotificationItem(wanted.notification), uuid4().hex
        waited = NotificationItem.wait_until.does_not_exist() | (NotificationItem.wait_until <= moment)
        open_still = NotificationItem.state.is_in(*UNSETTLED) | NotificationItem.state.does_not_exist()
        free = waited & open_still & NotificationItem.again_as.does_not_exist()
        actions = [*_claiming(wanted, versions, now), NotificationItem.claimed_by.set(mark)]
        if not changed(item, actions, free):
            item.refresh(consistent_read=True)
            # The mark tells a claim of our own, which the client library sent again because its answer was lost.
            if item.claimed_by != mark:
                _taken(item)
                return None
        return _claim(item, wanted)

    def give_up(self, notification: str) -> Claim | None:
        """Open one that is still claimed, to end it. UpdateItem on notifications `notification`, while it is queued."""
        item, queued = NotificationItem(notification), NotificationItem.state == State.QUEUED.value
        return _claim(item, wanted_of(item)) if changed(item, [NotificationItem.version.add(1)], queued) else None

    def give_back(self, claim: Claim) -> None:
        """Give a claim back. UpdateItem on notifications `notification`."""
        # Earlier tries whose outcome nobody knows stay unknown.
        actions: list[Action] = [NotificationItem.wait_until.remove(), NotificationItem.claims.set(claim.lost)]
        changed(NotificationItem(claim.wanted.notification), actions, NotificationItem.version == claim.version)

    def sent(self, sent: Sent, act: Act) -> None:
        """Keep that it was sent, and its entry in the history. One transaction; where it is kept already, nothing."""
        claim, entry = sent.claim, _entry(sent)
        item, unsent = NotificationItem(claim.wanted.notification), NotificationItem.sent_at.does_not_exist()
        actions = [*_became(State.SENT), NotificationItem.wait_until.remove(), NotificationItem.sent_at.set(sent.at)]
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
        """Keep that it is not sent, and raise its work. One transaction; where it was sent after all, nothing."""
        wanted, claim = ended.claim.wanted, ended.claim
        item, unsent = NotificationItem(wanted.notification), NotificationItem.state.is_in(*UNSETTLED)
        actions = [*_became(ended.state), NotificationItem.reason.set(ended.reason)]
        if ended.settled:
            actions += [NotificationItem.wait_until.remove(), NotificationItem.claims.set(claim.lost)]
        try:
            with Transaction() as transaction:
                transaction.update("notification", item, [*actions, *_raising(ended.raised)], unsent)
                if ended.raised:
                    raise_work(transaction, ended.raised)
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

    def reported(self, report: Report, act: Act, raised: WorkItem | None) -> None:
        """Keep what was reported, in the history too, and raise its work. One transaction.

        Before it, GetItem on notifications `notification`, consistent; where it is refused, one more.
        """
        item = NotificationItem.get(report.notification, consistent_read=True)
        actions = [*_became(report.state), NotificationItem.wait_until.remove(), *_raising(raised)]
        if report.reason:
            actions.append(NotificationItem.reason.set(report.reason))
        try:
            with Transaction() as transaction:
                news = NotificationItem.rank < report.state.rank
                transaction.update("notification", NotificationItem(report.notification), actions, news)
                if item.owner and item.entry:
                    change_entry(transaction, item.owner, item.entry, _ENTRY_STATE[report.state])
                if raised:
                    raise_work(transaction, raised)
                transaction.record(act)
        except ConditionsFailed:
            item.refresh(consistent_read=True)
            # Where another report raised the work at the same moment, this one is news still, and comes again.
            if item.rank is None or item.rank < report.state.rank:
                raise


def _taken(item: NotificationItem) -> None:
    if item.state in UNSETTLED and not item.again_as:
        raise StillClaimed


def _claiming(wanted: Wanted, versions: Versions, now: datetime) -> list[Action]:
    moment = int(now.timestamp())
    return [
        NotificationItem.state.set(State.QUEUED.value),
        NotificationItem.rank.set(State.QUEUED.rank),
        NotificationItem.wait_until.set(moment + SETTLES),
        NotificationItem.claims.add(1),
        NotificationItem.version.add(1),
        NotificationItem.to.set(wanted.to),
        NotificationItem.template.set(wanted.template),
        NotificationItem.template_version.set(versions.template),
        NotificationItem.line_versions.set(list(versions.lines)),
        NotificationItem.telephone.set(versions.telephone),
        NotificationItem.language.set(wanted.language.value),
        NotificationItem.lines.set(list(wanted.lines)),
        NotificationItem.optional.set(list(wanted.optional)),
        NotificationItem.besides.set(wanted.besides) if wanted.besides else NotificationItem.besides.remove(),
        NotificationItem.queued_at.set(NotificationItem.queued_at | now),
        NotificationItem.expires_at.set(moment + KEPT),
    ]


def _became(state: State) -> list[Action]:
    return [NotificationItem.state.set(state.value), NotificationItem.rank.set(state.rank)]


def _raising(raised: WorkItem | None) -> list[Action]:
    return [NotificationItem.raised.set(raised.work_item_id)] if raised else []


def _claim(item: NotificationItem, wanted: Wanted) -> Claim:
    return Claim(
        wanted,
        item.queued_at or datetime.now(UTC),
        int(item.version or 0),
        Versions(int(item.template_version or 0), tuple(item.line_versions or ()), item.telephone or ""),
        # All tries but the latest.
        lost=max(int(item.claims or 0) - 1, 0),
        raised=item.raised is not None,
    )


def _entry(sent: Sent) -> Entry | None:
    if sent.owner is None:
        return None
    wanted, versions, template = sent.claim.wanted, sent.claim.versions, sent.template
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
        language=wanted.language,
        lines=versions.lines,
        optional=wanted.optional,
        telephone=versions.telephone,
    )
