"""What may be logged (SES-17, SEC-12)."""

import io
import json
from collections.abc import Iterator

import pytest
from aws_lambda_powertools.logging import Logger

from cms_common import logs
from cms_common.logs import Line, log, where


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged during the test."""
    stream, before = io.StringIO(), logs._logger.copy()
    logs._logger[:] = [Logger(service=f"unit-{id(stream)}", stream=stream)]
    yield stream
    logs._logger[:] = before


@pytest.mark.req("SES-17", "SEC-12")
@pytest.mark.parametrize("line", Line)
@pytest.mark.parametrize("field", ["nino", "pin", "password", "user_id", "body", "path", "exc_info"])
def test_log__field_that_the_catalogue_does_not_allow__raises_and_writes_nothing(
    line: Line, field: str, written: io.StringIO
) -> None:
    # When a line is given a field of another's choosing
    with pytest.raises(ValueError, match=field):
        log(line, transaction_id="t", **{field: "AB123456C"})  # type: ignore[arg-type]
    # Then nothing is written
    assert written.getvalue() == ""


@pytest.mark.parametrize("line", Line)
def test_log__allowed_fields__one_line_of_json_with_the_transaction_id(line: Line, written: io.StringIO) -> None:
    # When a line of the catalogue is written with all its fields
    log(line, transaction_id="t-1", **dict.fromkeys(line.fields, "value"))  # type: ignore[arg-type]
    # Then it is one line of JSON
    (text,) = written.getvalue().splitlines()
    told = json.loads(text)
    assert (told["message"], told["transaction_id"]) == (line.message, "t-1")
    assert line.fields <= told.keys()


@pytest.mark.parametrize("value", [["AB123456C"], {"nino": "AB123456C"}, b"AB123456C", ValueError("AB123456C"), 1.5])
def test_log__value_that_is_not_plain__raises_and_writes_nothing(value: object, written: io.StringIO) -> None:
    # When a field holds anything but a text or a whole number
    with pytest.raises(ValueError, match="plain"):
        log(Line.REQUEST_FAILED, transaction_id="t", error=value)  # type: ignore[arg-type]
    # Then nothing is written
    assert written.getvalue() == ""


@pytest.mark.req("SES-17")
def test_where__error_with_values_in_it__files_and_lines_alone() -> None:
    # Given an error raised two calls deep, with a value in its text
    def fail(nino: str) -> None:
        raise ValueError(nino)

    try:
        fail("AB123456C")
    except ValueError as error:
        told = where(error.__traceback__)
    # Then where it was raised is told by file and line, and nothing else
    assert [place.split(":")[0] for place in told.split()] == ["test_logs.py", "test_logs.py"]
    assert "AB123456C" not in told
    assert where(None) == ""
