"""The templates as they come out in stage test: names, ARNs, and each function's environment. Calls no AWS."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from infra import application, templates

REGION = "eu-west-2"
ACCOUNT = "123456789012"
PARAMETERS = {"Stage": "test", "LogLevel": "INFO", "OriginSecret": ""}
PSEUDO = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}

_NAMED_BY = {
    "AWS::DynamoDB::Table": ("TableName", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}"),
    "AWS::S3::Bucket": ("BucketName", "arn:aws:s3:::{}"),
    "AWS::Events::EventBus": ("Name", f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{{}}"),
    "AWS::SQS::Queue": ("QueueName", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}"),
}


class Stack:
    """One template with its parameters filled in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.template = application.template(path)
        self._made: dict[str, dict[str, dict[str, Any]]] = {}

    def made(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the resources of one type, every reference filled in. Shared: do not change them."""
        if kind not in self._made:
            found = application.resources(self.path, kind)
            self._made[kind] = {name: application.resolve(each, self._reference) for name, each in found.items()}
        return self._made[kind]

    def fill(self, value: application.Json) -> application.Json:
        """Fill in the references of one value."""
        return application.resolve(value, self._reference)

    def exports(self) -> dict[str, application.Json]:
        """Return what the stack exports, by export name."""
        outputs = self.template.get("Outputs", {}).values()
        return {self.fill(out["Export"]["Name"]): self.fill(out["Value"]) for out in outputs if "Export" in out}

    def _reference(self, name: str, argument: application.Json) -> application.Json:
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                return self._attribute(*argument)
            case "Fn::Sub":
                text, own = argument if isinstance(argument, list) else (argument, {})
                return re.sub(r"\$\{([^}]+)\}", lambda match: str(own.get(match[1]) or self._inner(match[1])), text)
            case "Fn::ImportValue":
                return exports()[argument]
        return {name: argument}

    def _inner(self, name: str) -> str:
        return self._attribute(*name.split(".", 1)) if "." in name else self._ref(name)

    def _ref(self, name: str) -> str:
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.template.get("Parameters", {}):
            return PARAMETERS.get(name, str(self.template["Parameters"][name].get("Default", "")))
        resource = self.template["Resources"][name]
        if resource["Type"] == "AWS::KMS::Key":
            return key_id(name, multi_region=bool(resource["Properties"].get("MultiRegion")))
        if resource["Type"] == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{self._name(resource)}"
        return self._name(resource)

    def _attribute(self, name: str, attribute: str) -> str:
        resource = self.template["Resources"][name]
        if attribute != "Arn" or resource["Type"] not in {*_NAMED_BY, "AWS::KMS::Key"}:
            return f"{name}.{attribute}"
        if resource["Type"] == "AWS::KMS::Key":
            return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{self._ref(name)}"
        return _NAMED_BY[resource["Type"]][1].format(self._name(resource))

    def _name(self, resource: dict[str, Any]) -> str:
        field = _NAMED_BY.get(resource["Type"], ("Name", ""))[0]
        return str(self.fill(resource["Properties"].get(field, "")))


def key_id(logical_name: str, *, multi_region: bool) -> str:
    """Return the id that a key has in the tests' cloud: always the same, so that settings can be read at import."""
    made = uuid5(NAMESPACE_DNS, logical_name)
    return f"mrk-{made.hex}" if multi_region else str(made)


@cache
def data_stack() -> Stack:
    """Return the stack of what must outlive everything."""
    return Stack(templates.DATA)


@cache
def application_stack() -> Stack:
    """Return the stack of the application."""
    return Stack(templates.APPLICATION)


@cache
def exports() -> dict[str, application.Json]:
    """Return the exports of the data stack."""
    return data_stack().exports()


@cache
def environment(function: str) -> dict[str, str]:
    """Return the environment that the template gives a function in stage test."""
    made = application_stack().fill(application.environment(function))
    return {name: str(value) for name, value in made.items()}


@cache
def whole_environment() -> dict[str, str]:
    """Return the environments of all functions as one, with AWS credentials that lead nowhere."""
    every = {name: value for function in application.functions() for name, value in environment(function).items()}
    nowhere = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test"}
    quiet = {"POWERTOOLS_SERVICE_NAME": "test", "POWERTOOLS_TRACE_DISABLED": "true"}
    return {
        **_NOT_YET_IN_TEMPLATE,
        **every,
        **nowhere,
        **quiet,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


_NOT_YET_IN_TEMPLATE = {
    "SESSION_IDLE_MINUTES": "15",
    "SESSION_LONGEST_MINUTES": "480",
    "SOURCE_ATTEMPTS_ALLOWED": "1000",
    "SOURCE_ATTEMPTS_MINUTES": "10",
    "CLIENT_SECURITY_TABLE": "cms-test-client-security",
}
