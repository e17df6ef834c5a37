"""Clients who upload to the running service over real HTTP: ask, send each file where it is to go, wait for the end."""

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import urllib3
from boto3.dynamodb.types import TypeSerializer

from cms_common.domain.sessions import hash_of
from infra.local.places import Places
from tests.support.browser import Browser, Got
from tests.support.local_cloud import Copy

PATIENCE = 60
"""Seconds until an upload must have come to its end."""
_pool = urllib3.PoolManager(retries=False, timeout=60)


def sender(copy: Copy, scin: str | None = None) -> Browser:
    """Somebody of a client of their own who is logged in: the session is put straight into the table."""
    clock = Places(copy.port).clock
    # Another test may have wound the clock that the functions go by.
    wound = timedelta(seconds=int(clock.read_text())) if clock.exists() else timedelta()
    browser, now = Browser(copy.card.base_url), datetime.now(UTC) + wound
    browser.token = secrets.token_urlsafe(32)
    ends = int((now + timedelta(hours=2)).timestamp())
    session: dict[str, Any] = {
        "token_hash": hash_of(browser.token),
        "stage": "full",
        "service": "client",
        "user_id": f"{secrets.randbelow(10**12):012d}",
        "site": "gb",
        "id_noted": True,
        "scin": scin or f"{secrets.randbelow(10**12):012d}",
        "started_at": now.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
        "idle_until": ends,
        "ends_at": ends,
        "expires_at": ends,
    }
    written = {name: TypeSerializer().serialize(value) for name, value in session.items()}
    copy.client("dynamodb").put_item(TableName=f"cms-{copy.card.stage}-sessions", Item=written)
    return browser


def ask(browser: Browser, *files: tuple[str, str, int], **more: Any) -> Got:
    """Ask for somewhere to send files, each as (name, media type, size)."""
    described = [{"name": name, "media_type": media_type, "size": size} for name, media_type, size in files]
    return browser.post("/client/uploads", {"files": described}, **more)


def post(place: Mapping[str, Any], content: bytes, **changes: str) -> int:
    """Send a file where it is to go, as a browser does; returns the status. `changes` are fields to tamper with."""
    fields = {**place["fields"], **changes}
    body = [*fields.items(), ("file", ("file", content, fields["Content-Type"]))]
    return int(_pool.request("POST", place["url"], fields=body).status)


def upload(browser: Browser, *files: tuple[str, str, bytes]) -> list[tuple[str, str]]:
    """Upload files, each as (name, media type, content), and wait; returns each one's state and cause."""
    asked = ask(browser, *((name, media_type, len(content)) for name, media_type, content in files))
    assert asked.status == 201, asked.json
    for shown, (_, _, content) in zip(asked.json["files"], files, strict=True):
        if "send_to" in shown:
            assert post(shown["send_to"], content) in {200, 201, 204}
    return ends_of(browser, asked.json["upload"])


def ends_of(browser: Browser, upload_id: str) -> list[tuple[str, str]]:
    """Wait until an upload has come to its end; returns each file's state and cause."""
    deadline = time.monotonic() + PATIENCE
    while True:
        shown = browser.get(f"/client/uploads/{upload_id}").json
        if shown["finished"]:
            return [(file["state"], file.get("cause", "")) for file in shown["files"]]
        assert time.monotonic() < deadline, f"still waited for: {shown}"
        time.sleep(0.5)
