"""The page of uploads, and an upload as its client sees it: states and reasons, never a way to the content."""

from collections.abc import Mapping
from urllib.parse import quote

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Site
from cms_common.domain.uk_time import shown_time
from cms_common.domain.upload_asking import EXTENSIONS
from cms_common.domain.upload_words import WORDS, limits_in_words
from cms_common.domain.uploads import FileState, FileType, Limits, Upload, UploadFile
from cms_common.edge.pages import SERVICE_NAMES, Field, Link, at
from upload.asking import Listed, Post
from upload.forms import FileView, Place, UploadsPage, UploadView

UPLOADS = "/client/uploads"
_NOTHING: Mapping[int, Post] = {}
_ENDS = {FileState.FILED, FileState.REFUSED}


def uploads(listed: Listed, limits: Limits, site: Site) -> UploadsPage:
    """Show what can be sent and what was sent."""
    return UploadsPage(
        title="Upload evidence",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=(
            "Send documents that support what you told us, or that we asked you for.",
            "Each file is checked for viruses before anyone opens it. You see here what became of it.",
        ),
        limits=limits_in_words(limits),
        accepted=(*FileType, *(f".{extension}" for extension in EXTENSIONS)),
        fields=(
            Field("files", "Documents", kind="files"),
            Field("service_request", "The request they belong to", mandatory=False),
        ),
        uploads=tuple(upload(one, limits, site) for one in listed.uploads),
        more=_more(listed.after, site),
    )


def upload(shown: Upload, limits: Limits, site: Site, posts: Mapping[int, Post] = _NOTHING) -> UploadView:
    """Show one upload; the limits with it where something is refused."""
    refused = bool(shown.cause or any(file.cause for file in shown.files))
    return UploadView(
        upload=shown.upload_id,
        asked_at=shown.asked_at,
        asked_at_shown=shown_time(shown.asked_at),
        finished=all(file.state in _ENDS for file in shown.files),
        files=tuple(_file(file, posts.get(file.number)) for file in shown.files),
        link=Link("Show this upload", at(Service.CLIENT, f"/uploads/{shown.upload_id}", site)),
        service_request=shown.service_request or "",
        cause=shown.cause.value if shown.cause else "",
        message=WORDS[shown.cause].client if shown.cause else "",
        limits=limits_in_words(limits) if refused else (),
    )


def _file(file: UploadFile, post: Post | None) -> FileView:
    return FileView(
        number=file.number,
        name=file.name,
        size=file.size,
        state=file.state.value,
        cause=file.cause.value if file.cause else "",
        message=WORDS[file.cause].client if file.cause else "",
        send_to=Place(post.url, dict(post.fields), post.until) if post else None,
    )


def _more(after: str | None, site: Site) -> Link | None:
    if after is None:
        return None
    address = at(Service.CLIENT, "/uploads", site)
    return Link("Earlier uploads", f"{address}{'&' if '?' in address else '?'}after={quote(after, safe='')}")
