"""What the answering function is told."""

from dataclasses import dataclass

from cms_common.settings import StaffSettings


@dataclass(frozen=True, kw_only=True)
class Settings(StaffSettings):
    """Tables, the bucket of documents, whether email replies are on (CON-03: "on" or "off"), and GAP-31's calls."""

    work_table: str
    clients_table: str
    accounts_table: str
    correspondence_table: str
    notifications_table: str
    audit_table: str
    outbox_table: str
    correspondence_bucket: str
    email_replies: str
    calls_before_letter: int
    cms_telephone: str
    scin_digits: int
