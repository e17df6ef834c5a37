"""The mail service."""

from collections.abc import Callable
from typing import Any

from cms_common.adapters.kms import client_of
from notify.catalogue import Mail


class SesPost:
    """Simple Email Service."""

    def __init__(self, sender: str, ses: Callable[[], Any] = lambda: client_of("ses")) -> None:
        """Take the address that mails come from (NOT-14)."""
        self._sender = sender
        self._ses = ses

    def send(self, address: str, mail: Mail) -> None:
        """Send one mail as plain text. One SendEmail."""
        self._ses().send_email(
            Source=self._sender,
            Destination={"ToAddresses": [address]},
            Message={
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": mail.body, "Charset": "UTF-8"}},
            },
        )
