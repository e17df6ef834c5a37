"""What passes between the use cases of answering and what keeps their state."""

from dataclasses import dataclass
from datetime import datetime

from cms_common.domain.history import Entry
from cms_common.domain.language import Language
from cms_common.domain.messages import MessageType
from cms_common.domain.notifications import Wanted
from cms_common.domain.reply_channel import Refused, Replies, ReplyChannel, Situation, SpecialRequirement
from cms_common.domain.work import ActivityStatus, Note, WorkItem


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is none, or none for this member of staff: the two look alike (SEC-04)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """How a client is reached now. An employer has none of it: it is called."""

    name: str
    mobile_telephone: str
    preference: str
    uses_self_service: bool
    special_requirements: frozenset[SpecialRequirement]
    language: Language
    special_client_record: bool


@dataclass(frozen=True, slots=True)
class Header:
    """A message without its text: that stands in its document alone, which is None until it is made."""

    message_id: str
    owner: str
    message_type: MessageType
    received_at: datetime
    document_id: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the answer has come; `calls` are the forms that told of unsuccessful calls."""

    calls: tuple[str, ...] = ()
    letter_wanted_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message as whoever answers it sees it: its work item, header, progress, and by what it may be answered."""

    item: WorkItem
    activity_status: ActivityStatus
    message: Header
    progress: Progress
    recipient: Recipient | None
    situation: Situation
    replies: Replies


@dataclass(frozen=True, slots=True)
class Call:
    """An unsuccessful call: the form's own ID, how many there were `before`, its note and history entry."""

    message_id: str
    call_id: str
    before: tuple[str, ...]
    note: Note
    entry: Entry
    wants_letter: bool


@dataclass(frozen=True, slots=True)
class Done:
    """An answer: the work items that it ends, the actor's own first, and what goes out or is raised with it."""

    message_id: str
    items: tuple[WorkItem, ...]
    channel: ReplyChannel
    notes: tuple[Note, ...]
    entry: Entry | None = None
    mail: Wanted | None = None
    mail_event: str = ""
    raised: WorkItem | None = None


@dataclass(frozen=True, slots=True)
class TakenByAnother:
    """Somebody else has it."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It is to be taken first."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """It is answered, in another way or by somebody else."""


@dataclass(frozen=True, slots=True)
class ChannelRefused:
    """The channel is not allowed, and why (CWK-17)."""

    channel: ReplyChannel
    why: Refused


@dataclass(frozen=True, slots=True)
class TextRefused:
    """The email may not be sent so: a code, as `not-an-approved-line` (NOT-09, NOT-11, NOT-12)."""

    reason: str


@dataclass(frozen=True, slots=True)
class CheckFirst:
    """The security check of this contact is not passed, or the contact is another's (CWK-01, SEC-09)."""


type Answer = Opened | NotThere | TakenByAnother | NotTaken | AlreadyDone | ChannelRefused | TextRefused | CheckFirst


@dataclass(frozen=True, slots=True)
class SentAgain:
    """The notification goes out again, under this identifier."""

    notification: str


@dataclass(frozen=True, slots=True)
class NotSentAgain:
    """The notification cannot be sent again; `reason` is a code."""

    reason: str


type Resent = SentAgain | NotSentAgain | NotThere
