"""Deploy the templates to the local AWS, in the order and by the service that AWS would."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local import bootstrap, prepare
from infra.local.clamav import Scanner
from infra.local.ministack import client
from infra.local.places import REGION, Places, architecture
from infra.local.prepare import CODE_BUCKET
from infra.local.prerequisites import Missing
from infra.templates import DATA, Template, load, of_type

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass(frozen=True)
class Deployed:
    """What stands after a deployment.

    Attributes:
        api: the HTTP API's ID.
        template: the application's template as SAM transformed it, nothing left out.
    """

    api: str
    template: Template


def parameters(stage: str, scanner: Scanner) -> dict[str, str]:
    """The parameter values of the local cloud; the rest are the template's defaults."""
    # Everybody here comes from one address: developers and tests must not be taken for one attacker.
    own = {"Stage": stage, "Architecture": architecture(), "SnapStart": "off", "SourceAttemptsAllowed": "100000"}
    return own | {"ScanEngine": scanner.engine, "ScannerAddress": scanner.address}


def deploy(stage: str, build: Path, endpoint: str, places: Places, scanner: Scanner) -> Deployed:
    """Deploy the data stack, then the application built in a folder.

    Raises:
        Missing: a stack does not complete; the message names the resources that failed.
    """
    s3 = client("s3", endpoint)
    s3.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    data = load(DATA)
    _stack(f"cms-{stage}-data", prepare.for_local(data), {"Stage": stage}, endpoint)
    _switch_on_ttl(stage, data, endpoint)
    # The translator asks boto3 for the region.
    os.environ["AWS_DEFAULT_REGION"] = REGION
    template = prepare.transform(load(build / "template.yaml"), parameters(stage, scanner))
    _upload(template, build, endpoint, places)
    _verify_sender(template, endpoint)
    outputs = _stack(f"cms-{stage}", prepare.for_local(template), parameters(stage, scanner), endpoint)
    return Deployed(outputs["ApiId"], template)


def _stack(name: str, template: Template, values: dict[str, str], endpoint: str) -> dict[str, str]:
    cloudformation = client("cloudformation", endpoint)
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]
    # By address: a template in the request itself may have 51,200 bytes only.
    key = f"{name}.json"
    client("s3", endpoint).put_object(Bucket=CODE_BUCKET, Key=key, Body=json.dumps(template))
    url = f"{endpoint}/{CODE_BUCKET}/{key}"
    cloudformation.create_stack(StackName=name, TemplateURL=url, Parameters=given, Capabilities=CAPABILITIES)
    while (stack := _describe(cloudformation, name))["StackStatus"].endswith("IN_PROGRESS"):
        pass
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise Missing(f"Stack {name}: {stack['StackStatus']}\n{_failures(cloudformation, name)}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _describe(cloudformation: Any, name: str) -> Template:  # noqa: ANN401 (a boto3 client)
    stack: Template = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    return stack


def _failures(cloudformation: Any, name: str) -> str:  # noqa: ANN401 (a boto3 client)
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason')}" for event in failed)


def _switch_on_ttl(stage: str, data: Template, endpoint: str) -> None:
    """Do what the table's own property does on AWS; MiniStack passes it over."""
    dynamodb = client("dynamodb", endpoint)
    for table in of_type(data, "AWS::DynamoDB::Table").values():
        if wanted := table["Properties"].get("TimeToLiveSpecification"):
            name = table["Properties"]["TableName"]["Fn::Sub"].replace("${Stage}", stage)
            dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted)


def _verify_sender(template: Template, endpoint: str) -> None:
    """Do what whoever runs SES does once: show that the address mails come from is ours."""
    sender = template["Parameters"]["MailSender"]["Default"]
    client("ses", endpoint).verify_email_identity(EmailAddress=sender)


def _upload(template: Template, build: Path, endpoint: str, places: Places) -> None:
    """Put each function's bootstrap where the template says its code is."""
    s3 = client("s3", endpoint)
    layers = [build / _without_hash(name) / "python" for name in of_type(template, "AWS::Lambda::LayerVersion")]
    for logical_id, function in of_type(template, "AWS::Lambda::Function").items():
        properties = function["Properties"]
        name = properties["Handler"].partition(".")[0]
        text = bootstrap.script(name, [build / logical_id, *layers], endpoint, places)
        key = properties["Code"]["S3Key"]
        s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=bootstrap.archive(text))


def _without_hash(layer: str) -> str:
    """A layer's logical ID as the template has it: SAM adds ten digits of a hash."""
    return layer[:-10]
