"""What the mail service reports of a mail: taken in any order, any number of times.

A report bears the notification's own identifier, with which the mail was tagged. So it also settles a mail that was
accepted while the answer was lost: what is reported of was sent. An answer that came back raises work, once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.notifications import Catalogue, State
from cms_common.domain.work import WorkItem
from notify.sending import ACTOR, Answers, Claim, Run, Sent, facts_of, raised_by, sent_act


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the mail was sent, delivered, came back or was complained of; `sent_at` is when it was accepted.

    `reason` is a code of the mail service, or empty.
    """

    notification: str
    state: State
    sent_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A notification opened for a report: `sent` tells whether it is kept as sent."""

    claim: Claim
    sent: bool


class Reported(Protocol):
    """Notifications and what was reported of them."""

    def open(self, report: Report) -> Held | None:
        """Open one for a report; None where there is none such, or the report tells nothing new."""
        ...

    def sent(self, sent: Sent, act: Act) -> None:
        """Keep that it was sent; nothing happens where that is kept already."""
        ...

    def reported(self, report: Report, act: Act, raised: WorkItem | None) -> None:
        """Keep what was reported, and raise work with it; nothing happens where it tells nothing new."""
        ...


class Owners(Protocol):
    """Whose contact history a notification goes into."""

    def owner_of(self, to: str) -> str | None:
        """Name the owner; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Reporting:
    """The use case."""

    notifications: Reported
    answers: Answers
    owners: Owners
    catalogue: Catalogue
    randomness: Randomness

    def take(self, report: Report, run: Run) -> None:
        """Take one report."""
        held = self.notifications.open(report)
        if held is not None and not held.sent:
            self._settle(held.claim, report, run)
            held = self.notifications.open(report)
        if held is not None and report.state is not State.SENT:
            raised = raised_by(held.claim, report.state, self.answers, run.now)
            self.notifications.reported(report, self._act(held.claim, report, run), raised)

    def _settle(self, claim: Claim, report: Report, run: Run) -> None:
        template = self.catalogue.template(claim.wanted.template, claim.versions.template)
        if template is not None:
            sent = Sent(claim, template, self.owners.owner_of(claim.wanted.to), report.sent_at)
            act = sent_act(sent, self.randomness.identifier(), run.transaction_id, run.now)
            self.notifications.sent(sent, act)

    def _act(self, claim: Claim, report: Report, run: Run) -> Act:
        wanted, identifier = claim.wanted, self.randomness.identifier()
        facts = facts_of(wanted, report.state, report.reason)
        subject, kind = f"notification#{wanted.notification}", ActKind.MAIL_REPORTED
        return Act(kind, identifier, subject, claim.version, ACTOR, run.now, run.transaction_id, facts)
