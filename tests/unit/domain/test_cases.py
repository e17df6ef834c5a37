"""What stands on which homepage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.cases import (
    ROLES,
    CaseToChoose,
    ClientCases,
    HomepageCases,
    NotYourCase,
    ParticipantView,
    RoleCode,
    homepage_for,
)

CASES = st.builds(
    ParticipantView,
    case_group=st.just("G"),
    case_id=st.uuids().map(str),
    role=st.sampled_from(RoleCode),
    other_parent_first_name=st.just("Priya"),
    children_first_names=st.just(("Rohan",)),
)


@pytest.mark.req("HOM-03")
@given(st.lists(CASES, max_size=6).map(tuple), st.integers(-1, 5))
def test_homepage_for__any_cases_and_choice__shows_one_role_only(
    cases: tuple[ParticipantView, ...], number: int
) -> None:
    chosen = cases[number].case_id if 0 <= number < len(cases) else None
    match homepage_for(ClientCases(cases), chosen):
        case HomepageCases(role, shown, _):
            assert all(ROLES[case.role] is role for case in shown)
            assert chosen is None or chosen in {case.case_id for case in shown}
        case CaseToChoose(offered, _):
            assert offered == cases
            assert len({ROLES[case.role] for case in cases}) == 2
        case NotYourCase():
            pytest.fail("the case chosen is one of the client's own")


def test_homepage_for__case_of_somebody_else__is_not_yours() -> None:
    assert homepage_for(ClientCases(), "440000000011") == NotYourCase()


def test_participant_view__holds_of_the_other_parent_a_first_name_only() -> None:
    fields = list(ParticipantView.__dataclass_fields__)
    assert [field for field in fields if field.startswith("other_parent")] == ["other_parent_first_name"]
