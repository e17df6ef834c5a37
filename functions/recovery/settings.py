"""What the recovery function is told."""

from dataclasses import dataclass

from cms_common.settings import HttpSettings


@dataclass(frozen=True, kw_only=True)
class Settings(HttpSettings):
    """Tables, the keys, the queue of mails, the limits, and the telephone number that pages show."""

    accounts_table: str
    sessions_table: str
    attempts_table: str
    client_security_table: str
    clients_table: str
    employers_table: str
    audit_table: str
    outbox_table: str
    known_facts_key: str
    pin_key: str
    mail_key: str
    mail_queue: str
    source_attempts_allowed: int
    source_attempts_minutes: int
    scin_digits: int
    cms_telephone: str
