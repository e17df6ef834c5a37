"""What the staff function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, and the limits."""

    attempts_table: str
    audit_table: str
    outbox_table: str
    source_attempts_allowed: int
    source_attempts_minutes: int
