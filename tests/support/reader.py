"""Somebody who reads every table, event, queue and log while the service works, and tries what they read as a secret.

What they cannot do is use a key: calls of KMS are not read. Nor do they read the mailboxes of other people.
"""

import base64
import copy
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from cms_common.adapters.kms import PinMacs
from cms_common.adapters.passwords import Passwords
from cms_common.domain.accounts import password_follows_the_rule
from cms_common.domain.pin import is_pin, mac_message
from cms_common.domain.positions import at_positions, read_pair
from tests.support import stack
from tests.support.cloud import Cloud
from tests.support.http import send

type Piece = str | bytes
_NOT_READ = {"Encrypt", "Decrypt", "GenerateMac", "VerifyMac", "SendEmail"}
_GENERATIONS = 3
"""How often what was decoded is decoded again."""
_BETWEEN = re.compile(r"[\s\"'{}\[\](),;:|#=$&<>]+")
"""What stands between the parts of a key, a list, a hash, a sentence or a log line."""
_DOORS = ("/client/homepage", "/employer/homepage", "/staff/menu")


class Reader:
    """Keeps what was read, and tells it as texts in every form that it may be decoded to."""

    def __init__(self) -> None:
        self._read: set[Piece] = set()

    def overhear(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Read a call to AWS as it goes by, so that what is overwritten later is known too."""
        if operation not in _NOT_READ:
            self.read(copy.deepcopy(parameters))
        return parameters

    def read(self, *values: Any) -> None:
        """Read values of any kind."""
        self._read.update(piece for value in values for piece in _flat(value))

    def read_all(self, cloud: Cloud) -> None:
        """Read every table with its stream, every queue and every event."""
        for table in cloud.tables:
            stream = cloud._table(table).stream_shard
            self.read(cloud.items(table), [record.to_json() for record in stream.items] if stream else [])
        for queue in cloud._backend("sqs").queues.values():
            self.read([message.body for message in queue._messages])
        self.read(cloud.sent())

    def texts(self) -> set[str]:
        """Return everything that was read, in parts and decoded."""
        known: set[Piece] = set()
        fresh = set(self._read)
        for _ in range(_GENERATIONS):
            known |= fresh
            fresh = {piece for one in fresh for piece in _inside(one)} - known
        return {piece for piece in known | fresh if isinstance(piece, str)}


def _flat(value: Any) -> Iterator[Piece]:
    match value:
        case str() | bytes():
            yield value
        case Mapping():
            yield from _flat([*value.keys(), *value.values()])
        case list() | tuple() | set():
            for one in value:
                yield from _flat(one)
        case _:
            yield bytes(value.value) if hasattr(value, "value") else str(value)


def _inside(piece: Piece) -> Iterator[Piece]:
    if isinstance(piece, str):
        yield from filter(None, _BETWEEN.split(piece))
        yield from _decoded(piece)
        return
    with suppress(UnicodeDecodeError):
        yield piece.decode()
    # Written as text, what is shorter would be no secret but noise: a password is text from the first.
    if len(piece) >= 16:
        yield from (piece.hex(), base64.b64encode(piece).decode(), base64.urlsafe_b64encode(piece).decode().rstrip("="))


def _decoded(text: str) -> Iterator[Piece]:
    if text[:1] in {"{", "["}:
        with suppress(ValueError):
            yield from _flat(json.loads(text))
    if len(text) >= 8 and text.isascii():
        for decode in (bytes.fromhex, base64.b64decode, lambda at: base64.urlsafe_b64decode(f"{at}===")):
            with suppress(ValueError):
                yield decode(text)


def tokens_that_open(texts: Iterable[str]) -> list[str]:
    """Try each text as a bearer token of clients, employers and staff; return those that are somebody's."""
    # A header takes visible ASCII; nothing shorter or longer by far can be a token, and two of those are tried too.
    tried = [text for text in texts if 40 <= len(text) <= 44 and re.fullmatch(r"[!-~]+", text)]
    return [text for text in tried if any(send("GET", door, token=text).status != 401 for door in _DOORS)]


def hashes(cloud: Cloud) -> list[tuple[str, str]]:
    """Return every password hash that is kept, with the kind of account: "account" or "staff"."""
    kept = [("account", item["password_hash"]) for item in cloud.items("accounts") if "password_hash" in item]
    staff = [item for item in cloud.items("staff") if item["directory"] == "staff"]
    names = ("password_hash", "pending_hash")
    return [*kept, *(("staff", item[name]) for item in staff for name in names if item.get(name))]


def passwords_that_match(texts: Iterable[str], kept: Iterable[tuple[str, str]]) -> list[str]:
    """Try each text that can be a password against every hash, as the service does; return those that match."""
    passwords, texts = Passwords(), list(texts)
    return [text for kind, one in kept for text in texts if _can_be(kind, text) and passwords.matches(text, one)]


def _can_be(kind: str, text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9]{8}", text)) if kind == "staff" else password_follows_the_rule(text)


def pins_that_match(texts: Iterable[str], cloud: Cloud) -> list[str]:
    """Let the service's own key check each text of seven digits as every client's PIN, at all 21 pairs."""
    macs, pins = PinMacs(stack.environment("login")["PIN_KEY"]), [text for text in texts if is_pin(text)]
    return [pin for pin in pins for item in cloud.items("client-security") if _is_pin_of(macs, item, pin)]


def _is_pin_of(macs: PinMacs, item: Mapping[str, Any], pin: str) -> bool:
    held = [(read_pair(name), bytes(mac)) for name, mac in (item.get("pin_macs") or {}).items()]
    version = int(item["pin_version"])
    return bool(held) and all(
        macs.verify(item["scin"], pair, at_positions(pin, pair), mac, version) for pair, mac in held
    )


def digits_worked_out(texts: Iterable[str], cloud: Cloud) -> list[str]:
    """Work every pair of digits out by trying all hundred against the first MAC, keyed with each text or not at all."""
    key_id = stack.environment("login")["PIN_KEY"].rpartition("/")[2]
    keys = [b"", *(text.encode() for text in texts)]
    found = []
    for item in cloud.items("client-security"):
        for name, mac in list((item.get("pin_macs") or {}).items())[:1]:
            version = int(item["pin_version"])
            messages = [
                mac_message(item["scin"], read_pair(name), f"{digits:02}", key_id=key_id, version=version)
                for digits in range(100)
            ]
            made = {hashlib.sha256(message).digest() for message in messages}
            made |= {hmac.digest(key, message, "sha256") for key in keys for message in messages}
            found += [item["scin"]] if bytes(mac) in made else []
    return found
