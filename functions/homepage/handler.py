"""HTTP: the homepages of clients and employers."""

from cms_common.domain.cases import NotYourCase
from cms_common.edge import problems
from cms_common.edge.access import SIGNED_IN
from cms_common.edge.api import Api, Request, serve
from homepage import pages
from homepage.wiring import doors, homepages

api = Api("Homepages")
_FAULTS = (problems.SiebelFault,)
_CASE = {"case": "the case whose role the homepage is to show, for a client with both roles"}


@api.route(
    "GET", "/client/homepage", access=SIGNED_IN, answer=pages.ClientPage, query=_CASE,
    raises=(*_FAULTS, problems.NotFound), summary="A client's homepage",
)  # fmt: skip
def show_client_homepage(request: Request[None]) -> pages.ClientPage:
    homepage = homepages.of_client(request.session, request.query.get("case"))
    if isinstance(homepage, NotYourCase):
        raise problems.NotFound
    return pages.client(homepage, request.session)


@api.route(
    "GET", "/employer/homepage", access=SIGNED_IN, answer=pages.EmployerPage, raises=_FAULTS,
    summary="The employer portal's homepage",
)  # fmt: skip
def show_employer_homepage(request: Request[None]) -> pages.EmployerPage:
    return pages.employer(homepages.of_employer(request.session), request.session)


lambda_handler = serve(api, doors)
