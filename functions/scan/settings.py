"""What `scan` is told."""

from dataclasses import dataclass

from cms_common.settings import REHEARSAL_STAGES, CommonSettings, SettingsError

GUARDDUTY, CLAMAV, EMBEDDED = "guardduty", "clamav", "embedded"


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Tables, the bucket that files are sent to, the virus scanner, and where it answers (ClamAV's alone)."""

    clients_table: str
    uploads_table: str
    work_table: str
    audit_table: str
    outbox_table: str
    quarantine_bucket: str
    scan_engine: str
    scanner_address: str

    def __post_init__(self) -> None:
        """Refuse an unknown scanner, and one that is not looked after on a stage with real people's files."""
        super().__post_init__()
        if self.scan_engine not in {GUARDDUTY, CLAMAV, EMBEDDED}:
            raise SettingsError(f"SCAN_ENGINE must be one of {GUARDDUTY}, {CLAMAV}, {EMBEDDED}")
        if self.scan_engine != GUARDDUTY and self.stage not in REHEARSAL_STAGES:
            raise SettingsError(f"SCAN_ENGINE must be {GUARDDUTY} unless the stage is {' or '.join(REHEARSAL_STAGES)}")
        if self.scan_engine == CLAMAV and not self.scanner_address:
            raise SettingsError(f"SCANNER_ADDRESS must say where the scanner is where SCAN_ENGINE is {CLAMAV}")
