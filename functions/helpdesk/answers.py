"""Outcomes of the use cases, as answers or problems."""

from datetime import datetime
from typing import assert_never

from cms_common.domain.accounts import Account
from cms_common.domain.fields import FieldError
from cms_common.domain.helpdesk import CustomerAccount
from cms_common.edge import problems
from helpdesk import helping, pages
from helpdesk.forms import CustomerDetails, DeEnrolmentResult, ServiceDetails


def of_look_up(outcome: helping.LookUpOutcome, now: datetime) -> CustomerDetails:
    """Show the customer details, or say why there are none (SUP-17)."""
    match outcome:
        case helping.Found(look_up, customer):
            return pages.details(look_up, customer, now)
        case helping.NotValidated():
            raise problems.CustomerNotValidated
        case helping.NobodyEnrolled():
            raise problems.NoSelfServiceAccount
        case other:
            assert_never(other)


def there(outcome: CustomerAccount | helping.NotThere) -> CustomerAccount:
    """Return the customer's account, or say that there is nothing at this address."""
    if isinstance(outcome, helping.NotThere):
        raise problems.NotFound
    return outcome


def of_service(look_up: str, account: Account, service: str) -> ServiceDetails:
    """Show the details of a service that the user is enrolled for."""
    if account.enrolment is None or account.enrolment.service != service:
        raise problems.NotFound
    return pages.service(look_up, account)


def of_de_enrolment(outcome: helping.DeEnrolmentOutcome) -> DeEnrolmentResult:
    """Say that the user is de-enrolled, or why not."""
    match outcome:
        case helping.DeEnrolled():
            return pages.de_enrolled()
        case helping.NotThere():
            raise problems.NotFound
        case helping.NotLocked():
            error = FieldError("reason", "not_locked", "The user is not locked out")
            raise problems.FormRefused(errors=[error])
        case other:
            assert_never(other)
