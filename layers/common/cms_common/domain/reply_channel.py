"""By which channel a message may be answered (CON-03, "Reply channel"): the table of the catalogue, complete.

Telephone is the rule. Email is permitted in exactly one case, and a setting takes that away too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cms_common.domain.letters import SELF_SERVICE
from cms_common.domain.messages import MessageType
from cms_common.domain.notifications import Enquiry

TELEPHONE = "Telephone"
"""The contact preference of whoever wants to be called (GAP-10)."""
LETTER = "Letter"
"""The contact preference of whoever wants letters (GAP-10)."""


class SpecialRequirement(StrEnum):
    """A type of special requirement, held beside the contact preference (GAP-10, PRF-22)."""

    HEARING = "Hearing"
    MOBILITY = "Mobility"
    SIGHT = "Sight"
    SPEECH = "Speech"


class ReplyChannel(StrEnum):
    """How a message is answered."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    LETTER = "letter"
    NAMED_MEANS = "the means that the special requirement names"
    UPDATE_LETTER = "update letter"
    CORRESPONDENCE = "Correspondence (Inbound)"
    COMPLAINT_LOG = "Complaint/Dissatisfaction - Log"


class Refused(StrEnum):
    """Why a channel is refused: a code, with the words that staff see and the requirement behind it."""

    SWITCHED_OFF = "email-switched-off"
    COMPLAINT = "complaint"
    COMPLEX = "complex"
    EMPLOYER = "employer"
    NOT_A_USER = "not-a-self-service-user"
    NO_ADDRESS = "no-email-address"
    SUPPORT_TEAM = "support-team"
    OTHER_ENQUIRY = "other-enquiry"
    OTHER_PREFERENCE = "other-preference"
    PREFERS_TELEPHONE = "prefers-telephone"
    NOT_BY_TELEPHONE = "not-by-telephone"
    BY_TELEPHONE = "by-telephone"
    NONE_NAMED = "no-means-named"
    CALL_FIRST = "call-first"
    NO_COMPLAINT = "no-complaint"
    NOT_COMPLEX = "not-complex"

    @property
    def words(self) -> str:
        """The reason as staff read it."""
        return _WORDS[self][0]

    @property
    def rule(self) -> str:
        """The requirement that refuses."""
        return _WORDS[self][1]


_WORDS = {
    Refused.SWITCHED_OFF: ("Email replies are switched off.", "CON-03"),
    Refused.COMPLAINT: ("A complaint is answered in Complaint/Dissatisfaction - Log.", "NOT-15"),
    Refused.COMPLEX: ("It needs a different or more detailed answer: use Correspondence (Inbound).", "NOT-15"),
    Refused.EMPLOYER: ("Emails of caseworkers go to clients only.", "NOT-07"),
    Refused.NOT_A_USER: ("The client is not a self-service user.", "NOT-07"),
    Refused.NO_ADDRESS: ("No email address is held for the client.", "CON-03"),
    Refused.SUPPORT_TEAM: (
        "The support team answers by telephone alone. The case owning team answers otherwise: hand it over.",
        "CON-19",
    ),
    Refused.OTHER_ENQUIRY: (
        "Only a missing payment enquiry or a general account calculation enquiry may be answered by email.",
        "NOT-07",
    ),
    Refused.OTHER_PREFERENCE: ("The client's contact preference is not Self Service.", "NOT-08"),
    Refused.PREFERS_TELEPHONE: ("The client's contact preference is Telephone.", "NOT-15"),
    Refused.NOT_BY_TELEPHONE: (
        "The client prefers letters or has a hearing or speech requirement: do not telephone.",
        "CON-03",
    ),
    Refused.BY_TELEPHONE: ("Answer by telephone.", "CON-03"),
    Refused.NONE_NAMED: ("No hearing or speech requirement is held.", "CON-03"),
    Refused.CALL_FIRST: ("The update letter is issued when the telephone calls were unsuccessful.", "LET-12"),
    Refused.NO_COMPLAINT: ("The message is no complaint.", "CON-03"),
    Refused.NOT_COMPLEX: ("Say first that it needs a different or more detailed answer.", "NOT-15"),
}
_INSTEAD_OF_TELEPHONE = frozenset({SpecialRequirement.HEARING, SpecialRequirement.SPEECH})
_OF_SUPPORT = frozenset({ReplyChannel.TELEPHONE, ReplyChannel.CORRESPONDENCE})
"""What the support team may do: telephone (roles table), or give back what is no matter of theirs (SUP-05)."""
_ENQUIRIES = {
    MessageType.MISSING_PAYMENTS: Enquiry.MISSING_PAYMENT,
    MessageType.CALCULATION: Enquiry.CALCULATION,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What is set: whether email replies are on, and how many unsuccessful calls bring the update letter (GAP-31)."""

    email_replies: bool
    unsuccessful_calls: int


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides how a message is answered.

    `preference` and `special_requirements` are those of the client record now; `uses_self_service` whether an account
    is enrolled for the client now and the record says Y. `complex` is what a caseworker found the message to be.
    `email_held` tells whether the record has an address, `support_team` whether the answer would be that team's.
    """

    message_type: MessageType
    preference: str
    uses_self_service: bool
    special_requirements: frozenset[SpecialRequirement] = frozenset()
    unsuccessful_calls: int = 0
    complex: bool = False
    employer: bool = False
    email_held: bool = True
    support_team: bool = False


@dataclass(frozen=True, slots=True)
class Replies:
    """The channels that are allowed, the normal one first, and every other with the reason why it is refused."""

    allowed: tuple[ReplyChannel, ...]
    refused: dict[ReplyChannel, Refused]

    @property
    def normal(self) -> ReplyChannel | None:
        """The channel to use unless there is a reason for another that is allowed; None where none is."""
        return self.allowed[0] if self.allowed else None


def enquiry_of(message_type: MessageType) -> Enquiry | None:
    """Return the enquiry that a message type stands for, where it is one of the two that permit email (CON-03)."""
    return _ENQUIRIES.get(message_type)


def replies_to(situation: Situation, rules: Rules) -> Replies:
    """Tell which channels may be used, in order, and why not the others (NOT-07, NOT-08, NOT-15, CWK-17, LET-12)."""
    allowed = tuple(one for one in _allowed(situation, rules) if not situation.support_team or one in _OF_SUPPORT)
    refused = {channel: _why(channel, situation, rules) for channel in ReplyChannel if channel not in allowed}
    return Replies(allowed, refused)


def update_letter_due(situation: Situation, rules: Rules) -> bool:
    """Tell whether the calls were unsuccessful, so that the update letter is issued (LET-12, SLA-03, GAP-31).

    Letters go to clients: an employer is called again.
    """
    return not situation.employer and situation.unsuccessful_calls >= rules.unsuccessful_calls


def _allowed(situation: Situation, rules: Rules) -> Iterator[ReplyChannel]:
    if update_letter_due(situation, rules):
        yield ReplyChannel.UPDATE_LETTER
    if situation.message_type is MessageType.COMPLAINT:
        yield ReplyChannel.COMPLAINT_LOG
    elif situation.complex:
        yield ReplyChannel.CORRESPONDENCE
    else:
        if _no_email(situation, rules) is None:
            yield ReplyChannel.EMAIL
        yield from _instead_of_telephone(situation) or (ReplyChannel.TELEPHONE,)


def _instead_of_telephone(situation: Situation) -> tuple[ReplyChannel, ...]:
    """Return what takes the place of the telephone; nothing where the client may be called."""
    if situation.employer:
        return ()
    if situation.special_requirements & _INSTEAD_OF_TELEPHONE:
        return (ReplyChannel.LETTER, ReplyChannel.NAMED_MEANS)
    return (ReplyChannel.LETTER,) if situation.preference == LETTER else ()


def _no_email(situation: Situation, rules: Rules) -> Refused | None:
    """Return the first reason against email, or None where it is the normal answer."""
    reasons = (
        (situation.message_type is MessageType.COMPLAINT, Refused.COMPLAINT),
        (situation.complex, Refused.COMPLEX),
        (situation.employer, Refused.EMPLOYER),
        (enquiry_of(situation.message_type) is None, Refused.OTHER_ENQUIRY),
        (situation.preference == TELEPHONE, Refused.PREFERS_TELEPHONE),
        (situation.preference != SELF_SERVICE, Refused.OTHER_PREFERENCE),
        (not situation.uses_self_service, Refused.NOT_A_USER),
        (not situation.email_held, Refused.NO_ADDRESS),
        (not rules.email_replies, Refused.SWITCHED_OFF),
    )
    return next((why for holds, why in reasons if holds), None)


def _why(channel: ReplyChannel, situation: Situation, rules: Rules) -> Refused:
    """Return why a channel is refused that is not allowed."""
    if situation.support_team and channel not in _OF_SUPPORT:
        return Refused.SUPPORT_TEAM
    elsewhere = Refused.COMPLAINT if situation.message_type is MessageType.COMPLAINT else None
    if elsewhere is None and situation.complex:
        elsewhere = Refused.COMPLEX
    reasons = {
        ReplyChannel.EMAIL: _no_email(situation, rules) or Refused.SWITCHED_OFF,
        ReplyChannel.TELEPHONE: elsewhere or Refused.NOT_BY_TELEPHONE,
        ReplyChannel.LETTER: elsewhere or Refused.BY_TELEPHONE,
        ReplyChannel.NAMED_MEANS: elsewhere or Refused.NONE_NAMED,
        ReplyChannel.UPDATE_LETTER: Refused.CALL_FIRST,
        ReplyChannel.CORRESPONDENCE: elsewhere or Refused.NOT_COMPLEX,
        ReplyChannel.COMPLAINT_LOG: Refused.NO_COMPLAINT,
    }
    return reasons[channel]
