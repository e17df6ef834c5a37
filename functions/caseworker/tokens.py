"""Where the next page begins, as an opaque token: it names a place in the order of a list, and nothing of a client."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cms_common.domain.fields import FieldError
from cms_common.edge.problems import FormRefused

_LONGEST = 200


def token_of(place: str | None) -> str:
    """Write a place as a token; nothing where there is no next page."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else ""


def place_of(token: str, begins: str = "") -> str:
    """Read a token of a list whose places begin so. Raises FormRefused for what is none of ours."""
    try:
        padded = (token + "=" * (-len(token) % 4)).encode("ascii")
        place = urlsafe_b64decode(padded).decode("ascii")
    except (UnicodeError, ValueError):
        place = ""
    ours = len(token) <= _LONGEST and place.isprintable() and place.startswith(begins) and token_of(place) == token
    if token and not ours:
        raise FormRefused(errors=[FieldError("after", "not_a_token", "Follow the link to the next page")])
    return place
