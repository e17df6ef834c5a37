"""Uploads in the tests' cloud: asking, sending, checking and filing, each as the part of AWS that does it would."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from cms_common.adapters.uploads import DynamoUploads
from cms_common.domain.upload_acts import Run
from cms_common.domain.uploads import Arrived, ContentGood, Fact, FileType, Upload, VirusFree, key_of
from tests.support import stack
from tests.support.cloud import Cloud
from tests.support.http import Reply, handler_of, invoke
from tests.support.visitors import Person, fresh_key

QUARANTINE = f"cms-test-quarantine-{stack.ACCOUNT}"
PDF = {"name": "payslip.pdf", "media_type": "application/pdf", "size": 1000}


def a_file(name: str = "payslip.pdf", media_type: str = "application/pdf", size: int = 1000) -> dict[str, Any]:
    """Describe one file, as a device does."""
    return {"name": name, "media_type": media_type, "size": size}


def ask(person: Person, *files: Mapping[str, Any], key: str | None = None, service_request: str = "") -> Reply:
    """Ask for somewhere to send files; one PDF where none is named."""
    body = {"files": [dict(file) for file in files or (PDF,)], "service_request": service_request}
    return person.post("/uploads", body, headers={"Idempotency-Key": key or fresh_key()})


def asked(person: Person, *files: Mapping[str, Any], **more: Any) -> str:
    """Ask, and return the upload's ID."""
    reply = ask(person, *files, **more)
    assert reply.status == 201, reply.body
    return str(reply.json["upload"])


def sent(cloud: Cloud, upload_id: str, number: int, content: bytes) -> str:
    """Put a file where it was to be sent, as S3 does after a presigned POST; returns the version."""
    made = cloud.client("s3").put_object(Bucket=QUARANTINE, Key=key_of(upload_id, number), Body=content)
    return str(made["VersionId"])


def learn(cloud: Cloud, upload_id: str, number: int, *facts: Fact) -> Upload:
    """Learn facts, as the scanning functions do."""
    uploads = DynamoUploads()
    for fact in facts:
        uploads.learn(upload_id, number, fact, Run(cloud.clock.now(), "tests"))
    return found(upload_id)


def found(upload_id: str) -> Upload:
    """Return an upload as it is."""
    upload = DynamoUploads().find(upload_id)
    assert upload is not None
    return upload


def clean(cloud: Cloud, upload_id: str, number: int, content: bytes, pages: int = 1) -> Upload:
    """Send a file and have it proved clean."""
    version = sent(cloud, upload_id, number, content)
    return learn(cloud, upload_id, number, Arrived(version), ContentGood(version, pages), VirusFree(version))


def settled(upload_id: str) -> dict[str, Any]:
    """Return the message that the bus puts into the queue when an upload has settled."""
    detail = {"subject": f"upload#{upload_id}", "transaction_id": "tests", "version": 9, "facts": {}}
    event = {"source": "cms", "detail-type": "UploadSettled", "detail": detail}
    return record(json.dumps(event))


def record(body: str) -> dict[str, Any]:
    """Return an SQS record with a body."""
    return {"messageId": str(uuid4()), "body": body, "eventSource": "aws:sqs", "attributes": {}, "receiptHandle": "r"}


def file(*upload_ids: str) -> dict[str, Any]:
    """Wake `evidence` for uploads that settled; returns what must come again."""
    answer: dict[str, Any] = invoke(handler_of("evidence"), {"Records": [settled(one) for one in upload_ids]})
    return answer


def sweep() -> Any:
    """Wake `evidence` by its schedule."""
    return invoke(handler_of("evidence"), {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})


def states(person: Person, upload_id: str) -> list[str]:
    """Return the states that the client sees, file by file."""
    reply = person.get(f"/uploads/{upload_id}")
    assert reply.status == 200, reply.body
    return [shown["state"] for shown in reply.json["files"]]


def used(cloud: Cloud, scin: str, day: datetime | None = None) -> tuple[int, int]:
    """Return the documents and bytes that a client has used of a day."""
    wanted = (day or cloud.clock.now()).astimezone(UTC).date().isoformat()
    for item in cloud.items("uploads"):
        if (item["key"], item["item"]) == (f"quota#{scin}", wanted):
            return int(item["documents"]), int(item["size"])
    return 0, 0


def work(cloud: Cloud, kind: str) -> list[dict[str, Any]]:
    """Return the items of the work table of one kind: "contact", "activity", "work-item"."""
    wanted = {"contact": "contact", "work-item": "work-item"}.get(kind, "")
    items = [item for item in cloud.items("work") if item["item"] == wanted]
    return items or [item for item in cloud.items("work") if item["item"].startswith(f"{kind}#") and "scin" in item]


OF_KIND = {"PNG": FileType.PNG, "GIF": FileType.GIF, "JPEG": FileType.JPEG, "TIFF": FileType.TIFF}
