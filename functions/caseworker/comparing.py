"""Comparing what the site shows a client with what the 2012 System holds, where the client disputes it (CWK-07).

What the site has of its own - the account - can disagree with the client record; the rest it reads from there, so a
client who disputes that disputes the record itself.
"""

from dataclasses import dataclass
from datetime import datetime

from caseworker.values import HeldClient
from cms_common.domain.cases import ParticipantView
from cms_common.domain.history import Delivery
from cms_common.domain.known_facts import same_name
from cms_common.domain.letters import LetterCategory, Reader, delivery_of
from cms_common.domain.uk_time import uk_date

_NONE = "none"


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """What the site holds of its own of a client: the account that is enrolled for the SCIN."""

    name: str
    email: str
    last_log_in: datetime | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One detail on both sides; `agree` is False where they contradict each other."""

    detail: str
    on_the_site: str
    in_the_2012_system: str
    agree: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All details, and the cases as the site shows them to the client."""

    details: tuple[Compared, ...]
    cases: tuple[ParticipantView, ...]


def compare(held: HeldClient, account: AccountSeen | None, cases: tuple[ParticipantView, ...]) -> Comparison:
    """Compare a client record with what the site shows; without an account the site shows the client nothing."""
    uses = Reader(
        held.contact_preference, enrolled=account is not None, self_service=held.self_service, email=bool(held.email)
    )
    online = delivery_of(LetterCategory.ORDINARY, uses) is Delivery.ONLINE
    texts = held.sms_opted_in and bool(held.mobile_telephone)
    details = (
        _yes_or_no("Self-service", site=account is not None, system=held.self_service),
        *(_of_account(held, account) if account else ()),
        Compared(
            "Letters",
            "shown on the site" if online else "posted",
            f"contact preference {held.contact_preference}",
            agree=online == (held.contact_preference == "Self Service"),
        ),
        Compared(
            "Text messages",
            "sent" if texts else "not sent",
            "opted in" if held.sms_opted_in else "opted out",
            agree=texts == held.sms_opted_in,
        ),
        *_read_from_record(held),
    )
    return Comparison(details, cases)


def _of_account(held: HeldClient, account: AccountSeen) -> tuple[Compared, ...]:
    log_in = f"{uk_date(account.last_log_in):%d/%m/%Y}" if account.last_log_in else ""
    return (
        Compared("Name", account.name, held.name, same_name(account.name, held.name)),
        Compared(
            "Email address",
            account.email or _NONE,
            held.email or _NONE,
            agree=account.email.casefold() == held.email.casefold(),
        ),
        Compared("Last log in date", log_in or _NONE, held.last_log_in_date or _NONE, log_in == held.last_log_in_date),
    )


def _read_from_record(held: HeldClient) -> tuple[Compared, ...]:
    shown = {
        "First name on the homepage": held.name.partition(" ")[0],
        "Mobile telephone": held.mobile_telephone,
        "Address": ", ".join(held.address),
        "Preferred language": held.preferred_language,
    }
    return tuple(Compared(detail, value or _NONE, value or _NONE, agree=True) for detail, value in shown.items())


def _yes_or_no(detail: str, *, site: bool, system: bool) -> Compared:
    return Compared(detail, "Y" if site else "N", "Y" if system else "N", site is system)
