"""Who else is told: staff of an answer that reached nobody, an employer of something new (SLA-01, NOT-06, CON-44)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cms_common.domain.language import Language
from cms_common.domain.letters import SELF_SERVICE
from cms_common.domain.notifications import Wanted
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM, ClientOwner, WorkItem, WorkKind

_TELEPHONE_INSTEAD = (
    "An answer by email did not reach the client, or came back as unwanted. Telephone the client with the answer, and "
    "ask for the email address."
)
_EMPLOYER = "employer#"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An answer that came to nothing: its notification, the work item that it answered, and who works for the client.

    `owner` is None for an employer, or where there is no such record any more.
    """

    notification: str
    answered: WorkItem
    owner: ClientOwner | None


def not_delivered(undelivered: Undelivered, now: datetime) -> WorkItem:
    """Make the work of an answer that came to nothing: for the message's team, due when the message was.

    Where that is over it is late from the beginning, and the clock tells so. A client who became a special client
    record meanwhile belongs to that team (SEC-04). One notification makes one such work item, always of the same name.
    """
    answered, owner = undelivered.answered, undelivered.owner
    special = owner is not None and owner.special_client_record
    return WorkItem(
        work_item_id=sha256(f"not-delivered#{undelivered.notification}".encode()).hexdigest()[:20],
        team=SPECIAL_CLIENT_RECORDS_TEAM if special else answered.team,
        kind=WorkKind.ANSWER_NOT_DELIVERED,
        scin=answered.scin,
        ern=answered.ern,
        contact_id=answered.contact_id,
        activity_id=answered.activity_id,
        subject=answered.subject,
        advice=_TELEPHONE_INSTEAD,
        raised_at=now,
        due_at=answered.due_at,
    )


def told_of_new(owner: str, preference: str, cause: str) -> Wanted | None:
    """Make the notice that something new stands in an employer's contact history; None where nobody is to be told.

    `owner` is whose history it is, `preference` how they want to be reached, `cause` the ID of what is new: one cause
    makes one notice. Of an employer no language is held, so that it is in English. Clients are told of letters alone,
    by another notice (NOT-04).
    """
    if not owner.startswith(_EMPLOYER) or preference != SELF_SERVICE:
        return None
    named = sha256(f"new#{cause}".encode()).hexdigest()[:20]
    return Wanted(named, "new-for-employer", Language.ENGLISH, owner, besides=f"entry#{cause}")
