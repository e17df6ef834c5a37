"""A letter on the local cloud: from an event on the bus to a PDF, and from there to the printer."""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT
from tests.support.letters import text_of
from tests.support.local_cloud import Copy

PATIENCE = 60


def tell(copy: Copy, name: str, facts: dict[str, str]) -> None:
    """Put an event on the bus, as `publish` does."""
    detail = {"event_id": "5" * 20, "subject": f"contact#{'c' * 20}", "transaction_id": "e2e", "facts": facts}
    entry = {"EventBusName": "cms-test", "Source": "cms", "DetailType": name, "Detail": json.dumps(detail)}
    assert copy.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def bucket(copy: Copy, kind: str) -> dict[str, bytes]:
    s3 = copy.client("s3")
    [name] = [each["Name"] for each in s3.list_buckets()["Buckets"] if each["Name"].startswith(f"cms-test-{kind}-")]
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=name).get("Contents", [])]
    return {key: s3.get_object(Bucket=name, Key=key)["Body"].read() for key in keys}


def wait_for[T](look: Callable[[], T]) -> T:
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.5)
    return found


@pytest.mark.req("LET-08", "LET-13")
def test_letter__wanted_on_the_bus__is_made_and_reaches_the_printer_once(local_cloud: Copy) -> None:
    # Given a client who is written to by post
    before = set(bucket(local_cloud, "correspondence"))
    # When the bus tells twice that their security check failed
    for _ in range(2):
        tell(local_cloud, "SecurityCheckFailed", {"scin": PAYING_PARENT.key})

    def made() -> dict[str, bytes]:
        return {key: content for key, content in bucket(local_cloud, "correspondence").items() if key not in before}

    # Then there is one letter
    wait_for(made)
    time.sleep(3)
    [letter] = made().values()
    assert "We need to update your security details" in text_of(letter)
    # When an hour goes by
    form = urllib.parse.urlencode({"hours": "1", "minutes": "1"}).encode()
    with urllib.request.urlopen(local_cloud.card.base_url + "/_local/clock", form, timeout=60) as answered:  # noqa: S310
        assert answered.status == 200

    def printed() -> dict[str, Any]:
        manifests = [json.loads(body) for key, body in bucket(local_cloud, "print").items() if key.endswith(".json")]
        return {each["sha256"]: each for batch in manifests for each in batch["letters"]}

    # Then it lies in a batch for the printer
    wait_for(printed)
    assert printed()[sha256(letter).hexdigest()]["code"] == "CMSL9800"
