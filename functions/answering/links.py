"""Links that open a message's document for a minute."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from botocore.config import Config

from answering.values import Header
from cms_common.adapters.table import connection

LASTS = timedelta(seconds=60)


class S3Links:
    """Documents in their bucket, under their own ID."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def link(self, header: Header, now: datetime) -> tuple[str, datetime]:
        """Return a link that opens the PDF beside the page. Signed here: no call."""
        wanted = {
            "Bucket": self._bucket,
            "Key": f"{header.document_id}.pdf",
            "ResponseContentType": "application/pdf",
            "ResponseContentDisposition": f'inline; filename="message-{header.received_at:%Y-%m-%d}.pdf"',
            "ResponseCacheControl": "no-store",
        }
        url = _s3().generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(LASTS.total_seconds()))
        return url, now + LASTS


@cache
def _s3() -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    # What is encrypted with a key of our own opens by the newer signature alone.
    return connection().session.create_client("s3", config=Config(signature_version="s3v4"))
