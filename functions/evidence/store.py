"""Quarantine and evidence in S3."""

from typing import Any

from botocore.exceptions import ClientError

from cms_common.adapters.evidence import disposition
from cms_common.adapters.kms import client_of
from cms_common.domain.uploads import original_key, view_key
from cms_common.domain.work import Document

_GONE = {"NoSuchKey", "NoSuchVersion", "404"}
_THERE = {"PreconditionFailed", "412"}


class S3Quarantine:
    """The bucket that files are sent to."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def read(self, key: str, version: str) -> bytes | None:
        """Return one version; None where it is gone. One GetObject of at most 5 MB."""
        try:
            found = client_of("s3").get_object(Bucket=self._bucket, Key=key, VersionId=version)
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return None
            raise
        return bytes(found["Body"].read())

    def forget(self, key: str) -> None:
        """Delete every version. One ListObjectVersions for each thousand and one DeleteObject a version; mostly one."""
        more = True
        while more:
            listed: dict[str, Any] = client_of("s3").list_object_versions(Bucket=self._bucket, Prefix=key)
            every = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
            for version in [one["VersionId"] for one in every if one["Key"] == key]:
                client_of("s3").delete_object(Bucket=self._bucket, Key=key, VersionId=version)
            more = bool(listed.get("IsTruncated"))


class S3Evidence:
    """The bucket that evidence is kept in."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def keep_original(self, upload_id: str, number: int, content: bytes, media_type: str) -> None:
        """Keep a file as it was sent; it is never opened. One PutObject."""
        self._keep(original_key(upload_id, number), content, ContentType=media_type)

    def keep_view(self, document: Document, content: bytes) -> None:
        """Keep what staff see of a file, with the name that it opens under. One PutObject."""
        key, named = view_key(document.upload_id, document.number), disposition(document)
        self._keep(key, content, ContentType=document.view_type, ContentDisposition=named)

    def _keep(self, key: str, content: bytes, **headers: str) -> None:
        # Only where nothing is kept under the key.
        try:
            client_of("s3").put_object(Bucket=self._bucket, Key=key, Body=content, IfNoneMatch="*", **headers)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _THERE:
                raise
