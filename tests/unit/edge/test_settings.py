"""Settings: closed against what is missing."""

import pytest

from cms_common.settings import STAGES, CommonSettings, HttpSettings, SettingsError, load

WHOLE = {
    "STAGE": "test",
    "LOG_LEVEL": "INFO",
    "ORIGIN_SECRET": "",
    "SITE_TABLE": "cms-test-site",
    "SESSION_IDLE_MINUTES": "20",
    "SESSION_LONGEST_MINUTES": "480",
}


def test_load__whole_environment__each_by_its_kind() -> None:
    # Given every variable, then texts are texts and numbers are numbers
    read = load(HttpSettings, WHOLE)
    assert (read.site_table, read.session_idle_minutes, read.origin_secret) == ("cms-test-site", 20, "")


@pytest.mark.parametrize("name", WHOLE)
def test_load__one_missing__does_not_start_and_names_it(name: str) -> None:
    # Given an environment without one variable, then the function does not start
    rest = {each: value for each, value in WHOLE.items() if each != name}
    with pytest.raises(SettingsError, match=name):
        load(HttpSettings, rest)


@pytest.mark.parametrize("text", ["", "many", "1.5", "20 minutes"])
def test_load__number_that_is_none__does_not_start_and_does_not_repeat_it(text: str) -> None:
    # Given a number that is none, then the variable is named and its content is not
    with pytest.raises(SettingsError, match="SESSION_IDLE_MINUTES must be a whole number"):
        load(HttpSettings, {**WHOLE, "SESSION_IDLE_MINUTES": text})


@pytest.mark.parametrize("stage", ["", "prod", "LOCAL"])
def test_load__stage_that_is_none_of_ours__does_not_start(stage: str) -> None:
    # Given a stage that nobody knows, then the function does not start
    with pytest.raises(SettingsError, match="STAGE"):
        load(CommonSettings, {**WHOLE, "STAGE": stage})
    assert all(load(CommonSettings, {**WHOLE, "STAGE": known}).stage == known for known in STAGES)
