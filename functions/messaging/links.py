"""Links that open a document for a minute."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from botocore.config import Config

from cms_common.adapters.table import connection
from cms_common.domain.history import Entry
from messaging.reading import Opened

LASTS = timedelta(seconds=60)


class S3Links:
    """Documents in their bucket, under their own ID."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def link(self, entry: Entry, now: datetime) -> Opened:
        """Return a link that opens the PDF beside the page. Signed here: no call."""
        # The name tells the kind and the day, never whom it is about: it is kept in download folders and by browsers.
        name = f"{entry.kind.value}-{entry.at:%Y-%m-%d}.pdf"
        wanted = {
            "Bucket": self._bucket,
            "Key": f"{entry.document_id}.pdf",
            "ResponseContentType": "application/pdf",
            "ResponseContentDisposition": f'inline; filename="{name}"',
            "ResponseCacheControl": "no-store",
        }
        url = _s3().generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(LASTS.total_seconds()))
        return Opened(url, now + LASTS, entry)


@cache
def _s3() -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    # What is encrypted with a key of our own opens by the newer signature alone.
    return connection().session.create_client("s3", config=Config(signature_version="s3v4"))
