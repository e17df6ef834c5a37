"""What `publish` is told."""

from dataclasses import dataclass

from cms_common.settings import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """The outbox it empties and the bus it fills."""

    outbox_table: str
    event_bus: str
