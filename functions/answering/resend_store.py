"""Notifications as they are sent again."""

from answering.values import NotSentAgain, SentAgain
from cms_common.adapters.notifications import Again, By, notification_of, resend
from cms_common.domain.sessions import Visit
from cms_common.domain.work import is_reference


class DynamoNotifications:
    """Notifications in DynamoDB."""

    def owner_of(self, notification: str) -> str | None:
        """Return to whom a notification went. GetItem on notifications `notification`, consistent."""
        found = notification_of(notification) if is_reference(notification) else None
        return found.wanted.to if found else None

    def again(self, notification: str, event_id: str, actor: str, visit: Visit) -> SentAgain | NotSentAgain:
        """Send a notification again. GetItem on notifications `notification`, then one transaction."""
        outcome = resend(notification, By(actor, visit.now, visit.transaction_id, event_id))
        return SentAgain(outcome.notification) if isinstance(outcome, Again) else NotSentAgain(outcome.reason)
