"""HTTP: forgotten user ID or password; what concerns the PIN is in `pin_routes`."""

from cms_common.domain.recovery import Wanted
from cms_common.edge import problems
from cms_common.edge.access import EVERYONE
from cms_common.edge.api import Request, serve
from cms_common.edge.pages import Page
from cms_common.edge.wiring import SITE_QUERY, site_of
from recovery import answers, forms, pages
from recovery.pin_routes import api
from recovery.wiring import doors, recovering, settings

_REFUSED = (
    problems.RecoveryRefused, problems.BothForgotten, problems.RecoveryLocked, problems.TooManyAttempts,
    problems.SiebelFault,
)  # fmt: skip
_PHONE = settings.cms_telephone


@api.route("GET", "/{service}/recovery/user-id", access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Forgotten ID")
def show_user_id(request: Request[None]) -> Page:
    return pages.recovery(Wanted.USER_ID, request.own_service, site_of(request), _PHONE)


@api.route("GET", "/{service}/recovery/password", access=EVERYONE, answer=Page, query=SITE_QUERY, summary="Password")
def show_password(request: Request[None]) -> Page:
    return pages.recovery(Wanted.PASSWORD, request.own_service, site_of(request), _PHONE)


def recover(request: Request[forms.RecoveryForm]) -> forms.RecoveredPage:
    outcome = recovering.recover(request.body.checked(request.now, settings.scin_digits), request.visit)
    return answers.of_recovery(outcome, request.own_service, site_of(request), _PHONE)


for path, form in forms.RECOVERIES.items():
    api.route(
        "POST", path, access=EVERYONE, body=form, answer=forms.RecoveredPage, query=SITE_QUERY, raises=_REFUSED,
        summary="Give the facts, and get half back",
    )(recover)  # fmt: skip


lambda_handler = serve(api, doors)
