"""Places to send files to: presigned POSTs of S3, signed by botocore."""

from datetime import datetime
from math import ceil

from cms_common.adapters.signing import signer
from cms_common.domain.uploads import UploadFile, key_of
from upload.asking import Post


class S3Posts:
    """Signs POSTs to the quarantine bucket. No call is made: the function's own role is what the POST is allowed by."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def open(self, upload_id: str, file: UploadFile, until: datetime, now: datetime) -> Post:
        """Sign a POST of one object: this key, this type, this many bytes, and what we say of it.

        Exactly as many bytes as were asked for, so that the daily limits cannot be cheated.
        """
        fixed = {
            "Content-Type": file.file_type.value if file.file_type else "",
            "x-amz-meta-upload": upload_id,
            "x-amz-meta-file": str(file.number),
        }
        exactly = ["content-length-range", file.size, file.size]
        made = signer().generate_presigned_post(
            self._bucket,
            key_of(upload_id, file.number),
            Fields=dict(fixed),
            Conditions=[*({name: value} for name, value in fixed.items()), exactly],
            ExpiresIn=ceil((until - now).total_seconds()),
        )
        return Post(made["url"], made["fields"], until)
