"""Documents and print batches in S3, each object written once: what is there under its name stays (MSG-15)."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from botocore.exceptions import ClientError
from msgspec import json

from cms_common.adapters.kms import client_of
from letters.printing import Batch, Unreadable, Waiting

PDF, JSON = "application/pdf", "application/json"
_THERE = "PreconditionFailed"


class S3Documents:
    """The bucket of documents."""

    def __init__(self, bucket: str, s3: Callable[[], Any] = lambda: client_of("s3")) -> None:
        """Take the bucket's name."""
        self._bucket = bucket
        self._s3 = s3

    def keep(self, identifier: str, content: bytes) -> None:
        """Keep a document. One PutObject of `<document id>.pdf`, where there is none."""
        _put_once(self._s3(), self._bucket, f"{identifier}.pdf", content, PDF)

    def read(self, identifier: str) -> bytes:
        """Return a document. One GetObject."""
        return bytes(self._s3().get_object(Bucket=self._bucket, Key=f"{identifier}.pdf")["Body"].read())


class S3Printer:
    """The bucket that the printer takes batches from."""

    def __init__(self, bucket: str, documents: S3Documents, s3: Callable[[], Any] = lambda: client_of("s3")) -> None:
        """Take the bucket's name, and where the letters are read from."""
        self._bucket = bucket
        self._documents = documents
        self._s3 = s3

    def look(self, letter: Waiting) -> None:
        """Read a letter's document and hold it against what is known of it. One GetObject. Raises Unreadable."""
        try:
            content = self._documents.read(letter.document_id)
        except ClientError as error:
            raise Unreadable(re.sub(r"[^A-Za-z-]", "-", error.response["Error"]["Code"])[:80] or "unknown") from error
        if sha256(content).hexdigest() != letter.sha256:
            raise Unreadable("other-content")

    def put_letter(self, batch: Batch, letter: Waiting) -> None:
        """Put one letter into a batch. One GetObject, one PutObject of `<batch>/<letter id>.pdf`."""
        content = self._documents.read(letter.document_id)
        _put_once(self._s3(), self._bucket, f"{batch.name}/{letter.letter_id}.pdf", content, PDF)

    def put_manifest(self, batch: Batch) -> None:
        """Say that a batch is whole. One PutObject of `<batch>/manifest.json`."""
        content = json.format(json.encode(batch.manifest), indent=2)
        _put_once(self._s3(), self._bucket, f"{batch.name}/manifest.json", content, JSON)


def _put_once(s3: Any, bucket: str, key: str, content: bytes, kind: str) -> None:  # noqa: ANN401 - made at run time
    try:
        s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind, IfNoneMatch="*")
    except ClientError as error:
        # Its name is made of its content, or of a batch that is fixed: what is there is this.
        if error.response["Error"]["Code"] != _THERE:
            raise
