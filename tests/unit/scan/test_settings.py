"""Which virus scanner may be chosen where."""

from typing import Any

import pytest

from cms_common.settings import STAGES, SettingsError, load
from scan.clamd import Clamd
from scan.engines import GuardDuty, RulesAlone
from scan.settings import Settings
from tests.support import stack

ADDRESS = "127.0.0.1:3310"


def loaded(**changes: str) -> Settings:
    return load(Settings, {**stack.environment("scan"), **changes})


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("engine", ["clamav", "embedded"])
def test_settings__scanner_for_rehearsals__is_refused_on_every_other_stage(stage: str, engine: str) -> None:
    # Given a scanner that nobody looks after
    changes = {"STAGE": stage, "SCAN_ENGINE": engine, "SCANNER_ADDRESS": ADDRESS}
    # When a stage is told to use it, then only stages with made-up people start
    if stage in {"local", "test"}:
        assert loaded(**changes).scan_engine == engine
    else:
        with pytest.raises(SettingsError, match="SCAN_ENGINE must be guardduty"):
            loaded(**changes)


@pytest.mark.parametrize("stage", STAGES)
def test_settings__guardduty__is_for_every_stage(stage: str) -> None:
    assert loaded(STAGE=stage, SCAN_ENGINE="guardduty").scan_engine == "guardduty"


@pytest.mark.parametrize("engine", ["", "none", "GuardDuty", "fake"])
def test_settings__unknown_scanner__is_refused(engine: str) -> None:
    with pytest.raises(SettingsError, match="SCAN_ENGINE must be one of"):
        loaded(SCAN_ENGINE=engine)


def test_settings__clamav_without_its_address__is_refused() -> None:
    with pytest.raises(SettingsError, match="SCANNER_ADDRESS"):
        loaded(SCAN_ENGINE="clamav", SCANNER_ADDRESS="")


@pytest.mark.parametrize(("engine", "kind"), [("guardduty", GuardDuty), ("clamav", Clamd), ("embedded", RulesAlone)])
def test_scanner_of__each_setting__is_the_scanner_it_names(engine: str, kind: type[Any]) -> None:
    from scan.wiring import scanner_of  # noqa: PLC0415 - reads its settings when it is imported

    assert isinstance(scanner_of(loaded(SCAN_ENGINE=engine, SCANNER_ADDRESS=ADDRESS)), kind)
