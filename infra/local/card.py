"""What a running copy tells those who drive it: tests, demo data, people."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.clamav import Scanner


@dataclass(frozen=True)
class Card:
    """The addresses of one copy, also in .local/<port>/cloud.json.

    Attributes:
        base_url: where the service answers.
        endpoint: of the local AWS.
        stage: part of every name.
        api: the HTTP API's ID.
        build: the folder of the packages that run.
        logs: a folder with a file for each function.
        scan_engine: what looks for viruses, as the template's parameter names it.
        scanner_address: where that answers.
    """

    base_url: str
    endpoint: str
    stage: str
    api: str
    build: str
    logs: str
    scan_engine: str
    scanner_address: str

    @property
    def scanner(self) -> Scanner:
        """The virus scanner."""
        return Scanner(self.scan_engine, self.scanner_address)

    def write(self, path: Path) -> None:
        """Write it as JSON, in one step: whoever sees the file sees all of it."""
        partial = path.with_suffix(".new")
        partial.write_text(json.dumps(asdict(self), indent=2))
        partial.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Card":
        """Read what `write` wrote."""
        return cls(**json.loads(path.read_text()))

    def ready(self, seconds: float) -> str:
        """The lines that say where everything is."""
        return "\n".join(
            [
                f"Ready after {seconds:.0f} s: {self.base_url}",
                f"  What it is made of, mails, clock: {self.base_url}/_local/",
                f"  API documentation, to try:        {self.base_url}/_local/docs",
                f"  Logs, a file for each function:   {self.logs}",
                f"  Files are scanned for viruses by: {self.scanner.called}",
                f"  The local AWS (region eu-west-2): {self.endpoint}",
            ]
        )
