"""Notifications in tests: messages of the queue, reports as the rules of the template pass them on, and deliveries."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.exceptions import ReadTimeoutError

from cms_common.adapters.correspondence_tables import EntryItem, NotifiedItem
from cms_common.adapters.kms import MailSealer
from cms_common.adapters.notifications import By
from cms_common.domain.notifications import Wanted
from infra.templates import ROOT
from tests.support import stack
from tests.support.calls import Calls, Parameters
from tests.support.cloud import Cloud
from tests.support.http import invoke

HALF = "aB3dE5"
NOTIFICATION = f"{1:020x}"
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_QUEUE = "arn:aws:sqs:eu-west-2:123456789012:cms-test-{}"
for _model in (EntryItem, NotifiedItem):
    _model.Meta.table_name = "cms-test-correspondence"


class AnswerLost(Calls):
    """Mails and text messages are accepted, and the answer is lost, each time."""

    def send(self, operation: str, parameters: Parameters, really: Callable[[Parameters], Any]) -> Any:
        """Send one call."""
        answer = super().send(operation, parameters, really)
        if operation in {"SendEmail", "Publish"}:
            raise ReadTimeoutError(endpoint_url="https://nowhere.invalid")
        return answer


def message(to: str, template: str = "recovered-password", *, number: int = 1, tries: int = 1, **changes: Any) -> Any:
    """Make one message of the queue of mails; `tries` is how often the queue has given it out."""
    values = changes.pop("values", {"half": HALF} if template.startswith("recovered") else {})
    body = {
        "notification": f"{number:020x}",
        "template": template,
        "language": "en",
        "to": to,
        "sealed": _sealed(to, json.dumps(values)),
        **changes,
    }
    return _record("mails", number, json.dumps(body), tries)


def told(notification: str, *, tries: int = 1) -> dict[str, Any]:
    """Make the message that our own event makes: it names a notification that is kept."""
    detail = {"subject": f"notification#{notification}"}
    event = {"detail-type": "NotificationWanted", "source": "cms", "detail": detail}
    return _record("mails", 90, json.dumps(event), tries)


def report(name: str, notification: str = NOTIFICATION) -> dict[str, Any]:
    """Make the message that a published sample event ("bounce", "delivery"...) makes, by the rules of the template."""
    event = sample(name)
    event["detail"]["mail"]["tags"]["notification"] = [notification]
    return _record("mail-events", 50, passed_on(event), 1)


def sample(name: str) -> dict[str, Any]:
    """Return a published sample event of the mail service."""
    read: dict[str, Any] = json.loads((ROOT / "events" / f"ses-{name}.json").read_text())
    return read


def passed_on(event: Mapping[str, Any]) -> str:
    """Return what the one rule that matches an event puts into the queue. Raises ValueError where not one does."""
    rules = stack.application_stack().made("AWS::Events::Rule").values()
    [rule] = [one for one in rules if event["detail-type"] in one["EventPattern"].get("detail-type", ())]
    configured = rule["EventPattern"]["detail"]["mail"]["tags"]["ses:configuration-set"]
    assert event["detail"]["mail"]["tags"]["ses:configuration-set"] == configured
    change = rule["Targets"][0]["InputTransformer"]
    found = {name: _at(event, path) for name, path in change["InputPathsMap"].items()}
    return re.sub(r"<(\w+)>", lambda match: _shown(found[match[1]]), change["InputTemplate"])


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _at(event: Any, path: str) -> Any:
    for step in re.findall(r"[\w-]+|\[\d+\]", path.removeprefix("$.")):
        event = event[int(step[1:-1])] if step.startswith("[") else event[step]
    return event


def _record(queue: str, number: int, body: str, tries: int) -> dict[str, Any]:
    return {
        "messageId": f"m{number}",
        "body": body,
        "eventSource": "aws:sqs",
        "eventSourceARN": _QUEUE.format(queue),
        "receiptHandle": "x",
        "attributes": {"ApproximateReceiveCount": str(tries)},
    }


# The keys of the tests' cloud stay, so what they sealed stays good.
@cache
def _sealed(to: str, values: str) -> str:
    return b64encode(MailSealer(stack.environment("recovery")["MAIL_KEY"]).seal(to, values.encode())).decode()


def deliver(*records: dict[str, Any]) -> list[str]:
    """Let `notify` work on a batch; returns the messages that must come again."""
    from notify.handler import lambda_handler  # noqa: PLC0415 - settings come from the tests' environment

    answer = invoke(lambda_handler, {"Records": list(records)})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def state_of(cloud: Cloud, notification: str = NOTIFICATION) -> tuple[str, str]:
    """Return the state of a notification and the reason for it."""
    [item] = [item for item in cloud.items("notifications") if item["notification"] == notification]
    return str(item["state"]), str(item.get("reason", ""))


def entries(cloud: Cloud, owner: str) -> list[dict[str, Any]]:
    """Return the contact history of somebody, oldest first."""
    found = cloud.items("correspondence")
    return [item for item in found if item["key"] == owner and item["item"].startswith("entry#")]


def by(number: int = 1, at: datetime = AT) -> By:
    """Make whoever has a notification sent."""
    return By("staff#AAGENT1", at, f"t{number}", f"{number + 900:020x}")


def put(wanted: Wanted, asked: By | None = None) -> None:
    """Have a notification sent together with an act, as another part of the service does."""
    from cms_common.adapters.notifications import want  # noqa: PLC0415 - as above
    from cms_common.adapters.transaction import Transaction  # noqa: PLC0415 - as above

    with Transaction() as transaction:
        want(transaction, wanted, asked or by())
