"""The search for personal data finds it."""

import pytest

from infra.demo import known
from tests.support.leaks import leaked, logged


@pytest.mark.req("SES-17")
@pytest.mark.parametrize("name", ["nino", "date_of_birth", "pin", "email", "surname"])
def test_leaked__log_line_with_a_private_value__is_found(name: str) -> None:
    value = str(known.PAYING_PARENT.record[name])
    assert leaked(logged(f'{{"message":"x","field":"{value}"}}')) == [value]


def test_leaked__digits_inside_an_identifier__are_none() -> None:
    assert leaked(f"a{known.PAYING_PARENT.record['pin']}9") == []
    assert logged("plain output\n") == ""
