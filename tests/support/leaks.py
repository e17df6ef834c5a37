"""What must stand in no log, metric, event or audit record: the personal data of everyone that the tests know."""

import re
from functools import cache

from infra.demo import known
from tests.support.staff import PASSWORD as STAFF_PASSWORD
from tests.support.visitors import PASSWORD

_NAMED = ("nino", "date_of_birth", "surname", "email", "mobile_telephone", "pin", "cms_password")


@cache
def _private() -> re.Pattern[str]:
    held = [str(line.record[name]) for line in known.CLIENTS.values() for name in _NAMED if line.record.get(name)]
    values = sorted({*held, PASSWORD, STAFF_PASSWORD}, key=len, reverse=True)
    # Whole words: a PIN is seven digits, and so is many a part of an identifier.
    return re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in values))


def leaked(text: str) -> list[str]:
    """Return the private values that stand in a text."""
    return sorted(set(_private().findall(text)))


def logged(output: str) -> str:
    """Return the lines of an output that a function has logged or counted."""
    return "\n".join(line for line in output.splitlines() if line.startswith("{"))
