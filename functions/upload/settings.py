"""What the upload function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Tables, the bucket that files are sent to, and the daily limits that are settings (GAP-03)."""

    sessions_table: str
    clients_table: str
    uploads_table: str
    work_table: str
    audit_table: str
    outbox_table: str
    quarantine_bucket: str
    upload_megabytes_a_day: int
    upload_asks_a_day: int
