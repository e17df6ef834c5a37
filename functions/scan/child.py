"""The process that a content is examined in: `python -m scan.child <media type>`, the content on standard input.

It tells that it begins, then what it found. It holds no credentials, writes no file and ends at its limits.
"""

import json
import sys

from cms_common.adapters.apart import begin, tell
from cms_common.domain.uploads import FileType
from scan import content, pictures
from scan.outcomes import Good

MEMORY = 1 << 30
"""Bytes of address space: twice what the largest picture that is taken needs."""
SECONDS = 20
"""Of processor time."""


def main() -> None:
    """Examine one content."""
    declared = FileType(sys.argv[1])
    content.get_ready(declared)
    begin(memory=MEMORY, seconds=SECONDS)
    pictures.set_limits()
    found = content.examine(sys.stdin.buffer.read(), declared)
    tell(json.dumps({"pages": found.pages} if isinstance(found, Good) else {"cause": found.cause}).encode())


if __name__ == "__main__":
    main()
