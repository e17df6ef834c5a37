"""Files that arrived in quarantine, from the queue that EventBridge fills; what fails comes again by itself alone."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.domain.upload_acts import Run
from cms_common.logs import Line, fail, log, where
from scan.arrivals import NoVerdict
from scan.messages import arrivals_in
from scan.wiring import arrivals, clock

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def _take(record: SQSRecord) -> None:
    try:
        for arrival in arrivals_in(record.body):
            checked = arrivals.take(arrival, Run(clock(), record.message_id))
            log(Line.FILE_CHECKED, transaction_id=record.message_id, passed_over=int(not checked))
    except Exception as error:
        fail(
            Line.FILE_NOT_CHECKED,
            transaction_id=record.message_id,
            error=type(error).__name__,
            reason=error.reason if isinstance(error, NoVerdict) else "",
            where=where(error.__traceback__),
        )
        raise


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Check each file of the batch; answers which must come again."""
    return dict(process_partial_response(event=event, record_handler=_take, processor=processor, context=context))
