"""Where the next page begins, as an opaque token: it names a place in the order of a list, and nothing of a client."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cms_common.domain.fields import FieldError
from cms_common.edge.problems import FormRefused

_LONGEST = 200
_PLACE = re.compile(r"[0-9A-Za-z#:.+-]+")
"""What keys are made of: nothing of it comes after the "~" that ends a range."""


def token_of(place: str | None) -> str:
    """Write a place as a token; nothing where there is no next page."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else ""


def read(token: str, begins: str = "") -> str | None:
    """Read a token of a list whose places begin so; None for what is none of ours."""
    try:
        padded = (token + "=" * (-len(token) % 4)).encode("ascii")
        place = urlsafe_b64decode(padded).decode("ascii")
    except (UnicodeError, ValueError):
        return None
    ours = len(token) <= _LONGEST and _PLACE.fullmatch(place) and place.startswith(begins) and token_of(place) == token
    return place if ours else None


def place_of(token: str, begins: str = "") -> str:
    """Read where a page begins; nothing stands for the first. Raises FormRefused for what is none of ours."""
    place = read(token, begins) if token else ""
    if place is None:
        raise FormRefused(errors=[FieldError("after", "not_a_token", "Follow the link to the next page")])
    return place
