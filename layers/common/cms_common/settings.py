"""Settings: read from the environment once, at start, and closed against what is missing."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

STAGES = ("local", "test", "staging", "production")
REHEARSAL_STAGES = ("local", "test")
"""The stages in which doubles and a clock that can be wound are allowed."""


class SettingsError(RuntimeError):
    """A setting is missing or cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class CommonSettings:
    """What every function is told. A function's own class adds the names of the resources it uses."""

    stage: str
    log_level: str

    def __post_init__(self) -> None:
        """Refuse a stage that is not one of ours."""
        if self.stage not in STAGES:
            raise SettingsError(f"STAGE must be one of {', '.join(STAGES)}")


@dataclass(frozen=True, kw_only=True)
class FrontSettings(CommonSettings):
    """What every function behind the HTTP API is told.

    `origin_secret` is what the edge in front must send along; empty where the stage has no edge in front.
    """

    origin_secret: str
    site_table: str


@dataclass(frozen=True, kw_only=True)
class HttpSettings(FrontSettings):
    """What every function for clients and employers is told."""

    session_idle_minutes: int
    session_longest_minutes: int


@dataclass(frozen=True, kw_only=True)
class StaffSettings(FrontSettings):
    """What every function for staff is told."""

    sessions_table: str
    staff_table: str
    staff_idle_minutes: int
    staff_longest_minutes: int


def load[S: CommonSettings](kind: type[S], environment: Mapping[str, str] = os.environ) -> S:
    """Read a settings class from the environment: each field from the variable of its name in capitals.

    Raises SettingsError naming the variable that is missing or is not a number. There are no defaults: a function
    without its settings does not start.
    """
    values: dict[str, str | int] = {}
    for field in fields(kind):
        name = field.name.upper()
        if name not in environment:
            raise SettingsError(f"The environment variable {name} is missing")
        values[field.name] = _read(name, environment[name], number=field.type is int)
    return kind(**values)  # type: ignore[arg-type]  # each value was read by its field's own type


def _read(name: str, text: str, *, number: bool) -> str | int:
    if not number:
        return text
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"The environment variable {name} must be a whole number") from None
