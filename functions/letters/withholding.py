"""CMSL9800 after a failed security check, unless the record is special (LET-13, CWK-02, SEC-04).

To whoever is not of its team a special client record looks as if every answer were wrong, right ones too. A letter that
says so would often be untrue, and would tell the client what staff must not see: so that team decides, and the letter
is not issued by itself.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.letters import LetterCode
from cms_common.domain.work import RESPONSE_TIME, SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, WorkKind
from letters.addressless import Addresses, Owners
from letters.values import ACTOR, Run, Wanted

SECURITY_CHECK_FAILED = "security-check-failed"
"""Why a CMSL9800 is issued (CWK-02)."""
SUBJECT = "A security check failed: look whether CMSL9800 is due"
ADVICE = (
    "Staff outside the team see a failed check whatever the client answers. Find out what happened in the contact. "
    "Where the client was put off, telephone them. Where the answers were wrong, have CMSL9800 sent."
)


class Withheld(Protocol):
    """What was raised instead of a letter."""

    def keep(self, work: WorkItem, act: Act) -> None:
        """Raise work; nothing happens where it was raised before."""
        ...


@dataclass(frozen=True, slots=True)
class SecurityLetters:
    """The use case."""

    addresses: Addresses
    owners: Owners
    withheld: Withheld
    randomness: Randomness

    def check_failed(self, wanted: Wanted, contact_id: str, run: Run) -> None:
        """Issue CMSL9800, or raise work for the team of special client records. Raises NotIssued."""
        owner = self.owners.of(wanted.scin)
        if owner is None:
            # A check may fail because nobody has the number that was given: then there is nobody to write to.
            return
        if not owner.special_client_record:
            self.addresses.issue(wanted, run)
            return
        work = WorkItem(
            work_item_id=sha256(f"withheld#{wanted.letter_id}".encode()).hexdigest()[:20],
            team=SPECIAL_CLIENT_RECORDS_TEAM,
            kind=WorkKind.SECURITY_CHECK_FAILED,
            scin=wanted.scin,
            contact_id=contact_id,
            subject=SUBJECT,
            advice=ADVICE,
            raised_at=run.now,
            due_at=run.now + RESPONSE_TIME,
        )
        self.withheld.keep(work, self._act(work, run))

    def _act(self, work: WorkItem, run: Run) -> Act:
        code, identifier = LetterCode.SECURITY_DETAILS.value, self.randomness.identifier()
        facts = {"letter_code": code, "scin": work.scin, "contact": work.contact_id, "work_item": work.work_item_id}
        subject, kind = f"work-item#{work.work_item_id}", ActKind.SECURITY_LETTER_WITHHELD
        return Act(kind, identifier, subject, 1, ACTOR, run.now, run.transaction_id, facts)
