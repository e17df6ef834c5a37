"""What the details function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """The tables that a client's details are read from and kept in."""

    sessions_table: str
    clients_table: str
    audit_table: str
    outbox_table: str
