"""Requests over real HTTP, for the end-to-end tests."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import urllib3


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: urllib3.HTTPHeaderDict
    json: Any


class Browser:
    """Somebody at the service's address; keeps the latest token, as a web or mobile front does."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._pool = urllib3.PoolManager(maxsize=60, retries=False, timeout=60)
        self.token = ""

    def get(self, path: str) -> Got:
        """Ask for a page."""
        return self._send("GET", path, None, {})

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Got:
        """Send a form; `key` is the Idempotency-Key, a fresh one each time unless given."""
        return self._send("POST", path, body, {"Idempotency-Key": key or uuid4().hex})

    def _send(self, method: str, path: str, body: object, headers: dict[str, str]) -> Got:
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body)
        answer = self._pool.request(method, self._base + path, body=data, headers=headers)
        got = Got(answer.status, answer.headers, json.loads(answer.data) if answer.data else None)
        if got.status < 300 and isinstance(got.json, dict) and got.json.get("token"):
            self.token = got.json["token"]
        return got
