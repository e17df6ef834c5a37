"""What staff send, and what they are answered."""

import msgspec

from cms_common.domain.fields import FieldError, Invalid, required
from cms_common.domain.staff import Profile, check_profile, is_staff_id, tidy_staff_id
from cms_common.edge.bodies import accepted
from cms_common.edge.pages import Link
from cms_common.edge.problems import FormRefused

_LONGEST_PASSWORD = 100


class StaffLoginForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SUP-10: user ID in any case, and password."""

    user_id: str
    password: str

    def checked(self) -> tuple[str, str]:
        """Return user ID and password. Raises FormRefused: a blank or ill-formed one is no attempt."""
        user_id = tidy_staff_id(self.user_id)
        errors = _password_errors("password", "your password", self.password)
        if not user_id:
            errors.append(required("user_id", "your user ID"))
        elif not is_staff_id(user_id):
            errors.append(FieldError("user_id", "not_a_user_id", "A user ID has letters and a number, as JSMITH1"))
        if errors:
            raise FormRefused(errors=errors)
        return user_id, self.password


class OwnPasswordForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ITS-17: the current password."""

    current_password: str

    def checked(self) -> str:
        """Return the password. Raises FormRefused."""
        errors = _password_errors("current_password", "your current password", self.current_password)
        if errors:
            raise FormRefused(errors=errors)
        return self.current_password


def _password_errors(field: str, label: str, password: str) -> list[FieldError]:
    if not password:
        return [required(field, label)]
    too_long = FieldError(field, "too_long", "A password has 8 characters")
    return [too_long] if len(password) > _LONGEST_PASSWORD else []


class StaffUserForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ITS-03, ITS-13: name, role, the ticked functions, and what else is kept of a user."""

    first_name: str
    surname: str
    role: str
    functions: list[str] = []
    segment: str = ""
    special_records_team: bool = False

    def checked(self) -> Profile:
        """Return the profile. Raises FormRefused."""
        return accepted(check_profile(**msgspec.structs.asdict(self)))


class StaffEditForm(StaffUserForm, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """ITS-13: the form of a user, and the revision it was opened at."""

    revision: int | None = None

    def opened(self) -> tuple[Profile, int]:
        """Return the profile, and the revision that the form was opened at. Raises FormRefused."""
        typed = msgspec.structs.asdict(self)
        del typed["revision"]
        profile = check_profile(**typed)
        if self.revision is None:
            missing = required("revision", "the revision that the form was opened at")
            raise FormRefused(errors=[*(profile.errors if isinstance(profile, Invalid) else ()), missing])
        return accepted(profile), self.revision


class StaffConfirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ITS-20: without the tick nothing changes."""

    confirmed: bool = False


class StaffStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a step leads. `password` is a new password and `token` a new token; each is shown once."""

    title: str
    next: Link
    paragraphs: tuple[str, ...] = ()
    password: str = ""
    token: str = ""


class Menu(msgspec.Struct, frozen=True):
    """SUP-12: an item that is not for this person has no address."""

    title: str
    welcome: str
    items: tuple[Link, ...]
    log_out: Link


class StaffUserShown(msgspec.Struct, frozen=True):
    """One user, and what IT support can do with them without typing the ID (ITS-11); `revision` goes with an edit."""

    user_id: str
    first_name: str
    surname: str
    role: str
    functions: tuple[str, ...]
    segment: str
    special_records_team: bool
    password_to_be_changed: bool
    locked: bool
    revision: int
    created: str
    actions: tuple[Link, ...]


class StaffUserList(msgspec.Struct, frozen=True, omit_defaults=True):
    """ITS-11; `more` leads to the next page."""

    title: str
    users: tuple[StaffUserShown, ...]
    more: Link | None = None


class StaffResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """A confirmation page. `done` tells whether anything was changed; `password` is to be passed to the caseworker."""

    title: str
    done: bool
    paragraphs: tuple[str, ...]
    user_id: str
    next: Link
    buttons: tuple[str, ...] = ()
    password: str = ""
