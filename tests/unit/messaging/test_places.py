"""Places of a contact history, as addresses carry them."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.places import read, written

PLACE = "entry#2026-03-12T12:00:00.000000+00:00#0123456789abcdef0123"


def test_written__a_place__is_read_again_and_fits_into_an_address() -> None:
    assert read(written(PLACE)) == PLACE
    assert written(PLACE).replace("-", "").replace("_", "").isalnum()


@pytest.mark.req("SES-16")
@pytest.mark.parametrize("place", ["client#121000121688", "message#0", "unopened#client#1", "entry#", "entry#é", ""])
def test_read__the_key_of_anything_else__is_no_place(place: str) -> None:
    assert read(urlsafe_b64encode(place.encode()).decode().rstrip("=")) is None


@settings(deadline=None)  # how long an example takes says nothing of the rule
@given(st.text())
def test_read__any_text__is_a_place_written_here_or_none(text: str) -> None:
    place = read(text)
    assert place is None or (written(place) == text and place.startswith("entry#"))
