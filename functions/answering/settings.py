"""What the answering function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, the bucket of documents, the key that opens known facts, and the rules that are settings.

    `email_replies` is "on" or "off" (CON-03); `calls_before_letter` is GAP-31's.
    """

    work_table: str
    clients_table: str
    employers_table: str
    accounts_table: str
    correspondence_table: str
    notifications_table: str
    audit_table: str
    outbox_table: str
    correspondence_bucket: str
    known_facts_key: str
    email_replies: str
    calls_before_letter: int
    cms_telephone: str
    scin_digits: int
