"""Frequently asked questions: what senders of messages are asked to look at first (MSG-05)."""

import msgspec

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Site
from cms_common.edge.pages import SERVICE_NAMES, Link, at

_READER = "Letters and messages open as PDF. Download Adobe Acrobat Reader; if one still does not open, telephone us."
_ANSWERED = "Within 48 hours of your sending it. You find your messages in My messages, under Contact history."
_LOCKED = "Three wrong passwords within an hour lock an account for two hours. After that, try again."
_QUESTIONS = {
    Service.CLIENT: (
        ("When is my message answered?", _ANSWERED, "/messages"),
        ("How do I read my letters?", _READER, "/contact-history"),
        (
            "Why does a letter not open?",
            "A letter that was posted to you opens here once Self Service is your contact preference. Some letters go "
            "by post alone.",
            "/details",
        ),
        ("How do I change my details?", "In My details: they are shown there as we hold them.", "/details"),
        (
            "How up to date are the payments shown?",
            "They are what we hold at this moment: a payment that we have recorded shows at once.",
            "/payments",
        ),
        ("What if I cannot pay online?", "Telephone us: a caseworker takes the payment.", ""),
        ("I have forgotten my PIN. What now?", "Log in, and use the forgotten PIN button on the PIN page.", "/login"),
        ("Why is my account locked?", _LOCKED, "/login"),
    ),
    Service.EMPLOYER: (
        ("When is my message answered?", _ANSWERED, "/messages"),
        ("How do I read my letters?", _READER, "/contact-history"),
        ("How do I use another of my ERNs?", "Log out, log in again and enter the other ERN.", "/login"),
        ("Why is my account locked?", _LOCKED, "/login"),
    ),
}


class Question(msgspec.Struct, frozen=True):
    """A question, its answer, and where to do it; `link` is None where it is not done on the site."""

    question: str
    answer: str
    link: Link | None


class FaqPage(msgspec.Struct, frozen=True):
    """The questions of one service, in order."""

    title: str
    service_name: str
    questions: tuple[Question, ...]


def faq(service: Service, site: Site) -> FaqPage:
    """Show the questions of a service."""
    asked = tuple(
        Question(question, answer, Link("Go there", at(service, path, site)) if path else None)
        for question, answer, path in _QUESTIONS[service]
    )
    return FaqPage("Frequently asked questions", SERVICE_NAMES[site.value], asked)
