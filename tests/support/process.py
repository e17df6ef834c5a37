"""The environment as it was before the tests filled in the functions' settings: for processes that tests start."""

import os

_before: dict[str, str] = {}


def remember_environment() -> None:
    """Keep the environment as it is; the first call counts."""
    if not _before:
        _before.update(os.environ)


def environment_before() -> dict[str, str]:
    """Return the environment that a process started by a test should get."""
    return dict(_before or os.environ)
