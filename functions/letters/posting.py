"""Posts what was delivered online and not opened: its client has left the site, or could not be told of it (PRF-37).

Such a letter is made anew with the address held now: the one it was made with may since be another person's home.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from letters.issuing import Clients
from letters.making import Making
from letters.values import ACTOR, NO_CLIENT, Letter, NotIssued, Outcome, Run


class Why(StrEnum):
    """Why a letter that was delivered online is posted as well."""

    LEFT_THE_SITE = "left-the-site"
    NOT_TOLD = "not-told"


class Unopened(Protocol):
    """Letters that were delivered online and not opened."""

    def of(self, scin: str) -> Iterable[Letter]:
        """Return a client's."""
        ...

    def one(self, letter_id: str) -> Letter | None:
        """Return one; None where it went by post, or was opened or posted since."""
        ...

    def post(self, posted: Letter, act: Act) -> None:
        """Put one into the print queue as it was drawn; nothing happens where it was opened or posted meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Posting:
    """The use case."""

    clients: Clients
    unopened: Unopened
    making: Making
    randomness: Randomness

    def unopened_of(self, scin: str) -> tuple[Letter, ...]:
        """Return what a client has not opened."""
        return tuple(self.unopened.of(scin))

    def still_unopened(self, letter_id: str) -> Letter | None:
        """Return a letter where it was delivered online and neither opened nor posted since."""
        return self.unopened.one(letter_id)

    def post(self, letter: Letter, why: Why, run: Run) -> Outcome:
        """Post a letter that was not opened, or say that it must wait. Raises NotIssued."""
        client = self.clients.of(letter.scin)
        if client is None:
            raise NotIssued(NO_CLIENT)
        if not client.address:
            return Outcome.NO_ADDRESS
        drawn = self.making.draw(letter, client, run.now)
        self.unopened.post(drawn, self._act(drawn, why, run))
        return Outcome.DONE

    def _act(self, drawn: Letter, why: Why, run: Run) -> Act:
        facts = {
            "letter": drawn.letter_id,
            "letter_code": drawn.code.value,
            "scin": drawn.scin,
            "reason": why.value,
            "document": drawn.document_id,
            "sha256": drawn.sha256,
        }
        subject, identifier, version = f"letter#{drawn.letter_id}", self.randomness.identifier(), drawn.version + 1
        return Act(ActKind.LETTER_POSTED, identifier, subject, version, ACTOR, run.now, run.transaction_id, facts)
