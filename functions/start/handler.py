"""HTTP: the pages that open without login, the site's state, and what the API is."""

import msgspec

from cms_common.domain.accounts import Service
from cms_common.edge.access import ALWAYS_OPEN, EVERYONE
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.wiring import SITE_QUERY, site_of
from start import description, faq, pages
from start.wiring import doors

api = Api("Start")


@api.route("GET", "/", access=EVERYONE, answer=pages.StartPage, summary="Landing page")
def show_landing(_: Request[None]) -> pages.StartPage:
    return pages.landing()


@api.route("GET", "/client", access=EVERYONE, answer=pages.StartPage, summary="Start page for clients")
def show_client_start(_: Request[None]) -> pages.StartPage:
    return pages.start(Service.CLIENT)


@api.route("GET", "/employer", access=EVERYONE, answer=pages.StartPage, summary="Start page for employers")
def show_employer_start(_: Request[None]) -> pages.StartPage:
    return pages.start(Service.EMPLOYER)


@api.route("GET", "/ni", access=EVERYONE, answer=pages.StartPage, summary="Start page for Northern Ireland")
def show_northern_ireland_start(_: Request[None]) -> pages.StartPage:
    return pages.northern_ireland()


@api.route(
    "GET", "/{service}/faq", access=EVERYONE, answer=faq.FaqPage, query=SITE_QUERY,
    summary="Frequently asked questions",
)  # fmt: skip
def show_faq(request: Request[None]) -> faq.FaqPage:
    return faq.faq(request.own_service, site_of(request))


@api.route("GET", "/site", access=ALWAYS_OPEN, answer=pages.SiteReport, summary="Whether the site is open")
def show_site(request: Request[None]) -> pages.SiteReport:
    return pages.report(doors.sites.current(), request.now)


@api.route("GET", "/error-codes", access=ALWAYS_OPEN, answer=pages.ErrorCodes, summary="The published error codes")
def show_error_codes(_: Request[None]) -> pages.ErrorCodes:
    return pages.error_codes()


@api.route("GET", "/openapi.json", access=ALWAYS_OPEN, answer=None, summary="This description")
def show_description(_: Request[None]) -> msgspec.Raw:
    return msgspec.Raw(description.text())


lambda_handler = serve(api, doors, fallback=description.misdirected)
