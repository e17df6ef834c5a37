"""Extracts as they arrive: the bucket, what is sealed in the lines, and the queue for lines that are rejected."""

from typing import Any

from botocore.exceptions import ClientError
from msgspec import json

from cms_common.adapters.kms import client_of
from intake.checking import Rejected
from intake.ports import SealedLine

_NOT_SEALED_FOR_IT = {"InvalidCiphertextException", "IncorrectKeyException"}


class S3Extracts:
    """Objects in the intake bucket."""

    def lines(self, bucket: str, key: str) -> list[bytes]:
        """Read an object whole: loading takes longer than S3 keeps a half-read answer open. One GetObject."""
        body = client_of("s3").get_object(Bucket=bucket, Key=key)["Body"]
        return bytes(body.read()).splitlines()


class KmsOpener:
    """Opens lines with the intake key. Each is bound to the SCIN or ERN it was sealed for."""

    def __init__(self, key: str) -> None:
        """Take the intake key's ARN."""
        self._key = key

    def open(self, key: str, sealed: bytes) -> bytes | None:
        """Return the record's JSON; None where it was not sealed for this key. One Decrypt."""
        context = {"purpose": "intake", "key": key}
        try:
            opened: dict[str, Any] = client_of("kms").decrypt(
                KeyId=self._key, CiphertextBlob=sealed, EncryptionContext=context
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOT_SEALED_FOR_IT:
                return None
            raise
        return bytes(opened["Plaintext"])


class SqsRejects:
    """The queue of rejected lines: where each is and why, never what it says."""

    def __init__(self, queue_url: str) -> None:
        """Take the queue's URL."""
        self._queue_url = queue_url

    def send(self, line: SealedLine, rejected: Rejected) -> None:
        """Send one reference; a run that is repeated sends it again. One SendMessage."""
        told = {"bucket": line.bucket, "key": line.key, "line": line.line, "reason": rejected.reason.value}
        client_of("sqs").send_message(QueueUrl=self._queue_url, MessageBody=json.encode(told).decode())
