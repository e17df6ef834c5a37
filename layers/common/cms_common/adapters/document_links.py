"""Links that open a letter or a message for a minute."""

from datetime import date, datetime, timedelta

from cms_common.adapters.signing import signer

OPEN_FOR = timedelta(seconds=60)


class DocumentLinks:
    """Links into the correspondence bucket. No call is made: the function's own role is what a link is allowed by."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def link(self, document_id: str, kind: str, on: date, now: datetime) -> tuple[str, datetime]:
        """Return a link that opens a PDF beside the page, and when it ends.

        The file's name tells the kind and the day, never whom it is about: download folders and browsers keep it.
        """
        wanted = {
            "Bucket": self._bucket,
            "Key": f"{document_id}.pdf",
            "ResponseContentType": "application/pdf",
            "ResponseContentDisposition": f'inline; filename="{kind}-{on:%Y-%m-%d}.pdf"',
            "ResponseCacheControl": "no-store",
        }
        url = signer().generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(OPEN_FOR.total_seconds()))
        return url, now + OPEN_FOR
