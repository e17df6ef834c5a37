"""What passes between the use cases of answering and what keeps their state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cms_common.domain.fields import FieldError, Invalid
from cms_common.domain.history import Entry
from cms_common.domain.language import Language
from cms_common.domain.messages import MessageType
from cms_common.domain.notifications import Wanted
from cms_common.domain.reply_channel import Refused, Replies, ReplyChannel, Situation, SpecialRequirement
from cms_common.domain.work import ActivityStatus, Note, WorkItem


class Checked(StrEnum):
    """How whoever was spoken to was checked (SEC-09)."""

    CONTACT = "contact"
    KNOWN_FACTS = "known facts"


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is none, or none for this member of staff: the two look alike (SEC-04)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """How a client is reached now.

    `email_held` tells whether there is an address, which is not read; `text_messages` whether the client opted in and
    has a mobile number (NOT-02). `team` is whose queue the client's work goes to.
    """

    name: str
    mobile_telephone: str
    email_held: bool
    text_messages: bool
    preference: str
    uses_self_service: bool
    special_requirements: frozenset[SpecialRequirement]
    language: Language
    special_client_record: bool
    team: str


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer: it is called. `preference` is how it wants to be told of something new (EMP-15)."""

    name: str
    preference: str


TRIES = 5
"""How often something is tried anew that was read and is another by the time it is written."""


class KeptChanging(Exception):
    """What was read was another at each try. Nothing is written: whoever asked can ask again."""


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
    """How far the answer has come.

    `calls` are the forms that told of unsuccessful calls, `content` is a hash of what the answer said.
    """

    calls: tuple[str, ...] = ()
    letter_wanted_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    channel: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message as whoever answers it sees it: its work item, header, progress, and by what it may be answered.

    It is a client's, who has a `recipient`, or an `employer`'s.
    """

    item: WorkItem
    activity_status: ActivityStatus
    message: Header
    progress: Progress
    recipient: Recipient | None
    employer: Employer | None
    situation: Situation
    replies: Replies


@dataclass(frozen=True, slots=True)
class Said:
    """Known facts as the person gave them and staff typed them: a client's three or an employer's two. Not kept."""

    scin: str = ""
    nino: str = ""
    date_of_birth: str = ""
    ern: str = ""
    paye_reference: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A conversation as the form tells of it: what was answered, and the contact or the known facts of the check.

    `errors` are what is wrong with the form whoever sends it: known facts that are missing are named beside them.
    """

    text: str
    contact_id: str = ""
    said: Said = Said()
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail or text message that goes out with an act, and the ID of its event."""

    wanted: Wanted
    event: str


@dataclass(frozen=True, slots=True)
class Call:
    """An unsuccessful call: the form's own ID, how many there were `before`, its note, history entry and notices."""

    message_id: str
    call_id: str
    before: tuple[str, ...]
    note: Note
    entry: Entry
    wants_letter: bool
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """An answer: the work items that it ends, the actor's own first, and what goes out or is raised with it.

    `content` is a hash of what it says; `mail` is the answer itself, where it goes by email.
    """

    message_id: str
    items: tuple[WorkItem, ...]
    channel: ReplyChannel
    content: str
    notes: tuple[Note, ...]
    entry: Entry | None = None
    mail: Notice | None = None
    notices: tuple[Notice, ...] = ()
    raised: WorkItem | None = None


@dataclass(frozen=True, slots=True)
class TakenByAnother:
    """Somebody else has it."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It is to be taken first."""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """It is answered: in another way, with other content or by somebody else."""


@dataclass(frozen=True, slots=True)
class CallBackDue:
    """Call-backs about it were promised and are not kept: their IDs (SUP-08)."""

    call_backs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormUsed:
    """The form recorded something else before."""


@dataclass(frozen=True, slots=True)
class ChannelRefused:
    """The channel is not allowed, and why (CWK-17)."""

    channel: ReplyChannel
    why: Refused


@dataclass(frozen=True, slots=True)
class TextRefused:
    """The email may not be sent so: a code, as `not-an-approved-line` (NOT-09, NOT-11, NOT-12)."""

    reason: str


class NoCheck(StrEnum):
    """Why a contact is not the security check of a conversation, in words for staff."""

    NOT_NAMED = "No contact is named. Name the one in which the client passed the security check."
    NOT_YOURS = "This is no contact of this log-in. Open a contact and carry out the security check again."
    ANOTHER_CLIENT = "The contact is with another client than the message is of."
    NOT_PASSED = "The security check of the contact is not passed."
    CLOSED = "The contact was closed more than an hour ago. Open another one and carry out the security check again."


@dataclass(frozen=True, slots=True)
class CheckFirst:
    """The security check is not passed in a contact that counts for this conversation, and why (CWK-01, SEC-09)."""

    why: NoCheck


@dataclass(frozen=True, slots=True)
class NotValidated:
    """The known facts given are not those of whoever the message is of; which is wrong is not said (SUP-17)."""


type Unchecked = CheckFirst | NotValidated | Invalid
type NotToBeHad = TakenByAnother | NotTaken | AlreadyDone | CallBackDue
type Answer = Opened | NotThere | NotToBeHad | ChannelRefused | TextRefused | Unchecked


@dataclass(frozen=True, slots=True)
class SentAgain:
    """The notification goes out again, under this identifier."""

    notification: str


@dataclass(frozen=True, slots=True)
class NotSentAgain:
    """The notification cannot be sent again; `reason` is a code."""

    reason: str


type Resent = SentAgain | NotSentAgain | NotThere
