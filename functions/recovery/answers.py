"""Outcomes of the use cases, as answers or problems."""

from typing import Never, assert_never

from cms_common.domain.accounts import Service
from cms_common.domain.locks import LockedUntil
from cms_common.domain.sessions import Session, Site
from cms_common.domain.uk_time import shown_end
from cms_common.edge import problems
from cms_common.edge.pages import Link, Step, at
from recovery import credentials, pages, security
from recovery.forms import ForgottenPinPage, QuestionsPage, RecoveredPage


def of_recovery(outcome: credentials.Outcome, service: Service, site: Site, telephone: str) -> RecoveredPage:
    """Show the first half, or say why there is none."""
    match outcome:
        case credentials.Recovered(wanted, half):
            return pages.recovered(wanted, half, service, site)
        case credentials.Refused():
            raise problems.RecoveryRefused
        case credentials.BothForgotten():
            raise problems.BothForgotten(telephone=telephone)
        case LockedUntil(until):
            raise problems.RecoveryLocked(locked_until=until.isoformat(), locked_until_shown=shown_end(until))
        case credentials.TooManyFromHere():
            raise problems.TooManyAttempts
        case other:
            assert_never(other)


def of_page_a(outcome: security.PageA, session: Session, telephone: str) -> ForgottenPinPage:
    """Ask the two questions, or say why not."""
    if isinstance(outcome, security.TwoAsked):
        return pages.forgotten_pin(outcome.questions, session, telephone)
    return _refuse(outcome, session, telephone)


def of_page_b(outcome: security.PageB, session: Session, telephone: str) -> QuestionsPage:
    """Ask the three questions, or say why not."""
    if isinstance(outcome, security.ThreeAsked):
        return pages.security_questions(outcome.questions, session, telephone)
    return _refuse(outcome, session, telephone)


def of_answers(outcome: security.AnswerA | security.AnswerB, session: Session, telephone: str) -> Step:
    """Lead on to the new PIN, or say why not."""
    if isinstance(outcome, security.NewPinDue):
        return Step(Link("Set a new PIN", at(Service.CLIENT, "/recovery/new-pin", session.site)))
    return _refuse(outcome, session, telephone)


def of_new_pin(outcome: security.PinSet | security.NotDue | security.Locked, session: Session, telephone: str) -> Step:
    """Lead on to the PIN page (REC-11), or say why not."""
    if isinstance(outcome, security.PinSet):
        link = Link("Enter security details", at(Service.CLIENT, "/login/challenge", session.site))
        return Step(link, message="Your new PIN is set. Use it to log in.")
    return _refuse(outcome, session, telephone)


def of_change(
    outcome: security.PinSet | security.Locked | security.BeingChecked, session: Session, telephone: str
) -> Step:
    """Say that the PIN is changed, or why not (REC-22)."""
    if isinstance(outcome, security.PinSet):
        return Step(Link("Home", at(Service.CLIENT, "/homepage", session.site)), message="Your PIN is changed.")
    return _refuse(outcome, session, telephone)


type _Refusal = (
    security.Locked
    | security.QuestionsDue
    | security.QuestionsNotDue
    | security.NoQuestions
    | security.OthersAsked
    | security.BeingChecked
    | security.NotDue
)


def _refuse(outcome: _Refusal, session: Session, telephone: str) -> Never:
    match outcome:
        case security.Locked():
            raise problems.SecurityLocked(telephone=telephone)
        case security.QuestionsDue():
            link = at(Service.CLIENT, "/recovery/security-questions", session.site)
            raise problems.SecurityQuestionsDue(next=link, telephone=telephone)
        case security.QuestionsNotDue():
            raise problems.QuestionsNotDue
        case security.NoQuestions():
            raise problems.NoQuestionsHeld(telephone=telephone)
        case security.OthersAsked():
            raise problems.ChallengeChanged
        case security.BeingChecked():
            raise problems.AnswersBeingChecked
        case security.NotDue():
            raise problems.NewPinNotDue
        case other:
            assert_never(other)
