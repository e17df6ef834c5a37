"""The tests' cloud: moto with the tables, keys, buckets, queues and bus of the templates, in stage test.

Made once a process (0.9 s) and emptied before each test (about 1 ms), so that functions may keep their clients.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from moto import mock_aws
from moto.backends import get_backend

from infra.reference.adapters import models
from tests.support import stack
from tests.support.clock import TestClock

type Item = dict[str, Any]
type Snapshot = dict[str, Any]
_TABLE = ("TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


class Cloud:
    """What a test sees of AWS. Names are those of the templates in stage test."""

    def __init__(self) -> None:
        self.clock = TestClock()
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """Return a boto3 client, made once."""
        if service not in self._clients:
            self._clients[service] = boto3.client(service, region_name=stack.REGION)
        return self._clients[service]

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The short names of the tables ("client-security" is cms-test-client-security)."""
        made = stack.data_stack().made("AWS::DynamoDB::Table").values()
        return tuple(table["TableName"].removeprefix("cms-test-") for table in made)

    def items(self, table: str) -> list[Item]:
        """Return every item of a table as plain values, in order of its keys."""
        found = self._stored(table)
        read = TypeDeserializer().deserialize
        plain = [{name: read(value) for name, value in item.items()} for item in found]
        return sorted(plain, key=lambda item: [str(item[key]) for key in self._keys(table)])

    def put(self, table: str, item: Mapping[str, Any]) -> None:
        """Write an item given as plain values."""
        write = TypeSerializer().serialize
        typed = {name: write(value) for name, value in item.items() if value is not None}
        self.client("dynamodb").put_item(TableName=f"cms-test-{table}", Item=typed)

    def update(self, table: str, key: Mapping[str, Any], **values: Any) -> None:
        """Set attributes of an item, given as plain values; its key is `key`."""
        write = TypeSerializer().serialize
        self.client("dynamodb").update_item(
            TableName=f"cms-test-{table}",
            Key={name: write(value) for name, value in key.items()},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": write(value) for name, value in values.items()},
        )

    def sent(self) -> list[dict[str, Any]]:
        """Return the events that reached the bus, in the order they came."""
        queue = self._backend("sqs").queues[LISTENER]
        return [json.loads(message.body) for message in queue._messages]

    def mails(self) -> list[tuple[str, str, str]]:
        """Return the mails sent, as (address, subject, body), in order."""
        sent = self._backend("ses").sent_messages
        return [(mail.destinations["ToAddresses"][0], mail.subject, mail.body) for mail in sent]

    def texts(self) -> list[tuple[str, str]]:
        """Return the text messages sent, as (number, text), in order."""
        return [(number, text) for number, text, *_ in self._backend("sns").sms_messages.values()]

    def queued(self, queue: str) -> list[dict[str, Any]]:
        """Return the messages that wait in a queue ("mails" is cms-test-mails), without taking them."""
        found = self._backend("sqs").queues[f"cms-test-{queue}"]._messages
        return [{"messageId": message.id, "body": message.body} for message in found]

    def records(self, table: str = "outbox") -> list[dict[str, Any]]:
        """Return what the stream of a table holds, as a function woken by it gets it: new items only."""
        found = self._backend("dynamodb").tables[f"cms-test-{table}"].stream_shard.items
        return [record.to_json() for record in found if record.record["eventName"] == "INSERT"]

    def snapshot(self) -> Snapshot:
        """Keep what is in the tables and buckets, to come back to."""
        tables = {table: copy.deepcopy(self._table(table).items) for table in self.tables}
        return {"tables": tables, "buckets": {name: _copied(bucket.keys) for name, bucket in self._buckets().items()}}

    def restore(self, kept: Snapshot) -> None:
        """Come back to a snapshot."""
        self.empty()
        for table, items in kept["tables"].items():
            self._table(table).items.update(copy.deepcopy(items))
        for name, bucket in self._buckets().items():
            for key, versions in kept["buckets"][name].items():
                bucket.keys.setlist(key, copy.deepcopy(versions))

    def objects(self, bucket: str) -> dict[str, list[bytes]]:
        """Return what a bucket holds ("quarantine"): the content of each version by key, oldest first."""
        held = self._buckets()[f"cms-test-{bucket}-{stack.ACCOUNT}"].keys.lists()
        found = {key: [one.value for one in versions if hasattr(one, "value")] for key, versions in held}
        return {key: contents for key, contents in found.items() if contents}

    def empty(self) -> None:
        """Forget every item, object and message, and wind the clock back."""
        for table in self.tables:
            made = self._table(table)
            made.items.clear()
            if made.stream_shard is not None:
                made.stream_shard.items.clear()
        for bucket in self._buckets().values():
            bucket.keys.clear()
        for queue in self._backend("sqs").queues.values():
            queue._messages.clear()
        self._backend("ses").sent_messages.clear()
        self._backend("sns").sms_messages.clear()
        self.clock.reset()

    def _keys(self, table: str) -> list[str]:
        made = stack.data_stack().made("AWS::DynamoDB::Table").values()
        schema = next(each["KeySchema"] for each in made if each["TableName"] == f"cms-test-{table}")
        return [key["AttributeName"] for key in schema]

    def _stored(self, table: str) -> list[dict[str, Any]]:
        # Straight from moto: a test that looks must not count as a call of the code under test.
        made = self._table(table)
        return [item.to_json()["Attributes"] for item in made.all_items()]

    def _table(self, table: str) -> Any:
        return self._backend("dynamodb").tables[f"cms-test-{table}"]

    def _buckets(self) -> dict[str, Any]:
        return dict(self._backend("s3", "aws").buckets)

    @staticmethod
    def _backend(service: str, region: str = stack.REGION) -> Any:
        return get_backend(service)[stack.ACCOUNT][region]  # type: ignore[call-overload]


def _copied(held: Any) -> dict[str, list[Any]]:
    """Return a copy of each object's versions in a bucket: one that is deleted is closed."""
    return {key: copy.deepcopy(versions) for key, versions in held.lists()}


@contextmanager
def running_cloud() -> Iterator[Cloud]:
    """Start moto and make what the templates describe."""
    with mock_aws():
        cloud = Cloud()
        _make_keys(cloud)
        _make_tables(cloud)
        _make_the_rest(cloud)
        _name_tables()
        yield cloud


def _name_tables() -> None:
    # Tests write acts and records by themselves too, without a function that opened the tables.
    for model in models():
        short = vars(model.Meta)["setting"].removesuffix("_table").replace("_", "-")
        model.Meta.table_name = f"cms-test-{short}"


def _make_keys(cloud: Cloud) -> None:
    keys = Cloud._backend("kms").keys
    for name, wanted in stack.data_stack().made("AWS::KMS::Key").items():
        several = bool(wanted.get("MultiRegion"))
        options = {option: wanted[option] for option in ("KeySpec", "KeyUsage", "MultiRegion") if option in wanted}
        made = cloud.client("kms").create_key(**options)["KeyMetadata"]["KeyId"]
        # moto takes no id of our own, and settings are read before any key is made.
        known = stack.key_id(name, multi_region=several)
        keys[known] = keys.pop(made)
        keys[known].id = known


def _make_tables(cloud: Cloud) -> None:
    for wanted in stack.data_stack().made("AWS::DynamoDB::Table").values():
        options = {option: wanted[option] for option in _TABLE if option in wanted}
        if stream := wanted.get("StreamSpecification"):
            options["StreamSpecification"] = {"StreamEnabled": True, **stream}
        cloud.client("dynamodb").create_table(**options)
        if alive := wanted.get("TimeToLiveSpecification"):
            cloud.client("dynamodb").update_time_to_live(TableName=wanted["TableName"], TimeToLiveSpecification=alive)


def _make_the_rest(cloud: Cloud) -> None:
    here = {"LocationConstraint": stack.REGION}
    for bucket in stack.data_stack().made("AWS::S3::Bucket").values():
        cloud.client("s3").create_bucket(Bucket=bucket["BucketName"], CreateBucketConfiguration=here)
        if versioning := bucket.get("VersioningConfiguration"):
            cloud.client("s3").put_bucket_versioning(Bucket=bucket["BucketName"], VersioningConfiguration=versioning)
    for queue in stack.application_stack().made("AWS::SQS::Queue").values():
        cloud.client("sqs").create_queue(QueueName=queue["QueueName"])
    cloud.client("ses").verify_email_identity(EmailAddress=stack.environment("notify")["MAIL_SENDER"])
    for bus in stack.application_stack().made("AWS::Events::EventBus").values():
        cloud.client("events").create_event_bus(Name=bus["Name"])
        _listen(cloud, bus["Name"])


LISTENER = "seen-on-the-bus"
"""A queue that the tests alone have: it gets every event of the bus, so that they can see what was sent."""


def _listen(cloud: Cloud, bus: str) -> None:
    made = cloud.client("sqs").create_queue(QueueName=LISTENER)["QueueUrl"]
    asked = cloud.client("sqs").get_queue_attributes(QueueUrl=made, AttributeNames=["QueueArn"])
    rule = {"Name": LISTENER, "EventBusName": bus}
    cloud.client("events").put_rule(**rule, EventPattern='{"source": ["cms"]}')
    target = {"Id": LISTENER, "Arn": asked["Attributes"]["QueueArn"]}
    cloud.client("events").put_targets(Rule=LISTENER, EventBusName=bus, Targets=[target])
