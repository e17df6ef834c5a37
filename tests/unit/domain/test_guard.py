"""The personal-data guard of mails."""

import pytest

from cms_common.domain.guard import PersonalData, personal_data_in

BLOCKED = [
    ("your number is AB123456C", PersonalData.NINO),
    ("ab 12 34 56 c", PersonalData.NINO),
    ("(AB-12-34-56-C)", PersonalData.NINO),
    ("born 01/07/1984.", PersonalData.DATE),
    ("born 1 July 1984", PersonalData.DATE),
    ("1984-07-01", PersonalData.DATE),
    ("1.7.84", PersonalData.DATE),
    ("sort code 12-34-56", PersonalData.SORT_CODE),
    ("account 12345678", PersonalData.ACCOUNT),
    ("card 4929 1234 5678 9012", PersonalData.ACCOUNT),
    ("121000121688", PersonalData.ACCOUNT),
]


@pytest.mark.req("NOT-12")
@pytest.mark.parametrize(("text", "kind"), BLOCKED)
def test_guard__personal_data__is_found(text: str, kind: PersonalData) -> None:
    assert kind in personal_data_in(text)


@pytest.mark.parametrize("text", ["You asked for your password.", "Wait 2 hours, or 120 minutes.", "aB3dE5", "123456"])
def test_guard__ordinary_words__pass(text: str) -> None:
    assert personal_data_in(text) == frozenset()
