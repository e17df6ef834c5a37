"""Examines a content in a process of its own."""

import json
from dataclasses import dataclass

from cms_common.adapters.apart import Apart
from cms_common.domain.uploads import Cause, FileType
from scan.outcomes import Bad, Examined, Good

_PROCESS = Apart(("-m", "scan.child"), seconds=75)


@dataclass(frozen=True, slots=True)
class BoundedExaminer:
    """Starts `scan.child` once a file."""

    apart: Apart = _PROCESS

    def examine(self, content: bytes, declared: FileType) -> Examined:
        """Examine a content; one that ends the process is damaged. Raises NotBegun, BrokenOff."""
        told = self.apart.run(declared.value, content)
        if told is None:
            return Bad(Cause.DAMAGED)
        found = json.loads(told)
        return Good(found["pages"]) if "pages" in found else Bad(Cause(found["cause"]))
