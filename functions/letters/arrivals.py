"""Which event wants what."""

from dataclasses import dataclass, field

from cms_common.domain.accounts import Service
from cms_common.domain.letters import LetterCode, letter_id
from cms_common.domain.notifications import State
from letters.addressless import Addresses
from letters.issuing import NEW_LETTER
from letters.messages import MessageDocuments
from letters.values import Run, Wanted
from letters.withholding import SECURITY_CHECK_FAILED, SecurityLetters


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the bus: its name, its own ID, what it is about, and its facts."""

    name: str
    event_id: str
    subject: str
    facts: dict[str, str] = field(default_factory=dict)


class UnknownEvent(Exception):
    """An event came that nothing here waits for."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Takes events to the use cases."""

    addresses: Addresses
    security: SecurityLetters
    documents: MessageDocuments

    def handle(self, event: Event, run: Run) -> None:
        """Do what an event wants. Raises UnknownEvent, NotIssued, NoSuchMessage, or KeyError for a missing fact."""
        match event.name:
            case "MessageReceived":
                self.documents.make(event.facts["message"], run)
            case "LetterWanted":
                wanted = _letter(event, LetterCode(event.facts["letter_code"]), event.facts["cause"])
                self.addresses.issue(wanted, run)
            case "SecurityCheckFailed":
                wanted = _letter(event, LetterCode.SECURITY_DETAILS, SECURITY_CHECK_FAILED)
                self.security.check_failed(wanted, event.subject.removeprefix("contact#"), run)
            case "AccountDeEnrolled":
                if event.facts["service"] == Service.CLIENT:
                    self.addresses.post_unopened(event.facts["customer"], run)
            case "NotificationNotSent" | "MailReported":
                if event.facts["template"] == NEW_LETTER and State(event.facts["state"]).came_to_nothing:
                    self.addresses.not_told(event.facts["besides"].removeprefix("letter#"), run)
            case _:
                raise UnknownEvent


def _letter(event: Event, code: LetterCode, cause: str) -> Wanted:
    return Wanted(letter_id(event.event_id, code), code, event.facts["scin"], cause)
