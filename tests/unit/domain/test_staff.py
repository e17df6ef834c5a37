"""Staff: IDs, passwords, what is ticked."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.adapters.clock import SystemRandomness
from cms_common.domain.fields import Invalid
from cms_common.domain.staff import (
    HELPDESK_ROLES,
    Profile,
    StaffFunction,
    StaffRole,
    StaffUser,
    check_profile,
    is_staff_id,
    new_password,
    stem_of,
    stranger_of,
)


class Seeded(SystemRandomness):
    """Chance that comes out the same each time."""

    def __init__(self) -> None:
        self._random = random.Random(1)  # noqa: S311 - a test's chance

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)


@pytest.mark.req("ITS-06", "ITS-07")
@pytest.mark.parametrize(
    ("first_name", "surname", "stem"),
    [
        ("John", "Smithson", "JSMITH"),
        ("john", "smith", "JSMITH"),
        ("Li", "Ng", "LNG"),
        ("Siobhán", "O'Neill", "SONEIL"),
        ("Anne-Marie", "Llywelyn-Rees", "ALLYWE"),
        ("Łucja", "Wójcik", "LWOJCI"),
        ("Ægir", "Bjørnsson", "ABJORN"),
        ("Jo", "St. John Smythe", "JSTJOH"),
    ],
)
def test_stem_of__names__first_letter_and_five_of_the_surname(first_name: str, surname: str, stem: str) -> None:
    assert stem_of(first_name, surname) == stem


@given(st.text(min_size=1), st.text(min_size=1))
def test_stem_of__any_names_that_are_taken__makes_ids_of_the_right_shape(first_name: str, surname: str) -> None:
    checked = check_profile(
        first_name=first_name,
        surname=surname,
        role="caseworker",
        functions=(),
        segment="",
        special_records_team=False,
    )
    if not isinstance(checked, Invalid):
        assert is_staff_id(f"{stem_of(checked.first_name, checked.surname)}1")


@pytest.mark.req("ITS-08")
def test_new_password__many_made__eight_characters_and_numbers_evenly_chosen() -> None:
    # Given twenty thousand passwords, made with a chance that is always the same
    chance = Seeded()
    made = [new_password(chance) for _ in range(20_000)]
    # Then each has letters and numbers, and none of the 36 characters comes up much more than others of its kind
    assert {len(one) for one in made} == {8}
    assert all(any(c.isdigit() for c in one) and any(c.isalpha() for c in one) for one in made)
    counts = {character: sum(one.count(character) for one in made) for character in "abcdefghijklmnopqrstuvwxyz"}
    expected = sum(counts.values()) / 26
    assert all(abs(count - expected) < 0.06 * expected for count in counts.values())
    # And with the real chance none comes twice
    real = [new_password(SystemRandomness()) for _ in range(2_000)]
    assert len(set(real)) == len(real)


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("JSMITH1", True),
        ("LNG12", True),
        ("JSMITH", False),
        ("1", False),
        ("JSMITH0", False),
        ("JSMITHS1", False),
        ("jsmith1", False),
        ("J1", False),
        ("JSMITH²", False),
        ("JSMITH12345678901", False),
    ],
)
def test_is_staff_id__shapes__are_told(text: str, whether: bool) -> None:  # noqa: FBT001
    assert is_staff_id(text) is whether


@pytest.mark.req("ITS-04", "CON-34")
@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("function", list(StaffFunction))
def test_may__by_role_and_tick__as_the_roles_table_has_it(role: StaffRole, function: StaffFunction) -> None:
    own_password = role is StaffRole.IT_SUPPORT and function is StaffFunction.CHANGE_PASSWORD
    assert Profile("A", "B", role).may(function) is own_password
    assert Profile("A", "B", role, frozenset({function})).may(function) is (role in HELPDESK_ROLES or own_password)


@pytest.mark.req("SEC-12")
def test_stranger_of__what_was_typed__cannot_be_read_back() -> None:
    named = stranger_of("ABCDEF27")
    assert re.fullmatch(r"staff#[0-9a-f]{64}", named)
    assert named == stranger_of("ABCDEF27") != stranger_of("ABCDEF28")


ANN = Profile("Ann", "Lee Smith", StaffRole.SUPPORT_TEAM, frozenset({StaffFunction.LOOK_UP}))


@pytest.mark.req("ITS-20")
@pytest.mark.parametrize(
    ("after", "told"),
    [
        (ANN, ()),
        (replace(ANN, first_name="Ann Lee", surname="Smith"), ("name",)),
        (replace(ANN, role=StaffRole.TEAM_LEADER), ("role",)),
        (replace(ANN, functions=frozenset()), ("functions",)),
        (replace(ANN, segment="North", special_records_team=True), ("segment", "special records team")),
    ],
)
def test_changed_to__another_profile__names_what_is_different(after: Profile, told: tuple[str, ...]) -> None:
    assert ANN.changed_to(after) == told


@pytest.mark.req("ITS-01")
def test_rights__profile__are_all_but_name_and_segment() -> None:
    assert ANN.rights == replace(ANN, first_name="Jo", surname="Ng", segment="North").rights
    others = [replace(ANN, role=StaffRole.TEAM_LEADER), replace(ANN, functions=frozenset())]
    assert ANN.rights not in [other.rights for other in (*others, replace(ANN, special_records_team=True))]


@pytest.mark.req("ITS-17")
@pytest.mark.parametrize(("seconds", "waits"), [(-1, True), (0, False), (1, False)])
def test_pending__until_a_moment__to_the_second(seconds: int, waits: bool) -> None:  # noqa: FBT001
    until = datetime(2027, 4, 17, 10, 42, 7, tzinfo=UTC)
    user = StaffUser("ALEE1", ANN, until, "own", issued=False, pending_hash="new", pending_until=until)
    assert user.pending(until + timedelta(seconds=seconds)) == ("new" if waits else None)
    assert replace(user, pending_until=None).pending(until + timedelta(days=400)) == "new"
