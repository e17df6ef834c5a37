"""What the caseworker function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, the key that opens known facts, the buckets of evidence and correspondence, and the shape of a SCIN."""

    work_table: str
    clients_table: str
    client_security_table: str
    audit_table: str
    outbox_table: str
    known_facts_key: str
    accounts_table: str
    cases_table: str
    employers_table: str
    notifications_table: str
    correspondence_table: str
    evidence_bucket: str
    correspondence_bucket: str
    scin_digits: int
