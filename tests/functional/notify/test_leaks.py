"""No address, number or name stands in a queue's attributes, an event, an audit record or a log line (SES-17)."""

import json
from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from infra.demo.known import PAYING_PARENT
from tests.support import stack
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.leaks import leaked
from tests.support.notifications import NOTIFICATION, deliver, message, passed_on, put, report, sample, told
from tests.support.visitors import hold

CLIENT = f"client#{PAYING_PARENT.key}"
ADDRESS = str(PAYING_PARENT.record["email"])


@pytest.mark.req("SEC-06", "SES-17")
def test_notifications__sent_refused_and_reported__leave_no_address_behind(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a client with address and mobile number
    hold(PAYING_PARENT)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, sms_opted_in=True)
    put(Wanted(NOTIFICATION, "new-letter", Language.ENGLISH, CLIENT))
    # When notifications are sent, blocked, broken and reported
    deliver(told(NOTIFICATION), message(CLIENT, "sms-call-missed", number=2, besides="letter#1"))
    deliver(message(CLIENT, "reply-calculation", number=3, lines=[ADDRESS]), {**report("bounce"), "body": "{"})
    deliver(report("bounce"), report("complaint"))
    assert len(cloud.mails()) == len(cloud.texts()) == 1
    # Then nothing that is kept, logged or told names them, but for the record that they were read from
    kept = {table: cloud.items(table) for table in cloud.tables if table != "clients"}
    printed = capsys.readouterr()
    everything = json.dumps(kept, default=repr) + caplog.text + printed.out + printed.err
    assert leaked(everything) == []
    assert "900101" not in everything


def test_queue__of_mails__carries_identifiers_and_no_attributes(cloud: Cloud) -> None:
    # Given what goes into the queue of reports, by the rules, from events that name the person
    bodies = [passed_on(sample(name)) for name in ("send", "delivery", "bounce", "complaint", "reject")]
    # Then it is an identifier, a state, a time, a code
    for body in bodies:
        assert json.loads(body).keys() <= {"event", "notification", "sent_at", "reason"}
    # And no rule of ours hands on a whole report
    rules = stack.application_stack().made("AWS::Events::Rule").values()
    of_mails = [rule for rule in rules if rule["EventPattern"]["source"] == ["aws.ses"]]
    assert len(of_mails) == 2
    assert all("InputTransformer" in target for rule in of_mails for target in rule["Targets"])


def test_mail__tags__are_identifiers_alone(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    tags: list[Any] = []

    def note(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        tags.extend(parameters.get("Tags", []) if operation == "SendEmail" else [])
        return parameters

    with watched(Calls(tamper=note)):
        deliver(message(CLIENT, "new-letter"))
    assert tags == [{"Name": "notification", "Value": NOTIFICATION}]
