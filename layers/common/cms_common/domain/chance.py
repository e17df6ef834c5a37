"""Chance and time, as the rules are given them."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

type Clock = Callable[[], datetime]
"""Tells the time as an aware UTC datetime."""


class Randomness(Protocol):
    """A source of chance that a test can set."""

    def below(self, limit: int) -> int:
        """Return a uniform whole number from 0 to limit - 1."""
        ...

    def token(self) -> str:
        """Return 256 random bits as URL-safe text."""
        ...

    def identifier(self) -> str:
        """Return a short unique identifier for a record."""
        ...
