"""HTTP: a client asks where to send evidence to, and sees what became of it."""

from cms_common.edge import problems
from cms_common.edge.access import SIGNED_IN
from cms_common.edge.api import Api, Request, serve
from upload import answers, forms, pages
from upload.wiring import asking, doors, limits

api = Api("Documents")
_AFTER = {"after": "where the page begins, as the link to earlier uploads has it"}
_REFUSED = (problems.UploadFormUsed, problems.TooManyUploads, problems.SiebelFault)


@api.route(
    "GET", pages.UPLOADS, access=SIGNED_IN, answer=forms.UploadsPage, query=_AFTER, raises=(problems.FormRefused,),
    summary="Upload evidence: limits, formats, own uploads",
)  # fmt: skip
def show_uploads(request: Request[None]) -> forms.UploadsPage:
    after = forms.checked_after(request.query.get("after"))
    return pages.uploads(asking.list(request.session, after), limits, request.session.site)


@api.route(
    "POST", pages.UPLOADS, access=SIGNED_IN, body=forms.AskForm, answer=forms.UploadView, status=201, raises=_REFUSED,
    idempotent=True, summary="Ask where to send up to five files",
)  # fmt: skip
def ask(request: Request[forms.AskForm]) -> forms.UploadView:
    wanted = request.body.checked(request.idempotency_key)
    return answers.of_asking(asking.ask(wanted, request.session, request.visit), limits, request.session.site)


@api.route("GET", f"{pages.UPLOADS}/{{upload}}", access=SIGNED_IN, answer=forms.UploadView, summary="One own upload")
def show_upload(request: Request[None]) -> forms.UploadView:
    found = answers.there(asking.show(request.named["upload"], request.session))
    return pages.upload(found, limits, request.session.site)


lambda_handler = serve(api, doors)
