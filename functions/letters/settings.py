"""What `letters` is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, buckets, and how letters say who sends them."""

    accounts_table: str
    clients_table: str
    employers_table: str
    correspondence_table: str
    work_table: str
    notifications_table: str
    audit_table: str
    outbox_table: str
    correspondence_bucket: str
    print_bucket: str
    cms_telephone: str
    cms_address: str
