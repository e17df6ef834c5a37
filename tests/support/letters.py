"""Letters in tests: clients as they are reached, events as the bus queues them, and PDFs read back."""

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pypdf import PdfReader

from infra.demo.records import Line
from tests.support import ledger, stack
from tests.support.cloud import Cloud
from tests.support.events import check_records
from tests.support.http import handler_of, invoke
from tests.support.visitors import hold

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MESSAGE = "d" * 20
CONTACT = "c" * 20
_ENTRY = f"entry#2026-03-02T11:58:00.000000+00:00#{MESSAGE}"


def reached(cloud: Cloud, line: Line, *, enrolled: bool = True, **changes: Any) -> str:
    """Hold a client who is reached in some way; returns the SCIN."""
    hold(line)
    if changes:
        cloud.update("clients", {"scin": line.key}, **changes)
    if enrolled:
        cloud.put("accounts", {"key": f"identifier#SCIN#{line.key}", "user_id": "123456789012"})
    return line.key


def online(cloud: Cloud, line: Line, **changes: Any) -> str:
    """Hold a client who uses self-service and prefers it."""
    return reached(cloud, line, contact_preference="Self Service", self_service=True, **changes)


def told(name: str, facts: dict[str, str], number: int = 1, subject: str = "") -> dict[str, Any]:
    """Make the queue's record of an event of the bus."""
    detail = {
        "event_id": f"{number:020x}",
        "subject": subject,
        "version": 1,
        "occurred_at": AT.isoformat(),
        "transaction_id": f"t{number}",
        "facts": facts,
    }
    body = {"version": "0", "source": "cms", "detail-type": name, "detail": detail}
    return {"messageId": f"m{number}", "body": json.dumps(body), "eventSource": "aws:sqs", "receiptHandle": "x"}


def wanted(scin: str, code: str, number: int = 1) -> dict[str, Any]:
    """Make the record of an event that wants a letter."""
    return told("LetterWanted", {"letter_code": code, "scin": scin, "cause": "work-item#1"}, number)


def not_told(letter: str, number: int = 1, state: str = "bounced") -> dict[str, Any]:
    """Make the record of an event that says that the notice of a letter reached nobody."""
    name = "MailReported" if state in {"bounced", "complained", "delivered"} else "NotificationNotSent"
    facts = {"template": "new-letter", "to": "client#1", "state": state, "reason": "", "besides": f"letter#{letter}"}
    return told(name, facts, number)


def security_check_failed(scin: str, number: int = 1) -> dict[str, Any]:
    """Make the record of an event that says that a client's security check failed."""
    facts = {"scin": scin, "channel": "telephone", "direction": "inbound"}
    return told("SecurityCheckFailed", facts, number, f"contact#{CONTACT}")


def notices(cloud: Cloud) -> list[dict[str, Any]]:
    """Return the notifications that were wanted."""
    return [item for item in cloud.items("notifications") if item["state"] == "queued"]


def facts(cloud: Cloud, kind: str) -> list[dict[str, str]]:
    """Return the facts of every act of one kind."""
    return [json.loads(act["facts"]) for act in ledger.acts(cloud, kind)]


def books_agree(cloud: Cloud) -> None:
    """Check that every act has its record and event, each as its schema wants it (the accounts here are made up)."""
    check_records(cloud)
    ledger.audit_and_events_agree(cloud)
    ledger.versions_are_their_own(cloud)


def of_work(cloud: Cloud, item: str) -> list[dict[str, Any]]:
    """Return the items of the work table of one kind, by their range key ("item", "contact")."""
    return [found for found in cloud.items("work") if found["item"] == item]


def message_received(owner: str) -> dict[str, Any]:
    """Make the record of a message's event."""
    return told("MessageReceived", {"message": MESSAGE, "owner": owner, "message_type": "general query"})


def deliver(*records: dict[str, Any]) -> list[str]:
    """Let `letters` work on a batch; returns the records that must come again."""
    answer = invoke(handler_of("letters"), {"Records": list(records)})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def hand_over() -> None:
    """Let the hour strike for the printer."""
    invoke(handler_of("letters"), {"detail-type": "Scheduled Event"})


def message(cloud: Cloud, owner: str, text: str = "Where is my payment?", child: str | None = None) -> None:
    """Keep a message that was received, with its entry in the history."""
    sent_at = "2026-03-02T11:58:00.000000+0000"
    kept = {"message_id": MESSAGE, "owner": owner, "entry": _ENTRY, "kind": "general query", "text": text}
    cloud.put(
        "correspondence",
        {"key": f"message#{MESSAGE}", "item": "message", **kept, "child": child, "sent_at": sent_at}
        | {"sent_by": "account#123456789012", "version": 1},
    )
    shown = {"entry_id": MESSAGE, "at": sent_at, "kind": "message", "direction": "inbound", "title": "General query"}
    state = {"category": "ordinary", "delivery": "none", "state": "waiting"}
    cloud.put("correspondence", {"key": owner, "item": _ENTRY, **shown, **state})


def items(cloud: Cloud, prefix: str) -> list[dict[str, Any]]:
    """Return the items of the correspondence table whose key begins with something."""
    return [item for item in cloud.items("correspondence") if str(item["key"]).startswith(prefix)]


def objects(cloud: Cloud, bucket: str) -> dict[str, bytes]:
    """Return what lies in a bucket ("correspondence", "print"), by key."""
    name, s3 = f"cms-test-{bucket}-{stack.ACCOUNT}", cloud.client("s3")
    found = s3.list_objects_v2(Bucket=name).get("Contents", [])
    return {each["Key"]: s3.get_object(Bucket=name, Key=each["Key"])["Body"].read() for each in found}


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return sha256(content).hexdigest()


def read(content: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.extract_text() for page in read(content).pages)
