"""Letters that must be posted to clients of whom no address is held: none is lost (LET-10).

Each waits where it is looked at again every hour, and goes as soon as it can. Work for the client's own team is raised
with it, once: somebody has to ask for the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.work import (
    RESPONSE_TIME,
    Channel,
    ClientOwner,
    Contact,
    Direction,
    SecurityCheck,
    WorkItem,
    WorkKind,
)
from letters.issuing import Issuing
from letters.posting import Posting, Why
from letters.values import ACTOR, NO_CLIENT, Letter, NotIssued, Outcome, Run, Wanted

SUBJECT = "A letter cannot be posted: no address is held"
ADVICE = (
    "Telephone the client and have the address put right in the 2012 System. The letter goes out by itself within an "
    "hour after that."
)
IN_A_RUN = 50
"""Letters of each share that one run looks at, from a place by chance on: each has its turn, however many wait."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A letter that waits for an address: to be issued or, where `why` says so, to be posted after it went online."""

    wanted: Wanted
    why: Why | None


class Owners(Protocol):
    """Who works for clients."""

    def of(self, scin: str) -> ClientOwner | None:
        """Tell who works for a client; None where there is no such record."""
        ...


class Addressless(Protocol):
    """Letters that wait for an address."""

    def keep(self, pending: Pending, contact: Contact, work: WorkItem, act: Act) -> None:
        """Keep that one waits, and raise its work; nothing happens where it waits already."""
        ...

    def some(self, begin: str, most: int) -> Sequence[Pending]:
        """Return letters that wait: of each share at most so many, from an ID on and round."""
        ...

    def gone(self, letter_id: str) -> None:
        """Forget one: it no longer waits."""
        ...


@dataclass(slots=True)
class Looked:
    """What a run found: how many went, how many wait on, and what broke while others were looked at."""

    went: int
    waiting: int
    broken: list[Exception]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The use cases."""

    issuing: Issuing
    posting: Posting
    owners: Owners
    addressless: Addressless
    randomness: Randomness

    def issue(self, wanted: Wanted, run: Run) -> None:
        """Issue a letter, or have it wait for an address. Raises NotIssued."""
        if self.issuing.issue(wanted, run) is Outcome.NO_ADDRESS:
            self._wait(Pending(wanted, None), 1, run)

    def post_unopened(self, scin: str, run: Run) -> None:
        """Post all that a client who has left the site has not opened (PRF-37). Raises NotIssued."""
        for letter in self.posting.unopened_of(scin):
            self._post(letter, Why.LEFT_THE_SITE, run)

    def not_told(self, letter_id: str, run: Run) -> None:
        """Post a letter of which its client could not be told, unless it was opened all the same (LET-07, NOT-04)."""
        letter = self.posting.still_unopened(letter_id)
        if letter is not None:
            self._post(letter, Why.NOT_TOLD, run)

    def look(self, run: Run) -> Looked:
        """Look at what waits, and let go what has an address by now; one that breaks does not hold up the others."""
        looked = Looked(0, 0, [])
        for pending in self.addressless.some(self.randomness.identifier(), IN_A_RUN):
            try:
                outcome = self._again(pending, run)
            except Exception as error:  # noqa: BLE001 - it is told of, and looked at again
                looked.broken.append(error)
                continue
            if outcome is Outcome.DONE:
                self.addressless.gone(pending.wanted.letter_id)
                looked.went += 1
            else:
                looked.waiting += 1
        return looked

    def _again(self, pending: Pending, run: Run) -> Outcome:
        if pending.why is None:
            return self.issuing.issue(pending.wanted, run)
        letter = self.posting.still_unopened(pending.wanted.letter_id)
        return self.posting.post(letter, pending.why, run) if letter else Outcome.DONE

    def _post(self, letter: Letter, why: Why, run: Run) -> None:
        if self.posting.post(letter, why, run) is Outcome.NO_ADDRESS:
            self._wait(Pending(letter.wanted, why), letter.version + 1, run)

    def _wait(self, pending: Pending, version: int, run: Run) -> None:
        wanted = pending.wanted
        owner = self.owners.of(wanted.scin)
        if owner is None:
            raise NotIssued(NO_CLIENT)
        named = sha256(f"addressless#{wanted.letter_id}#{version}".encode()).hexdigest()
        contact = Contact(
            named[:20], wanted.scin, Channel.LETTER, Direction.OUTBOUND, run.now, ACTOR, SecurityCheck.DUE,
            subject=SUBJECT,
        )  # fmt: skip
        work = WorkItem(
            work_item_id=named[20:40],
            team=owner.team,
            kind=WorkKind.LETTER_WITHOUT_ADDRESS,
            scin=wanted.scin,
            contact_id=contact.contact_id,
            subject=SUBJECT,
            advice=ADVICE,
            raised_at=run.now,
            due_at=run.now + RESPONSE_TIME,
        )
        self.addressless.keep(pending, contact, work, self._act(wanted, work, version, run))

    def _act(self, wanted: Wanted, work: WorkItem, version: int, run: Run) -> Act:
        facts = {
            "letter": wanted.letter_id,
            "letter_code": wanted.code.value,
            "scin": wanted.scin,
            "work_item": work.work_item_id,
        }
        subject, identifier = f"addressless-letter#{wanted.letter_id}", self.randomness.identifier()
        kind = ActKind.LETTER_WITHOUT_ADDRESS
        return Act(kind, identifier, subject, version, ACTOR, run.now, run.transaction_id, facts)
