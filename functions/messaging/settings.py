"""What the messaging function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Tables, the bucket of documents, and how many characters a message may have (GAP-21)."""

    sessions_table: str
    clients_table: str
    cases_table: str
    work_table: str
    correspondence_table: str
    audit_table: str
    outbox_table: str
    correspondence_bucket: str
    message_characters: int
