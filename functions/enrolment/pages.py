"""The pages of registration and enrolment: their words, fields, buttons and links in order."""

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Session, Site
from cms_common.edge.pages import MANDATORY_NOTE, SERVICE_NAMES, Field, Link, Page, at, start_of
from enrolment.enrolling import Enrolled
from enrolment.forms import EnrolmentConfirmed, UserIdShown
from enrolment.registration import Registered

NO_BACK_BUTTON = "Do not use your browser's back button through this process because it may not function as expected."
CHECKING = (
    "The information you entered is being checked with the service owner. This may take a few moments. "
    "Thank you for your patience."
)
NOTE_THE_ID = (
    "Make a note of your user ID. You need it, with your password, each time you access the site.",
    NO_BACK_BUTTON,
)


def registration(service: Service, site: Site) -> Page:
    """Show the registration form (REG-04 to REG-09, REG-15, REG-17, REG-20)."""
    return Page(
        title="Register",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=(
            "If you already use any online service from the UK government, you probably have a Government Gateway "
            "account. Log in instead of registering again.",
            "If you have only one name, leave one of the two name boxes empty.",
            NO_BACK_BUTTON,
        ),
        fields=(
            Field("first_name", "First name *"),
            Field("surname", "Surname *"),
            Field("email", "Email address *", "email"),
            Field("confirm_email", "Confirm email address *", "email"),
            Field(
                "password",
                "Password *",
                "password",
                hint="8 to 12 characters, with at least one number and at least one letter",
            ),
            Field("confirm_password", "Confirm password *", "password"),
        ),
        buttons=("Submit", "Cancel"),
        links=(
            Link("Log in - if you're an existing user", at(service, "/login", site)),
            Link("Cancel", start_of(service, site)),
        ),
        mandatory_note=MANDATORY_NOTE,
    )


def user_id(registered: Registered, service: Service, site: Site) -> UserIdShown:
    """Show the new user ID, and the box to tick before Continue (REG-10, REG-12, REG-14)."""
    return UserIdShown(
        user_id=registered.user_id,
        advice=NOTE_THE_ID,
        confirm="I have made a note of my user ID",
        button="Continue",
        next=Link("Services Available", at(service, "/services", site)),
        token=registered.token,
    )


def services(session: Session) -> Page:
    """List the services to enrol for (ENR-01, ENR-02). From the employer service no link leads elsewhere (REG-21)."""
    own = session.service
    links = tuple(
        Link(service.shown, at(service, "/enrolment/information", session.site) if _linked(own, service) else "")
        for service in Service
    )
    return Page(
        title="Your services / Services Available",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=("Select a service to enrol",),
        links=(*links, Link("Which government services are available online?", "/help/services", new_window=True)),
    )


def _linked(own: Service, listed: Service) -> bool:
    # An account holds one service and enrols where it is logged on: the other is listed, not linked.
    return own is listed


def information(service: Service, site: Site) -> Page:
    """Say who can use the site and what known facts are, before the form (ENR-04)."""
    who = {
        Service.CLIENT: "You can use this site if you have applied to the Child Maintenance Service and have been "
        "given a customer reference number (SCIN).",
        Service.EMPLOYER: "You can use this site if you are an employer who has been given an employer reference "
        "number (ERN) with a Deduction from Earnings Order.",
    }
    return Page(
        title=f"Enrol for {service.shown}",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=(
            who[service],
            "You must enter your known facts. These were recorded earlier and are used for security.",
        ),
        buttons=("Continue",),
        links=(Link("Continue", at(service, "/enrolment", site)),),
    )


def enrolment(service: Service, site: Site) -> Page:
    """Show the enrolment form (ENR-05, ENR-13) and what the page says while facts are checked (ENR-18)."""
    fields = {
        Service.CLIENT: (
            Field("scin", "Customer reference number (SCIN) *", hint="12 digits"),
            Field("nino", "National Insurance number *"),
            Field("date_of_birth", "Date of birth *", hint="DD/MM/YYYY"),
            Field("reference_name", "Reference name *"),
        ),
        Service.EMPLOYER: (
            Field("ern", "Employer reference number (ERN) *"),
            Field("paye_reference", "PAYE reference number *"),
        ),
    }
    return Page(
        title=f"Enrol for {service.shown}",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=("Enter your known facts. They must be the ones we already hold.",),
        fields=fields[service],
        buttons=("Next",),
        mandatory_note=MANDATORY_NOTE,
        waiting_message=CHECKING,
    )


def confirmed(enrolled: Enrolled, service: Service, site: Site) -> EnrolmentConfirmed:
    """Confirm the enrolment: a client logs in next, an employer goes to the portal (ENR-11 to ENR-13, CON-05)."""
    if service is Service.EMPLOYER:
        message = "You are enrolled with the Child Maintenance Service - Employer."
        return EnrolmentConfirmed(
            "Employer portal", message, Link("Home", at(service, "/homepage", site)), enrolled.token
        )
    return EnrolmentConfirmed(
        title="Client self-service",
        message="You are enrolled with the Child Maintenance Service.",
        next=Link("Child Maintenance Service", at(service, "/login", site)),
    )
