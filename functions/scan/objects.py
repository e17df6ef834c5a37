"""The quarantine bucket, read only."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from cms_common.adapters.kms import client_of
from scan.arrivals import Sent

_GONE = {"NoSuchKey", "NoSuchVersion", "404"}


class S3Quarantine:
    """Objects of one bucket by key and version."""

    def __init__(self, bucket: str, s3: Callable[[], Any] = lambda: client_of("s3")) -> None:
        """Take the bucket's name."""
        self._bucket = bucket
        self._s3 = s3

    def read(self, key: str, version: str, at_most: int) -> Sent | None:
        """Return one version, its content cut off after `at_most` bytes; None where it is gone. One GetObject."""
        try:
            found = self._s3().get_object(Bucket=self._bucket, Key=key, VersionId=version)
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return None
            raise
        with found["Body"] as body:
            return Sent(body.read(at_most), found.get("ContentType", ""))
