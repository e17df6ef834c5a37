"""Messages that wait to be answered in the tests' cloud, the staff who answer them, and what they do by HTTP."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

from cms_common.adapters.transaction import Transaction
from cms_common.adapters.work import raise_contact
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.domain.sessions import hash_of
from cms_common.domain.staff import StaffRole
from cms_common.domain.work import Channel, Contact, Direction, SecurityCheck
from infra.demo.records import Line
from tests.support.clock import TestClock
from tests.support.cloud import Cloud
from tests.support.correspondence import FORM, send_message
from tests.support.http import Handler, Reply, handler_of, invoke
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, Person, fresh_key

LINE = {"lines": ["payment-on-its-way"]}
for _model in WORK_TABLES:
    _model.Meta.table_name = "cms-test-work"


def sent(
    cloud: Cloud, message_type: str = "missing payments", line: Line = PAYING, person: Person | None = None
) -> str:
    """Have somebody send a message; returns the ID of the owning team's work item to answer it."""
    reply = send_message(person or Person.signed_in(line), FORM, message_type=message_type)
    assert reply.status == 201, reply.body
    return str(next(one["work_item_id"] for one in answers_to(cloud, reply.json["message"])))


def answers_to(cloud: Cloud, message: str) -> list[dict[str, Any]]:
    """Return the work items to answer a message, the owning team's first."""
    [activity] = [item for item in cloud.items("work") if item.get("message_id") == message]
    found = [
        item for item in cloud.items("work") if item.get("kind") == "answer message" and item["item"] == "work-item"
    ]
    own = [item for item in found if item["activity_id"] == activity["activity_id"]]
    return sorted(own, key=lambda item: item["team"] == "Support Team")


def caseworker(user_id: str = "CWORK1", **more: Any) -> Member:
    """A caseworker, logged in."""
    return hire(user_id, StaffRole.CASEWORKER, (), **more).logging_in()


def taken(member: Member, work_item: str) -> str:
    """Take a message; returns its path."""
    reply = member.post(f"/messages/{work_item}/take", {})
    assert reply.status == 200, reply.body
    return f"/messages/{work_item}"


def call(member: Member, here: str, *, key: str = "", **form: str) -> Reply:
    """Record a call."""
    return member.post(f"{here}/call", form, headers={"Idempotency-Key": key or fresh_key()})


def checked(member: Member, line: Line = PAYING, check: SecurityCheck = SecurityCheck.PASSED, **more: Any) -> str:
    """Leave a contact of a member of staff's log-in, with what came of its security check."""
    fields: dict[str, Any] = {"staff_session": hash_of(member.token), "opened_by": f"staff#{member.user_id}", **more}
    contact = Contact(
        contact_id=sha256(fresh_key().encode()).hexdigest()[:20],
        scin=line.key,
        channel=Channel.TELEPHONE,
        direction=Direction.OUTBOUND,
        opened_at=TestClock().now(),
        security_check=check,
        **fields,
    )
    with Transaction() as transaction:
        raise_contact(transaction, contact)
    return contact.contact_id


def known_facts(line: Line) -> dict[str, str]:
    """Return the known facts that somebody gives in a call: a client's three, an employer's two."""
    names = ("scin", "nino", "date_of_birth") if line.kind == "client" else ("ern", "paye_reference")
    return {name: str(line.record[name]) for name in names}


def sweep(at: datetime | None = None) -> Any:
    """Wake the clock of the service, at a moment (aware)."""
    if at:
        TestClock().stop(at)
    return invoke(handler_of("sla"), {"detail-type": "Scheduled Event"})


def done_document(cloud: Cloud, message: str) -> str:
    """Do what is done once a message's PDF is there."""
    document = f"{message}-0123456789abcdef"
    cloud.update("correspondence", {"key": f"message#{message}", "item": "message"}, document_id=document)
    return document


def open_queue(cloud: Cloud) -> list[str]:
    """Return what kinds of work stand in any queue."""
    return sorted(str(one["kind"]) for one in cloud.items("work") if str(one["key"]).startswith("queue#"))


@contextmanager
def answering_with(**settings: str) -> Iterator[Handler]:
    """The function as it is with other settings: imported anew, and as it was afterwards."""
    held = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "answering"}
    before = {name: os.environ[name] for name in settings}
    try:
        for name in held:
            del sys.modules[name]
        os.environ.update(settings)
        yield import_module("answering.handler").lambda_handler
    finally:
        os.environ.update(before)
        for name in [name for name in sys.modules if name.partition(".")[0] == "answering"]:
            del sys.modules[name]
        sys.modules.update(held)


def work_items(cloud: Cloud) -> list[dict[str, Any]]:
    """Return every work item, whatever its state."""
    return [one for one in cloud.items("work") if one["item"] == "work-item"]


def support_item(cloud: Cloud) -> str:
    """Return the ID of the support team's one work item."""
    [found] = [one["work_item_id"] for one in work_items(cloud) if one["team"] == "Support Team"]
    return str(found)
