"""Puts extracts into the tests' intake bucket and runs the function as EventBridge would."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.demo.loader import sealed
from infra.demo.records import Line
from infra.templates import ROOT
from tests.support import stack
from tests.support.cloud import Cloud
from tests.support.http import FakeContext

KEY = "extracts/test.jsonl"


def cases_of(line: Line) -> list[dict[str, Any]]:
    """Return the cases of a client's record."""
    found: Any = line.record["cases"]
    return list(found)


def bucket() -> str:
    return str(next(iter(stack.data_stack().made("AWS::S3::Bucket").values()))["BucketName"])


def seal(cloud: Cloud, *lines: Line) -> list[str]:
    return list(sealed(cloud.client("kms"), stack.environment("intake")["INTAKE_KEY"], lines))


def seal_text(cloud: Cloud, kind: str, key: str, plain: str) -> str:
    context = {"purpose": "intake", "key": key}
    made = cloud.client("kms").encrypt(
        KeyId=stack.environment("intake")["INTAKE_KEY"], Plaintext=plain.encode(), EncryptionContext=context
    )
    return json.dumps({"kind": kind, "key": key, "sealed": base64.b64encode(made["CiphertextBlob"]).decode()})


def arrive(cloud: Cloud, lines: Sequence[str]) -> dict[str, Any]:
    """Put the lines as an object and return the event that tells of it."""
    body = "\n".join(lines).encode()
    cloud.client("s3").put_object(Bucket=bucket(), Key=KEY, Body=body)
    event: dict[str, Any] = json.loads(Path(ROOT / "events" / "s3-intake.json").read_text(encoding="utf-8"))
    event["detail"]["bucket"]["name"] = bucket()
    event["detail"]["object"] |= {"key": KEY, "size": len(body)}
    return event


def run(event: dict[str, Any]) -> dict[str, int]:
    from intake.handler import lambda_handler  # noqa: PLC0415 - settings come from the cloud fixture's environment

    return lambda_handler(event, FakeContext())


def load(cloud: Cloud, *lines: Line) -> dict[str, int]:
    """Seal the lines, let them arrive, and run."""
    return run(arrive(cloud, seal(cloud, *lines)))


def rejects(cloud: Cloud) -> list[dict[str, Any]]:
    """Take what lies in the queue of rejected lines."""
    url = stack.environment("intake")["INTAKE_REJECTS_QUEUE"]
    taken = cloud.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in taken]
