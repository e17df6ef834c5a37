"""The events that tell of a new object: EventBridge's, as the rule sends it, and S3's own notification."""

from urllib.parse import unquote_plus

from msgspec import Struct, field
from msgspec.json import Decoder

from scan.arrivals import Arrival


class Bucket(Struct):
    """The bucket that it lies in."""

    name: str


class Object(Struct, rename="camel"):
    """The object: EventBridge writes its version with a hyphen, S3 in one word."""

    key: str
    version_id: str = ""
    version: str = field(default="", name="version-id")


class Place(Struct):
    """Where it lies."""

    bucket: Bucket
    object: Object


class Record(Struct):
    """One record of S3's own notification."""

    s3: Place


class Message(Struct, rename={"records": "Records"}):
    """Either kind of event, or neither: S3 sends a test when it is set up."""

    detail: Place | None = None
    records: list[Record] = []


_read = Decoder(Message).decode


def arrivals_in(body: str) -> list[Arrival]:
    """Return the objects that a message tells of. Raises msgspec.DecodeError where it is no such message."""
    message = _read(body)
    told = [_arrival(record.s3, unquote_plus(record.s3.object.key)) for record in message.records]
    # EventBridge gives the key as it is: to decode it would make another of it.
    return told + ([_arrival(message.detail, message.detail.object.key)] if message.detail else [])


def _arrival(place: Place, key: str) -> Arrival:
    return Arrival(place.bucket.name, key, place.object.version or place.object.version_id)
