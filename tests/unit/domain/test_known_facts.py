"""The shapes of known facts, and how names are compared."""

from datetime import date

import pytest

from cms_common.domain.known_facts import is_scin, read_nino, read_past_date, same_name

TODAY = date(2026, 3, 2)


@pytest.mark.req("ENR-09")
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("01/03/2026", date(2026, 3, 1)),
        ("02/03/2026", None),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2023", None),
        ("00/01/2000", None),
        ("1/1/2000", None),
        ("01/01/00", None),
    ],
)
def test_read_past_date__real_and_before_today_only(typed: str, read: date | None) -> None:
    assert read_past_date(typed, TODAY) == read


@pytest.mark.req("ENR-08")
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ab 12 34 56 c", "AB123456C"),
        ("AB123456E", None),
        ("DA123456A", None),
        ("AO123456A", None),
        ("BG123456A", None),
        ("AB12345C", None),
    ],
)
def test_read_nino__any_case_and_spacing__of_the_right_shape(typed: str, read: str | None) -> None:
    assert read_nino(typed) == read


@pytest.mark.req("ENR-07")
def test_is_scin__length_is_a_setting() -> None:
    assert is_scin("121000121688")
    assert not is_scin("12100012168")
    assert is_scin("1210001216", digits=10)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Siân O'Neill-Davies", "SIAN ONEILL DAVIES", True),
        ("Siân", "Sian", True),
        ("O\u2019Neill", "O'Neill", True),
        ("Straße", "STRASSE", True),
        ("Anna", "Anne", False),
        ("-", "'", False),
    ],
)
def test_same_name__case_spacing_hyphens_apostrophes_accents_aside(one: str, other: str, *, same: bool) -> None:
    assert same_name(one, other) is same
