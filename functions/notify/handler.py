"""Notifications to send, from the queue of mails; those that fail come again, and in the end to the dead letters."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from msgspec.json import Decoder

from cms_common.logs import Line, log, where
from notify.sending import MailBlocked, Notification, Run
from notify.wiring import clock, sending

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
_read = Decoder(Notification).decode


def _send(record: SQSRecord) -> None:
    try:
        sending.send(_read(record.body), Run(clock(), record.message_id))
    except Exception as error:
        reason = error.reason if isinstance(error, MailBlocked) else ""
        log(
            Line.MAIL_NOT_SENT,
            transaction_id=record.message_id,
            level=40,
            error=type(error).__name__,
            reason=reason,
            where=where(error.__traceback__),
        )
        raise


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Send each message of the batch; answers which must come again."""
    return dict(process_partial_response(event=event, record_handler=_send, processor=processor, context=context))
