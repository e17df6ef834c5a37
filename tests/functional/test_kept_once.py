"""What is written once stays, and what nobody's password is checked by costs what anybody's does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cms_common.adapters.passwords import NOBODYS, Passwords
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.domain.acts import Act, ActKind
from tests.support.cloud import Cloud

ACT = Act(
    kind=ActKind.SITE_OPENED,
    identifier="0" * 20,
    subject="site#site",
    version=1,
    actor="operator#jo",
    at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
    transaction_id="operator-1",
)


def record(act: Act) -> None:
    with Transaction() as transaction:
        transaction.record(act)


def test_audit_record__written_again__is_refused_and_the_first_stays(cloud: Cloud) -> None:
    # Given an act on record
    record(ACT)
    # When somebody writes another under the same key
    with pytest.raises(ConditionsFailed) as refused:
        record(replace(ACT, actor="operator#al"))
    # Then the first stays
    assert refused.value.on == {"audit"}
    assert [item["actor"] for item in cloud.items("audit")] == ["operator#jo"]


@pytest.mark.req("SEC-10")
def test_passwords__of_nobody__are_checked_with_todays_parameters_and_never_match() -> None:
    assert not Passwords().outdated(NOBODYS)
    assert not Passwords().matches("maple4river", None)
