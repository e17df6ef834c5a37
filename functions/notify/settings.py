"""What `notify` is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, the key that mails wait under, and the address they come from."""

    accounts_table: str
    notifications_table: str
    audit_table: str
    outbox_table: str
    mail_key: str
    mail_sender: str
