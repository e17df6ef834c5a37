"""Uploads that settled, from the queue that the bus fills; and each minute what has been waited for too long."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from msgspec import Struct
from msgspec.json import Decoder

from cms_common.domain.upload_acts import Run
from cms_common.logs import Line, fail, log, where
from evidence.wiring import clock, filing, sweeping


class Told(Struct):
    """What the event tells; `subject` is "upload#<id>"."""

    subject: str
    transaction_id: str


class Settled(Struct):
    """The event, as the rule puts it into the queue."""

    detail: Told


class UploadsStayed(Exception):
    """Some uploads could not be looked at; they stay due, and the next sweep takes them up."""


processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
_read = Decoder(Settled).decode


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """File what settled, answering which messages must come again; or, woken by the schedule, sweep."""
    if "Records" in event:
        return dict(process_partial_response(event=event, record_handler=_file, processor=processor, context=context))
    return _sweep(Run(clock(), context.aws_request_id))


def _file(record: SQSRecord) -> None:
    try:
        told = _read(record.body).detail
        filing.file(told.subject.removeprefix("upload#"), Run(clock(), told.transaction_id))
    except Exception as error:
        _not_done(record.message_id, error)
        raise


def _sweep(run: Run) -> dict[str, Any]:
    swept = sweeping.sweep(run, lambda error: _not_done(run.transaction_id, error))
    log(Line.UPLOADS_SWEPT, transaction_id=run.transaction_id, looked_at=swept.looked_at, stayed=swept.stayed)
    if swept.stayed:
        raise UploadsStayed(f"{swept.stayed} uploads stayed due")
    return {}


def _not_done(transaction_id: str, error: Exception) -> None:
    fail(
        Line.EVIDENCE_NOT_FILED,
        transaction_id=transaction_id,
        error=type(error).__name__,
        where=where(error.__traceback__),
    )
