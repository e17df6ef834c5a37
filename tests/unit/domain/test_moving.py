"""Moving work to the Special Client Records Team, while others are at it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.moving import work_moved_to_special
from cms_common.domain.sessions import Visit
from cms_common.domain.work import SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, WorkKind, WorkStatus

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
VISIT = Visit(NOON, "event-1", "")
ITEM = WorkItem("a1", "Segment 4", WorkKind.CALL, "121000121688", "c1", "Call", "", NOON, NOON)


class Chance:
    """Chance that is none."""

    def below(self, limit: int) -> int:  # noqa: ARG002 - the port has it
        return 0

    def token(self) -> str:
        return "t" * 43

    def identifier(self) -> str:
        return "0" * 20


@dataclass
class Kept:
    """One work item, which is taken by somebody `busy` times just before it is moved."""

    item: WorkItem | None
    busy: int = 0
    acts: list[Act] = field(default_factory=list)

    def open_item(self, work_item_id: str) -> WorkItem | None:  # noqa: ARG002 - the port has it
        if self.item:
            self.item = replace(self.item, version=self.item.version + 1)
        return self.item

    def move(self, item: WorkItem, team: str, act: Act) -> bool:
        if self.busy:
            self.busy -= 1
            return False
        self.item = replace(item, team=team, status=WorkStatus.OPEN)
        self.acts.append(act)
        return True


def test_move__item_that_is_taken_in_between__is_opened_again_and_moves_under_a_version_of_its_own() -> None:
    kept = Kept(ITEM, busy=2)
    work_moved_to_special(kept, "a1", "system#intake", VISIT, Chance())
    assert kept.item
    assert kept.item.team == SPECIAL_CLIENT_RECORDS_TEAM
    [act] = kept.acts
    assert (act.kind, act.actor, act.version) == (ActKind.WORK_ITEM_MOVED, "system#intake", 4)
    assert act.facts == {"scin": ITEM.scin, "contact": "c1", "kind": "call"}


@pytest.mark.parametrize(
    "item", [None, replace(ITEM, status=WorkStatus.DONE), replace(ITEM, team=SPECIAL_CLIENT_RECORDS_TEAM)]
)
def test_move__nothing_that_is_to_move__does_nothing(item: WorkItem | None) -> None:
    kept = Kept(item)
    work_moved_to_special(kept, "a1", "system#intake", VISIT, Chance())
    assert kept.acts == []
