"""The clock that can be wound forward, in stages `local` and `test`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.ministack import client
from infra.templates import Template, of_type


@dataclass(frozen=True)
class Clock:
    """The offset that functions add to their clock, and the schedules that come due when it is wound.

    Attributes:
        file: holds whole seconds; functions read it at each invocation.
        endpoint: of the local AWS.
        stage: of the deployment.
        template: the application's, transformed: every rule with a schedule is found in it.
    """

    file: Path
    endpoint: str
    stage: str
    template: Template

    @property
    def offset(self) -> int:
        """Seconds ahead of the machine's clock."""
        return int(self.file.read_text() or "0") if self.file.exists() else 0

    def wind(self, seconds: int) -> list[str]:
        """Wind forward, then run what a schedule would have run meanwhile; the functions run, by name.

        Raises:
            ValueError: seconds is not a positive number.
            RuntimeError: a function that ran failed.
        """
        if seconds <= 0:
            raise ValueError("the clock goes forward only")
        partial = self.file.with_suffix(".new")
        partial.write_text(str(self.offset + seconds))
        # In one step: a function never reads half a number.
        partial.replace(self.file)
        return [self._run(function, event) for function, event in self._scheduled()]

    def _scheduled(self) -> list[tuple[str, Template]]:
        rules = of_type(self.template, "AWS::Events::Rule").values()
        targets = [target for rule in rules if "ScheduleExpression" in rule["Properties"] for target in _targets(rule)]
        return [(self._function(target["Arn"]), _event(target)) for target in targets]

    def _function(self, alias: Template) -> str:
        resources = self.template["Resources"]
        function = resources[resources[alias["Ref"]]["Properties"]["FunctionName"]["Ref"]]
        name: str = function["Properties"]["FunctionName"]["Fn::Sub"].replace("${Stage}", self.stage)
        return name

    def _run(self, function: str, event: Template) -> str:
        payload = json.dumps(event).encode()
        answer: dict[str, Any] = client("lambda", self.endpoint).invoke(
            FunctionName=function, Qualifier="live", Payload=payload
        )
        if "FunctionError" in answer:
            raise RuntimeError(f"{function} failed after the clock was wound; see its log")
        return function


def _targets(rule: Template) -> list[Template]:
    targets: list[Template] = rule["Properties"]["Targets"]
    return targets


def _event(target: Template) -> Template:
    """What the schedule sends: its own input, or EventBridge's event."""
    if "Input" in target:
        given: Template = json.loads(target["Input"])
        return given
    return {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
