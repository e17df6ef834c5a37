"""The pages of login: their words, fields, buttons and links in order."""

from cms_common.domain.accounts import Service
from cms_common.domain.pin import ordinal
from cms_common.domain.sessions import Session, Site
from cms_common.edge.pages import MANDATORY_NOTE, SERVICE_NAMES, Field, Link, Page, at, start_of
from login.forms import PinPage


def log_in(service: Service, site: Site) -> Page:
    """Show the login page (LOG-02, REG-17, REG-23)."""
    return Page(
        title="Log in",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=(
            "If you already use any online service from the UK government, you probably have a Government Gateway "
            "account.",
            "If you have forgotten your User ID or your password, you can request either again.",
            "Not registered yet? Registering is easy. Have your personal information handy.",
        ),
        fields=(Field("user_id", "User ID"), Field("password", "Password", "password")),
        buttons=("Login", "Cancel"),
        links=(
            Link("Forgotten your User ID?", at(service, "/recovery/user-id", site), under="user_id"),
            Link("Forgotten your password?", at(service, "/recovery/password", site), under="password"),
            Link("Register", at(service, "/registration", site)),
            Link("Cancel", start_of(service, site)),
        ),
    )


def enter_pin(positions: tuple[int, int], session: Session) -> PinPage:
    """Show "Enter security details" with the two positions by ordinal (LOG-08, LOG-09)."""
    return PinPage(
        title="Enter security details",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=(
            "You will need to provide your security PIN number in order to complete your login process",
            MANDATORY_NOTE,
            "Please enter the requested PIN details",
        ),
        positions=positions,
        labels=tuple(f"{ordinal(position)} digit of your PIN number *" for position in positions),
        mandatory_note=MANDATORY_NOTE,
        buttons=("Submit",),
        links=(Link("Forgotten PIN", at(Service.CLIENT, "/recovery/pin", session.site)),),
    )


def enter_ern(session: Session) -> Page:
    """Ask an employer for the ERN of this session (LOG-13, LOG-14)."""
    return Page(
        title="Enter your employer reference number",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=(
            "Enter the employer reference number (ERN) that you want to use now. If you have more than one, log in "
            "again to use another.",
        ),
        fields=(Field("ern", "Employer reference number (ERN) *"),),
        buttons=("Submit",),
        mandatory_note=MANDATORY_NOTE,
    )
