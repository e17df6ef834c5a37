"""Notifications to send and what the mail service reports of them, from two queues.

What fails comes again; after its last try a notification is kept as failed and its message stays with the dead letters.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.domain.notifications import State
from cms_common.logs import Line, fail, log, where
from notify.arrivals import Event, read_report, read_wanted
from notify.sending import Ended, Run, StillClaimed
from notify.wiring import clock, notifications, reporting, sending, settings

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
_FAULTS = {State.BLOCKED, State.FAILED}


class NoSuchNotification(Exception):
    """An event wants a notification that is not held."""


def _work(record: SQSRecord) -> None:
    tries = int((record.get("attributes") or {}).get("ApproximateReceiveCount", 1))
    run = Run(clock(), record.message_id, last=tries >= settings.mail_tries)
    try:
        if str(record.get("eventSourceARN")).endswith("-mail-events"):
            reporting.take(read_report(record.body), run)
        else:
            _send(record.body, run)
    except Exception as error:
        if isinstance(error, StillClaimed) and not run.last:
            raise
        failed = {"error": type(error).__name__, "reason": "last-try" if run.last else ""}
        log(Line.MAIL_NOT_SENT, transaction_id=run.transaction_id, level=40, **failed, where=where(error.__traceback__))
        raise


def _send(body: str, run: Run) -> None:
    read = read_wanted(body)
    wanted = notifications.wanted(read.notification) if isinstance(read, Event) else read.wanted
    if wanted is None:
        raise NoSuchNotification
    outcome = sending.send(wanted, b"" if isinstance(read, Event) else read.sealed, run)
    if isinstance(outcome, Ended) and outcome.state in _FAULTS:
        fail(Line.MAIL_NOT_SENT, transaction_id=run.transaction_id, error=outcome.state.name, reason=outcome.reason)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work on each message of the batch; answers which must come again."""
    return dict(process_partial_response(event=event, record_handler=_work, processor=processor, context=context))
