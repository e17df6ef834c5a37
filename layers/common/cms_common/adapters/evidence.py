"""Opening evidence: a link to what staff see of one document, good for a minute.

The name that a client gave a file stands in no address (SEC-12): evidence keeps it with the view, as a header.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from cms_common.adapters.signing import signer
from cms_common.domain.upload_asking import EXTENSIONS
from cms_common.domain.upload_work import JPEG_VIEW, PDF_VIEW
from cms_common.domain.uploads import view_key
from cms_common.domain.work import Document

OPEN_FOR = timedelta(seconds=60)
_EXTENSION = {PDF_VIEW: "pdf", JPEG_VIEW: "jpg"}
_NOT_IN_QUOTES = str.maketrans({'"': "_", "\\": "_", "%": "_"})


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """Where a document opens, and until when (UTC). Whoever holds it can open it: it is shown once and never kept."""

    url: str
    until: datetime


class EvidenceLinks:
    """Links into the evidence bucket. No call is made: the function's own role is what the link is allowed by."""

    def __init__(self, bucket: str) -> None:
        """Take the bucket's name."""
        self._bucket = bucket

    def open(self, document: Document, now: datetime) -> EvidenceLink:
        """Return a link to the PDF or JPEG of a document (UPL-09, UPL-10); it opens under the name kept with it."""
        wanted = {
            "Bucket": self._bucket,
            "Key": view_key(document.upload_id, document.number),
            "ResponseContentType": document.view_type,
        }
        seconds = int(OPEN_FOR.total_seconds())
        url = signer().generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)
        return EvidenceLink(url, now + OPEN_FOR)


def disposition(document: Document) -> str:
    """Write a document's name as a header can carry it: in ASCII, and whole for those who read RFC 6266.

    The extension is that of what opens, whatever was sent.
    """
    stem, _, ending = document.name.rpartition(".")
    name = f"{stem if stem and ending.lower() in EXTENSIONS else document.name}.{_EXTENSION[document.view_type]}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().translate(_NOT_IN_QUOTES)
    fallback = plain if plain.rpartition(".")[0].strip() else f"document.{_EXTENSION[document.view_type]}"
    return f"inline; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
