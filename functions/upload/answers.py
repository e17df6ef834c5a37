"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.domain.sessions import Site
from cms_common.domain.uploads import Limits, Upload
from cms_common.edge import problems
from upload import pages
from upload.asking import Asked, FormUsed, NoSuchRequest, Outcome, TooManyAsks
from upload.forms import UploadView, no_such_request


def of_asking(outcome: Outcome, limits: Limits, site: Site) -> UploadView:
    """Say where each file is sent or why it is refused; an upload refused whole is kept and shown too (CON-18)."""
    match outcome:
        case Asked(upload, posts):
            return pages.upload(upload, limits, site, posts)
        case FormUsed():
            raise problems.UploadFormUsed
        case NoSuchRequest():
            raise problems.FormRefused(errors=[no_such_request()])
        case TooManyAsks():
            raise problems.TooManyUploads
        case other:
            assert_never(other)


def there(upload: Upload | None) -> Upload:
    """Return an upload, or say that there is nothing at this address."""
    if upload is None:
        raise problems.NotFound
    return upload
