"""What is in the local AWS at the moment, for the page that shows it."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from infra.local.ministack import client

Rows = list[tuple[str, ...]]
ACTS = 50
"""Acts that the page shows."""


@dataclass(frozen=True)
class Snapshot:
    """One look at the local AWS; each a list of rows for a table."""

    tables: Rows
    functions: Rows
    routes: Rows
    machines: Rows
    queues: Rows
    mails: Rows
    texts: Rows
    acts: Rows


@dataclass(frozen=True)
class State:
    """Reads the local AWS."""

    endpoint: str
    api: str

    def read(self) -> Snapshot:
        """Everything the page shows."""
        return Snapshot(
            tables=self._tables(),
            functions=self._functions(),
            routes=self._routes(),
            machines=self._machines(),
            queues=self._queues(),
            mails=self._sent("/_ministack/ses/messages", ("To", "Subject", "BodyText")),
            acts=self._acts(),
            texts=self._sent("/_ministack/sns/sms-messages", ("PhoneNumber", "Message")),
        )

    def _client(self, service: str) -> Any:  # noqa: ANN401 (a boto3 client)
        return client(service, self.endpoint)

    def _tables(self) -> Rows:
        dynamodb = self._client("dynamodb")
        names = dynamodb.list_tables()["TableNames"]
        return [(name, str(dynamodb.describe_table(TableName=name)["Table"]["ItemCount"])) for name in names]

    def _functions(self) -> Rows:
        functions = self._client("lambda").list_functions()["Functions"]
        return sorted((each["FunctionName"], each.get("Description", "")) for each in functions)

    def _routes(self) -> Rows:
        api = self._client("apigatewayv2")
        integrations = {each["IntegrationId"]: each for each in api.get_integrations(ApiId=self.api)["Items"]}
        rows = []
        for route in api.get_routes(ApiId=self.api)["Items"]:
            uri = integrations[route["Target"].rpartition("/")[2]]["IntegrationUri"]
            method, _, path = route["RouteKey"].rpartition(" ")
            rows.append((path, method, uri.partition(":function:")[2].partition(":")[0]))
        return sorted(rows)

    def _machines(self) -> Rows:
        machines = self._client("stepfunctions").list_state_machines()["stateMachines"]
        return sorted((each["name"], each["stateMachineArn"]) for each in machines)

    def _queues(self) -> Rows:
        sqs = self._client("sqs")
        rows = []
        for url in sqs.list_queues().get("QueueUrls", []):
            wanted = ["ApproximateNumberOfMessages"]
            waiting = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"][wanted[0]]
            rows.append((url.rpartition("/")[2], waiting))
        return sorted(rows)

    def _acts(self) -> Rows:
        """What was done last, newest first."""
        dynamodb, wanted = self._client("dynamodb"), ("at", "act", "actor", "subject")
        [audit] = [name for name in dynamodb.list_tables()["TableNames"] if name.endswith("-audit")]
        pages = dynamodb.get_paginator("scan").paginate(TableName=audit)
        rows = [tuple(str(each[name]["S"]) for name in wanted) for page in pages for each in page["Items"]]
        return sorted(rows, reverse=True)[:ACTS]

    def _sent(self, path: str, fields: tuple[str, ...]) -> Rows:
        """What left by mail or SMS: MiniStack keeps it."""
        with urllib.request.urlopen(self.endpoint + path, timeout=10) as answer:  # noqa: S310 # nosec B310 - our own
            content = json.load(answer)
        # By account, where it keeps them so.
        found: Any = next(iter(content.values()), [])
        messages = [each for kept in found.values() for each in kept] if isinstance(found, dict) else found
        return [tuple(_shown(message.get(field, "")) for field in fields) for message in messages]


def _shown(value: Any) -> str:  # noqa: ANN401 (whatever JSON holds)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
