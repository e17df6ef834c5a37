"""The mail service, and the one for text messages."""

from collections.abc import Callable
from functools import cache
from typing import Any, assert_never

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, HTTPClientError

from cms_common.adapters.table import connection
from cms_common.domain.notifications import Medium, Written
from notify.sending import AnswerLost, Refused

TAG = "notification"
"""The tag of a mail that holds the notification's identifier, by which reports are told apart."""
_ONCE = Config(connect_timeout=2, read_timeout=8, retries={"total_max_attempts": 1})
_NO_ADDRESS = {"InvalidParameterValue", "InvalidParameter"}


@cache
def once_client_of(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    """Return a client that sends each call once: one sent again by itself could be a second mail."""
    return connection().session.create_client(service, config=_ONCE)


class AwsPost:
    """Simple Email Service, and Simple Notification Service for text messages."""

    def __init__(self, sender: str, configuration_set: str, client: Callable[[str], Any] = once_client_of) -> None:
        """Take the address that mails come from (NOT-14), and the set by which reports come back."""
        self._sender = sender
        self._configuration_set = configuration_set
        self._client = client

    def send(self, address: str, written: Written, notification: str) -> None:
        """Send one mail or text message, plain. One SendEmail or Publish. Raises AnswerLost, Refused."""
        try:
            match written.template.medium:
                case Medium.EMAIL:
                    self._mail(address, written, notification)
                case Medium.SMS:
                    self._text(address, written)
                case other:
                    assert_never(other)
        except (EndpointConnectionError, ConnectTimeoutError):
            raise
        except HTTPClientError as error:
            raise AnswerLost from error
        except ClientError as error:
            _say(error)
            raise

    def _mail(self, address: str, written: Written, notification: str) -> None:
        self._client("ses").send_email(
            Source=self._sender,
            Destination={"ToAddresses": [address]},
            Message={
                "Subject": {"Data": written.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": written.body, "Charset": "UTF-8"}},
            },
            ConfigurationSetName=self._configuration_set,
            Tags=[{"Name": TAG, "Value": notification}],
        )

    def _text(self, number: str, written: Written) -> None:
        kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        self._client("sns").publish(PhoneNumber=number, Message=written.body, MessageAttributes=kind)


def _say(error: ClientError) -> None:
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        raise AnswerLost from error
    if error.response["Error"]["Code"] in _NO_ADDRESS:
        raise Refused("address-refused") from error
