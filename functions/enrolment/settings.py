"""What the enrolment function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Tables, the key that opens known facts, and the limits."""

    accounts_table: str
    sessions_table: str
    attempts_table: str
    clients_table: str
    employers_table: str
    audit_table: str
    outbox_table: str
    known_facts_key: str
    source_attempts_allowed: int
    source_attempts_minutes: int
    scin_digits: int
