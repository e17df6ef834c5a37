"""The pages of staff: their words, fields, buttons and links in order."""

from cms_common.domain.staff import Profile, StaffFunction, StaffRole
from cms_common.domain.uk_time import shown_time
from cms_common.edge.pages import Field, Link, Page
from staff.administration import Listed
from staff.forms import Menu, StaffResult, StaffUserList, StaffUserShown

SERVICE_NAME = "Child Maintenance Service helpdesk"
MENU = Link("Main menu", "/staff/menu")
USERS = Link("View user list", "/staff/users")
NOT_TO_BE_DISCLOSED = "Do not disclose your password to anyone."
_ACTS = {
    "edit": "Edit",
    "delete": "Delete",
    "password": "Change password",
    "unlock": "Unlock",
}
_ASKED = {
    "delete": ("Delete user", "Delete user {}? The user will no longer be able to log in."),
    "unlock": ("Unlock user", "Unlock user {}? The password stays as it is."),
    "password": ("Change password", "Make a new password for user {}? The present one will no longer work."),
}
_TOLD = {
    "delete": ("User deleted", "User {} has been deleted."),
    "unlock": ("User unlocked", "User {} has been unlocked. The password has not been changed."),
}


def log_in() -> Page:
    """Show the login page of staff."""
    return Page(
        title="Log in",
        service_name=SERVICE_NAME,
        paragraphs=("Log in with the user ID and password that IT support issued to you.", NOT_TO_BE_DISCLOSED),
        fields=(Field("user_id", "User ID"), Field("password", "Password", "password")),
        buttons=("Login",),
    )


def menu(profile: Profile) -> Menu:
    """Show the main menu: what is not for this person is there without an address (SUP-12, ITS-04)."""
    looks_up, administers = profile.may(StaffFunction.LOOK_UP), profile.role is StaffRole.IT_SUPPORT
    changes = profile.may(StaffFunction.CHANGE_PASSWORD)
    return Menu(
        title="Main menu",
        welcome=f"Welcome {profile.name}",
        items=(
            Link("Customer selection", "/staff/helpdesk/look-ups" if looks_up else ""),
            Link("Advanced functions", "/staff/password" if changes else ""),
            Link("Helpdesk administration", "/staff/users" if administers else ""),
            Link("Help"),
        ),
        log_out=Link("Log out", "/staff/logout"),
    )


def change_my_password() -> Page:
    """Ask for the current password (ITS-17, ITS-18)."""
    return Page(
        title="Change my password",
        service_name=SERVICE_NAME,
        paragraphs=(
            "You should change your password only if someone else knows it.",
            "A new password will be created and displayed.",
        ),
        fields=(Field("current_password", "Current password", "password"),),
        buttons=("OK",),
    )


def user(listed: Listed) -> StaffUserShown:
    """Show one user."""
    held, profile = listed.user, listed.user.profile
    here = f"/staff/users/{held.user_id}"
    return StaffUserShown(
        user_id=held.user_id,
        first_name=profile.first_name,
        surname=profile.surname,
        role=profile.role.value,
        functions=tuple(sorted(profile.functions)),
        segment=profile.segment,
        special_records_team=profile.special_records_team,
        password_to_be_changed=held.issued,
        locked=listed.locked,
        revision=held.revision,
        created=shown_time(held.created_at),
        actions=tuple(Link(text, here if act == "edit" else f"{here}/{act}") for act, text in _ACTS.items()),
    )


def users(listed: tuple[Listed, ...], after: str) -> StaffUserList:
    """Show a part of the user list (ITS-11)."""
    more = Link("More users", f"/staff/users?after={after}") if after else None
    return StaffUserList("User list", tuple(user(one) for one in listed), more)


def asked(act: str, user_id: str) -> StaffResult:
    """Ask for the confirmation of an act (ITS-20)."""
    title, words = _ASKED[act]
    here = Link(title, f"/staff/users/{user_id}/{act}")
    return StaffResult(
        title, done=False, paragraphs=(words.format(user_id),), user_id=user_id, next=here, buttons=("OK",)
    )


def told(act: str, user_id: str) -> StaffResult:
    """Say that an act was done (ITS-14)."""
    title, words = _TOLD[act]
    return StaffResult(title, done=True, paragraphs=(words.format(user_id),), user_id=user_id, next=USERS)


def issued(title: str, user_id: str, password: str) -> StaffResult:
    """Show a user ID and the password that was issued, once (ITS-05, ITS-15)."""
    words = (
        "Pass the user ID and the password to the caseworker. At the next login a new password will be shown to them."
    )
    return StaffResult(title, done=True, paragraphs=(words,), user_id=user_id, next=USERS, password=password)
