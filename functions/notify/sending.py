"""Sends one notification: one is one mail or text message, however often the queue delivers it (NOT-12 to NOT-18).

A try first claims the notification. Where the claim is neither kept as sent nor given back, nobody knows whether the
try got through: a mail waits long enough for the mail service's report to settle it, and goes out again only where none
came; a text message, of which nobody reports, does not go out again (it is never alone, NOT-03). The last try ends it:
also where it finds the notification still claimed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.copies import Versions, versions_now
from cms_common.domain.notifications import Blocked, Catalogue, Medium, State, Template, Wanted, Written, write
from cms_common.domain.telling import Undelivered, not_delivered
from cms_common.domain.work import WorkItem

ACTOR = "system#notify"
ANSWER_LOST, NOT_ACCEPTED = "answer-lost", "not-accepted"


@dataclass(frozen=True, slots=True)
class Run:
    """When it is done, the identifier that log lines and audit records share, and whether it is the last try."""

    now: datetime
    transaction_id: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A notification claimed for one try, with the versions that it is written with.

    `lost` counts the earlier tries that may have got through; `raised` tells that work was raised because it came to
    nothing before.
    """

    wanted: Wanted
    queued_at: datetime
    version: int
    versions: Versions
    lost: int = 0
    raised: bool = False

    @property
    def unsure(self) -> bool:
        """Tell whether an earlier try may have got through."""
        return self.lost > 0


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent of a claim: when, by which version of which template, and into whose history it goes."""

    claim: Claim
    template: Template
    owner: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """A notification that is not sent: its state and a code that says why; `settled` where this try surely failed.

    `raised` is work to be raised with it: an answer that reached nobody.
    """

    claim: Claim
    state: State
    reason: str
    settled: bool = True
    raised: WorkItem | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """An address or number that is held, and whose history the notification goes into; None where nobody's."""

    address: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nobody is reached: they do not want it, or no address is held; `reason` is a code."""

    state: State
    reason: str


class StillClaimed(Exception):
    """Another run is sending it, or ended without a word: it comes again."""


class AnswerLost(Exception):
    """Nobody knows whether the mail service took it."""


class Refused(Exception):
    """It was refused for good: the address or number is none. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


class Notifications(Protocol):
    """Notifications and how far each has come."""

    def claim(self, wanted: Wanted, versions: Versions, now: datetime) -> Claim | None:
        """Claim one for a try; None where it came to an end already. Raises StillClaimed."""
        ...

    def give_up(self, notification: str) -> Claim | None:
        """Open one that is still claimed by a try before, to end it; None where it came to an end meanwhile."""
        ...

    def give_back(self, claim: Claim) -> None:
        """Give a claim back: it was surely not sent."""
        ...

    def sent(self, sent: Sent, act: Act) -> None:
        """Keep that it was sent, in the contact history too; nothing happens where that is kept already."""
        ...

    def ended(self, ended: Ended, act: Act) -> None:
        """Keep that it is not sent, and raise its work with that."""
        ...


class Answers(Protocol):
    """The messages that notifications answer."""

    def undelivered(self, wanted: Wanted) -> Undelivered:
        """Return what was answered by a notification that came to nothing, and who works for the client."""
        ...


class Recipients(Protocol):
    """Whom a notification reaches at this moment."""

    def of(self, to: str, medium: Medium) -> Reached | NotReached:
        """Return the address or number that is held, or why none is used."""
        ...


class Post(Protocol):
    """The mail service and the one for text messages."""

    def send(self, address: str, written: Written, notification: str) -> None:
        """Send. Raises AnswerLost, Refused; any other error means that it was not sent."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """The use case. `values` opens what was sealed for somebody; `telephone` is the service's number."""

    notifications: Notifications
    answers: Answers
    recipients: Recipients
    values: Callable[[str, bytes], Mapping[str, str]]
    post: Post
    catalogue: Catalogue
    telephone: str
    randomness: Randomness

    def send(self, wanted: Wanted, sealed: bytes, run: Run) -> Sent | Ended | None:
        """Send a notification, or keep why it is not sent; None where it had come to an end before.

        Raises StillClaimed, and whatever kept it from being sent: it comes again, but after the last try it has failed.
        """
        claim = self._claim(wanted, run)
        if claim is None:
            return None
        try:
            outcome = self._try(claim, sealed, run)
        except AnswerLost:
            if run.last:
                self._end(Ended(claim, State.FAILED, ANSWER_LOST, settled=False), run)
            raise
        except Exception:
            if run.last:
                self._end(Ended(claim, State.FAILED, NOT_ACCEPTED), run)
            else:
                self.notifications.give_back(claim)
            raise
        # Beyond the point where it went out nothing gives the claim back.
        return self._end(outcome, run) if isinstance(outcome, Ended) else self._sent(outcome, run)

    def _claim(self, wanted: Wanted, run: Run) -> Claim | None:
        try:
            return self.notifications.claim(wanted, versions_now(self.catalogue, wanted, self.telephone), run.now)
        except StillClaimed:
            held = self.notifications.give_up(wanted.notification) if run.last else None
            if held:
                self._end(Ended(held, State.FAILED, ANSWER_LOST, settled=False), run)
            raise

    def _try(self, claim: Claim, sealed: bytes, run: Run) -> Sent | Ended:
        wanted = claim.wanted
        values = self.values(wanted.to, sealed) if sealed else {}
        written = write(self.catalogue, wanted, values, self.telephone)
        if isinstance(written, Blocked):
            return Ended(claim, State.BLOCKED, written.reason)
        match self.recipients.of(wanted.to, written.template.medium):
            case NotReached(state, reason):
                return Ended(claim, state, reason)
            case Reached() if claim.unsure and written.template.medium is Medium.SMS:
                return Ended(claim, State.FAILED, ANSWER_LOST)
            case Reached(address, owner):
                try:
                    self.post.send(address, written, wanted.notification)
                except Refused as refused:
                    return Ended(claim, State.FAILED, refused.reason)
                return Sent(claim, written.template, owner, run.now)

    def _sent(self, sent: Sent, run: Run) -> Sent:
        self.notifications.sent(sent, sent_act(sent, self.randomness.identifier(), run.transaction_id, run.now))
        return sent

    def _end(self, ended: Ended, run: Run) -> Ended:
        ended = replace(ended, raised=raised_by(ended.claim, ended.state, self.answers, run.now))
        wanted, identifier = ended.claim.wanted, self.randomness.identifier()
        facts = facts_of(wanted, ended.state, ended.reason)
        subject, version = f"notification#{wanted.notification}", ended.claim.version
        kind, at = ActKind.NOTIFICATION_NOT_SENT, run.now
        act = Act(kind, identifier, subject, version, ACTOR, at, run.transaction_id, facts)
        self.notifications.ended(ended, act)
        return ended


def sent_act(sent: Sent, identifier: str, transaction_id: str, now: datetime) -> Act:
    """Record that a notification was sent: by which template to whom, and nothing of what it says (NOT-18)."""
    kind = ActKind.SMS_SENT if sent.template.medium is Medium.SMS else ActKind.MAIL_SENT
    wanted = sent.claim.wanted
    facts = {"template": sent.template.name, "template_version": str(sent.template.version), "to": wanted.to}
    subject = f"notification#{wanted.notification}"
    return Act(kind, identifier, subject, sent.claim.version, ACTOR, now, transaction_id, facts)


def facts_of(wanted: Wanted, state: State, reason: str) -> dict[str, str]:
    """Return what an act tells of a notification's state: whose it is and what it told of, and not what it says."""
    besides = {"besides": wanted.besides} if wanted.besides else {}
    return {"template": wanted.template, "to": wanted.to, "state": state.value, "reason": reason, **besides}


def raised_by(claim: Claim, state: State, answers: Answers, now: datetime) -> WorkItem | None:
    """Return the work that a notification's state raises: an answer that came to nothing, the first time (SLA-01)."""
    if not claim.wanted.answers or claim.raised or not state.came_to_nothing:
        return None
    return not_delivered(answers.undelivered(claim.wanted), now)
