"""What the homepage function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """The tables that a homepage is read from."""

    sessions_table: str
    clients_table: str
    cases_table: str
    employers_table: str
