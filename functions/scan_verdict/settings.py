"""What `scan_verdict` is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, and the bucket that files are sent to."""

    clients_table: str
    uploads_table: str
    work_table: str
    audit_table: str
    outbox_table: str
    quarantine_bucket: str
