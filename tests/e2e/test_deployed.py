"""What was deployed is what the templates say; only what stands in `infra.local.left_out` may differ."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local import left_out
from infra.local.deploy import parameters
from infra.local.places import ACCOUNT, REGION
from infra.local.prepare import routes, transform
from infra.templates import DATA, Template, load, of_type
from tests.support.local_cloud import Copy

Json = Any


@dataclass(frozen=True)
class Stack:
    """A deployed stack beside its transformed template."""

    name: str
    template: Template
    physical: dict[str, str]
    exports: dict[str, str]
    values: dict[str, str]

    def of_type(self, kind: str, *keys: str) -> Iterator[tuple[str, Template]]:
        """Physical ID and resolved properties (all, or those named) of each resource of a type; at least one."""
        found = of_type(self.template, kind)
        assert found, kind
        for name, resource in found.items():
            if resource.get("Condition") in left_out.CONDITIONS:
                continue
            properties = resource["Properties"]
            yield self.physical[name], self.resolve({key: properties[key] for key in keys or properties})

    def resolve(self, value: Json) -> Json:
        """A value with its intrinsic functions worked out from what was deployed."""
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._intrinsic(name, argument)
        return {key: self.resolve(each) for key, each in value.items()}

    def _intrinsic(self, name: str, argument: Json) -> Json:
        match name:
            case "Ref":
                return self._named(argument)
            case "Fn::GetAtt":
                return self._attribute(*argument)
            case "Fn::ImportValue":
                return self.exports[self.resolve(argument)]
            case "Fn::Sub":
                return self._substitute(argument)
        raise AssertionError(f"{name} is not known to this test")

    def _substitute(self, argument: Json) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        given = {key: self.resolve(value) for key, value in own.items()}
        return re.sub(r"\$\{([^}]+)\}", lambda found: given.get(found[1]) or self._named(found[1]), text)

    def _named(self, name: str) -> str:
        known = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", **self.values}
        return known[name] if name in known else self.physical[name]

    def _attribute(self, name: str, attribute: str) -> str:
        assert attribute == "Arn", f"{name}.{attribute}"
        kind, physical = self.template["Resources"][name]["Type"], self.physical[name]
        places = {
            "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{physical}",
            "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{physical.rpartition('/')[2]}",
            "AWS::Events::EventBus": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{physical}",
            "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{physical}:*",
        }
        return places[kind]


def _stack(copy: Copy, name: str, template: Template) -> Stack:
    cloudformation = copy.client("cloudformation")
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    found = [each for page in pages for each in page["StackResourceSummaries"]]
    physical = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}
    listed = cloudformation.get_paginator("list_exports").paginate()
    exports = {each["Name"]: each["Value"] for page in listed for each in page["Exports"]}
    declared = template["Parameters"].items()
    defaults = {key: str(value["Default"]) for key, value in declared if "Default" in value}
    return Stack(name, template, physical, exports, defaults | parameters(copy.card.stage, copy.card.scanner))


@pytest.fixture(scope="module")
def application(local_cloud: Copy) -> Stack:
    stage = local_cloud.card.stage
    built = load(Path(local_cloud.card.build) / "template.yaml")
    return _stack(local_cloud, f"cms-{stage}", transform(built, parameters(stage, local_cloud.card.scanner)))


@pytest.fixture(scope="module")
def data(local_cloud: Copy) -> Stack:
    return _stack(local_cloud, f"cms-{local_cloud.card.stage}-data", load(DATA))


@pytest.fixture(params=["application", "data"])
def stack(request: pytest.FixtureRequest) -> Stack:
    found: Stack = request.getfixturevalue(request.param)
    return found


def test_resources__every_one_of_the_templates__was_made_or_stands_in_the_list(stack: Stack) -> None:
    # Given a deployed stack and its template
    wanted = stack.template["Resources"]
    # When what was not made is collected
    missing = {name for name in wanted if name not in stack.physical}
    # Then each is of a listed type, or a policy of nothing but listed statements
    excused = {name for name in missing if wanted[name].get("Condition") in left_out.CONDITIONS}
    rest = {name for name in missing - excused if wanted[name]["Type"] not in left_out.RESOURCES}
    policies = {name: wanted[name]["Properties"]["PolicyDocument"]["Statement"] for name in rest}
    assert all(each["Sid"] in left_out.STATEMENTS for statements in policies.values() for each in statements)


def test_routes__deployed__lead_where_the_template_says(local_cloud: Copy, application: Stack) -> None:
    # Given the routes of the template
    body = application.template["Resources"]["Api"]["Properties"]["Body"]
    wanted = {key: application.resolve(each["uri"]) for key, each in routes(body).items()}
    assert wanted
    # When the deployed ones are read
    api = local_cloud.client("apigatewayv2")
    identifier = local_cloud.card.api
    integrations = api.get_integrations(ApiId=identifier)["Items"]
    uris = {f"integrations/{each['IntegrationId']}": each["IntegrationUri"] for each in integrations}
    found = {each["RouteKey"]: uris[each["Target"]] for each in api.get_routes(ApiId=identifier)["Items"]}
    # Then they are the same, no more and no fewer, each to the function's alias
    assert found == wanted
    assert all(":live/" in uri for uri in found.values())


def test_functions__deployed__have_the_templates_settings_and_role(local_cloud: Copy, application: Stack) -> None:
    # Given the functions of the template
    compared = ("Handler", "Environment", "Role", "Timeout", "MemorySize")
    for name, wanted in application.of_type("AWS::Lambda::Function", *compared):
        # When what answers behind its alias is read
        client = local_cloud.client("lambda")
        found = client.get_function_configuration(FunctionName=name, Qualifier="live")
        # Then it runs the same handler with the same settings, role and limits
        assert found["Handler"] == wanted["Handler"]
        assert found["Environment"]["Variables"] == wanted["Environment"]["Variables"]
        assert found["Role"] == wanted["Role"]
        assert (found["Timeout"], found["MemorySize"]) == (wanted["Timeout"], wanted["MemorySize"])


def test_roles__deployed__grant_what_the_template_grants(local_cloud: Copy, application: Stack) -> None:
    # Given the roles of the template
    iam = local_cloud.client("iam")
    for name, wanted in application.of_type("AWS::IAM::Role"):
        # When their policies are read
        names = iam.list_role_policies(RoleName=name)["PolicyNames"]
        found = {each: iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in names}
        attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        # Then they are the same, and there is no other
        assert found == {each["PolicyName"]: each["PolicyDocument"] for each in wanted["Policies"]}
        assert attached == []


def test_event_sources__deployed__have_their_filters(local_cloud: Copy, application: Stack) -> None:
    # Given the event sources of the template
    client = local_cloud.client("lambda")
    for identifier, wanted in application.of_type("AWS::Lambda::EventSourceMapping"):
        # When they are read
        found = client.get_event_source_mapping(UUID=identifier)
        # Then they read the same stream for the same function, in the same way
        assert found["FunctionArn"] == wanted.pop("FunctionName")
        assert {key: found.get(key) for key in wanted} == wanted


def test_rules__deployed__have_their_schedules_patterns_and_targets(local_cloud: Copy, application: Stack) -> None:
    # Given the rules of the template
    events = local_cloud.client("events")
    for physical, wanted in application.of_type("AWS::Events::Rule"):
        name = physical.rpartition("/")[2]
        # When they are read
        bus = wanted.get("EventBusName", "default")
        found = events.describe_rule(Name=name, EventBusName=bus)
        targets = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
        # Then they fire at the same times or events, and reach the same functions
        assert found["State"] == "ENABLED"
        assert found.get("ScheduleExpression") == wanted.get("ScheduleExpression")
        assert json.loads(found.get("EventPattern", "null")) == wanted.get("EventPattern")
        assert targets == wanted["Targets"]


def test_failures__of_asynchronous_calls__go_to_the_dead_letters(local_cloud: Copy, application: Stack) -> None:
    # Given what the template says of asynchronous calls
    client = local_cloud.client("lambda")
    for _, wanted in application.of_type("AWS::Lambda::EventInvokeConfig"):
        qualified = {"FunctionName": wanted["FunctionName"], "Qualifier": wanted["Qualifier"]}
        # When it is read
        found = client.get_function_event_invoke_config(**qualified)
        # Then it is the same
        assert found["MaximumRetryAttempts"] == wanted["MaximumRetryAttempts"]
        assert found["DestinationConfig"] == wanted["DestinationConfig"]


def test_queues__deployed__keep_messages_as_long_as_the_template_says(local_cloud: Copy, application: Stack) -> None:
    # Given the queues of the template
    sqs = local_cloud.client("sqs")
    for url, wanted in application.of_type("AWS::SQS::Queue"):
        # When they are read
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        # Then messages stay as long
        assert int(found["MessageRetentionPeriod"]) == wanted["MessageRetentionPeriod"]


def test_logs__deployed__go_when_the_template_says(local_cloud: Copy, application: Stack) -> None:
    # Given the log groups of the template
    logs = local_cloud.client("logs")
    for name, wanted in application.of_type("AWS::Logs::LogGroup"):
        # When they are read
        groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        [found] = [group for group in groups if group["logGroupName"] == name]
        # Then they let logs go after as many days
        assert found["retentionInDays"] == wanted["RetentionInDays"]


def test_tables__deployed__have_their_keys_streams_and_times_to_live(local_cloud: Copy, data: Stack) -> None:
    # Given the tables of the template
    dynamodb = local_cloud.client("dynamodb")
    tables = {name: resource["Properties"] for name, resource in of_type(data.template, "AWS::DynamoDB::Table").items()}
    assert tables
    for logical, wanted in tables.items():
        name = data.physical[logical]
        # When they are read
        found = dynamodb.describe_table(TableName=name)["Table"]
        alive = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        # Then they have the same name, keys, stream and protection
        assert name == data.resolve(wanted["TableName"])
        assert found["KeySchema"] == wanted["KeySchema"]
        assert found["BillingModeSummary"]["BillingMode"] == wanted["BillingMode"]
        assert found["DeletionProtectionEnabled"] is True
        stream = wanted.get("StreamSpecification", {}).get("StreamViewType")
        assert found.get("StreamSpecification", {}).get("StreamViewType") == stream
        # And expire by the same attribute, or not at all
        assert alive.get("AttributeName") == wanted.get("TimeToLiveSpecification", {}).get("AttributeName")


def test_keys__deployed__are_of_their_kind(local_cloud: Copy, data: Stack) -> None:
    # Given the keys of the template
    kms = local_cloud.client("kms")
    for logical, resource in of_type(data.template, "AWS::KMS::Key").items():
        wanted = resource["Properties"]
        # When they are read
        found = kms.describe_key(KeyId=data.physical[logical])["KeyMetadata"]
        # Then they are for the same use
        assert found["KeySpec"] == wanted.get("KeySpec", "SYMMETRIC_DEFAULT")
        assert found["KeyUsage"] == wanted.get("KeyUsage", "ENCRYPT_DECRYPT")
        assert found["MultiRegion"] == wanted.get("MultiRegion", False)


def test_roles__one_grant_taken_away__the_function_is_denied(local_cloud: Copy) -> None:
    # Given the start function, whose role lets it read one table
    iam = local_cloud.client("iam")
    role = f"cms-{local_cloud.card.stage}-start"
    url = local_cloud.card.base_url + "/site"
    policy = iam.get_role_policy(RoleName=role, PolicyName="start")["PolicyDocument"]
    kept = [each for each in policy["Statement"] if each["Sid"] != "Site"]
    assert len(kept) == len(policy["Statement"]) - 1
    # When that is taken away and the answer kept for five seconds has gone
    iam.put_role_policy(RoleName=role, PolicyName="start", PolicyDocument=json.dumps(policy | {"Statement": kept}))
    try:
        denied = _statuses(url)
    finally:
        iam.put_role_policy(RoleName=role, PolicyName="start", PolicyDocument=json.dumps(policy))
    # Then the function cannot read it, and can again when it is given back
    assert max(denied) >= 500
    assert _status(url) == 200


def _statuses(url: str) -> set[int]:
    """Statuses over as long as the switch is remembered, until one is an error of the service."""
    seen: set[int] = set()
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline and max(seen, default=0) < 500:
        seen.add(_status(url))
        time.sleep(0.5)
    return seen


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 (our own address)
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
