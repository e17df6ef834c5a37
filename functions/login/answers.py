"""Outcomes of the use cases, as answers or problems."""

from typing import assert_never

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Session, Site
from cms_common.domain.uk_time import shown_end
from cms_common.edge import problems
from cms_common.edge.pages import Link, Step, at, start_of
from login import pages, password_step, second_step
from login.forms import PinPage


def of_password(outcome: password_step.Outcome, service: Service, site: Site, telephone: str) -> Step:
    """Lead on to the second step, or to enrolment; or say why not."""
    match outcome:
        case password_step.ChallengeDue(token):
            return Step(Link("Enter security details", at(service, "/login/challenge", site)), token)
        case password_step.EnrolmentDue(token):
            return Step(Link("Services Available", at(service, "/services", site)), token)
        case password_step.Refused():
            raise problems.CredentialsRefused
        case password_step.Locked(until):
            raise problems.TemporarilyLocked(locked_until=until.isoformat(), locked_until_shown=shown_end(until))
        case password_step.HoldsOtherService():
            raise problems.OtherService
        case password_step.SecurityLocked():
            raise problems.SecurityLocked(telephone=telephone)
        case password_step.TooManyFromHere():
            raise problems.TooManyAttempts
        case other:
            assert_never(other)


def of_pin_page(outcome: second_step.PinPage, session: Session, telephone: str) -> PinPage:
    """Ask for the digits, or say why there is nothing to ask."""
    match outcome:
        case second_step.PinAsked(positions):
            return pages.enter_pin(positions, session)
        case second_step.QuestionsDue():
            raise _questions_due(session, telephone)
        case password_step.SecurityLocked():
            raise problems.SecurityLocked(telephone=telephone)
        case second_step.PinNotHeld():
            raise problems.NoPin
        case other:
            assert_never(other)


def of_pin(outcome: second_step.PinOutcome, session: Session, telephone: str) -> Step:
    """Lead on to the homepage (LOG-15), or say why not."""
    match outcome:
        case second_step.LoggedIn(token):
            return Step(Link("Home", at(Service.CLIENT, "/homepage", session.site)), token)
        case second_step.PinWrong(left):
            raise problems.PinRefused(attempts_left=left)
        case second_step.QuestionsDue():
            raise _questions_due(session, telephone)
        case password_step.SecurityLocked():
            raise problems.SecurityLocked(telephone=telephone)
        case second_step.PinNotHeld():
            raise problems.NoPin
        case second_step.PositionsDiffer():
            raise problems.ChallengeChanged
        case second_step.SessionGone():
            raise problems.LogInFirst
        case other:
            assert_never(other)


def _questions_due(session: Session, telephone: str) -> problems.SecurityQuestionsDue:
    link = at(Service.CLIENT, "/recovery/security-questions", session.site)
    return problems.SecurityQuestionsDue(next=link, telephone=telephone)


def of_ern(outcome: second_step.ErnOutcome, session: Session) -> Step:
    """Lead on to the employer portal, or ask for the ERN again."""
    match outcome:
        case second_step.LoggedIn(token):
            return Step(Link("Home", at(Service.EMPLOYER, "/homepage", session.site)), token)
        case second_step.ErnWrong():
            raise problems.ErnRefused
        case second_step.SessionGone():
            raise problems.LogInFirst
        case other:
            assert_never(other)


def of_logout(session: Session) -> Step:
    """Say that the session has ended."""
    return Step(Link("Log in", start_of(session.service, session.site)), message="You have logged out.")
