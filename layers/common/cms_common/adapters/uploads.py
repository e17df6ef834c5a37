"""Uploads in DynamoDB: what is learnt of a file, with all that follows from it, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from pynamodb.expressions.update import Action

from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.document_tables import WAITING_SHARDS, QuotaItem, UploadFileMap, UploadItem, WaitingItem
from cms_common.adapters.transaction import ConditionsFailed, KeptClashing, Transaction
from cms_common.adapters.work import link_document, owner_of, raise_activity, raise_work
from cms_common.domain import upload_work
from cms_common.domain.chance import Randomness
from cms_common.domain.upload_acts import Run, act_of_settling, acts_of_change
from cms_common.domain.uploads import (
    Cause,
    Fact,
    FileType,
    Limits,
    Upload,
    UploadFile,
    learn,
    newly_filed,
    newly_refused,
    next_due,
    reserved,
)
from cms_common.domain.work import APPLICATIONS_SEGMENT, ClientOwner

__all__ = [
    "DynamoUploads", "Raised", "Run", "UploadKeepsChanging", "put_upload", "raise_refusals", "team_of", "upload_of",
]  # fmt: skip
_TRIES = 10
_PAGE = 25


class UploadKeepsChanging(RuntimeError):
    """An upload changed under each of our tries; whoever brought the fact brings it again."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What work is raised with: whose it is, when, and where identifiers come from."""

    team: str
    now: datetime
    randomness: Randomness


class DynamoUploads:
    """Uploads by their ID."""

    def __init__(self, limits: Limits | None = None, randomness: Randomness | None = None) -> None:
        """Take the limits, and where identifiers of acts and work come from."""
        self._limits = limits or Limits()
        self._randomness = randomness or SystemRandomness()

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload. GetItem on uploads `key`, `item`, consistent."""
        try:
            item = UploadItem.get(UploadItem.key_of(upload_id), UploadItem.ITEM, consistent_read=True)
        except UploadItem.DoesNotExist:
            return None
        return upload_of(item)

    def learn(self, upload_id: str, number: int, fact: Fact, run: Run) -> Upload | None:
        """Learn a fact about a file. GetItem on uploads, on clients too where work is raised, then one transaction.

        Returns the upload as it is now; None where there is none. A fact that changes nothing writes nothing.
        Raises UploadKeepsChanging.
        """
        for _ in range(_TRIES):
            before = self.find(upload_id)
            if before is None:
                return None
            learnt = learn(before, number, fact, self._limits)
            if learnt == before:
                return before
            written = self._write(before, replace(learnt, due_at=next_due(learnt, run.now, self._limits)), run)
            if written:
                return written
        raise UploadKeepsChanging

    def file_again(self, upload: Upload, run: Run) -> None:
        """Tell once more that an upload settled whose clean files are not filed yet. One transaction.

        Where the upload changed meanwhile nothing is written: somebody is at it.
        """
        act = act_of_settling(upload, run, self._randomness.identifier)
        after = replace(upload, due_at=next_due(upload, run.now, self._limits), version=act.version)
        try:
            with Transaction() as transaction:
                put_upload(transaction, upload, after)
                transaction.record(act)
        except (ConditionsFailed, KeptClashing):
            return

    def due(self, now: datetime) -> tuple[Iterator[str], ...]:
        """Return the IDs of uploads to look at again, one iterator for each of the four shards.

        Each is a Query on uploads `key` and `item` below the moment, a page of 25 at a time as it is read.
        """
        bound = f"{int(now.timestamp()) + 1:012d}"
        return tuple(_due(WaitingItem.key_of(shard), bound) for shard in range(WAITING_SHARDS))

    def _write(self, before: Upload, after: Upload, run: Run) -> Upload | None:
        acts = acts_of_change(before, after, run, self._randomness.identifier)
        written = replace(after, version=acts[-1].version)
        refused = tuple((file.number, file.cause) for file in newly_refused(before, after) if file.cause)
        raised = Raised(team_of(after.scin) if refused or newly_filed(before, after) else "", run.now, self._randomness)
        try:
            with Transaction() as transaction:
                put_upload(transaction, before, written)
                _give_back(transaction, before, after)
                raise_refusals(transaction, after, refused, raised)
                _raise_filed(transaction, before, after, raised)
                for act in acts:
                    transaction.record(act)
        except (ConditionsFailed, KeptClashing):
            return None
        return written


def _due(key: str, bound: str) -> Iterator[str]:
    for item in WaitingItem.query(key, WaitingItem.item < bound, page_size=_PAGE, consistent_read=True):
        yield item.upload_id


def put_upload(transaction: Transaction, before: Upload | None, after: Upload) -> None:
    """Add an upload to a transaction, bound to the version it was read at, and move what waits for it."""
    unchanged = UploadItem.version == before.version if before else UploadItem.key.does_not_exist()
    transaction.put("upload", _item_of(after), unchanged)
    left, waits = _waiting(before) if before else None, _waiting(after)
    if left and (waits is None or left.item != waits.item):
        transaction.delete("waited-for", left)
    if waits and (left is None or left.item != waits.item):
        transaction.put("waited-for", waits)


def raise_refusals(
    transaction: Transaction, upload: Upload, refusals: tuple[tuple[int, Cause], ...], raised: Raised
) -> None:
    """Add to a transaction what each refusal leaves: an In Error activity, and the task to contact the client."""
    for number, cause in refusals:
        raise_activity(transaction, upload_work.error_activity(upload, number, cause, raised.now))
        identifier = raised.randomness.identifier()
        task = upload_work.error_work(upload, number, cause, identifier, raised.team, raised.now)
        raise_work(transaction, task)


def team_of(scin: str) -> str:
    """Return the team whose queue a client's work goes to, as the record is now. GetItem on clients `scin`."""
    return (owner_of(scin) or ClientOwner(APPLICATIONS_SEGMENT, special_client_record=False)).team


def _raise_filed(transaction: Transaction, before: Upload, after: Upload, raised: Raised) -> None:
    """Link what is filed to the service request, or raise its activity; with the first of an upload the task."""
    first = not any(file.filed for file in before.files)
    for file in newly_filed(before, after):
        if after.service_request:
            link_document(transaction, after.service_request, upload_work.document_of(after, file))
        else:
            raise_activity(transaction, upload_work.evidence_activity(after, file, raised.now))
        if first:
            identifier = raised.randomness.identifier()
            raise_work(transaction, upload_work.evidence_work(after, file, identifier, raised.team, raised.now))


def _give_back(transaction: Transaction, before: Upload, after: Upload) -> None:
    """Give the day's limits back for what is refused now, on the day it was reserved (GAP-14)."""
    held, kept = reserved(before), reserved(after)
    if held != kept:
        quota = QuotaItem(QuotaItem.key_of(before.scin), before.day.isoformat())
        actions: list[Action] = [
            QuotaItem.documents.add(kept.documents - held.documents),
            QuotaItem.size.add(kept.size - held.size),
        ]
        transaction.update("quota", quota, actions)


def _waiting(upload: Upload) -> WaitingItem | None:
    if upload.due_at is None:
        return None
    # A fraction of a second later than due, never earlier: what is looked at is then surely due.
    due = int(upload.due_at.timestamp()) + 1
    key = WaitingItem.key_of(WaitingItem.shard_of(upload.upload_id))
    return WaitingItem(key, WaitingItem.item_of(due, upload.upload_id), upload_id=upload.upload_id)


def _item_of(upload: Upload) -> UploadItem:
    return UploadItem(
        UploadItem.key_of(upload.upload_id),
        UploadItem.ITEM,
        upload_id=upload.upload_id,
        scin=upload.scin,
        user_id=upload.user_id,
        contact_id=upload.contact_id,
        service_request=upload.service_request,
        asked_at=upload.asked_at,
        day=upload.day.isoformat(),
        files=[_map_of(file) for file in upload.files],
        cause=upload.cause.name if upload.cause else None,
        due_at=upload.due_at,
        version=upload.version,
    )


def _map_of(file: UploadFile) -> UploadFileMap:
    return UploadFileMap(  # type: ignore[no-untyped-call]
        number=file.number,
        name=file.name,
        file_type=file.file_type.value if file.file_type else None,
        size=file.size,
        arrived=file.arrived,
        pages=file.pages,
        virus_free=file.virus_free,
        cause=file.cause.name if file.cause else None,
        filed=file.filed,
    )


def upload_of(item: UploadItem) -> Upload:
    """Read an upload from its item."""
    return Upload(
        upload_id=item.upload_id,
        scin=item.scin,
        user_id=item.user_id,
        contact_id=item.contact_id,
        service_request=item.service_request,
        asked_at=item.asked_at,
        day=date.fromisoformat(item.day),
        files=tuple(_file_of(file) for file in item.files),
        cause=Cause[item.cause] if item.cause else None,
        due_at=item.due_at,
        version=int(item.version),
    )


def _file_of(held: UploadFileMap) -> UploadFile:
    return UploadFile(
        number=int(held.number),
        name=held.name,
        file_type=FileType(held.file_type) if held.file_type else None,
        size=int(held.size),
        arrived=held.arrived,
        pages=int(held.pages) if held.pages is not None else None,
        virus_free=held.virus_free,
        cause=Cause[held.cause] if held.cause else None,
        filed=bool(held.filed),
    )
