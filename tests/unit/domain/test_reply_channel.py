"""The table "Reply channel" of CON-03, every combination of it, written from the document."""

from itertools import chain, combinations, product
from typing import Any

import pytest

from cms_common.domain.messages import MessageType
from cms_common.domain.notifications import Enquiry
from cms_common.domain.reply_channel import (
    Refused,
    Replies,
    ReplyChannel,
    Rules,
    Situation,
    SpecialRequirement,
    enquiry_of,
    replies_to,
    update_letter_due,
)

# "Message types map so": the words of MSG-02, and the row of the table that each stands in.
ENQUIRIES = {
    "missing payments": "missing payment or calculation",
    "query about calculation": "missing payment or calculation",
    "make a complaint": "complaint",
    "submit feedback": "other",
    "general query": "other",
    "query about annual assessment": "other",
    "ask for subject access request form": "other",
    "problem with the site": "other",
}
# Enquiry, contact preference, whether a self-service user -> the replies, where no requirement is held.
NOBODY_CALLED_YET = {
    ("missing payment or calculation", "Self Service", True): ("email", "telephone"),
    ("missing payment or calculation", "Self Service", False): ("telephone",),
    ("missing payment or calculation", "Telephone", True): ("telephone",),
    ("missing payment or calculation", "Telephone", False): ("telephone",),
    ("missing payment or calculation", "Letter", True): ("letter",),
    ("missing payment or calculation", "Letter", False): ("letter",),
    ("other", "Self Service", True): ("telephone",),
    ("other", "Self Service", False): ("telephone",),
    ("other", "Telephone", True): ("telephone",),
    ("other", "Telephone", False): ("telephone",),
    ("other", "Letter", True): ("letter",),
    ("other", "Letter", False): ("letter",),
    ("complaint", "Self Service", True): ("Complaint/Dissatisfaction - Log",),
    ("complaint", "Self Service", False): ("Complaint/Dissatisfaction - Log",),
    ("complaint", "Telephone", True): ("Complaint/Dissatisfaction - Log",),
    ("complaint", "Telephone", False): ("Complaint/Dissatisfaction - Log",),
    ("complaint", "Letter", True): ("Complaint/Dissatisfaction - Log",),
    ("complaint", "Letter", False): ("Complaint/Dissatisfaction - Log",),
}
# "or a hearing or speech special requirement is held": instead of the telephone, and of a letter by itself.
MEANS = "the means that the special requirement names"
INSTEAD = {"email": ("email",), "telephone": ("letter", MEANS), "letter": ("letter", MEANS)}
PREFERENCES = ("Self Service", "Telephone", "Letter")
CALLS = (0, 1, 2, 3)
REQUIREMENTS = tuple(
    frozenset(some) for some in chain.from_iterable(combinations(SpecialRequirement, size) for size in range(5))
)
RULES = Rules(email_replies=True, unsuccessful_calls=2)


BY_SUPPORT = ("telephone", "Correspondence (Inbound)")
"""Roles table, "Answer a message": the support team and its leaders by telephone; SUP-05: back to the case owner."""


def in_the_document(situation: Situation, rules: Rules) -> tuple[str, ...]:
    """Read the replies off the table."""
    enquiry = ENQUIRIES[situation.message_type.value]
    replies = NOBODY_CALLED_YET[enquiry, situation.preference, situation.uses_self_service]
    if situation.complex and enquiry != "complaint":
        replies = ("Correspondence (Inbound)",)
    if not rules.email_replies or not situation.email_held:
        replies = tuple(reply for reply in replies if reply != "email")
    held = {requirement.value for requirement in situation.special_requirements}
    if held & {"Hearing", "Speech"}:
        replies = tuple(chain.from_iterable(INSTEAD.get(reply, (reply,)) for reply in replies))
    found = ("update letter", *replies) if situation.unsuccessful_calls >= 2 else replies
    return tuple(reply for reply in found if reply in BY_SUPPORT) if situation.support_team else found


def allowed(**situation: Any) -> tuple[str, ...]:
    return tuple(channel.value for channel in replies(**situation).allowed)


def replies(*, email: bool = True, **situation: Any) -> Replies:
    fields = {
        "message_type": MessageType.MISSING_PAYMENTS,
        "preference": "Self Service",
        "uses_self_service": True,
        **situation,
    }
    return replies_to(Situation(**fields), Rules(email_replies=email, unsuccessful_calls=2))


@pytest.mark.req("CON-03", "CWK-17", "NOT-08")
@pytest.mark.parametrize("email", [True, False], ids=["email-on", "email-off"])
@pytest.mark.parametrize("preference", PREFERENCES)
@pytest.mark.parametrize("message_type", MessageType)
def test_replies__every_combination__are_those_of_the_document(
    message_type: MessageType, preference: str, *, email: bool
) -> None:
    # Given every special requirement, self-service user or not, outcome of calls, complex or not, with and without an
    # address, by the support team or another
    rules = Rules(email_replies=email, unsuccessful_calls=2)
    tried = 0
    both = (True, False)
    for held, user, calls, hard, address, support in product(REQUIREMENTS, both, CALLS, both, both, both):
        situation = Situation(
            message_type, preference, user, held, calls, hard, email_held=address, support_team=support
        )
        # When the rule is asked, Then it allows what the table says, in that order, and refuses all else with a reason
        found = replies_to(situation, rules)
        assert tuple(found.allowed) == in_the_document(situation, rules), situation
        assert set(found.refused) == set(ReplyChannel) - set(found.allowed), situation
        tried += 1
    assert tried == 16 * 2 * 4 * 2 * 2 * 2


@pytest.mark.req("NOT-07", "NOT-15", "MSG-10")
def test_email__every_combination__only_to_a_user_preferring_self_service_with_one_of_two_enquiries() -> None:
    # Given everything that a message can be
    every = product(MessageType, PREFERENCES, (True, False), REQUIREMENTS, CALLS, (True, False))
    # When email is allowed, Then exactly so
    mailed = {case[:3] for case in every if ReplyChannel.EMAIL in replies_to(Situation(*case), RULES).allowed}
    two = ("missing payments", "query about calculation")
    assert mailed == {(MessageType(one), "Self Service", True) for one in two}


@pytest.mark.req("NOT-07", "NOT-08", "NOT-15")
@pytest.mark.parametrize(
    ("case", "why", "rule"),
    [
        ({"message_type": MessageType.COMPLAINT}, Refused.COMPLAINT, "NOT-15"),
        ({"complex": True}, Refused.COMPLEX, "NOT-15"),
        ({"message_type": MessageType.GENERAL_QUERY}, Refused.OTHER_ENQUIRY, "NOT-07"),
        ({"message_type": MessageType.ANNUAL_ASSESSMENT}, Refused.OTHER_ENQUIRY, "NOT-07"),
        ({"preference": "Telephone"}, Refused.PREFERS_TELEPHONE, "NOT-15"),
        ({"preference": "Letter"}, Refused.OTHER_PREFERENCE, "NOT-08"),
        ({"uses_self_service": False}, Refused.NOT_A_USER, "NOT-07"),
        ({"email_held": False}, Refused.NO_ADDRESS, "CON-03"),
        ({"support_team": True}, Refused.SUPPORT_TEAM, "CON-19"),
        ({"email": False}, Refused.SWITCHED_OFF, "CON-03"),
        ({"employer": True}, Refused.EMPLOYER, "NOT-07"),
    ],
)
def test_email__not_allowed__says_why(case: dict[str, object], why: Refused, rule: str) -> None:
    found = replies(**case).refused[ReplyChannel.EMAIL]  # type: ignore[arg-type]
    assert (found, found.rule) == (why, rule)


@pytest.mark.req("LET-12", "SLA-03", "GAP-31")
@pytest.mark.parametrize(
    ("limit", "calls", "due"), [(2, 0, False), (2, 1, False), (2, 2, True), (1, 0, False), (1, 1, True), (3, 2, False)]
)
def test_update_letter__so_many_unsuccessful_calls__is_due_from_the_set_number_on(
    limit: int, calls: int, *, due: bool
) -> None:
    situation = Situation(MessageType.GENERAL_QUERY, "Telephone", uses_self_service=True, unsuccessful_calls=calls)
    rules = Rules(email_replies=True, unsuccessful_calls=limit)
    assert update_letter_due(situation, rules) is due
    assert (replies_to(situation, rules).normal is ReplyChannel.UPDATE_LETTER) is due


def test_replies__to_an_employer__are_by_telephone_whatever_else() -> None:
    employer = {"employer": True, "preference": "", "uses_self_service": False, "unsuccessful_calls": 3}
    assert allowed(**employer) == ("telephone",)
    assert allowed(**employer, message_type=MessageType.COMPLAINT) == ("Complaint/Dissatisfaction - Log",)


@pytest.mark.req("CON-03")
def test_enquiry__of_each_message_type__is_one_of_the_two_or_none() -> None:
    found = {kind.value: enquiry_of(kind) for kind in MessageType}
    two = {"missing payments": Enquiry.MISSING_PAYMENT, "query about calculation": Enquiry.CALCULATION}
    assert {kind: enquiry for kind, enquiry in found.items() if enquiry} == two


@pytest.mark.parametrize("why", Refused)
def test_refusal__has_words_and_a_requirement(why: Refused) -> None:
    assert why.words.endswith(".")
    assert why.rule.split("-")[0] in {"CON", "NOT", "LET"}
