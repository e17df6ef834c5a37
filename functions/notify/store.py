"""Notifications and addresses in DynamoDB."""

from datetime import datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.table import changed
from cms_common.adapters.tables import AccountItem, NotificationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act
from notify.sending import Notification, StillClaimed

CLAIMED_FOR = 60
"""Seconds after which a claim that came to nothing may be taken over; longer than a run can take."""
_KEPT = 30 * 86_400
"""Seconds that a notification is known again; a queue keeps a message 4 days, dead letters 14."""


class DynamoNotifications:
    """Notifications by their own identifier."""

    def claim(self, notification: Notification, now: datetime) -> bool:
        """Claim one. UpdateItem on notifications `notification`. Raises StillClaimed."""
        moment = int(now.timestamp())
        item = NotificationItem(notification.notification)
        actions: list[Action] = [
            NotificationItem.claimed_at.set(moment),
            NotificationItem.user_id.set(notification.to),
            NotificationItem.template.set(notification.template),
            NotificationItem.expires_at.set(moment + _KEPT),
        ]
        free = NotificationItem.claimed_at.does_not_exist() | (NotificationItem.claimed_at <= moment - CLAIMED_FOR)
        return changed(item, actions, NotificationItem.sent_at.does_not_exist() & free) or self._not_sent(item)

    def sent(self, notification: Notification, act: Act) -> None:
        """Keep that it was sent. One transaction; where it is kept already, nothing."""
        item, unsent = NotificationItem(notification.notification), NotificationItem.sent_at.does_not_exist()
        try:
            with Transaction() as transaction:
                transaction.update("notification", item, [NotificationItem.sent_at.set(act.at)], unsent)
                transaction.record(act)
        except ConditionsFailed:
            return

    @staticmethod
    def _not_sent(item: NotificationItem) -> bool:
        item.refresh(consistent_read=True)
        if item.sent_at is None:
            raise StillClaimed
        return False


class DynamoAddresses:
    """Email addresses of Gateway accounts."""

    def of(self, user_id: str) -> str | None:
        """Return an account's address. GetItem on accounts `key`, consistent."""
        try:
            found = AccountItem.get(
                AccountItem.key_of(user_id), consistent_read=True, attributes_to_get=["key", "email"]
            )
        except AccountItem.DoesNotExist:
            return None
        return found.email
