"""Reads events as the bus puts them into the queue."""

import msgspec

from letters.arrivals import Event


class _Detail(msgspec.Struct):
    event_id: str
    subject: str
    transaction_id: str
    facts: dict[str, str]


class _Envelope(msgspec.Struct, rename="kebab"):
    detail_type: str
    detail: _Detail


_envelope = msgspec.json.Decoder(_Envelope).decode


def read(body: str) -> tuple[Event, str]:
    """Return an event and its transaction ID. Raises msgspec.DecodeError for anything else."""
    told = _envelope(body)
    detail = told.detail
    return Event(told.detail_type, detail.event_id, detail.subject, detail.facts), detail.transaction_id
