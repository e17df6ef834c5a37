"""The pages of recovery: their words, fields, buttons and links in order."""

from cms_common.domain.accounts import Service
from cms_common.domain.positions import ordinal
from cms_common.domain.recovery import Wanted
from cms_common.domain.security import ForgottenPin, Question, Secret
from cms_common.domain.sessions import Session, Site
from cms_common.edge.pages import MANDATORY_NOTE, SERVICE_NAMES, Field, Link, Page, at
from recovery.forms import ForgottenPinPage, QuestionsPage, RecoveredPage, TwoCharacters

_SECRETS = {
    Secret.SCIN: "customer reference number (SCIN)",
    Secret.CMS_PASSWORD: "CMS password",
    Secret.NINO: "National Insurance number",
    Secret.DATE_OF_BIRTH: "date of birth, written DDMMYYYY",
}
_IN_WORDS = {Wanted.USER_ID: "user ID", Wanted.PASSWORD: "password"}
_CASEWORKERS = {
    Service.CLIENT: "We cannot show your customer reference number (SCIN) here. If you have forgotten it, telephone "
    "your caseworker on {telephone}.",
    Service.EMPLOYER: "We cannot show your employer reference number (ERN) here. If you have forgotten it, telephone "
    "your employer caseworker on {telephone}.",
}
_FACTS = {
    Service.CLIENT: (
        Field("scin", "Customer reference number (SCIN) *", hint="12 digits"),
        Field("nino", "National Insurance number *"),
        Field("date_of_birth", "Date of birth *", hint="DD/MM/YYYY"),
    ),
    Service.EMPLOYER: (
        Field("ern", "Employer reference number (ERN) *"),
        Field("paye_reference", "PAYE reference number *"),
    ),
}


def recovery(wanted: Wanted, service: Service, site: Site, telephone: str) -> Page:
    """Ask for what a forgotten user ID or password is given back for (REC-01 to REC-03, REC-07, REC-08)."""
    what = _IN_WORDS[wanted]
    known = (Field("user_id", "User ID *"),) if wanted is Wanted.PASSWORD else ()
    return Page(
        title=f"Forgotten your {what}?",
        service_name=SERVICE_NAMES[site.value],
        paragraphs=(
            f"Enter your details. Half of your {what} is shown on the screen, and the other half is sent to your "
            "email address.",
            "If you have forgotten both your user ID and your password, you cannot recover them here. Telephone the "
            f"Child Maintenance Service on {telephone}: the helpdesk deletes your account, and you register again.",
            "After three unsuccessful attempts in one hour you can try again two hours after the last of them. Or "
            f"telephone {telephone}: the helpdesk can delete your account, and you register again.",
            _CASEWORKERS[service].format(telephone=telephone),
        ),
        fields=(*known, Field("email", "Email address *", "email"), *_FACTS[service]),
        buttons=("Submit", "Cancel"),
        links=(Link("Cancel", at(service, "/login", site)),),
        mandatory_note=MANDATORY_NOTE,
    )


def recovered(wanted: Wanted, half: str, service: Service, site: Site) -> RecoveredPage:
    """Show the first half (REC-04)."""
    what = _IN_WORDS[wanted]
    spent = ("Your old password can no longer be used.",) if wanted is Wanted.PASSWORD else ()
    return RecoveredPage(
        title=f"Your {what}",
        paragraphs=(
            f"Here are the first six characters of your {what}. The last six are in an email to your email address. "
            "Join the two, first half first, to log in.",
            *spent,
            "If no email comes, ask again.",
        ),
        half=half,
        next=Link("Log in", at(service, "/login", site)),
    )


def forgotten_pin(asked: ForgottenPin, session: Session, telephone: str) -> ForgottenPinPage:
    """Ask Route A's two questions (REC-10), and say that there is another way (REC-20, CON-01)."""
    return ForgottenPinPage(
        title="Forgotten PIN",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=(
            "Answer both questions to set a new PIN. You have one attempt: if any answer is wrong you are locked out "
            "of self-service.",
            f"You can also telephone the Child Maintenance Service on {telephone} to have your security reset.",
        ),
        questions=(_two(asked.first), _two(asked.second)),
        mandatory_note=MANDATORY_NOTE,
        buttons=("Submit",),
        telephone=telephone,
    )


def _two(question: Question) -> TwoCharacters:
    first, second = (f"{ordinal(at)} character of your {_SECRETS[question.secret]} *" for at in question.positions)
    return TwoCharacters(question.secret, question.positions, (first, second))


def security_questions(questions: tuple[str, ...], session: Session, telephone: str) -> QuestionsPage:
    """Ask Route B's three questions (REC-13)."""
    return QuestionsPage(
        title="Security questions",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=(
            "The PIN digits were entered incorrectly three times. Answer these questions, which you answered when you "
            "applied, to set a new PIN. You have one attempt: if any answer is wrong you are locked out of "
            "self-service.",
            f"You can also telephone the Child Maintenance Service on {telephone} to have your security reset.",
        ),
        questions=questions,
        mandatory_note=MANDATORY_NOTE,
        buttons=("Submit",),
        telephone=telephone,
    )


def new_pin(session: Session, telephone: str) -> Page:
    """Ask for a new PIN (REC-11, REC-14, REC-17)."""
    return Page(
        title="Set a new PIN",
        service_name=SERVICE_NAMES[session.site.value],
        paragraphs=(
            "Enter a new PIN of exactly seven digits. Your old PIN can then no longer be used.",
            f"You can also telephone the Child Maintenance Service on {telephone} to have your security reset.",
        ),
        fields=(
            Field("pin", "New PIN *", "password", hint="7 digits"),
            Field("confirm_pin", "Confirm new PIN *", "password"),
        ),
        buttons=("Submit",),
        mandatory_note=MANDATORY_NOTE,
    )
