"""Wakes the scanning functions as AWS does: with the sample events, each about one object of the tests' cloud."""

import json
from typing import Any

from cms_common.domain.uploads import key_of
from infra.templates import ROOT
from tests.support.cloud import Cloud
from tests.support.http import handler_of, invoke
from tests.support.uploads import QUARANTINE

type Record = dict[str, Any]
CLEAN = "NO_THREATS_FOUND"


def send(cloud: Cloud, upload_id: str, number: int, content: bytes, media_type: str = "application/pdf") -> str:
    """Put a file where it was to be sent; returns the version."""
    made = cloud.client("s3").put_object(
        Bucket=QUARANTINE, Key=key_of(upload_id, number), Body=content, ContentType=media_type
    )
    return str(made["VersionId"])


def arrival(key: str, version: str, *, bucket: str = QUARANTINE, name: str = "m1") -> Record:
    """Make the message about an object that arrived, as EventBridge sends it."""
    record, event = _sample("s3-quarantine.json", name)
    event["detail"]["bucket"]["name"] = bucket
    event["detail"]["object"] |= {"key": key, "version-id": version}
    return {**record, "body": json.dumps(event)}


def notification(key: str, version: str, *, bucket: str = QUARANTINE, name: str = "m1") -> Record:
    """Make the same as S3's own notification, in which keys are encoded."""
    place = {"bucket": {"name": bucket}, "object": {"key": key, "versionId": version}}
    body = {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": place}]}
    return {**_sample("s3-quarantine.json", name)[0], "body": json.dumps(body)}


def verdict(key: str, version: str | None, status: str = CLEAN, *, name: str = "v1", **changes: Any) -> Record:
    """Make the message about a verdict of GuardDuty. `changes` are further values of the event's detail."""
    record, event = _sample("guardduty-verdict.json", name)
    event["detail"]["s3ObjectDetails"] |= {"bucketName": QUARANTINE, "objectKey": key, "versionId": version}
    event["detail"]["scanResultDetails"]["scanResultStatus"] = status
    event["detail"] |= changes
    return {**record, "body": json.dumps(event)}


def wake(function: str, *records: Record) -> list[str]:
    """Wake a function with a batch; returns the messages that must come again."""
    answer = invoke(handler_of(function), {"Records": list(records)})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def _sample(file: str, name: str) -> tuple[Record, dict[str, Any]]:
    [record] = json.loads((ROOT / "events" / file).read_text())["Records"]
    return {**record, "messageId": name}, json.loads(record["body"])
