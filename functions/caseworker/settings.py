"""What the caseworker function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, the key that opens known facts, the evidence bucket, and the shape of a SCIN."""

    work_table: str
    clients_table: str
    client_security_table: str
    audit_table: str
    outbox_table: str
    known_facts_key: str
    evidence_bucket: str
    scin_digits: int
