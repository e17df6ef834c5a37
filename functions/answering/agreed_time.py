"""Times as staff agree them with a person: by the clocks of the United Kingdom (CWK-14, SLA-09)."""

from datetime import UTC, datetime

from cms_common.domain.uk_time import LONDON

_TIME = "%d/%m/%Y %H:%M"
_FOLDS = {"BST": 0, "GMT": 1}
"""Where the clocks go back an hour comes twice, in summer time first."""


def read_time(typed: str) -> datetime | str:
    """Read a time, as "25/10/2026 01:30", or say in words what is wrong with it.

    One that the clocks skip is none, and of one that comes twice BST or GMT must say which.
    """
    words = typed.split()
    zone = words.pop().upper() if words and words[-1].upper() in _FOLDS else ""
    try:
        local = datetime.strptime(" ".join(words), _TIME).replace(tzinfo=LONDON, fold=_FOLDS.get(zone, 0))
    except ValueError:
        return "Enter the time as DD/MM/YYYY HH:MM"
    read = local.astimezone(UTC)
    if read.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        return "The clocks go forward over this time. Agree another"
    if not zone and local.utcoffset() != local.replace(fold=1).utcoffset():
        return "The clocks go back and this time comes twice. Write BST behind it for the first, GMT for the second"
    if zone and local.tzname() != zone:
        return f"The clocks show {local.tzname()} on this day, not {zone}"
    return read
