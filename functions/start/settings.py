"""What the start function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Nothing more than every function behind the HTTP API."""
