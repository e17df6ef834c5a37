"""The rules of a Gateway account."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.accounts import check_registration, is_user_id, new_user_id, password_follows_the_rule
from cms_common.domain.fields import Invalid


@dataclass
class Chosen:
    """Chance that always chooses one number."""

    number: int

    def below(self, limit: int) -> int:
        assert self.number < limit
        return self.number

    def token(self) -> str:
        return "t"

    def identifier(self) -> str:
        return "i"


@pytest.mark.req("REG-10")
@pytest.mark.parametrize("number", [0, 9 * 10**11 - 1])
def test_new_user_id__lowest_and_highest__has_12_digits(number: int) -> None:
    made = new_user_id(Chosen(number))
    assert is_user_id(made)
    assert len(made) == 12


@pytest.mark.req("REG-08")
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=16))
def test_password_rule__any_password__is_what_the_sentence_says(password: str) -> None:
    said = (
        8 <= len(password) <= 12
        and any("0" <= character <= "9" for character in password)
        and any("a" <= character.lower() <= "z" for character in password)
    )
    assert password_follows_the_rule(password) is said


@given(
    st.dictionaries(
        st.sampled_from(["first_name", "surname", "email", "confirm_email", "password", "confirm_password"]), st.text()
    )
)
def test_check_registration__whatever_is_typed__is_a_form_or_named_faults(typed: dict[str, str]) -> None:
    blank = dict.fromkeys(["first_name", "surname", "email", "confirm_email", "password", "confirm_password"], "")
    checked = check_registration(**{**blank, **typed})
    if isinstance(checked, Invalid):
        assert {error.field for error in checked.errors} <= blank.keys()
        assert checked.errors
    else:
        assert checked.first_name or checked.surname
        assert "@" in checked.email


@pytest.mark.parametrize("name", ["a\u202eb", "a\x00b", "x" * 101])
def test_check_registration__name_with_hidden_marks_or_too_long__is_refused(name: str) -> None:
    checked = check_registration(
        first_name=name,
        surname="S",
        email="a@b.uk",
        confirm_email="a@b.uk",
        password="abcdefg1",
        confirm_password="abcdefg1",
    )
    assert isinstance(checked, Invalid)
    assert [error.field for error in checked.errors] == ["first_name"]
