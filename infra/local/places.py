"""Where one copy of the local cloud keeps what it writes, and where the tools are."""

import platform
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".venvs"
BUILDS = ROOT / ".build"

ACCOUNT = "000000000000"
REGION = "eu-west-2"


def architecture() -> str:
    """This machine's, in Lambda's words."""
    return {"aarch64": "arm64"}.get(platform.machine(), platform.machine())


def python_of(environment: str) -> Path:
    """The interpreter of one of the project's environments."""
    return ENVIRONMENTS / environment / "bin" / "python"


@dataclass(frozen=True)
class Places:
    """The folders and files of the copy that answers on one port."""

    port: int

    @property
    def home(self) -> Path:
        """The copy's own folder."""
        return ROOT / ".local" / str(self.port)

    @property
    def logs(self) -> Path:
        """One file for each function, and one for MiniStack; they stay after a stop."""
        return self.home / "logs"

    @property
    def scratch(self) -> Path:
        """TMPDIR of everything the copy starts."""
        return self.home / "tmp"

    @property
    def clock(self) -> Path:
        """Whole seconds that functions add to their clock."""
        return self.home / "clock"

    @property
    def card(self) -> Path:
        """What is running, as JSON, for those who drive it: addresses, stage, region."""
        return self.home / "cloud.json"
