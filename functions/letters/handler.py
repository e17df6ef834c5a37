"""Events that want a letter or a document, from the queue of letters; and each hour the batches for the printer."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.logs import Line, log, measure, where
from letters.events import read
from letters.values import NotIssued, Run
from letters.wiring import addresses, arrivals, clock, printing

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def _broken(error: Exception, transaction_id: str) -> None:
    reason = error.reason if isinstance(error, NotIssued) else ""
    kind, place = type(error).__name__, where(error.__traceback__)
    log(Line.LETTER_NOT_MADE, transaction_id=transaction_id, level=40, error=kind, reason=reason, where=place)


def _arrived(record: SQSRecord) -> None:
    try:
        event, transaction_id = read(record.body)
        arrivals.handle(event, Run(clock(), transaction_id))
    except Exception as error:
        _broken(error, record.message_id)
        raise


def _hour(run: Run) -> None:
    looked = addresses.look(run)
    for error in looked.broken:
        _broken(error, run.transaction_id)
    log(Line.ADDRESSES_LOOKED_FOR, transaction_id=run.transaction_id, went=looked.went, waiting=looked.waiting)
    done = printing.hand_over(run)
    measure("LettersSetAside", done.aside)
    log(
        Line.LETTERS_HANDED_OVER,
        transaction_id=run.transaction_id,
        batches=done.batches,
        letters=done.letters,
        aside=done.aside,
    )


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Queue: do what each event wants; answers which must come again. Schedule: hand over what waits to be printed."""
    if "Records" in event:
        return dict(
            process_partial_response(event=event, record_handler=_arrived, processor=processor, context=context)
        )
    _hour(Run(clock(), context.aws_request_id))
    return {}
