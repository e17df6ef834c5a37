"""Brings an extract in as the 2012 System would: each record sealed, the lines put into the intake bucket."""

import base64
import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from infra.demo.aws import Cloud
from infra.demo.records import Line

LINES_AN_OBJECT = 200
_KEYS_A_READ = 100
_KINDS = {"client": ("clients", "scin"), "employer": ("employers", "ern")}


class NotLoadedError(RuntimeError):
    """Some records were not there in time; the message names them."""


def load(cloud: Cloud, lines: Sequence[Line], patience: float) -> int:
    """Seal and upload the lines, wait until their records are there, and return how many. Raises NotLoadedError.

    `patience` is how many seconds to wait.
    """
    kms, s3 = cloud.client("kms"), cloud.client("s3")
    for part in batched(lines, LINES_AN_OBJECT, strict=False):
        body = "".join(f"{line}\n" for line in sealed(kms, cloud.intake_key, part)).encode()
        name = f"extracts/demo-{hashlib.sha256(body).hexdigest()[:16]}.jsonl"
        s3.put_object(Bucket=cloud.intake_bucket, Key=name, Body=body, ContentType="application/jsonl")
    return _wait(cloud, lines, patience)


def sealed(kms: Any, key: str, lines: Iterable[Line]) -> Iterator[str]:  # noqa: ANN401 - a client made at run time
    """Write each line with its record encrypted for its own key; one call a line."""
    for line in lines:
        plain = json.dumps(line.record, ensure_ascii=False, separators=(",", ":")).encode()
        context = {"purpose": "intake", "key": line.key}
        blob = kms.encrypt(KeyId=key, Plaintext=plain, EncryptionContext=context)["CiphertextBlob"]
        yield json.dumps({"kind": line.kind, "key": line.key, "sealed": base64.b64encode(blob).decode()})


def _wait(cloud: Cloud, lines: Sequence[Line], patience: float) -> int:
    dynamodb = cloud.client("dynamodb")
    until = time.monotonic() + patience
    waiting = list(lines)
    while waiting:
        found = set(_found(dynamodb, cloud, waiting))
        waiting = [line for line in waiting if (line.kind, line.key) not in found]
        if waiting and time.monotonic() > until:
            missing = f"{len(waiting)} of {len(lines)} records ({', '.join(line.key for line in waiting[:10])}...)"
            raise NotLoadedError(f"Not there after {patience:.0f} s: {missing}")
        if waiting:
            time.sleep(0.2)
    return len(lines)


def _found(dynamodb: Any, cloud: Cloud, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for kind, (table, key) in _KINDS.items():
        name = cloud.table(table)
        for part in batched((line for line in lines if line.kind == kind), _KEYS_A_READ, strict=False):
            keys = [{key: {"S": line.key}} for line in part]
            answer = dynamodb.batch_get_item(RequestItems={name: {"Keys": keys, "ProjectionExpression": key}})
            yield from ((kind, item[key]["S"]) for item in answer["Responses"].get(name, []))
