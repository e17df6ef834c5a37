"""Which event wants what."""

from dataclasses import dataclass, field

from cms_common.domain.accounts import Service
from cms_common.domain.letters import LetterCode, letter_id
from letters.issuing import NO_CLIENT, Issuing, NotIssued, Run, Wanted
from letters.messages import MessageDocuments
from letters.posting import Posting

SECURITY_CHECK_FAILED = "security-check-failed"
"""Why a CMSL9800 is issued (CWK-02)."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the bus: its name, its own ID, and its facts."""

    name: str
    event_id: str
    facts: dict[str, str] = field(default_factory=dict)


class UnknownEvent(Exception):
    """An event came that nothing here waits for."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Takes events to the use cases."""

    issuing: Issuing
    posting: Posting
    documents: MessageDocuments

    def handle(self, event: Event, run: Run) -> None:
        """Do what an event wants. Raises UnknownEvent, NotIssued, NoSuchMessage, or KeyError for a missing fact."""
        match event.name:
            case "MessageReceived":
                self.documents.make(event.facts["message"], run)
            case "LetterWanted":
                self.issuing.issue(_letter(event, LetterCode(event.facts["letter_code"]), event.facts["cause"]), run)
            case "SecurityCheckFailed":
                self._security_details(event, run)
            case "AccountDeEnrolled":
                if event.facts["service"] == Service.CLIENT:
                    self.posting.post_unopened(event.facts["customer"], run)
            case _:
                raise UnknownEvent

    def _security_details(self, event: Event, run: Run) -> None:
        try:
            self.issuing.issue(_letter(event, LetterCode.SECURITY_DETAILS, SECURITY_CHECK_FAILED), run)
        except NotIssued as error:
            # A check may fail because nobody has the number that was given: then there is nobody to write to.
            if error.reason != NO_CLIENT:
                raise


def _letter(event: Event, code: LetterCode, cause: str) -> Wanted:
    return Wanted(letter_id(event.event_id, code), code, event.facts["scin"], cause)
