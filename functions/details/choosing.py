"""Choosing text messages: opted in or opted out, at once and without a caseworker (NOT-01, COC-02)."""

from dataclasses import dataclass, replace
from typing import Protocol

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.chance import Randomness
from cms_common.domain.sessions import Visit

_TRIES = 5
"""Times that a choice is made anew upon what another request, or an extract, has made of it meanwhile."""


@dataclass(frozen=True, slots=True)
class TextMessages:
    """A client's choice as it is held; of whom nothing was ever said is opted out.

    `mobile` is the number that text messages go to, as "+447700900101"; None where no mobile number is held (NOT-02).
    `version` counts what the client has set of their own details.
    """

    opted_in: bool
    mobile: str | None
    version: int


@dataclass(frozen=True, slots=True)
class KeptChanging:
    """The choice was changed by others each time it was about to be written; nothing of this one is kept."""


class Choices(Protocol):
    """Keeps what clients choose, where the 2012 System reads it (COC-13). Raises ComponentFault."""

    def text_messages(self, scin: str) -> TextMessages:
        """Return a client's choice."""
        ...

    def choose(self, scin: str, held: TextMessages, chosen: TextMessages, act: Act) -> bool:
        """Keep a choice with its act; False where it is no longer as it was read."""
        ...


@dataclass(frozen=True, slots=True)
class Choosing:
    """The use cases. Whose details they are comes from the session alone (COC-11)."""

    choices: Choices
    randomness: Randomness

    def text_messages(self, scin: str) -> TextMessages:
        """Show the choice."""
        return self.choices.text_messages(scin)

    def choose(self, scin: str, user_id: str, visit: Visit, *, opted_in: bool) -> TextMessages | KeptChanging:
        """Opt in or out. What is chosen already is no act; opting in is a choice also without a mobile number."""
        for _ in range(_TRIES):
            held = self.choices.text_messages(scin)
            if held.opted_in == opted_in:
                return held
            chosen = replace(held, opted_in=opted_in, version=held.version + 1)
            if self.choices.choose(scin, held, chosen, self._act(scin, user_id, held, chosen, visit)):
                return chosen
        return KeptChanging()

    def _act(self, scin: str, user_id: str, held: TextMessages, chosen: TextMessages, visit: Visit) -> Act:
        facts = {"before": _shown(held), "after": _shown(chosen)}
        kind, identifier, subject = ActKind.TEXT_MESSAGES_CHOSEN, self.randomness.identifier(), f"client-details#{scin}"
        actor, version = f"account#{user_id}", chosen.version
        return Act(kind, identifier, subject, version, actor, visit.now, visit.transaction_id, facts)


def _shown(choice: TextMessages) -> str:
    return "opted in" if choice.opted_in else "opted out"
