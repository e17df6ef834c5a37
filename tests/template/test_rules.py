"""The templates follow the rules, and the rules notice when they do not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from infra.templates import APPLICATION, DATA, ROOT, Template, load, of_type
from tests.template import rules

Rule = Callable[[Template], list[str]]
TEMPLATES = {"application": load(APPLICATION), "data": load(DATA)}
QUEUE, TABLE, ROLE = "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::IAM::Role"
FUNCTION = "AWS::Serverless::Function"
RULES = [
    ("application", rules.queue_faults, QUEUE),
    ("application", rules.role_faults, ROLE),
    ("application", rules.function_faults, FUNCTION),
    ("data", rules.table_faults, TABLE),
    ("data", rules.retention_faults, "AWS::KMS::Key"),
]


@pytest.mark.parametrize(("which", "rule", "kind"), RULES)
def test_template__every_resource_of_a_kind__follows_its_rule(which: str, rule: Rule, kind: str) -> None:
    # Given a template that has resources of the kind
    template = TEMPLATES[which]
    assert of_type(template, kind)
    # When they are held against the rule
    faults = rule(template)
    # Then there is nothing to say
    assert faults == []


SABOTAGES = [
    (rules.queue_faults, "application", QUEUE, "MessageRetentionPeriod", 345_600),
    (rules.role_faults, "application", ROLE, "ManagedPolicyArns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
    (rules.function_faults, "application", FUNCTION, "Role", {"Fn::GetAtt": ["OtherRole", "Arn"]}),
    (rules.function_faults, "application", FUNCTION, "LoggingConfig", {}),
    (rules.function_faults, "application", FUNCTION, "DeploymentPreference", {}),
    (rules.table_faults, "data", TABLE, "BillingMode", "PROVISIONED"),
    (rules.table_faults, "data", TABLE, "DeletionProtectionEnabled", False),
    (rules.table_faults, "data", TABLE, "PointInTimeRecoverySpecification", {}),
    (rules.table_faults, "data", TABLE, "SSESpecification", {"SSEEnabled": False}),
    (rules.table_faults, "data", TABLE, "TimeToLiveSpecification", {"AttributeName": "ttl", "Enabled": True}),
]


@pytest.mark.parametrize(("rule", "which", "kind", "key", "value"), SABOTAGES)
def test_rule__one_resource_breaks_it__says_which(rule: Rule, which: str, kind: str, key: str, value: Any) -> None:
    # Given a template in which one resource has a wrong property
    template = copy.deepcopy(TEMPLATES[which])
    name, resource = next(iter(of_type(template, kind).items()))
    resource["Properties"][key] = value
    # When it is held against the rule
    faults = rule(template)
    # Then the resource is named, and no other
    assert faults
    assert all(fault.startswith(name) for fault in faults)


STATEMENTS = [
    {"Sid": "X", "Effect": "Allow", "Action": ["dynamodb:*"], "Resource": {"Ref": "Table"}},
    {"Sid": "X", "Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "*"},
    {"Sid": "X", "Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": {"Fn::Sub": "arn:aws:x:table/cms-*"}},
    {"Sid": "X", "Effect": "Allow", "NotAction": ["dynamodb:GetItem"], "Resource": {"Ref": "Table"}},
    {"Sid": "X", "Effect": "Deny", "Action": ["dynamodb:GetItem"], "Resource": {"Ref": "Table"}},
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_role_rule__wide_statement__is_refused(statement: dict[str, Any]) -> None:
    # Given a role with one statement that says more than it must
    properties = {"Policies": [{"PolicyDocument": {"Statement": [statement]}}]}
    template = {"Resources": {"SomeRole": {"Type": ROLE, "Properties": properties}}}
    # When it is held against the rule
    faults = rules.role_faults(template)
    # Then the statement is named
    assert [fault.split(":")[0] for fault in faults] == ["SomeRole/X"]


SOURCE_QUEUES = [
    ({"RedrivePolicy": {"maxReceiveCount": 1}, "VisibilityTimeout": 60}, "5 tries"),
    ({"RedrivePolicy": {"maxReceiveCount": 5}, "VisibilityTimeout": 59}, "60 s"),
    ({"RedrivePolicy": {"maxReceiveCount": 5}, "VisibilityTimeout": 60, "MessageRetentionPeriod": 345_601}, "4 days"),
    ({"VisibilityTimeout": 60}, "5 tries"),
]


@pytest.mark.parametrize(("properties", "fault"), SOURCE_QUEUES)
def test_queue_rule__source_that_loses_messages__is_refused(properties: dict[str, Any], fault: str) -> None:
    # Given a queue that a function of ten seconds reads
    event = {"Type": "SQS", "Properties": {"Queue": {"Fn::GetAtt": ["Work", "Arn"]}}}
    reader = {"Type": FUNCTION, "Properties": {"Timeout": 10, "Events": {"Sent": event}}}
    template = {"Resources": {"Work": {"Type": QUEUE, "Properties": properties}, "Reader": reader}}
    # When it is held against the rule
    faults = rules.queue_faults(template)
    # Then the fault is named
    assert len(faults) == 1
    assert fault in faults[0]


def test_alarms__queues_that_people_read__each_have_one_and_each_alarm_a_runbook() -> None:
    # Given every queue that nothing is woken by, and every alarm
    template = load(APPLICATION)
    queues = of_type(template, "AWS::SQS::Queue")
    alarms = [alarm["Properties"] for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()]
    people = {name for name in queues if name.endswith(("DeadLetters", "Rejects"))}
    assert people
    # Then each such queue is watched
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in alarms
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "QueueName" and alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    assert watched == people
    # And each alarm leads to a runbook that is there
    runbooks = {alarm["AlarmDescription"].partition("Runbook: ")[2] for alarm in alarms}
    assert all((ROOT / runbook).is_file() for runbook in runbooks), runbooks
