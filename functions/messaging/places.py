"""Places in a contact history, as addresses and links carry them.

A place names no person and opens nothing by itself: whose history it is looked up in comes from the session alone. So
it needs no signature; one that was made up, changed or taken from somebody else is none in the own history.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

_PLACE = re.compile(r"entry#[!-~]{1,200}")


def written(place: str) -> str:
    """Write a place so that an address can carry it."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read(text: str) -> str | None:
    """Read a place; None where the text was never written here."""
    try:
        place = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:  # binascii.Error and UnicodeError among them
        return None
    return place if _PLACE.fullmatch(place) and written(place) == text else None
