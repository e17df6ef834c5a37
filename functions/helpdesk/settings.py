"""What the helpdesk function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, the key that opens known facts, and the shape of a SCIN."""

    accounts_table: str
    attempts_table: str
    clients_table: str
    employers_table: str
    audit_table: str
    outbox_table: str
    known_facts_key: str
    scin_digits: int
