"""Settings: what a function is told and what it reads are the same, and without one of them it does not start."""

import os
import subprocess
import sys
from dataclasses import fields
from importlib import import_module

import pytest

from cms_common.settings import CommonSettings, SettingsError, load
from infra import application
from infra.templates import ROOT
from tests.support import stack
from tests.support.process import environment_before

FUNCTIONS = sorted(application.functions())


def settings_of(function: str) -> type[CommonSettings]:
    found: type[CommonSettings] = import_module(f"{function}.settings").Settings
    return found


def names_of(function: str) -> set[str]:
    return {field.name.upper() for field in fields(settings_of(function))}


def told(function: str) -> dict[str, str]:
    """Return what the template tells a function, without what Powertools reads by itself."""
    every = stack.environment(function).items()
    return {name: value for name, value in every if not name.startswith("POWERTOOLS_")}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_environment__of_each_function__is_its_settings_and_nothing_else(function: str) -> None:
    # Given what the template tells a function
    variables = set(told(function))
    # When it is compared with what the function reads
    read = names_of(function)
    # Then neither has a name that the other has not
    assert variables == read


@pytest.mark.parametrize(("function", "name"), [(one, name) for one in FUNCTIONS for name in sorted(names_of(one))])
def test_load__one_variable_missing__stops_and_says_its_name(function: str, name: str) -> None:
    # Given the environment without one variable
    environment = {key: value for key, value in told(function).items() if key != name}
    # When the settings are read
    # Then that is refused by name
    with pytest.raises(SettingsError, match=rf"\b{name}\b"):
        load(settings_of(function), environment)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_function__one_variable_missing__does_not_start(function: str) -> None:
    # Given a fresh process that is told everything but the last thing that the function needs
    missing = max(names_of(function))
    paths = os.pathsep.join(str(ROOT / path) for path in ("layers/common", "functions"))
    environment = {**environment_before(), **stack.whole_environment(), "PYTHONPATH": paths}
    del environment[missing]
    # When it imports the handler, as Lambda does at a cold start
    command = [sys.executable, "-c", f"import {function}.handler"]
    started = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    # Then it stops, and says what is missing
    assert started.returncode != 0
    assert missing in started.stderr
