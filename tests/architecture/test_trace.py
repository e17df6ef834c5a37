"""Marks of requirements: known, few, and really read."""

from infra import trace


def test_marks__of_all_tests__name_known_requirements_and_at_most_three() -> None:
    # Given the catalogue and the marks of every test
    known, found = trace.catalogue(trace.CATALOGUE.read_text()), trace.marks()
    # When they are compared
    wrong = trace.faults(known, found)
    # Then none is strange, and there was something to compare
    assert len(known) == 424 + 45 + 39
    assert found
    assert wrong == []


def test_faults__an_unknown_requirement_and_four_at_once__are_told() -> None:
    # Given a test module that names one requirement that is not there, and four on one test
    source = '@pytest.mark.req("ABC-01")\ndef test_a(): ...\n@pytest.mark.req("A", "B", "C", "D")\ndef test_b(): ...'
    found = list(trace.marks_of(source, "tests/test_x.py"))
    # When its marks are checked
    wrong = trace.faults({"A": "", "B": "", "C": "", "D": ""}, found)
    # Then both are told with their place
    assert wrong == ["tests/test_x.py:1: there is no ABC-01", "tests/test_x.py:3: names 4 requirements"]


def test_unproved__a_row_that_no_test_names__is_listed_and_working_choices_are_not() -> None:
    # Given two requirements and a working choice
    known = {"REG-01": "", "REG-02": "", "GAP-01": ""}
    # When one requirement is proved
    left = trace.unproved(known, [trace.Mark("somewhere", ("REG-01",))])
    # Then the other is left
    assert left == ["REG-02"]
