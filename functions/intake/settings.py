"""What the intake function is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, the three keys, the queue of rejected lines, and how many digits a SCIN has."""

    clients_table: str
    client_security_table: str
    cases_table: str
    employers_table: str
    work_table: str
    audit_table: str
    outbox_table: str
    intake_key: str
    known_facts_key: str
    pin_key: str
    intake_rejects_queue: str
    scin_digits: int
