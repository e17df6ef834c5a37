"""One act, one transaction, with the real table models on moto."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.tables import AccountItem, EmployerItem, SiteItem
from cms_common.adapters.transaction import OUTBOX_SHARDS, ConditionsFailed, KeptClashing, Transaction
from cms_common.domain.acts import Act, ActKind
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud

CONFLICT: Any = {
    "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
    "CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}],
}
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def an_act(identifier: str = "0" * 20) -> Act:
    return Act(ActKind.SITE_OPENED, identifier, "site#site", 1, "operator#jo", NOON, "transaction-1", {})


def test_transaction__state_and_act__are_written_by_one_call(cloud: Cloud) -> None:
    # Given a change of state and its act
    with watched(Calls()) as calls, Transaction() as transaction:
        transaction.put("site", SiteItem("site", shut_down=True))
        # When the block ends
        transaction.record(an_act())
    # Then one call wrote state, audit record and event
    assert calls.made == ["TransactWriteItems"]
    assert [len(cloud.items(table)) for table in ("site", "audit", "outbox")] == [1, 1, 1]


def write_five_where_one_is_there() -> None:
    """Put, update and delete, wanting an employer absent that may be there."""
    new: dict[str, Any] = {"jurisdiction": "gb", "record_version": 1}
    with Transaction() as transaction:
        transaction.update("account", AccountItem("account#1"), [AccountItem.version.add(1)])
        transaction.put("other", EmployerItem("E2", paye_reference="P2", name="Two", **new))
        absent = EmployerItem.ern.does_not_exist()
        transaction.put("employer", EmployerItem("E1", paye_reference="P3", name="New", **new), absent)
        transaction.delete("site", SiteItem("site"))
        transaction.record(an_act())


def test_transaction__one_condition_fails__names_it_and_writes_nothing(cloud: Cloud) -> None:
    # Given an employer that is there already
    EmployerItem("E1", paye_reference="P1", name="One", jurisdiction="gb", record_version=1).save()
    # When a transaction of put, update and delete wants it absent
    with pytest.raises(ConditionsFailed) as failed:
        write_five_where_one_is_there()
    # Then that write alone is named, whatever order the client library sends them in, and nothing is written
    assert failed.value.on == {"employer"}
    assert [item["ern"] for item in cloud.items("employers")] == ["E1"]
    assert cloud.items("audit") == cloud.items("outbox") == cloud.items("accounts") == []


def write_and_fail() -> None:
    with Transaction() as transaction:
        transaction.record(an_act())
        raise RuntimeError("stop")


def test_transaction__block_that_raises__writes_nothing(cloud: Cloud) -> None:
    # Given a block that fails before its end
    # When it is left by an error
    with pytest.raises(RuntimeError, match="stop"):
        write_and_fail()
    # Then nothing is written
    assert cloud.items("audit") == cloud.items("outbox") == []


def test_transaction__clash_with_another__is_tried_again(cloud: Cloud) -> None:
    # Given a cloud that says once that another transaction is at the same item
    clashes = iter([True, False])

    def clash(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and next(clashes):
            raise ClientError(CONFLICT, operation)
        return parameters

    # When an act is written
    with watched(Calls(tamper=clash)) as calls, Transaction() as transaction:
        transaction.record(an_act())
    # Then it went at the second try
    assert calls.made == ["TransactWriteItems"] * 2
    assert len(cloud.items("audit")) == 1


def test_transaction__that_clashes_each_time__pauses_between_tries_and_says_that_it_lost(cloud: Cloud) -> None:
    # Given a cloud that says each time that another transaction is at the same item
    def clash(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems":
            raise ClientError(CONFLICT, operation)
        return parameters

    # When an act is written, pausing by chance
    waited: list[float] = []
    chance = Chance([0, 90, 180])
    with (
        watched(Calls(tamper=clash)) as calls,
        pytest.raises(KeptClashing),
        Transaction(wait=waited.append, randomness=chance) as transaction,
    ):
        transaction.record(an_act())
    # Then there were four tries, with 20 to 200 ms between them
    assert calls.made == ["TransactWriteItems"] * 4
    assert waited == [0.02, 0.11, 0.2]
    assert chance.limits == [181] * 3
    assert cloud.items("audit") == []


class Chance(SystemRandomness):
    """Chance whose numbers are given."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers, self.limits = numbers, list[int]()

    def below(self, limit: int) -> int:
        self.limits.append(limit)
        return self.numbers.pop(0)


def test_outbox__many_acts__spread_over_every_shard(cloud: Cloud) -> None:
    # Given many acts
    for number in range(80):
        with Transaction() as transaction:
            transaction.record(an_act(f"{number:020x}"))
    # When their shards are counted
    shards = {item["shard"] for item in cloud.items("outbox")}
    # Then no shard is left out, and none is beyond those that the sweep looks through
    assert shards == {str(shard) for shard in range(OUTBOX_SHARDS)}
