"""What the clock is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables; how many hours before its due time work is told of; after how many minutes something is stuck.

    `at_once` is how much one run looks at; the rest is the next one's.
    """

    work_table: str
    correspondence_table: str
    notifications_table: str
    audit_table: str
    outbox_table: str
    approaching_hours: int
    document_minutes: int
    notification_minutes: int
    letter_minutes: int
    at_once: int
