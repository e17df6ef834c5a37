"""Mails handed to `notify`: which text, for which account, and what it is to say, sealed."""

from base64 import b64encode

from msgspec import json

from cms_common.adapters.kms import MailSealer, client_of
from recovery.credentials import HalfMail


class SqsMails:
    """The queue of mails."""

    def __init__(self, queue_url: str, sealer: MailSealer) -> None:
        """Take the queue's URL, and what seals the values."""
        self._queue_url = queue_url
        self._sealer = sealer

    def queue(self, notification: str, mail: HalfMail) -> None:
        """Queue the mail with the other half. One Encrypt, one SendMessage."""
        sealed = self._sealer.seal(mail.user_id, json.encode({"half": mail.half}))
        told = {
            "notification": notification,
            "template": f"recovered-{mail.wanted.value}",
            "language": mail.language.value,
            "to": mail.user_id,
            "sealed": b64encode(sealed).decode(),
        }
        client_of("sqs").send_message(QueueUrl=self._queue_url, MessageBody=json.encode(told).decode())
