"""Posts what a client who has left the site never opened (PRF-37).

Such a letter is made anew with the address held now: the one it was made with may since be another person's home.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from letters.issuing import ACTOR, NO_ADDRESS, NO_CLIENT, Clients, Letter, Making, NotIssued, Run


class Unopened(Protocol):
    """Letters that were delivered online and not opened."""

    def of(self, scin: str) -> Iterable[Letter]:
        """Return a client's."""
        ...

    def post(self, letter: Letter, act: Act) -> None:
        """Put one into the print queue; nothing happens where it was opened or posted in the meantime."""
        ...


@dataclass(frozen=True, slots=True)
class Posting:
    """The use case."""

    clients: Clients
    unopened: Unopened
    making: Making
    randomness: Randomness

    def post_unopened(self, scin: str, run: Run) -> None:
        """Post every letter that a client has not opened, each by itself. Raises NotIssued."""
        letters = tuple(self.unopened.of(scin))
        if not letters:
            return
        client = self.clients.of(scin)
        if client is None or not client.address:
            raise NotIssued(NO_ADDRESS if client else NO_CLIENT)
        for letter in letters:
            self.unopened.post(self.making.draw(letter, client), self._act(letter, run))

    def _act(self, letter: Letter, run: Run) -> Act:
        facts = {"letter": letter.letter_id, "letter_code": letter.code.value, "scin": letter.scin}
        subject, identifier = f"letter#{letter.letter_id}", self.randomness.identifier()
        version = letter.version + 1
        return Act(ActKind.LETTER_POSTED, identifier, subject, version, ACTOR, run.now, run.transaction_id, facts)
