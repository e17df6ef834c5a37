"""What may be logged: fixed messages from one catalogue, and allow-listed fields of plain values.

Nothing a person typed and nothing that names a person is ever logged (SES-17, SEC-12); the transaction ID leads from
a log line to the audit table, which staff with the right may read.
"""

import logging
from enum import Enum
from types import TracebackType

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric


class Line(Enum):
    """Every log line: its message and the fields it may carry."""

    REQUEST_ANSWERED = ("request answered", frozenset({"method", "route", "status", "code"}))
    REQUEST_FAILED = ("request failed", frozenset({"route", "code", "error", "where"}))
    COMPONENT_FAILED = ("component failed", frozenset({"route", "code", "component", "error", "where"}))
    INTAKE_LINE_REJECTED = ("intake line rejected", frozenset({"line", "reason"}))
    INTAKE_LINE_FAILED = ("intake line failed", frozenset({"line", "error", "where"}))
    INTAKE_FILE_LOADED = ("intake file loaded", frozenset({"loaded", "unchanged", "rejected", "failed"}))
    MAIL_NOT_SENT = ("mail not sent", frozenset({"error", "reason", "where"}))
    LETTER_NOT_MADE = ("letter or document not made", frozenset({"error", "reason", "where"}))
    LETTERS_HANDED_OVER = ("letters handed to the printer", frozenset({"batches", "letters", "aside"}))
    ADDRESSES_LOOKED_FOR = ("letters without an address looked at", frozenset({"went", "waiting"}))
    CLOCK_SWEPT = ("clock swept", frozenset({"approaching", "breached", "missed", "stuck", "stopped"}))
    CLOCK_STUCK = ("something due could not be looked at", frozenset({"clock", "of", "times", "error", "where"}))
    EVENTS_PUBLISHED = ("events published", frozenset({"published", "refused"}))
    FILE_CHECKED = ("file checked", frozenset({"passed_over"}))
    FILE_NOT_CHECKED = ("file not checked", frozenset({"error", "reason", "where"}))
    VERDICT_TAKEN = ("verdict taken", frozenset({"verdict", "passed_over"}))
    VERDICT_NOT_TAKEN = ("verdict not taken", frozenset({"error", "where"}))
    NO_VERDICT = ("scanner came to no verdict", frozenset({"reason"}))
    EVIDENCE_NOT_FILED = ("evidence not filed", frozenset({"error", "where"}))
    UPLOADS_SWEPT = ("uploads swept", frozenset({"looked_at", "stayed"}))

    def __init__(self, message: str, fields: frozenset[str]) -> None:
        """Name the parts."""
        self.message = message
        self.fields = fields


# Where a line cannot be written, Python's logging would print what it was about, exception texts too.
logging.raiseExceptions = False
_logger: list[Logger] = []


def log(line: Line, /, *, transaction_id: str, level: int = logging.INFO, **fields: str | int | None) -> None:
    """Write one log line. Raises ValueError for a field that the catalogue does not allow on it, or no plain value."""
    strange = fields.keys() - line.fields
    if strange:
        raise ValueError(f"{line.name} may not carry {', '.join(sorted(strange))}")
    if not all(isinstance(value, str | int | None) for value in fields.values()):
        raise ValueError(f"{line.name} may carry plain values only")
    if not _logger:
        # The service's name and the level come from the environment (POWERTOOLS_SERVICE_NAME, LOG_LEVEL).
        _logger.append(Logger())
    write = _logger[0].error if level >= logging.ERROR else _logger[0].info
    write(line.message, extra={"transaction_id": transaction_id, **fields})


def fail(line: Line, /, *, transaction_id: str, **fields: str | int | None) -> None:
    """Write the log line of a failure, and count it: the function's alarm, and a canary's roll-back, rest on the count.

    The platform counts only what leaves a function as an exception, and our answers are never that.
    """
    log(line, transaction_id=transaction_id, level=logging.ERROR, **fields)
    with single_metric(name="ServerFaults", unit=MetricUnit.Count, value=1):
        pass


def measure(name: str, value: int) -> None:
    """Count something that the service tells of, for its alarms: a name and a number, nothing else."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value):
        pass


def where(trace: TracebackType | None) -> str:
    """Tell where an error was raised, as "file:line" from the outside in, without any value in it."""
    frames = []
    while trace:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(frames[-8:])
