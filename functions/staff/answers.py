"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.edge import problems
from cms_common.edge.pages import Link
from staff import administration, pages, signing_in
from staff.forms import StaffResult, StaffStep, StaffUserList, StaffUserShown

_CONFIRM = Link("Confirm that you have noted it", "/staff/login/confirmation")
_NOTE_IT = (
    "This is your new password. Make a note of it where nobody else can see it, then confirm. "
    "From then on the password you used just now no longer works."
)


def of_login(outcome: signing_in.LoginOutcome) -> StaffStep:
    """Lead on to the menu, or show the new password; or say why not."""
    match outcome:
        case signing_in.LoggedIn(token):
            return StaffStep("Main menu", pages.MENU, token=token)
        case signing_in.NewPassword(password, token):
            return _shown(password, token)
        case signing_in.Refused():
            raise problems.CredentialsRefused
        case signing_in.Locked():
            raise problems.StaffLocked
        case signing_in.TooManyFromHere():
            raise problems.TooManyAttempts
        case other:
            assert_never(other)


def of_confirmation(outcome: signing_in.ConfirmOutcome) -> StaffStep:
    """Lead on to the menu."""
    match outcome:
        case signing_in.LoggedIn(token):
            return StaffStep("Main menu", pages.MENU, ("Your new password works from now on.",), token=token)
        case signing_in.NothingPending():
            raise problems.NothingToConfirm
        case other:
            assert_never(other)


def of_change(outcome: signing_in.ChangeOutcome) -> StaffStep:
    """Show the new password (ITS-17), or say why there is none."""
    match outcome:
        case signing_in.NewPassword(password):
            return _shown(password, "")
        case signing_in.Refused():
            raise problems.CredentialsRefused
        case signing_in.Locked():
            raise problems.StaffLocked
        case other:
            assert_never(other)


def _shown(password: str, token: str) -> StaffStep:
    return StaffStep("Your new password", _CONFIRM, (_NOTE_IT, pages.NOT_TO_BE_DISCLOSED), password, token)


def of_logout() -> StaffStep:
    """Say that the session has ended."""
    return StaffStep("Log in", Link("Log in", "/staff/login"), ("You have logged out.",))


def of_created(outcome: administration.Issued | administration.FormUsedBefore) -> StaffResult:
    """Show user ID and password, to pass to the caseworker (ITS-05)."""
    match outcome:
        case administration.Issued(user_id, password):
            return pages.issued("User created", user_id, password)
        case administration.FormUsedBefore():
            raise problems.StaffFormUsed
        case other:
            assert_never(other)


def of_issued(outcome: administration.Issued | administration.NoSuchUser) -> StaffResult:
    """Show the new password, to pass to the caseworker (ITS-15)."""
    match outcome:
        case administration.Issued(user_id, password):
            return pages.issued("Password changed", user_id, password)
        case administration.NoSuchUser():
            raise problems.StaffUserGone
        case other:
            assert_never(other)


def of_edit(outcome: administration.EditOutcome) -> StaffUserShown:
    """Show the user as kept now (ITS-20), or say why nothing was changed."""
    match outcome:
        case administration.Done() | administration.NoSuchUser():
            return of_user(outcome)
        case administration.OwnAccount():
            raise problems.OwnStaffAccount
        case administration.ChangedMeanwhile():
            raise problems.StaffUserChanged
        case administration.NoLongerAllowed():
            raise problems.NotYours
        case other:
            assert_never(other)


def of_deletion(outcome: administration.DeleteOutcome) -> StaffResult:
    """Say that a user was deleted (ITS-14), or why not."""
    match outcome:
        case administration.Done() | administration.NoSuchUser():
            return of_act("delete", outcome)
        case administration.OwnAccount():
            raise problems.OwnStaffAccount
        case administration.NoLongerAllowed():
            raise problems.NotYours
        case other:
            assert_never(other)


def of_user(outcome: administration.Done | administration.NoSuchUser) -> StaffUserShown:
    """Show a user as kept."""
    if isinstance(outcome, administration.NoSuchUser) or outcome.listed is None:
        raise problems.StaffUserGone
    return pages.user(outcome.listed)


def of_act(act: str, outcome: administration.Done | administration.NoSuchUser) -> StaffResult:
    """Say that a user was deleted or unlocked."""
    if isinstance(outcome, administration.NoSuchUser):
        raise problems.StaffUserGone
    return pages.told(act, outcome.user_id)


def of_list(page: administration.UserPage) -> StaffUserList:
    """Show the user list."""
    return pages.users(page.users, page.after)
