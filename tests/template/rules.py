"""Rules that every resource of a kind must follow; each returns what is wrong, in words, one line a fault."""

import json
from collections.abc import Iterator

from infra.templates import Template, of_type

DAY = 86_400
# Actions that AWS defines for no resource in particular; of sns:Publish, to a telephone number.
NO_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:DescribeAlarms"}
# Roles that nobody's request reaches: they may name what they touch by its prefix.
PREFIX_ALLOWED = {"DeploymentRole", "MalwareProtectionRole"}


def queue_faults(template: Template) -> list[str]:
    """What waits for a person stays 14 days; what a function reads less, with five tries and time for six runs."""
    faults: list[str] = []
    for name, queue in of_type(template, "AWS::SQS::Queue").items():
        readers = list(_readers(template, name))
        found = _source(readers, queue["Properties"]) if readers else _for_people(queue["Properties"])
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def _for_people(queue: Template) -> Iterator[str]:
    """Dead letters, and whatever else no function reads."""
    if queue.get("MessageRetentionPeriod") != 14 * DAY:
        yield "what waits for a person must stay 14 days"
    if not queue.get("SqsManagedSseEnabled"):
        yield "not encrypted"


def _source(readers: list[Template], queue: Template) -> Iterator[str]:
    if queue.get("MessageRetentionPeriod", 4 * DAY) > 4 * DAY:
        yield "a source may keep messages 4 days at most"
    if queue.get("RedrivePolicy", {}).get("maxReceiveCount") != 5:
        yield "needs dead letters after 5 tries"
    longest = max((reader["Timeout"] for reader in readers), default=0)
    if queue.get("VisibilityTimeout", 30) < 6 * longest:
        yield f"a message must stay hidden for six runs, {6 * longest} s"


def _readers(template: Template, queue: str) -> Iterator[Template]:
    for function in of_type(template, "AWS::Serverless::Function").values():
        events = function["Properties"].get("Events", {}).values()
        if any(event["Type"] == "SQS" and queue in json.dumps(event) for event in events):
            yield function["Properties"]


def table_faults(template: Template) -> list[str]:
    """On demand, recoverable, protected, encrypted with our key, retained."""
    faults: list[str] = []
    for name, table in of_type(template, "AWS::DynamoDB::Table").items():
        faults += [f"{name}: {fault}" for fault in _table(table["Properties"])]
    return faults


def _table(table: Template) -> Iterator[str]:
    encryption = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["DataKey", "Arn"]}}
    wanted = {
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": encryption,
    }
    yield from (f"{key} must be {value}" for key, value in wanted.items() if table.get(key) != value)
    if table.get("TimeToLiveSpecification", {"AttributeName": "expires_at"})["AttributeName"] != "expires_at":
        yield "the attribute of the time to live is expires_at"


def retention_faults(template: Template) -> list[str]:
    """Nothing of a template goes with its stack."""
    return [
        f"{name}: {attribute} must be Retain"
        for name, resource in template["Resources"].items()
        for attribute in ("DeletionPolicy", "UpdateReplacePolicy")
        if resource.get(attribute) != "Retain"
    ]


TO_TELEPHONES = (["sns:Publish"], {"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"})
"""The one statement that is turned round: a telephone number is no resource, so that it allows all that is no topic."""


def role_faults(template: Template) -> list[str]:
    """Exact actions on exact resources, no managed policy, nothing denied or turned round."""
    faults: list[str] = []
    for name, role in of_type(template, "AWS::IAM::Role").items():
        if "ManagedPolicyArns" in role["Properties"]:
            faults.append(f"{name}: has a managed policy")
        for policy in role["Properties"]["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                faults += [f"{name}/{statement['Sid']}: {fault}" for fault in _statement(name, statement)]
    return faults


def _statement(role: str, statement: Template) -> Iterator[str]:
    actions = statement.get("Action", [])
    turned_round = "NotResource" in statement and (actions, statement["NotResource"]) != TO_TELEPHONES
    if statement["Effect"] != "Allow" or "NotAction" in statement or turned_round:
        yield "must allow, and name what"
    yield from (f"action {action} is a pattern" for action in actions if "*" in action)
    everything = statement.get("Resource") == "*"
    if everything and not set(actions) <= NO_RESOURCE:
        yield "is for every resource"
    texts = json.dumps(statement.get("Resource"))
    # "{bucket}/*" is every object of one bucket, and "{bucket}/incoming/*" every one sent to it: exact enough.
    exact = texts.replace("${Bucket}/*", "").replace("${Bucket}/incoming/*", "")
    if not everything and "*" in exact and role not in PREFIX_ALLOWED:
        yield "its resource is a pattern"


def function_faults(template: Template) -> list[str]:
    """A role, a log group and an alarm of its own, and a canary that watches the alarm."""
    faults: list[str] = []
    for name, function in of_type(template, "AWS::Serverless::Function").items():
        stem = name.removesuffix("Function")
        faults += [f"{name}: {fault}" for fault in _function(template["Resources"], stem, function["Properties"])]
    return faults


def _function(resources: Template, stem: str, function: Template) -> Iterator[str]:
    if function.get("Role") != {"Fn::GetAtt": [f"{stem}Role", "Arn"]}:
        yield "must have a role of its own"
    if function.get("LoggingConfig", {}).get("LogGroup") != {"Ref": f"{stem}Logs"}:
        yield "must have a log group of its own"
    logs = resources.get(f"{stem}Logs", {}).get("Properties", {})
    if not logs.get("RetentionInDays") or logs.get("LogGroupName", {}).get("Fn::Sub", "")[12:] != _name(function):
        yield "its log group must bear its name and let logs go some day"
    alarms = ["Errors", "Faults"] if _serves(function) else ["Errors"]
    if function.get("DeploymentPreference", {}).get("Alarms") != [{"Ref": stem + alarm} for alarm in alarms]:
        yield "its canary must watch its alarms"
    watched = resources.get(f"{stem}Errors", {}).get("Properties", {}).get("Dimensions", [{"Value": {}}])
    if watched[0]["Value"].get("Fn::Sub") != _name(function):
        yield "its alarm must watch it"
    # An HTTP function answers its failures; the platform does not count those.
    service = function.get("Environment", {}).get("Variables", {}).get("POWERTOOLS_SERVICE_NAME")
    faults = resources.get(f"{stem}Faults", {}).get("Properties", {})
    if _serves(function) and faults.get("Dimensions") != [{"Name": "service", "Value": service}]:
        yield "an alarm must watch the failures that it answers"


def _serves(function: Template) -> bool:
    return any(event["Type"] == "HttpApi" for event in function.get("Events", {}).values())


def _name(function: Template) -> str:
    name: str = function["FunctionName"]["Fn::Sub"]
    return name
