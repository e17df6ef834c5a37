"""What `notify` is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, the key that mails wait under, where mails come from and how, and how often a notification is tried."""

    accounts_table: str
    clients_table: str
    employers_table: str
    correspondence_table: str
    notifications_table: str
    work_table: str
    audit_table: str
    outbox_table: str
    mail_key: str
    mail_sender: str
    mail_configuration_set: str
    mail_tries: int
    cms_telephone: str
