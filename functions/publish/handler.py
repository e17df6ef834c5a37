"""Woken by the outbox's stream as acts are written, and each minute for what stayed."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from cms_common.logs import Line, log
from publish import records
from publish.service import Published
from publish.wiring import publisher


class EntriesStayed(Exception):
    """The bus refused entries of a sweep; they stay, and the next sweep sends them again."""


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Publish what the stream brings or, woken by the schedule, what stayed.

    Stream: answers which records must come again. Schedule: raises EntriesStayed, so that an alarm sees it.
    """
    if "Records" in event:
        batch = records.read(event["Records"])
        return batch.failures(_told(publisher.publish(batch.entries.values()), context).refused)
    swept = _told(publisher.sweep(), context)
    if swept.refused:
        raise EntriesStayed(f"{len(swept.refused)} entries stayed in the outbox")
    return {}


def _told(done: Published, context: LambdaContext) -> Published:
    log(Line.EVENTS_PUBLISHED, transaction_id=context.aws_request_id, published=done.sent, refused=len(done.refused))
    return done
