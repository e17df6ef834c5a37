"""The screens of the helpdesk: their words, fields, buttons and links in order."""

from datetime import datetime

from cms_common.domain.accounts import Account, Service
from cms_common.domain.helpdesk import CustomerAccount, DeEnrolmentReason, customer_details, service_details
from cms_common.domain.uk_time import shown_end
from cms_common.edge.pages import CLIENT_FACTS, EMPLOYER_FACTS, Link
from helpdesk.forms import (
    Button,
    CustomerDetails,
    DeEnrolmentResult,
    Detail,
    EnrolmentList,
    KnownFactsPage,
    ServiceChoice,
    ServiceDetails,
)

LOOK_UPS = "/staff/helpdesk/look-ups"
CHECKING = (
    "The information you entered is being checked with the service owner. This may take a few moments. "
    "Thank you for your patience."
)
CALL_BACK = (
    "If the customer cannot give their known facts, tell them to call back, and that they will speak to the case owner "
    "first. Then end the call."
)
WARNING = (
    "De-enrolling removes this user from the Child Maintenance Service and from the Government Gateway, and so from "
    "every government service that they have enrolled in."
)
_FACTS = {Service.CLIENT: CLIENT_FACTS, Service.EMPLOYER: EMPLOYER_FACTS}


def known_facts() -> KnownFactsPage:
    """Ask for the service, then its known facts (SUP-13 to SUP-16, SUP-18)."""
    return KnownFactsPage(
        title="Customer selection / Known facts",
        services=tuple(ServiceChoice(service.value, service.shown, _FACTS[service]) for service in Service),
        waiting_message=CHECKING,
        advice=CALL_BACK,
        buttons=("Next",),
    )


def details(look_up: str, customer: CustomerAccount, now: datetime) -> CustomerDetails:
    """Show the customer details; two buttons are there and do nothing (SUP-20 to SUP-23)."""
    until, recovery = customer.locked_until, customer.recovery_locked_until
    here = f"{LOOK_UPS}/{look_up}"
    return CustomerDetails(
        title="Customer details",
        details=_told(customer_details(customer, now)),
        locked_out=until is not None,
        buttons=(Button("Resend user ID", enabled=False), Button("Reset password", enabled=False)),
        tabs=(Link("Customer details", here), Link("Enrolments", f"{here}/enrolments")),
        look_up=look_up,
        locked_until=until.isoformat() if until else "",
        locked_until_shown=shown_end(until) if until else "",
        recovery_locked_until=recovery.isoformat() if recovery else "",
        recovery_locked_until_shown=shown_end(recovery) if recovery else "",
    )


def enrolments(look_up: str, account: Account) -> EnrolmentList:
    """List the user's services (SUP-24)."""
    enrolment = account.enrolment
    listed = (enrolment.service,) if enrolment else ()
    here = f"{LOOK_UPS}/{look_up}/enrolments"
    return EnrolmentList("Enrolments", tuple(Link(one.shown, f"{here}/{one.value}") for one in listed))


def service(look_up: str, account: Account) -> ServiceDetails:
    """Show the service details (SUP-25)."""
    return ServiceDetails(
        title="Service details",
        trail=("Customer selection", "Customer details", "Service details"),
        details=_told(service_details(account)),
        tabs=("Service details", "Agent details"),
        buttons=(Link("De-enrol user", f"{LOOK_UPS}/{look_up}/de-enrolment"),),
    )


def confirm_de_enrolment(look_up: str) -> DeEnrolmentResult:
    """Ask for the confirmation, with the warning and the two reasons (SUP-26, SUP-27, SUP-29)."""
    return DeEnrolmentResult(
        title="De-enrol user",
        done=False,
        paragraphs=(WARNING, "Choose the reason, and OK to de-enrol the user."),
        reasons=tuple(Detail(reason.shown, reason.value) for reason in DeEnrolmentReason),
        buttons=("OK",),
        next=Link("De-enrol user", f"{LOOK_UPS}/{look_up}/de-enrolment"),
    )


def de_enrolled() -> DeEnrolmentResult:
    """Say that it is done (SUP-28)."""
    told = "The user's details were successfully deleted.", "The user can register again at once."
    return DeEnrolmentResult("User de-enrolled", True, told, (), (), Link("Customer selection", LOOK_UPS))  # noqa: FBT003


def _told(pairs: tuple[tuple[str, str], ...]) -> tuple[Detail, ...]:
    return tuple(Detail(label, value) for label, value in pairs)
