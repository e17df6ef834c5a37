"""Loads a whole extract: a bad line does not stop the others, and a failing call does not lose one."""

import logging
from dataclasses import dataclass

from cms_common.logs import Line, log, where
from intake.checking import Reason, Rejected
from intake.loading import Loaded, Loading
from intake.ports import Extracts, Rejects, Run, SealedLine

LARGEST = 8 * 1024 * 1024
"""Bytes of the largest object that is read; a larger extract comes in several."""


class LinesFailedError(RuntimeError):
    """Some lines could not be loaded this time; the platform runs the whole file again, which is harmless."""


@dataclass(slots=True)
class Tally:
    """How many lines met which end."""

    loaded: int = 0
    unchanged: int = 0
    rejected: int = 0
    failed: int = 0


class LoadingFiles:
    """Loads the objects that arrive in the intake bucket."""

    def __init__(self, extracts: Extracts, loading: Loading, rejects: Rejects) -> None:
        """Take where extracts are, what loads a line, and where rejected lines go."""
        self._extracts = extracts
        self._loading = loading
        self._rejects = rejects

    def load(self, bucket: str, key: str, size: int, run: Run) -> Tally:
        """Load every line of an object of `size` bytes. Raises LinesFailedError where one should be tried again."""
        tally = Tally()
        if size > LARGEST:
            self._reject(SealedLine(bucket, key, 0), Rejected(Reason.OBJECT_TOO_LARGE), tally, run)
            lines = []
        else:
            lines = self._extracts.lines(bucket, key)
        for number, line in enumerate(lines, start=1):
            if line.strip():
                self._try(line, SealedLine(bucket, key, number), tally, run)
        log(
            Line.INTAKE_FILE_LOADED,
            transaction_id=run.transaction_id,
            loaded=tally.loaded,
            unchanged=tally.unchanged,
            rejected=tally.rejected,
            failed=tally.failed,
        )
        if tally.failed:
            raise LinesFailedError(f"{tally.failed} lines failed")
        return tally

    def _try(self, line: bytes, came_from: SealedLine, tally: Tally, run: Run) -> None:
        try:
            match self._loading.load(line, run):
                case Rejected() as rejected:
                    self._reject(came_from, rejected, tally, run)
                case Loaded.LOADED:
                    tally.loaded += 1
                case Loaded.UNCHANGED:
                    tally.unchanged += 1
        except Exception as error:  # noqa: BLE001 - whatever befell one record, the others are loaded; the run fails
            tally.failed += 1
            log(
                Line.INTAKE_LINE_FAILED,
                transaction_id=run.transaction_id,
                level=logging.ERROR,
                line=came_from.line,
                error=type(error).__name__,
                where=where(error.__traceback__),
            )

    def _reject(self, came_from: SealedLine, rejected: Rejected, tally: Tally, run: Run) -> None:
        self._rejects.send(came_from, rejected)
        tally.rejected += 1
        log(
            Line.INTAKE_LINE_REJECTED,
            transaction_id=run.transaction_id,
            line=came_from.line,
            reason=rejected.reason.value,
        )
