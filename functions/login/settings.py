"""What the login function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Tables, the key that verifies PIN digits, and the limits."""

    accounts_table: str
    sessions_table: str
    attempts_table: str
    client_security_table: str
    clients_table: str
    employers_table: str
    audit_table: str
    outbox_table: str
    pin_key: str
    source_attempts_allowed: int
    source_attempts_minutes: int
    cms_telephone: str
