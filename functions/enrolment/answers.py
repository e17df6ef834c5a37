"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.domain.accounts import Service
from cms_common.domain.locks import LockedUntil
from cms_common.domain.sessions import Session, Site
from cms_common.domain.uk_time import shown_end
from cms_common.edge import problems
from cms_common.edge.pages import Link, Page, Step, at
from enrolment import enrolling, pages, registration
from enrolment.forms import EnrolmentConfirmed, UserIdShown


def of_registration(outcome: registration.Submitted, service: Service, site: Site) -> UserIdShown:
    """Show the user ID, or say why there is none."""
    match outcome:
        case registration.Registered() as registered:
            return pages.user_id(registered, service, site)
        case registration.FormUsedBefore():
            raise problems.SubmissionAlreadyUsed
        case registration.TooManyFromHere():
            raise problems.TooManyAttempts
        case LockedUntil(until):
            raise problems.TemporarilyLocked(locked_until=until.isoformat(), locked_until_shown=shown_end(until))
        case other:
            assert_never(other)


def of_confirmation(
    outcome: registration.Noted | registration.NotTicked | registration.AccountGone, session: Session
) -> Step:
    """Lead on to the services list (REG-13)."""
    match outcome:
        case registration.Noted():
            return Step(Link("Services Available", at(session.service, "/services", session.site)))
        case registration.NotTicked():
            raise problems.NotNoted
        case registration.AccountGone():
            raise problems.LogInFirst
        case other:
            assert_never(other)


def after_noting(session: Session, page: Page) -> Page:
    """Show a page that stands behind the ticked box (REG-03, REG-12)."""
    if not session.id_noted:
        raise problems.StepNotComplete
    return page


def of_enrolment(outcome: enrolling.Outcome, session: Session) -> EnrolmentConfirmed:
    """Confirm the enrolment, or say why there is none."""
    match outcome:
        case enrolling.Enrolled() as enrolled:
            return pages.confirmed(enrolled, session.service, session.site)
        case enrolling.NotValidated():
            raise problems.FactsNotValidated
        case enrolling.HoldsOtherService():
            raise problems.OtherService
        case enrolling.IdNotNoted():
            raise problems.StepNotComplete
        case enrolling.TooManyFromHere():
            raise problems.TooManyAttempts
        case LockedUntil(until):
            raise problems.EnrolmentLocked(locked_until=until.isoformat(), locked_until_shown=shown_end(until))
        case enrolling.AccountGone():
            raise problems.LogInFirst
        case other:
            assert_never(other)
