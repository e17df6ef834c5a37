"""Work that uploads and calls leave, and what caseworkers do with it by HTTP."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from cms_common.adapters.callbacks import list_place, pointer_of
from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import link_document, raise_activity, raise_contact, raise_work
from cms_common.adapters.work_tables import CallBackItem
from cms_common.domain.callbacks import CallBack
from cms_common.domain.work import (
    RESPONSE_TIME,
    Activity,
    ActivityKind,
    Channel,
    Contact,
    Direction,
    Document,
    ErrorStatus,
    SecurityCheck,
    WorkItem,
    WorkKind,
    activity_id,
)
from infra.demo.records import Line
from tests.support.clock import TestClock
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import Member
from tests.support.visitors import PAYING

_numbers = count(1)
PAYSLIP = Document("0000000000000000a001", 1, "Päyslip März.pdf", "application/pdf", 2)
DESCRIPTION = "payslip.doc: incorrect document type"
ADVICE = "Ask the client to scan or photograph the document and upload it again. If that fails, ask for it by post."


def identifier() -> str:
    """Make an identifier of the shape that the service's own have."""
    return f"{next(_numbers):020x}"


def contact_of(line: Line, at: datetime, contact_id: str = "") -> Contact:
    """What an upload comes under."""
    return Contact(
        contact_id=contact_id or identifier(),
        scin=line.key,
        channel=Channel.SELF_SERVICE,
        direction=Direction.INBOUND,
        opened_at=at,
        opened_by="account#123456789012",
        security_check=SecurityCheck.BY_LOG_IN,
        subject="Evidence upload",
    )


def failed_upload(line: Line = PAYING, team: str = "Segment 4", *, due_in: timedelta = RESPONSE_TIME) -> WorkItem:
    """Leave what a refused file leaves: contact, In Error activity, and the task to contact the client."""
    now = TestClock().now()
    contact = contact_of(line, now)
    activity = Activity(
        activity_id=activity_id(contact.contact_id, 1),
        contact_id=contact.contact_id,
        scin=line.key,
        kind=ActivityKind.SELF_SERVICE_INBOUND,
        subject="Evidence upload error",
        created_at=now,
        error_status=ErrorStatus.IN_ERROR,
        error_description=DESCRIPTION,
    )
    return _raised(contact, [activity], WorkKind.UPLOAD_CONTACT, team, now, due_in)


def evidence(line: Line = PAYING, team: str = "Segment 4", *, documents: int = 1) -> WorkItem:
    """Leave what filed evidence leaves: contact, an activity a document, and the task to view them."""
    now = TestClock().now()
    contact = contact_of(line, now)
    activities = [
        Activity(
            activity_id=activity_id(contact.contact_id, number),
            contact_id=contact.contact_id,
            scin=line.key,
            kind=ActivityKind.SELF_SERVICE_INBOUND,
            subject="Evidence upload",
            created_at=now,
            document=PAYSLIP,
        )
        for number in range(1, documents + 1)
    ]
    return _raised(contact, activities, WorkKind.VIEW_EVIDENCE, team, now, RESPONSE_TIME)


def _raised(
    contact: Contact, activities: list[Activity], kind: WorkKind, team: str, now: datetime, due_in: timedelta
) -> WorkItem:
    item = WorkItem(
        work_item_id=identifier(),
        team=team,
        kind=kind,
        scin=contact.scin,
        contact_id=contact.contact_id,
        subject=activities[0].subject,
        advice=ADVICE,
        raised_at=now,
        due_at=now + due_in,
        activity_id=activities[0].activity_id,
    )
    with Transaction() as transaction:
        raise_contact(transaction, contact)
        for activity in activities:
            raise_activity(transaction, activity)
        raise_work(transaction, item)
    return item


def promised(line: Line = PAYING, team: str = "Segment 4") -> CallBack:
    """Leave a call-back that was promised about nothing else."""
    now = TestClock().now()
    call_back = CallBack(
        identifier(), team, "On her number", now, "staff#CWORKE1", now + RESPONSE_TIME, agreed=False, scin=line.key
    )
    item = CallBackItem(
        CallBackItem.key_of(call_back.call_back_id),
        CallBackItem.ITEM,
        call_back_id=call_back.call_back_id,
        team=team,
        scin=line.key,
        details=call_back.details,
        promised_at=now,
        promised_by=call_back.promised_by,
        due_at=call_back.due_at,
        agreed=False,
        version=1,
    )
    for kept in (item, list_place(call_back, team), pointer_of(call_back)):
        kept.save()
    return call_back


def linked(service_request_id: str = "1-2043117", document: Document = PAYSLIP) -> str:
    """Link a document to a service request."""
    with Transaction() as transaction:
        link_document(transaction, service_request_id, document)
    return service_request_id


def said(line: Line = PAYING, /, **changes: Any) -> dict[str, Any]:
    """What a client says in the security check."""
    record = line.record
    facts = {"scin": line.key, "nino": record["nino"], "date_of_birth": record["date_of_birth"]}
    return {**facts, "name": record["reference_name"], **changes}


def call(member: Member, line: Line = PAYING, /, **form: Any) -> Reply:
    """Open a contact, by default with whoever calls."""
    body: Mapping[str, Any] = form or {"scin": line.key}
    return member.post("/contacts", body, headers={"Idempotency-Key": f"call-{identifier()}"})


def opened(member: Member, line: Line = PAYING, /, **form: Any) -> str:
    """Open a contact; returns its path."""
    reply = call(member, line, **form)
    assert reply.status == 201, reply.body
    return f"/contacts/{reply.json['contact']}"


def passed(member: Member, line: Line = PAYING, /, **form: Any) -> str:
    """Open a contact and pass its security check; returns its path."""
    here = opened(member, line, **form)
    reply = member.post(f"{here}/security-check", said(line))
    assert (reply.status, reply.json["security_check"]) == (200, "passed"), reply.body
    return here


def place_of(cloud: Cloud, owner: str) -> str:
    """Return the place of the one entry of a history, as an address carries it."""
    [entry] = [item for item in cloud.items("correspondence") if item["key"] == owner]
    return urlsafe_b64encode(str(entry["item"]).encode()).decode().rstrip("=")
