"""The makers of the generated pages."""

import pytest

from infra.reference.markdown import code, table


def test_table__a_cell_with_a_bar_and_line_breaks__stays_one_cell() -> None:
    # Given a value that would break a table
    # When the table is written
    made = table(("A", "B"), [("one|two", "three\n  four"), ("", 5)])
    # Then it is one row, and what is empty is seen to be
    assert made.splitlines()[2:] == ["| one\\|two | three four |", "| - | 5 |"]


def test_table__without_rows__is_refused() -> None:
    # Given nothing to tell
    # When the table is written
    # Then that is an error: a page that found nothing is wrong
    with pytest.raises(ValueError, match="no rows"):
        table(("A",), [])


def test_code__names__are_marked_and_parted() -> None:
    # Given names
    # When they are written as code
    # Then each is marked
    assert code(["a", "b"]) == "`a`, `b`"
