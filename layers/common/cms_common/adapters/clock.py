"""The clock and the source of chance that the functions run with."""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cms_common.domain.chance import Clock
from cms_common.settings import REHEARSAL_STAGES, SettingsError

OFFSET_FILE = "CLOCK_OFFSET_FILE"
_STOPPED = "="


def clock_of(stage: str, environment: Mapping[str, str] = os.environ) -> Clock:
    """Return the system clock; in stages local and test, one that can be wound forward or stopped.

    The file named by CLOCK_OFFSET_FILE holds whole seconds to add to the time, or "=" and the second since 1970 at
    which the clock stands still. Raises SettingsError where it is set on any other stage: such a clock opens locks.
    """
    path = environment.get(OFFSET_FILE)
    if path is None:
        return lambda: datetime.now(UTC)
    if stage not in REHEARSAL_STAGES:
        raise SettingsError(f"{OFFSET_FILE} may be set only where the stage is {' or '.join(REHEARSAL_STAGES)}")
    return lambda: _wound(Path(path))


def _wound(path: Path) -> datetime:
    # Read each time, so that winding shows at once in functions that are already warm.
    text = path.read_text().strip() if path.exists() else ""
    if text.startswith(_STOPPED):
        return datetime.fromtimestamp(int(text.removeprefix(_STOPPED)), UTC)
    return datetime.now(UTC) + timedelta(seconds=int(text or 0))


class SystemRandomness:
    """Chance from the operating system."""

    def below(self, limit: int) -> int:
        """Return a uniform whole number from 0 to limit - 1."""
        return secrets.randbelow(limit)

    def token(self) -> str:
        """Return 256 random bits as URL-safe text (43 characters)."""
        return secrets.token_urlsafe(32)

    def identifier(self) -> str:
        """Return 80 random bits as 20 hexadecimal characters."""
        return secrets.token_hex(10)
