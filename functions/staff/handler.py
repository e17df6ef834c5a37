"""HTTP: staff sign in and out, their own password, and IT support's work with staff accounts."""

from cms_common.domain.staff import StaffFunction
from cms_common.edge import problems
from cms_common.edge.access import ALL_STAFF, ANY_STAFF_SESSION, STAFF_SIGNED_IN, ticked
from cms_common.edge.api import Api, Request, serve
from cms_common.edge.pages import Page
from staff import answers, forms, pages, users
from staff.wiring import administration, doors, signing_in

api = Api("Staff")
_OWN = ticked(StaffFunction.CHANGE_PASSWORD)
_LOGIN = (problems.CredentialsRefused, problems.StaffLocked, problems.TooManyAttempts)


@api.route("GET", "/staff/login", access=ALL_STAFF, answer=Page, summary="Login page of staff")
def show_login(_: Request[None]) -> Page:
    return pages.log_in()


@api.route(
    "POST", "/staff/login", access=ALL_STAFF, body=forms.StaffLoginForm, answer=forms.StaffStep, raises=_LOGIN,
    summary="Give user ID and password; an issued password shows a new one",
)  # fmt: skip
def log_in(request: Request[forms.StaffLoginForm]) -> forms.StaffStep:
    return answers.of_login(signing_in.log_in(*request.body.checked(), request.visit))


@api.route(
    "POST", "/staff/login/confirmation", access=ANY_STAFF_SESSION, answer=forms.StaffStep,
    raises=(problems.NothingToConfirm,), summary="Confirm that the new password is noted: it takes over",
)  # fmt: skip
def confirm(request: Request[None]) -> forms.StaffStep:
    return answers.of_confirmation(signing_in.confirm(request.staff, request.visit))


@api.route("POST", "/staff/logout", access=ANY_STAFF_SESSION, answer=forms.StaffStep, summary="Log out")
def log_out(request: Request[None]) -> forms.StaffStep:
    signing_in.log_out(request.staff, request.visit)
    return answers.of_logout()


@api.route("GET", "/staff/menu", access=STAFF_SIGNED_IN, answer=forms.Menu, summary="Main menu of staff")
def show_menu(request: Request[None]) -> forms.Menu:
    return pages.menu(request.staff.user.profile)


@api.route("GET", "/staff/password", access=_OWN, answer=Page, summary="Change my password")
def show_password(_: Request[None]) -> Page:
    return pages.change_my_password()


@api.route(
    "POST", "/staff/password", access=_OWN, body=forms.OwnPasswordForm, answer=forms.StaffStep,
    raises=_LOGIN[:2], summary="Make a new password for oneself",
)  # fmt: skip
def change_password(request: Request[forms.OwnPasswordForm]) -> forms.StaffStep:
    return answers.of_change(signing_in.change_password(request.staff, request.body.checked(), request.visit))


users.declare(api, administration)
lambda_handler = serve(api, doors)
