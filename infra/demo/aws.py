"""The cloud that demo data goes to, and the names things have there."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config

REHEARSAL_STAGES = ("local", "test")


class WrongStageError(ValueError):
    """Made-up people belong in stages local and test alone."""


@dataclass(frozen=True)
class Cloud:
    """One stage at one endpoint; None is AWS itself."""

    stage: str
    endpoint: str | None = None

    def __post_init__(self) -> None:
        """Refuse every stage that holds real people. Raises WrongStageError."""
        if self.stage not in REHEARSAL_STAGES:
            raise WrongStageError(f"Demo data goes to {' or '.join(REHEARSAL_STAGES)} only, not to {self.stage}")

    @cached_property
    def session(self) -> boto3.Session:
        """The credentials of the environment; a local endpoint takes any where there are none."""
        made_up = None if not self.endpoint or "AWS_ACCESS_KEY_ID" in os.environ else "test"
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-west-2"
        return boto3.Session(aws_access_key_id=made_up, aws_secret_access_key=made_up, region_name=region)

    def client(self, service: str, **settings: Any) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Make a client of one AWS service; `settings` are those of botocore's Config."""
        return self.session.client(service, endpoint_url=self.endpoint, config=Config(**settings))

    def table(self, name: str) -> str:
        """Name a table of the stage."""
        return f"cms-{self.stage}-{name}"

    @property
    def intake_key(self) -> str:
        """The alias of the key that an extract is sealed with."""
        return f"alias/cms-{self.stage}-intake"

    @cached_property
    def intake_bucket(self) -> str:
        """The bucket that an extract arrives in."""
        account = self.client("sts").get_caller_identity()["Account"]
        return f"cms-{self.stage}-intake-{account}"
