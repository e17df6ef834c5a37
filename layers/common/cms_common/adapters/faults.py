"""Which component of the 2012 System a failing call belongs to (SES-05)."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from cms_common.domain.components import Component, ComponentFault


@contextmanager
def part_of(component: Component) -> Iterator[None]:
    """Turn a failing call inside the block into the fault of a component. An item that is absent is no failure."""
    try:
        yield
    except (BotoCoreError, ClientError, PynamoDBException) as error:
        raise ComponentFault(component) from error
