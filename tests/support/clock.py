"""The clock of the tests: the one the local cloud winds, set by writing its offset file."""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="cms-test-clock-"))
OFFSET_FILE = _FOLDER / f"offset-{os.getpid()}"
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


class TestClock:
    """Winds the time that the functions see; it keeps running between."""

    __test__ = False

    def forward(self, **by: float) -> None:
        """Wind forward, as `forward(hours=2, seconds=1)`."""
        self._write(self._offset() + timedelta(**by))

    def set(self, at: datetime) -> None:
        """Wind to a moment (aware)."""
        self._write(at - datetime.now(UTC))

    def stop(self, at: datetime) -> None:
        """Stop at a whole second (aware) until the clock is wound, set or reset."""
        OFFSET_FILE.write_text(f"={int(at.timestamp())}")

    def reset(self) -> None:
        """Go back to the time of the machine."""
        OFFSET_FILE.unlink(missing_ok=True)

    def now(self) -> datetime:
        """Tell the time that the functions see (aware UTC)."""
        text = OFFSET_FILE.read_text() if OFFSET_FILE.exists() else ""
        return datetime.fromtimestamp(int(text[1:]), UTC) if text[:1] == "=" else datetime.now(UTC) + self._offset()

    def _offset(self) -> timedelta:
        return timedelta(seconds=int(OFFSET_FILE.read_text())) if OFFSET_FILE.exists() else timedelta()

    def _write(self, offset: timedelta) -> None:
        OFFSET_FILE.write_text(str(round(offset.total_seconds())))
