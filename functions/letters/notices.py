"""Notices handed to `notify`: that there is a letter to view, and nothing of it (NOT-04, NOT-05)."""

from base64 import b64encode

from msgspec import json

from cms_common.adapters.kms import MailSealer, client_of
from cms_common.domain.history import owner_client
from letters.issuing import Letter

TEMPLATE = "new-letter"


class SqsNotices:
    """The queue of mails."""

    def __init__(self, queue_url: str, sealer: MailSealer) -> None:
        """Take the queue's URL, and what seals the values."""
        self._queue_url = queue_url
        self._sealer = sealer

    def new_letter(self, letter: Letter) -> None:
        """Queue the notice of one letter, always under the same ID. One Encrypt, one SendMessage."""
        to = owner_client(letter.scin)
        told = {
            "notification": letter.letter_id,
            "template": TEMPLATE,
            "language": letter.language.value,
            "to": to,
            "sealed": b64encode(self._sealer.seal(to, json.encode({}))).decode(),
        }
        client_of("sqs").send_message(QueueUrl=self._queue_url, MessageBody=json.encode(told).decode())
