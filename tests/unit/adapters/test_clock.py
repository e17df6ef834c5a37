"""The clock that can be wound, and where it cannot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cms_common.adapters.clock import OFFSET_FILE, SystemRandomness, clock_of
from cms_common.domain.sessions import token_shape
from cms_common.settings import STAGES, SettingsError


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage not in {"local", "test"}])
def test_clock__offset_file_where_real_people_are__refuses_to_start(stage: str) -> None:
    # Given a stage with real people, told to wind its clock
    # When the clock is asked for
    # Then that is refused: winding would open locks
    with pytest.raises(SettingsError, match=OFFSET_FILE):
        clock_of(stage, {OFFSET_FILE: "/tmp/offset"})  # noqa: S108 - never read


def test_clock__wound_while_running__shows_at_the_next_look(tmp_path: Path) -> None:
    # Given a clock of stage test that nobody has wound
    file = tmp_path / "offset"
    clock = clock_of("test", {OFFSET_FILE: str(file)})
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=5)
    # When it is wound two hours forward
    file.write_text("7200")
    # Then the same clock is two hours ahead
    assert abs(clock() - datetime.now(UTC) - timedelta(hours=2)) < timedelta(seconds=5)


def test_clock__no_offset_file__is_the_systems_in_utc() -> None:
    # Given no offset file
    # When the time is asked
    now = clock_of("production", {})()
    # Then it is the system's
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_randomness__tokens_and_identifiers__have_their_shape_and_differ() -> None:
    # Given the operating system's chance
    chance = SystemRandomness()
    # When tokens, identifiers and numbers are drawn
    tokens = {chance.token() for _ in range(100)}
    identifiers = {chance.identifier() for _ in range(100)}
    # Then none comes twice, and each has its shape
    assert len(tokens) == len(identifiers) == 100
    assert all(token_shape(token) for token in tokens)
    assert {len(identifier) for identifier in identifiers} == {20}
    assert {chance.below(3) for _ in range(200)} == {0, 1, 2}
