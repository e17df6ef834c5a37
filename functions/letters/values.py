"""What letters are made of, and what may become of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cms_common.domain import notifications
from cms_common.domain.history import Delivery
from cms_common.domain.language import Language
from cms_common.domain.letters import LetterCode

ACTOR = "system#letters"
NO_CLIENT, NEVER_STILL = "no-such-client", "enrolment-keeps-changing"


@dataclass(frozen=True, slots=True)
class Run:
    """When it is done, and the identifier that log lines and audit records share."""

    now: datetime
    transaction_id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that an event wants; `cause` is a code that says why."""

    letter_id: str
    code: LetterCode
    scin: str
    cause: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was issued. `pages` and `sha256` are those of its document."""

    letter_id: str
    code: LetterCode
    template_version: int
    language: Language
    title: str
    scin: str
    cause: str
    delivery: Delivery
    issued_at: datetime
    document_id: str
    pages: int
    sha256: str
    version: int = 1

    @property
    def wanted(self) -> Wanted:
        """What was wanted."""
        return Wanted(self.letter_id, self.code, self.scin, self.cause)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification that goes with a letter, and the ID of the event that takes it to `notify`."""

    wanted: notifications.Wanted
    event_id: str


class Outcome(Enum):
    """What became of issuing or posting a letter."""

    DONE = "it is on its way, now or before"
    NO_ADDRESS = "it must be posted, and no address is held"


class Kept(Enum):
    """What became of keeping a letter."""

    DONE = "done"
    ISSUED_BEFORE = "issued before"
    NOT_ENROLLED = "the account was de-enrolled in the meantime"


class NotIssued(Exception):
    """A letter cannot be issued; `reason` is a code. It goes to the dead letters for a person to look into."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason
