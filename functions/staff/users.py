"""HTTP: what IT support does with staff accounts; declared beside the routes of signing in (ITS-01)."""

from collections.abc import Callable

from cms_common.domain.staff import is_staff_id, tidy_staff_id
from cms_common.edge import problems
from cms_common.edge.access import IT_SUPPORT
from cms_common.edge.api import Api, Request
from staff import answers, forms, pages
from staff.administration import Administration, Edit

_LIST, _ONE = "/staff/users", "/staff/users/{user_id}"
_GONE = (problems.StaffUserGone,)
type _Run = Callable[[Request[forms.StaffConfirmation]], forms.StaffResult]
type _Declare = Callable[[_Run], _Run]
_AFTER = {"after": "the user ID that the page begins after"}


def declare(api: Api, administration: Administration) -> None:
    """Declare the routes of IT support."""
    _declare_all_users(api, administration)
    _declare_one_user(api, administration)
    _declare_acts(api, administration)


def _declare_all_users(api: Api, administration: Administration) -> None:
    @api.route("GET", _LIST, access=IT_SUPPORT, answer=forms.StaffUserList, query=_AFTER, summary="User list")
    def show_users(request: Request[None]) -> forms.StaffUserList:
        return answers.of_list(administration.listed(tidy_staff_id(request.query.get("after", ""))[:20]))

    @api.route(
        "POST", _LIST, access=IT_SUPPORT, body=forms.StaffUserForm, answer=forms.StaffResult, status=201,
        idempotent=True, raises=(problems.StaffFormUsed,), summary="Create user: shows user ID and password once",
    )  # fmt: skip
    def create(request: Request[forms.StaffUserForm]) -> forms.StaffResult:
        profile, actor = request.body.checked(), request.staff.actor
        return answers.of_created(administration.create(profile, request.idempotency_key, actor, request.visit))


def _declare_one_user(api: Api, administration: Administration) -> None:
    @api.route("GET", _ONE, access=IT_SUPPORT, answer=forms.StaffUserShown, raises=_GONE, summary="One user")
    def show_user(request: Request[None]) -> forms.StaffUserShown:
        return answers.of_user(administration.show(_named(request)))

    @api.route(
        "PUT", _ONE, access=IT_SUPPORT, body=forms.StaffEditForm, answer=forms.StaffUserShown,
        raises=(*_GONE, problems.OwnStaffAccount, problems.StaffUserChanged),
        summary="Edit a user's details and functions, as shown at `revision`",
    )  # fmt: skip
    def edit(request: Request[forms.StaffEditForm]) -> forms.StaffUserShown:
        profile, revision = request.body.opened()
        asked = Edit(_named(request), profile, revision)
        return answers.of_edit(administration.edit(asked, request.staff.user, request.visit))


def _declare_acts(api: Api, administration: Administration) -> None:
    def act(name: str, summary: str, *raises: type[problems.Problem]) -> _Declare:
        return api.route(
            "POST", f"{_ONE}/{name}", access=IT_SUPPORT, body=forms.StaffConfirmation, answer=forms.StaffResult,
            raises=(*_GONE, *raises), summary=f"{summary}; without `confirmed` nothing changes",
        )  # fmt: skip

    @act("delete", "Delete a user", problems.OwnStaffAccount)
    def delete(request: Request[forms.StaffConfirmation]) -> forms.StaffResult:
        user_id = _there(administration, request)
        if not request.body.confirmed:
            return pages.asked("delete", user_id)
        return answers.of_deletion(administration.delete(user_id, request.staff.user, request.visit))

    @act("unlock", "Unlock a user")
    def unlock(request: Request[forms.StaffConfirmation]) -> forms.StaffResult:
        user_id = _there(administration, request)
        if not request.body.confirmed:
            return pages.asked("unlock", user_id)
        return answers.of_act("unlock", administration.unlock(user_id, request.staff.actor, request.visit))

    @act("password", "Make a new password for a user")
    def issue(request: Request[forms.StaffConfirmation]) -> forms.StaffResult:
        user_id = _there(administration, request)
        if not request.body.confirmed:
            return pages.asked("password", user_id)
        return answers.of_issued(administration.issue(user_id, request.staff.actor, request.visit))


def _there(administration: Administration, request: Request[forms.StaffConfirmation]) -> str:
    """Return the user ID of a user who is there: nobody is asked to confirm what concerns nobody."""
    return answers.of_user(administration.show(_named(request))).user_id


def _named[B](request: Request[B]) -> str:
    user_id = tidy_staff_id(request.named["user_id"])
    if not is_staff_id(user_id):
        raise problems.StaffUserGone
    return user_id
