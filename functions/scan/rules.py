"""The embedded engine: our own rules (rules.yar), which see nothing but what they are given."""

from collections.abc import Iterable
from pathlib import Path

import yara_x

_RULES = Path(__file__).with_name("rules.yar")
_SECONDS = 5


def threat_in(pieces: Iterable[bytes]) -> str | None:
    """Return the name of the first rule that one of the pieces meets. Raises what yara-x raises."""
    scanner = yara_x.Scanner(yara_x.compile(_RULES.read_text()))
    scanner.set_timeout(_SECONDS)
    for piece in pieces:
        if found := scanner.scan(piece).matching_rules:
            return str(found[0].identifier)
    return None
