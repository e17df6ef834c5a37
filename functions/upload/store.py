"""Uploads as they are asked for, in DynamoDB."""

import re
from datetime import UTC
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.document_tables import QuotaItem, UploadFormItem, UploadItem, UploadPointerItem
from cms_common.adapters.faults import part_of
from cms_common.adapters.transaction import ConditionsFailed, KeptClashing, Transaction
from cms_common.adapters.uploads import DynamoUploads, Raised, put_upload, raise_refusals, team_of, upload_of
from cms_common.adapters.work import own_service_request, raise_contact
from cms_common.domain import upload_work
from cms_common.domain.chance import Randomness
from cms_common.domain.components import Component
from cms_common.domain.upload_acts import Run, acts_of_asking
from cms_common.domain.uploads import Limits, Upload, Used, reserved
from cms_common.domain.work import ServiceRequest
from upload.asking import Listed, Seen

_PAGE = 10
_UPLOAD_ID = re.compile(r"[0-9a-f]{20}")
_FORMS_KEPT = 86_400
"""Seconds that a form is known again."""
_QUOTA_KEPT = 30 * 86_400
"""Seconds that a day's use is kept: longer than any of its files can still be given back."""


class DynamoAsking:
    """Uploads, by form, by client and by ID."""

    def __init__(self, randomness: Randomness) -> None:
        """Take where identifiers come from."""
        self._randomness = randomness
        self._uploads = DynamoUploads(randomness=randomness)

    def seen(self, form: str) -> Seen | None:
        """Return what a form made. GetItem on uploads `key`, `item`, consistent."""
        try:
            item = UploadFormItem.get(UploadFormItem.key_of(form), UploadFormItem.ITEM, consistent_read=True)
        except UploadFormItem.DoesNotExist:
            return None
        return Seen(item.upload_id, item.asked_for)

    def used(self, scin: str, upload_day: str) -> Used:
        """Return what is used of a day's limits. GetItem on uploads `key`, `item`, consistent."""
        try:
            item = QuotaItem.get(QuotaItem.key_of(scin), upload_day, consistent_read=True)
        except QuotaItem.DoesNotExist:
            return Used()
        return Used(int(item.documents or 0), int(item.size or 0), int(item.asks or 0))

    def add(self, upload: Upload, form: str, digest: str, limits: Limits, run: Run) -> bool:
        """Keep a new upload. GetItem on clients where work is raised, then one transaction."""
        refusals = upload_work.refusals_of(upload)
        with part_of(Component.SIEBEL):
            raised = Raised(team_of(upload.scin) if refusals else "", run.now, self._randomness)
        acts = acts_of_asking(upload, run, self._randomness.identifier)
        try:
            with Transaction() as transaction:
                put_upload(transaction, None, upload)
                transaction.put("upload-pointer", _pointer(upload))
                transaction.put("upload-form", _form(upload, form, digest), UploadFormItem.key.does_not_exist())
                _reserve(transaction, upload, limits)
                raise_contact(transaction, upload_work.contact_of(upload))
                raise_refusals(transaction, upload, refusals, raised)
                for act in acts:
                    transaction.record(act)
        except (ConditionsFailed, KeptClashing):
            return False
        return True

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload. GetItem on uploads `key`, `item`, consistent."""
        return self._uploads.find(upload_id) if _UPLOAD_ID.fullmatch(upload_id) else None

    def of_client(self, scin: str, after: str | None) -> Listed:
        """Return uploads of a client, newest first. One Query on uploads `key`; one BatchGetItem of at most ten."""
        key = UploadPointerItem.key_of(scin)
        pointers = UploadPointerItem.query(
            key,
            UploadPointerItem.item.startswith(UploadPointerItem.PREFIX),
            scan_index_forward=False,
            limit=_PAGE,
            consistent_read=True,
            last_evaluated_key=_place(key, after) if after else None,
        )
        shown = [pointer.upload_id for pointer in pointers]
        keys = [(UploadItem.key_of(upload_id), UploadItem.ITEM) for upload_id in shown]
        found = {item.upload_id: upload_of(item) for item in UploadItem.batch_get(keys, consistent_read=True)}
        left: Any = pointers.last_evaluated_key
        return Listed(tuple(found[upload_id] for upload_id in shown), left["item"]["S"] if left else None)


class SiebelRequests:
    """Service requests, kept in Siebel; our tables are its first adapter."""

    def own(self, scin: str, service_request_id: str) -> ServiceRequest | None:
        """Return a client's own service request. GetItem on work `key`, `item`, consistent."""
        with part_of(Component.SIEBEL):
            return own_service_request(scin, service_request_id)


def _reserve(transaction: Transaction, upload: Upload, limits: Limits) -> None:
    """Take from the day's limits, only where they have as much left: twenty at once never pass them (UPL-05)."""
    wanted = reserved(upload)
    quota = QuotaItem(QuotaItem.key_of(upload.scin), upload.day.isoformat())
    actions: list[Action] = [
        QuotaItem.documents.add(wanted.documents),
        QuotaItem.size.add(wanted.size),
        QuotaItem.asks.add(1),
        QuotaItem.expires_at.set(int(upload.asked_at.timestamp()) + _QUOTA_KEPT),
    ]
    asks: Condition = QuotaItem.asks.does_not_exist() | (QuotaItem.asks < limits.asks_a_day)
    transaction.update("quota", quota, actions, asks & _left(wanted, limits) if wanted.documents else asks)


def _left(wanted: Used, limits: Limits) -> Condition:
    few: Condition = QuotaItem.documents.does_not_exist()
    few = few | (QuotaItem.documents <= limits.files_a_day - wanted.documents)
    small: Condition = QuotaItem.size.does_not_exist() | (QuotaItem.size <= limits.bytes_a_day - wanted.size)
    both: Condition = few & small
    return both


def _pointer(upload: Upload) -> UploadPointerItem:
    asked_at = upload.asked_at.astimezone(UTC).isoformat(timespec="microseconds")
    key, item = UploadPointerItem.key_of(upload.scin), UploadPointerItem.item_of(asked_at, upload.upload_id)
    return UploadPointerItem(key, item, upload_id=upload.upload_id)


def _form(upload: Upload, form: str, digest: str) -> UploadFormItem:
    expires = int(upload.asked_at.timestamp()) + _FORMS_KEPT
    key = UploadFormItem.key_of(form)
    return UploadFormItem(key, UploadFormItem.ITEM, upload_id=upload.upload_id, asked_for=digest, expires_at=expires)


def _place(key: str, after: str) -> dict[str, dict[str, str]]:
    return {"key": {"S": key}, "item": {"S": after}}
