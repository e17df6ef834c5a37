"""Verdicts of GuardDuty Malware Protection for S3, from the queue that EventBridge fills."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from msgspec.json import Decoder

from cms_common.domain.upload_acts import Run
from cms_common.logs import Line, fail, log, where
from scan_verdict.results import Result, verdict_of
from scan_verdict.taking import NoVerdict, Scanned
from scan_verdict.wiring import clock, verdicts

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
_read = Decoder(Result).decode


def _take(record: SQSRecord) -> None:
    name = record.message_id
    try:
        told = _read(record.body).detail
        verdict = verdict_of(told)
        place = told.place
        taken = verdicts.take(
            Scanned(place.bucket_name, place.object_key, place.version_id or "", verdict), Run(clock(), name)
        )
        log(Line.VERDICT_TAKEN, transaction_id=name, verdict=type(verdict).__name__, passed_over=int(not taken))
    except NoVerdict as none:
        fail(Line.NO_VERDICT, transaction_id=name, reason=none.reason)
        raise
    except Exception as error:
        fail(
            Line.VERDICT_NOT_TAKEN,
            transaction_id=name,
            error=type(error).__name__,
            where=where(error.__traceback__),
        )
        raise


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take each verdict of the batch; answers which must come again."""
    return dict(process_partial_response(event=event, record_handler=_take, processor=processor, context=context))
