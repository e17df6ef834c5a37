"""Events that want a letter or a document, from the queue of letters; and each hour the batches for the printer."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.logs import Line, log, where
from letters.events import read
from letters.issuing import NotIssued, Run
from letters.wiring import arrivals, clock, printing

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def _arrived(record: SQSRecord) -> None:
    try:
        event, transaction_id = read(record.body)
        arrivals.handle(event, Run(clock(), transaction_id))
    except Exception as error:
        log(
            Line.LETTER_NOT_MADE,
            transaction_id=record.message_id,
            level=40,
            error=type(error).__name__,
            reason=error.reason if isinstance(error, NotIssued) else "",
            where=where(error.__traceback__),
        )
        raise


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Queue: do what each event wants; answers which must come again. Schedule: hand over what waits to be printed."""
    if "Records" in event:
        return dict(
            process_partial_response(event=event, record_handler=_arrived, processor=processor, context=context)
        )
    done = printing.hand_over(Run(clock(), context.aws_request_id))
    log(Line.LETTERS_HANDED_OVER, transaction_id=context.aws_request_id, batches=done.batches, letters=done.letters)
    return {}
