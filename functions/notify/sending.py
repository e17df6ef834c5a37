"""Sends one notification: one is one mail, as far as the mail service lets (NOT-12 to NOT-18)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from notify.catalogue import Blocked, Mail, write


@dataclass(frozen=True, slots=True)
class Notification:
    """What a part of the service wants sent: by which text, in which language, to which account.

    No address stands in it (NOT-17); the values are encrypted for that account (base64).
    """

    notification: str
    template: str
    language: str
    to: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """When it is sent, and the identifier that log lines and audit records share."""

    now: datetime
    transaction_id: str


class MailBlocked(Exception):
    """A mail must not be sent; `reason` is a code. It goes to the dead letters for a person to look into."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


class StillClaimed(Exception):
    """Another run is sending it, or ended in the middle less than a minute ago: it comes again."""


class Notifications(Protocol):
    """Which notifications were sent."""

    def claim(self, notification: Notification, now: datetime) -> bool:
        """Claim one for sending; False where it was sent already. Raises StillClaimed."""
        ...

    def sent(self, notification: Notification, act: Act) -> None:
        """Keep that it was sent."""
        ...


class Addresses(Protocol):
    """Addresses held for accounts."""

    def of(self, user_id: str) -> str | None:
        """Return the email address held for an account; None where the account is gone."""
        ...


class Opener(Protocol):
    """Opens sealed values."""

    def open(self, user_id: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for an account."""
        ...


class Post(Protocol):
    """The mail service."""

    def send(self, address: str, mail: Mail) -> None:
        """Send one mail."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """The use case."""

    notifications: Notifications
    addresses: Addresses
    opener: Opener
    values: Callable[[bytes], dict[str, str]]
    post: Post
    randomness: Randomness

    def send(self, wanted: Notification, run: Run) -> None:
        """Send one notification; nothing happens where it was sent before, or where the account is gone.

        Raises MailBlocked, StillClaimed. A run that ends between sending and keeping that it did sends once more: the
        mail service has no way to ask.
        """
        address = self.addresses.of(wanted.to)
        if address is None or not self.notifications.claim(wanted, run.now):
            return
        mail = write(wanted.template, wanted.language, self.values(self.opener.open(wanted.to, wanted.sealed)))
        if isinstance(mail, Blocked):
            raise MailBlocked(mail.reason)
        self.post.send(address, mail)
        subject, facts = f"notification#{wanted.notification}", {"template": wanted.template, "account": wanted.to}
        identifier = self.randomness.identifier()
        act = Act(ActKind.MAIL_SENT, identifier, subject, 1, "system#notify", run.now, run.transaction_id, facts)
        self.notifications.sent(wanted, act)
